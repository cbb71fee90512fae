"""All areas together, against trying every choice of line-ups of a tiny programme."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.brief.gates import GateKey
from matcher.brief.request import Brief
from matcher.case.sharing import shared_capacity
from matcher.errors import BriefError
from matcher.lineups import open_case
from matcher.questions.national.national import national
from tests.builders import A, B, C, local_work, organisation, size
from tests.matcher.jointly import coverage_worth, value_of
from tests.matcher.market import RULES, market
from tests.matcher.trying import line_ups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.build import Case
    from matcher.problem.model import Solution
    from matcher.questions.findings import National

AREAS = ("First County", "Second County and Coast")
BRIEF = Brief(area="", max_members=3, min_vcse_share=0.0, min_work=0.0)


def two_areas(homes_gbp: float, firm_gbp: float = 5_000_000, **tables: Any) -> Snapshot:
    """Both areas want Homes Trust, which may be too small for both; two firms could lead."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Big Firm", "private-company"),
            organisation("Other Firm", "private-company"),
            organisation("Homes Trust"),
            organisation("Hostel Trust"),
            organisation("Coast Trust"),
        ),
        "capabilities": (
            local_work("Big Firm", "work", (A, B, C), confidence="memory-high", capacity=900.0),
            local_work("Other Firm", "work", (A, B, C), confidence="memory-medium"),
            local_work("Homes Trust", "housing", places=(A, B, C)),
            local_work("Hostel Trust", "housing", confidence="memory-medium"),
            local_work("Coast Trust", "housing", places=(C,), confidence="memory-medium"),
        ),
        "sizes": (
            size("Big Firm", firm_gbp, firm_gbp),
            size("Other Firm", 4_900_000, 4_900_000),
            size("Homes Trust", homes_gbp, homes_gbp),
            size("Hostel Trust", 800_000, 800_000),
            size("Coast Trust", 500_000, 500_000),
        ),
        "evidence": (),
        "collaborations": (),
        "memberships": (),
        "rules": RULES,
    }
    return market(**{**base, **tables})


def best_of_all(snapshot: Snapshot, brief: Brief = BRIEF) -> float:
    """Try every choice of members and lead in every area, with all volumes in one programme."""
    cases = [open_case(snapshot, replace(brief, area=area)) for area in AREAS]
    shared, best = shared_capacity(cases), 0.0

    def rate(case: Case, body: int) -> float:
        return float(shared.rate[cases.index(case), body])

    for picked in product(*[[None, *_led(case)] for case in cases]):
        taken = [(case, *one) for case, one in zip(cases, picked, strict=True) if one]
        rest = sum(_besides(case, one, lead) for case, one, lead in taken)
        most = rest + sum(value_of(case) * one.criteria["coverage"] for case, one, _ in taken)
        if most > best and _may_be_held(cases, taken):
            own = [(case, one) for case, one, _ in taken]
            best = max(best, rest + coverage_worth(own, shared.total, rate))
    return best


def _led(case: Case) -> Iterator[tuple[Solution, int]]:
    """Every line-up, led by each member who may."""
    for one in line_ups(case.problem):
        yield from ((one, lead) for lead in one.members if case.problem.may_lead[lead])


def _besides(case: Case, one: Solution, lead: int) -> float:
    """What a line-up with this lead is worth besides its coverage."""
    apart = one.criteria["affinity"] + one.criteria.get("contracts", 0.0)
    return value_of(case) * (apart + float(case.problem.lead_worth[lead]))


def _may_be_held(cases: list[Case], taken: list[tuple[Case, Solution, int]]) -> bool:
    """Whether no lead has more of the market, or of its money, than the gates allow."""
    gates, held = cases[0].brief.gates, dict[int, float]()
    for case, _, lead in taken:
        body = int(case.candidates[lead])
        held[body] = held.get(body, 0.0) + value_of(case)
    whole = sum(area.annual_value_gbp for area in cases[0].snapshot.areas)
    share = gates.figure(GateKey.MARKET_SHARE, off=1.0)
    asked = gates.figure(GateKey.FUNDING_ACCESS, off=0.0)
    return all(
        value <= share * whole and asked * value <= cases[0].leads.access_gbp[body]
        for body, value in held.items()
    )


def solved(snapshot: Snapshot, brief: Brief = BRIEF, areas: tuple[str, ...] = ()) -> National:
    return national(snapshot, brief, areas)


def volume(found: National, name: str) -> float:
    """What a body does in all areas, in needs a year."""
    return sum(
        one.volume_needs_a_year
        for area in found.areas
        for one in (area.line_up.members if area.line_up else ())
        if one.name == name
    )


@pytest.mark.parametrize(
    ("homes_gbp", "firm_gbp", "gates"),
    [
        (200_000, 5_000_000, ()),
        (900_000, 5_000_000, ()),
        (4_000_000, 5_000_000, ()),
        (900_000, 2_000_000, ()),
        (900_000, 5_000_000, ("market_share=0.75",)),
        (900_000, 5_000_000, ("market_share=0.7",)),
        (400_000, 2_000_000, ("exposure=off",)),
    ],
)
def test_the_bound_holds_and_the_plan_is_within_its_gap(
    homes_gbp: float, firm_gbp: float, gates: tuple[str, ...]
) -> None:
    snapshot, brief = two_areas(homes_gbp, firm_gbp), replace(BRIEF, gates=gates)
    found, best = solved(snapshot, brief), best_of_all(snapshot, brief)
    assert found.score <= best * (1 + 1e-6)
    assert found.bound >= best * (1 - 1e-6)
    assert found.score >= best * (1 - found.gap - 1e-6)
    assert found.gap <= 0.05


@pytest.mark.parametrize("homes_gbp", [200_000, 900_000])
def test_nobody_does_more_than_its_one_capacity_in_all_areas(homes_gbp: float) -> None:
    found = solved(two_areas(homes_gbp))
    for body in found.bodies:
        assert volume(found, body.name) <= body.capacity_needs_a_year * (1 + 1e-3) + 0.2
        assert body.share_of_capacity <= 1 + 1e-4
    homes = next(body for body in found.bodies if body.name == "Homes Trust")
    assert homes.times_its_capacity_alone > homes.share_of_capacity
    assert homes.basis == "estimated"


def test_where_nothing_is_scarce_each_area_has_its_best() -> None:
    much = (
        local_work("Big Firm", "work", (A, B, C), confidence="memory-high", capacity=9000.0),
        local_work("Homes Trust", "housing", places=(A, B, C)),
    )
    snapshot = two_areas(20_000_000, firm_gbp=50_000_000, capabilities=much)
    found = solved(snapshot)
    for area in found.areas:
        case = open_case(snapshot, replace(BRIEF, area=area.area.id))
        best = max(one.objective for one in line_ups(case.problem))
        assert area.score == pytest.approx(best, rel=2e-3)
        assert area.cost == pytest.approx(0.0, abs=2e-3)
    assert found.cost == pytest.approx(0.0, abs=4e-3)


def test_a_lead_holds_no_more_than_its_money_allows() -> None:
    """Half of £1.44m is £0.72m; 30 % of £2m or £1.9m is £0.6m, so each area has another lead."""
    found = solved(two_areas(900_000, firm_gbp=2_000_000))
    assert len({area.line_up.lead for area in found.areas if area.line_up}) == 2
    for lead in found.leads:
        assert lead.funding_access_gbp is not None
        assert lead.funding_required_gbp <= lead.funding_access_gbp


def test_an_area_that_nobody_has_money_left_for_says_so() -> None:
    sizes = (size("Big Firm", 2_000_000, 2_000_000),)
    found = solved(two_areas(900_000, sizes=sizes))
    assert [area.line_up is None for area in found.areas] == [False, True]
    assert (
        found.areas[1].why_none
        == "The areas together ask for more than those who may lead can hold."
    )
    assert found.areas[1].score is None
    assert found.coverage.lowest_area.key == found.areas[1].area.id
    assert found.coverage.lowest_area.share == 0.0


def test_the_market_share_cap_counts_for_each_lead() -> None:
    """First County is three quarters of the market: nobody may lead it under a cap of 70 %."""
    found = solved(two_areas(900_000), replace(BRIEF, gates=("market_share=0.7",)))
    assert [area.why_none for area in found.areas] == ["Nobody can hold the contract.", None]
    both = solved(two_areas(900_000), replace(BRIEF, gates=("market_share=0.75",)))
    assert all(lead.market_share <= 0.75 for lead in both.leads)
    assert len(both.leads) == 2


def test_a_body_of_unknown_size_is_trusted_once_and_not_in_every_area() -> None:
    sizes = (size("Big Firm", 5_000_000, 5_000_000),)
    found = solved(two_areas(900_000, sizes=sizes))
    homes = next(body for body in found.bodies if body.name == "Homes Trust")
    assert homes.basis == "unknown"
    assert 0 < volume(found, "Homes Trust") <= 150.0 + 0.2
    assert homes.times_its_capacity_alone > 1.5


def test_a_stated_capacity_counts_once() -> None:
    capabilities = (
        local_work("Big Firm", "work", (A, B, C), confidence="memory-high", capacity=900.0),
        local_work("Homes Trust", "housing", places=(A, B, C), capacity=200.0),
    )
    found = solved(two_areas(4_000_000, capabilities=capabilities))
    homes = next(body for body in found.bodies if body.name == "Homes Trust")
    assert (homes.basis, homes.capacity_needs_a_year) == ("stated", 200.0)
    assert homes.share_of_capacity == pytest.approx(1.0, abs=1e-3)


def test_the_parts_add_up() -> None:
    found = solved(two_areas(900_000))
    total = sum(a.annual_value_gbp * (a.score or 0.0) for a in found.areas)
    assert found.score == pytest.approx(total, rel=1e-5)
    assert found.seats == sum(len(body.areas) for body in found.bodies)
    assert found.different_bodies == sum(bool(body.areas) for body in found.bodies)
    assert sum(lead.market_share for lead in found.leads) == pytest.approx(1.0)
    unmet = sum(each.unmet_needs_a_year for each in found.coverage.unmet)
    gaps = sum(g.unmet_needs_a_year for a in found.areas if a.line_up for g in a.line_up.gaps)
    assert unmet == pytest.approx(gaps, abs=1.0)


def test_only_the_areas_asked_for_are_planned_and_each_once() -> None:
    found = solved(two_areas(900_000), areas=("First County", "CPA1"))
    assert [area.area.id for area in found.areas] == ["CPA1"]


def test_progress_tells_round_areas_and_gap() -> None:
    told: list[tuple[int, int, float]] = []
    found = national(two_areas(900_000), BRIEF, progress=lambda *each: told.append(each))
    assert {done for done, _, _ in told} == set(range(1, found.rounds + 2))  # then each for itself
    assert [areas for _, areas, _ in told[:2]] == [areas for _, areas, _ in told[-2:]] == [1, 2]
    assert np.isfinite(told[-1][2]) or found.rounds == 1


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_at_once_it_claims_no_proof() -> None:
    found = national(two_areas(900_000), BRIEF, stop=lambda: True)
    assert found.bound > found.score == 0.0
    assert {area.why_none for area in found.areas} == {"No line-up was found in time."}


def test_stopped_after_first_line_ups_the_bound_is_true() -> None:
    found = national(two_areas(900_000), BRIEF, stop=lambda: True)
    best = best_of_all(two_areas(900_000))
    assert found.bound >= best * (1 - 1e-6)
    assert best >= found.score - 1e-6


def test_of_an_estimate_only_what_is_free_counts_over_all_areas() -> None:
    """15 % of £900,000 at £1,000 a need, of which half is free; statements count whole."""
    whole, half = (
        {body.name: body for body in national(two_areas(900_000), BRIEF, free=free).bodies}
        for free in (1.0, 0.5)
    )
    homes = whole["Homes Trust"].capacity_needs_a_year
    assert half["Homes Trust"].capacity_needs_a_year == homes / 2
    assert half["Homes Trust"].share_of_capacity <= 1 + 1e-4
    assert half["Big Firm"].capacity_needs_a_year == 900.0


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(BriefError) as caught:
        national(two_areas(900_000), BRIEF, ("Nowhere", "Atlantis"), free=0.0)
    assert [mistake.field for mistake in caught.value.mistakes] == ["free", "area", "area"]
