"""Parts of names, looked for in the lines of all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.identifiers import OrgId
from graph.records.model import Alias, LinkedIdentifier
from graph.records.words import words
from graph.snapshot.snapshot import Snapshot
from tests.builders import org_id, organisation, provenance, small_facts

NAMES = ("St Giles Trust", "Ärzte & Co", "Harbour", "harbour", "???")


def snapshot(*names: str) -> Snapshot:
    """Organisations of these names; the first is called something else too."""
    facts = small_facts(organisations=tuple(map(organisation, names)))
    alias = Alias(
        organisation=facts.organisations[0].id,
        name="Old Name",
        used_from=None,
        used_to=None,
        provenance=provenance(),
    )
    number = LinkedIdentifier(
        organisation=facts.organisations[0].id,
        identifier=OrgId("GB-COH-01234567"),
        provenance=provenance(),
    )
    return Snapshot(replace(facts, aliases=(alias,), identifiers=(number,)))


def distinct() -> Snapshot:
    facts = small_facts()
    rows = [replace(organisation(f"Body {number}"), name=name) for number, name in enumerate(NAMES)]
    return Snapshot(replace(facts, organisations=tuple(rows)))


@pytest.mark.parametrize(
    ("letters", "holding", "called"),
    [
        ("gile", [0], []),
        ("stgiletrust", [0], [0]),
        ("harbour", [2, 3], [2, 3]),
        ("arzte", [1], []),
        ("", [0, 1, 2, 3, 4], [4]),
        ("trustarzte", [], []),
        (".*", [], []),
    ],
)
def test_a_part_of_a_name_is_found_within_one_name(
    letters: str, holding: list[int], called: list[int]
) -> None:
    lines = distinct().name_lines
    assert lines.holding(letters) == holding
    assert lines.called(letters) == called


def test_other_names_and_numbers_are_names_too() -> None:
    lines = snapshot("Alpha", "Beta").name_lines
    for name in ("Old Name", "GB-COH-01234567", org_id("Alpha"), "Alpha"):
        assert lines.called("".join(words(name))) == [0]
    assert "oldname" in lines.letters


def test_organisations_come_in_the_order_of_their_names() -> None:
    lines = distinct().name_lines
    assert lines.in_order(np.arange(5)) == [4, 2, 3, 0, 1]
    assert lines.in_order(np.array([0, 3])) == [3, 0]


@given(st.lists(st.text(max_size=6), min_size=1, max_size=5), st.text(max_size=2))
def test_the_lines_find_what_a_walk_over_all_names_finds(names: list[str], text: str) -> None:
    facts = small_facts()
    rows = [replace(organisation(f"B{n}"), name=name) for n, name in enumerate(names)]
    found = Snapshot(replace(facts, organisations=tuple(rows))).name_lines
    wanted = "".join(words(text))
    told = [{"".join(words(row.name)), "".join(words(row.id))} for row in rows]
    assert found.holding(wanted) == [
        n for n, own in enumerate(told) if any(wanted in w for w in own)
    ]
    assert found.called(wanted) == [n for n, own in enumerate(told) if wanted in own]
