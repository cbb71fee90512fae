"""Capacity and the capital gate, with numbers that can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from matcher.brief.gates import programme_gates
from matcher.case.capacity import Basis, Capacity, capacity_of, works_with_offenders
from matcher.case.cells import cells_of
from matcher.case.leads import Leads, leads_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    OPENED,
    inferred,
    local_work,
    member,
    organisation,
    project,
    rule,
    size,
    small_snapshot,
)

if TYPE_CHECKING:
    from datetime import date

    from graph.snapshot.snapshot import Snapshot

RULES = ScoringRules()
GATES = (rule("exposure", 0.3), rule("funding_access", 0.5))


def judged(
    *, area: int = 0, as_of: date = OPENED, **tables: Any
) -> tuple[Snapshot, Capacity, Leads]:
    """Give the capacities and leads of an area."""
    snapshot = small_snapshot(rules=GATES, **tables)
    supply = supply_of(
        snapshot, cells_of(snapshot, area, equity=0.5), area, as_of=as_of, rules=RULES
    )
    capacity = capacity_of(snapshot, supply, area, as_of=as_of, rules=RULES, most_of_turnover=0.3)
    gates = programme_gates(snapshot)
    return snapshot, capacity, leads_of(snapshot, capacity, area, as_of=as_of, gates=gates)


ALPHA: dict[str, Any] = {
    "organisations": (organisation("Alpha"),),
    "capabilities": (local_work("Alpha"),),
}


def test_an_estimate_takes_thirty_percent_of_turnover_at_the_cost_of_a_need() -> None:
    _, capacity, _ = judged(**ALPHA, sizes=(size("Alpha", 1_000_000, 3_000_000),))
    assert capacity.unit_cost_gbp == pytest.approx(1000.0)
    assert capacity.total[0] == pytest.approx(0.3 * 2_000_000 / 1000)
    assert capacity.basis[0] is Basis.ESTIMATED


def test_the_ends_are_those_of_the_turnover_and_of_the_share_together() -> None:
    """A charity that works for the public: 5 to 30 % of one to three million pounds."""
    work = {**ALPHA, "capabilities": (local_work("Alpha", justice="adjacent"),)}
    _, capacity, _ = judged(**work, sizes=(size("Alpha", 1_000_000, 3_000_000),))
    ends = capacity.low[0], capacity.total[0], capacity.high[0]
    assert ends == pytest.approx((50.0, 300.0, 900.0))
    _, capacity, _ = judged(**work, sizes=(size("Alpha", 1_000_000, None),))
    ends = capacity.low[0], capacity.total[0], capacity.high[0]
    assert ends == pytest.approx((50.0, 225.0, 600.0))  # an open band ends at twice its foot


@pytest.mark.parametrize(("focus", "share"), [(3.0, 0.3 * 0.75), (1.0, 0.3 * 0.25), (9.0, 0.3)])
def test_a_national_organisation_does_not_spend_it_all_in_one_small_area(
    focus: float, share: float
) -> None:
    """The second area has a quarter of the nation's people."""
    snapshot = small_snapshot(
        rules=GATES,
        organisations=ALPHA["organisations"],
        capabilities=(local_work("Alpha", places=(NATION,)),),
        sizes=(size("Alpha", 1_000_000, 3_000_000),),
    )
    rules = ScoringRules(focus=focus)
    supply = supply_of(snapshot, cells_of(snapshot, 1, equity=0.5), 1, as_of=OPENED, rules=rules)
    capacity = capacity_of(snapshot, supply, 1, as_of=OPENED, rules=rules, most_of_turnover=0.3)
    assert capacity.share_of_turnover[0] == pytest.approx(share)
    assert capacity.total[0] == pytest.approx(share * 2_000_000 / 1000)


def test_an_unknown_size_is_trusted_with_little() -> None:
    _, capacity, _ = judged(**ALPHA)
    ends = capacity.low[0], capacity.total[0], capacity.high[0]
    assert ends == RULES.unknown_capacity
    assert capacity.basis[0] is Basis.UNKNOWN


def test_what_was_stated_beats_every_estimate() -> None:
    _, capacity, _ = judged(
        organisations=ALPHA["organisations"],
        capabilities=(
            local_work("Alpha", capacity=40.0),
            local_work("Alpha", "work", capacity=25.0),
            local_work("Alpha", "work", places=(COUNTY_2,), capacity=1000.0),
        ),
        sizes=(size("Alpha", 1_000_000, 3_000_000),),
    )
    assert capacity.low[0] == capacity.total[0] == capacity.high[0] == pytest.approx(65.0)
    assert capacity.basis[0] is Basis.STATED


def test_the_latest_public_size_counts_and_an_open_band_stands_for_half_as_much_again() -> None:
    _, capacity, _ = judged(
        **ALPHA,
        sizes=(
            size("Alpha", 10, 20, year=2005),
            size("Alpha", 2_000_000, None, year=2011),
            size("Alpha", 10, 20, year=2012, known_from="2014"),
        ),
    )
    assert capacity.turnover_gbp[0] == pytest.approx(3_000_000)


@pytest.mark.parametrize(
    ("low", "high", "may_lead"), [(1_700_000, 1_900_000, True), (1_600_000, 1_800_000, False)]
)
def test_a_lead_needs_access_to_half_the_annual_value(
    low: float, high: float, may_lead: bool
) -> None:
    _, _, leads = judged(**ALPHA, sizes=(size("Alpha", low, high),))
    assert leads.required_gbp == pytest.approx(540_000)
    assert leads.may_lead[0] == may_lead


@pytest.mark.parametrize("kind", ["local-authority", "nhs-trust", "government", "prison"])
def test_public_bodies_cannot_hold_the_contract(kind: str) -> None:
    tables: dict[str, Any] = {**ALPHA, "organisations": (organisation("Alpha", kind),)}
    _, _, leads = judged(**tables, sizes=(size("Alpha", 10_000_000, None),))
    assert not leads.may_lead[0]


def test_an_unknown_size_cannot_lead() -> None:
    assert not judged(**ALPHA)[2].may_lead[0]


@pytest.mark.parametrize(
    ("areas", "may_lead"), [((), True), ((COUNTY_1,), True), ((COUNTY_2,), False)]
)
def test_who_publicly_passed_the_gate_for_the_area_may_lead(areas: Any, may_lead: bool) -> None:
    _, _, leads = judged(
        **ALPHA,
        collaborations=(project("BID", "tr-bid", "passed-pqq", "2013-09-01", areas=areas),),
        memberships=(member("BID", "Alpha", "lead"),),
    )
    assert leads.may_lead[0] == may_lead


def test_passing_the_gate_does_not_count_before_it_was_public() -> None:
    _, _, leads = judged(
        **ALPHA,
        collaborations=(project("BID", "tr-bid", "passed-pqq", "2013-12-19"),),
        memberships=(member("BID", "Alpha", "lead"),),
    )
    assert not leads.may_lead[0]


def test_without_rules_there_is_no_gate() -> None:
    snapshot = small_snapshot(**ALPHA)
    supply = supply_of(snapshot, cells_of(snapshot, 0, equity=0.5), 0, as_of=OPENED, rules=RULES)
    capacity = capacity_of(snapshot, supply, 0, as_of=OPENED, rules=RULES, most_of_turnover=1.0)
    gates = programme_gates(snapshot)
    assert leads_of(snapshot, capacity, 0, as_of=OPENED, gates=gates).may_lead[0]


def test_an_inferred_word_about_offenders_is_no_statement_of_a_whole_turnover() -> None:
    work = local_work("Alpha")
    organisations = (organisation("Alpha"),)
    stated = small_snapshot(organisations=organisations, capabilities=(work,))
    read = (inferred(work, 0.9, '"prisoners"'),)
    likely = small_snapshot(organisations=organisations, capabilities=read)
    assert works_with_offenders(stated, OPENED).tolist() == [True]
    assert works_with_offenders(likely, OPENED).tolist() == [False]
