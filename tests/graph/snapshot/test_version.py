"""The data version covers the facts that are there, by their first words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import model
from graph.records.identifiers import AreaCode
from graph.records.kinds import JusticeMark, Setting, Sex
from graph.snapshot.version import data_version
from tests.builders import (
    affiliation,
    alias,
    capability,
    flag,
    organisation,
    provenance,
    small_facts,
)

FIRST_SHOWN = "d9133c9bb2d9cc3d"


def with_codes(*codes: str) -> str:
    """The version of the small programme whose first area has these codes."""
    first, *others = small_facts().areas
    changed = replace(first, codes=tuple(map(AreaCode, codes)))
    return data_version(small_facts(areas=(changed, *others)))


def with_share(of: str) -> str:
    """The version of the small programme with a share of these people."""
    share = model.CohortShare(cohort="women", share=0.2, of=of, note="", provenance=provenance())
    return data_version(small_facts(cohort_shares=(share,)))


def test_the_same_facts_keep_the_version_that_they_were_first_shown_with() -> None:
    """Facts of a programme change; the version that stands beside old facts must not."""
    assert data_version(small_facts()) == FIRST_SHOWN


def test_versions_do_not_depend_on_the_order_of_rows() -> None:
    names = [organisation(name) for name in ("Alpha", "Beta", "Gamma")]
    first = data_version(small_facts(organisations=tuple(names)))
    assert data_version(small_facts(organisations=tuple(reversed(names)))) == first


FACTS = small_facts(
    organisations=(organisation("Alpha"),),
    aliases=(alias("Alpha", "A"), alias("Alpha", "B")),
    affiliations=(affiliation("Alpha", "Beta"),),
    flags=(flag("Alpha"), flag("Alpha", "other")),
)


@pytest.mark.parametrize("table", [name for name, rows in FACTS.tables() if rows])
def test_a_row_less_gives_another_version(table: str) -> None:
    fewer = replace(FACTS, **{table: getattr(FACTS, table)[1:]})
    assert data_version(fewer) != data_version(FACTS)


def test_each_mark_of_a_capability_gives_another_version() -> None:
    marks: list[dict[str, Any]] = [
        {},
        *({"setting": word} for word in Setting),
        *({"sex": word} for word in Sex),
        *({"justice": word} for word in JusticeMark),
    ]
    versions = {
        data_version(small_facts(capabilities=(capability("Alpha", **each),))) for each in marks
    }
    assert len(versions) == len(marks)


CODES = [
    (),
    ("CPA=1",),
    ("CPA=01",),
    ("CPA=1", "Delius=C01"),
    ("CPA=1", "Delius=C1"),
    ("Delius=C01", "CPA=1"),
    ("CPA=1", "Delius=C01", "Lot=1"),
    ("CPA=1", "Lot=1"),
    ("Lot=1",),
    ("Delius=C01",),
]


def test_different_codes_give_different_versions() -> None:
    assert len({with_codes(*codes) for codes in CODES}) == len(CODES)


def test_different_bases_of_a_share_give_different_versions() -> None:
    bases = ["all", "others", "rest", "men", "remaining_men", "cohort:men", "women", ""]
    assert len({with_share(of) for of in bases}) == len(bases)


@given(st.lists(st.text(max_size=12), min_size=2, max_size=2, unique=True))
def test_any_two_bases_give_two_versions(bases: list[str]) -> None:
    first, second = bases
    assert with_share(first) != with_share(second)
