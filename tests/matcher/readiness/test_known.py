"""What facts know of an organisation: stated, estimated, or left unknown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.identifiers import PlaceCode
from matcher.readiness.known import Known, known_answers
from matcher.readiness.records import Origin
from tests.builders import COUNTY_1 as FIRST
from tests.builders import NATION as COUNTRY
from tests.builders import (
    A,
    accounts,
    capability,
    evidence,
    inferred,
    local_work,
    organisation,
    place,
    size,
    small_facts,
    small_snapshot,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = date(2013, 9, 19)
PRISON = PlaceCode("prison-ayton")


def known(*, area: int | None = None, **tables: Any) -> Mapping[str, Known]:
    places = (*small_facts().places, place(PRISON, "HMP Ayton", "prison", FIRST))
    snapshot = small_snapshot(organisations=(organisation("Us"),), places=places, **tables)
    return known_answers(snapshot, 0, as_of=DAY, area=area)


def test_of_whom_nothing_is_known_nothing_is_answered() -> None:
    assert known() == {}


def test_a_band_is_an_estimate_and_a_figure_is_stated() -> None:
    band = known(sizes=(size("Us", 1e5, 3e5),))["turnover_gbp"]
    assert (band.value, band.origin) == (2e5, Origin.ESTIMATED)
    assert band.by == "the middle of a band of 2011: £100,000 to £300,000"
    figure = known(sizes=(size("Us", 172_500, 172_500),))["turnover_gbp"]
    assert (figure.value, figure.origin) == (172_500.0, Origin.STATED)


def test_an_open_band_counts_one_and_a_half_times_its_foot() -> None:
    found = known(sizes=(size("Us", 1e6, None),))["turnover_gbp"]
    assert (found.value, found.by) == (1.5e6, "the middle of a band of 2011: £1,000,000 or more")


@pytest.mark.parametrize(
    ("confidence", "origin"),
    [
        ("verified-official", Origin.STATED),
        ("own-statement", Origin.STATED),
        ("memory-high", Origin.ESTIMATED),
        ("estimate", Origin.ESTIMATED),
    ],
)
def test_a_figure_from_memory_is_an_estimate(confidence: str, origin: Origin) -> None:
    found = known(sizes=(size("Us", 5e4, 5e4, confidence=confidence),))
    assert found["turnover_gbp"].origin is origin


def test_reserves_are_months_of_a_years_spending() -> None:
    rows = (accounts("Us", spending_gbp=120_000.0, reserves_gbp=25_000.0),)
    found = known(accounts=rows)["reserves_months"]
    assert (found.value, found.origin) == (2.5, Origin.ESTIMATED)
    debts = (accounts("Us", spending_gbp=120_000.0, reserves_gbp=-5_000.0),)
    assert known(accounts=debts)["reserves_months"].value == 0.0


def test_reserves_without_spending_and_later_accounts_tell_nothing() -> None:
    assert known(accounts=(accounts("Us", reserves_gbp=25_000.0),)) == {}
    later = accounts("Us", spending_gbp=1.0, reserves_gbp=1.0, known_from="2014")
    assert known(accounts=(later,)) == {}


@pytest.mark.parametrize(
    ("level", "answer"),
    [
        (None, "outputs"),
        (-1, "no-effect"),
        (0, "no-effect"),
        (1, "outputs"),
        (2, "outcomes"),
        (3, "comparison"),
        (5, "comparison"),
    ],
)
def test_evidence_answers_by_its_level(level: int | None, answer: str) -> None:
    assert known(evidence=(evidence("Us", level),))["evidence"].value == answer


def test_the_best_evidence_counts_and_only_what_was_public() -> None:
    rows = (evidence("Us", 2), evidence("Us", 3), evidence("Us", 5, known_from="2014"))
    assert known(evidence=rows)["evidence"].value == "comparison"
    assert known(evidence=rows[2:]) == {}


def test_work_in_the_area_suggests_premises_in_part_and_only_for_that_area() -> None:
    here = (local_work("Us", places=(A,)),)
    assert known(capabilities=here, area=0)["premises"].value == "partly"
    assert known(capabilities=here, area=1) == {}
    assert known(capabilities=here) == {}


def test_a_claim_for_the_whole_country_suggests_no_premises() -> None:
    assert known(capabilities=(capability("Us", places=(COUNTRY,)),), area=0) == {}


@pytest.mark.parametrize(
    "work",
    [
        capability("Us", setting="custody"),
        capability("Us", setting="both"),
        capability("Us", places=(PRISON,)),
    ],
)
def test_work_in_prisons_suggests_access_to_some(work: Any) -> None:
    found = known(capabilities=(work,))["prison_access"]
    assert (found.value, found.origin) == ("partly", Origin.ESTIMATED)


def test_what_was_only_inferred_suggests_nothing() -> None:
    work = inferred(capability("Us", setting="custody"), 0.9, "prison")
    assert known(capabilities=(work,), area=0) == {}
