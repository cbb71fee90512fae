"""Several areas together, against trying every portfolio of a tiny programme."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.brief.gates import GateKey
from matcher.brief.request import Brief
from matcher.case.exposure import exposure_limits
from matcher.errors import BriefError
from matcher.lineups import open_case
from matcher.questions.portfolio.portfolio import portfolio
from tests.builders import A, B, C, local_work, organisation, size
from tests.matcher.jointly import coverage_worth, value_of
from tests.matcher.market import market
from tests.matcher.trying import line_ups

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.case.build import Case
    from matcher.problem.model import Solution
    from matcher.questions.findings import Portfolio

AREAS = ("First County", "Second County and Coast")
BRIEF = Brief(area="", lead="Big Firm", max_members=3, min_vcse_share=0.0, min_work=0.0)


def two_areas(homes_gbp: float, firm_gbp: float = 5_000_000, **tables: Any) -> Snapshot:
    """Both areas want Homes Trust, which may be too small for both."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Big Firm", "private-company"),
            organisation("Homes Trust"),
            organisation("Hostel Trust"),
            organisation("Coast Trust"),
        ),
        "capabilities": (
            local_work(
                "Big Firm", "work", (A, B, C), confidence="memory-high", capacity=firm_gbp * 0.0003
            ),
            local_work("Homes Trust", "housing", places=(A, B, C)),
            local_work("Hostel Trust", "housing", confidence="memory-medium"),
            local_work("Coast Trust", "housing", places=(C,), confidence="memory-medium"),
        ),
        "sizes": (
            size("Big Firm", firm_gbp, firm_gbp),
            size("Homes Trust", homes_gbp, homes_gbp),
            size("Hostel Trust", 800_000, 800_000),
            size("Coast Trust", 500_000, 500_000),
        ),
        "evidence": (),
        "collaborations": (),
        "memberships": (),
    }
    return market(**{**base, **tables})


def best_of_all(snapshot: Snapshot, brief: Brief, areas: tuple[str, ...] = AREAS) -> float:
    """Try every choice of members in every area, with the volumes of all areas in one programme."""
    cases = [open_case(snapshot, replace(brief, area=area)) for area in areas]
    choices = [[None, *line_ups(case.problem)] for case in cases]
    return max(_worth(cases, picked) for picked in product(*choices))


def _worth(cases: list[Case], picked: tuple[Solution | None, ...]) -> float:
    """The most that these line-ups are worth together; 0 where they break a rule."""
    taken = [(case, one) for case, one in zip(cases, picked, strict=True) if one is not None]
    value = sum(value_of(case) for case, _ in taken)
    lead, gates = cases[0].leads.access_gbp[cases[0].brief.lead], cases[0].brief.gates
    market_value = sum(area.annual_value_gbp for area in cases[0].snapshot.areas)
    too_much = value > gates.figure(GateKey.MARKET_SHARE, off=1.0) * market_value
    if not taken or too_much or gates.figure(GateKey.FUNDING_ACCESS, off=0.0) * value > lead:
        return 0.0
    apart = ("affinity", "lead", "contracts")
    rest = sum(value_of(case) * one.criteria.get(key, 0.0) for case, one in taken for key in apart)
    limit = np.max([exposure_limits(case) for case in cases], axis=0)
    return rest + coverage_worth(taken, limit, lambda case, _body: case.capacity.unit_cost_gbp)


def solved(snapshot: Snapshot, brief: Brief = BRIEF, areas: tuple[str, ...] = AREAS) -> Portfolio:
    return portfolio(snapshot, brief, areas)


@pytest.mark.parametrize("homes_gbp", [200_000, 500_000, 900_000, 1_300_000, 4_000_000])
def test_the_bound_holds_and_the_portfolio_is_within_its_gap(homes_gbp: float) -> None:
    snapshot = two_areas(homes_gbp)
    found, best = solved(snapshot), best_of_all(snapshot, BRIEF)
    assert found.score <= best * (1 + 1e-6)
    assert found.bound >= best * (1 - 1e-6)
    assert found.score >= best * (1 - found.gap - 1e-6)
    assert found.gap <= 0.02


def test_without_shared_members_each_area_has_its_best() -> None:
    found = solved(two_areas(20_000_000))
    assert found.gap <= 2e-3
    for area in found.areas:
        assert area.line_up is not None
        case = open_case(two_areas(20_000_000), replace(BRIEF, area=area.area.id))
        best = max(one.objective for one in line_ups(case.problem))
        assert area.line_up.score == pytest.approx(best, rel=2e-3)


def test_nobody_works_for_more_than_its_limit_in_all_areas_together() -> None:
    snapshot = two_areas(900_000)
    found = solved(snapshot)
    works: dict[str, float] = {}
    for area in found.areas:
        for one in area.line_up.members if area.line_up else ():
            works[one.name] = works.get(one.name, 0.0) + one.value_gbp
    assert works["Homes Trust"] <= 0.3 * 900_000 + 2
    shared = {one.name: one for one in found.shared}
    if "Homes Trust" in shared:
        assert shared["Homes Trust"].limit_gbp == 270_000
        assert shared["Homes Trust"].value_gbp == pytest.approx(works["Homes Trust"], abs=2)


def test_the_market_share_cap_leaves_areas_out() -> None:
    """First County is three quarters of the market."""
    snapshot = two_areas(900_000)
    brief = replace(BRIEF, gates=("market_share=0.75",))
    found = solved(snapshot, brief)
    assert [area.chosen for area in found.areas] == [True, False]
    assert found.areas[1].why_not == "Other areas are worth more within the market-share cap."
    assert found.market_share == 0.75
    assert found.score == pytest.approx(best_of_all(snapshot, brief), rel=2e-3)


def test_the_leads_access_to_funding_limits_all_areas_together() -> None:
    """Half of £1.44m is £0.72m; 30 % of £2m is £0.6m, enough for First County's £0.54m alone."""
    snapshot = two_areas(900_000, firm_gbp=2_000_000)
    found = solved(snapshot)
    assert [area.chosen for area in found.areas] == [True, False]
    assert (
        found.areas[1].why_not == "Other areas are worth more within the lead's access to funding."
    )
    assert found.funding_required_gbp == 540_000
    assert found.funding_access_gbp == 600_000
    free = solved(snapshot, replace(BRIEF, gates=("funding_access=off",)))
    assert all(area.chosen for area in free.areas)


def test_a_guarantee_limits_all_areas_together() -> None:
    snapshot = two_areas(900_000, firm_gbp=2_900_000)
    found = solved(snapshot, replace(BRIEF, gates=("guarantee=0.75",)))
    assert [area.chosen for area in found.areas] == [True, False]
    assert (
        found.areas[1].why_not
        == "Other areas are worth more within the guarantee that the lead can give."
    )


def test_an_area_that_the_lead_cannot_win_says_which_gate() -> None:
    found = solved(two_areas(900_000), replace(BRIEF, lead="Homes Trust"))
    assert found.areas[0].why_not == "The lead cannot hold the contract: funding_access."
    assert found.areas[1].chosen


def test_an_area_without_a_line_up_says_so() -> None:
    kept = replace(BRIEF, gates=("local_or_small=2",), max_members=2, never=("Coast Trust",))
    found = solved(two_areas(900_000), kept)
    assert {area.why_not for area in found.areas} & {"No line-up keeps the rules."}


def test_the_score_is_annual_value_times_score_of_the_areas() -> None:
    found = solved(two_areas(900_000))
    total = sum(a.annual_value_gbp * a.line_up.score for a in found.areas if a.line_up)
    assert found.score == pytest.approx(total, rel=1e-5)
    assert found.gap == pytest.approx((found.bound - found.score) / found.score, abs=1e-6)


def test_progress_tells_each_round_and_its_gap() -> None:
    told: list[tuple[int, float]] = []
    found = portfolio(
        two_areas(500_000), BRIEF, AREAS, progress=lambda done, gap: told.append((done, gap))
    )
    assert [done for done, _ in told] == list(range(1, found.rounds + 1))
    assert all(later <= earlier for (_, earlier), (_, later) in pairwise(told))


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_at_once_it_claims_no_proof() -> None:
    found = portfolio(two_areas(900_000), BRIEF, AREAS, stop=lambda: True)
    assert found.bound > found.score == 0.0
    assert not any(area.chosen for area in found.areas)
    assert {area.why_not for area in found.areas} == {"No line-up was found in time."}


def test_stopped_after_first_line_ups_the_bound_is_true() -> None:
    found = portfolio(two_areas(900_000), BRIEF, AREAS, stop=lambda: True)
    best = best_of_all(two_areas(900_000), BRIEF)
    assert found.bound >= best >= found.score - 1e-6


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(BriefError) as caught:
        portfolio(two_areas(900_000), replace(BRIEF, lead=None, k=0), ("Nowhere", "Atlantis"))
    fields = [mistake.field for mistake in caught.value.mistakes]
    assert sorted(fields) == ["area", "area", "k", "lead"]
    with pytest.raises(BriefError, match="name at least one area"):
        portfolio(two_areas(900_000), BRIEF, ())


def test_an_area_named_twice_counts_once() -> None:
    found = solved(two_areas(900_000), areas=("First County", "CPA1"))
    assert len(found.areas) == 1


def test_members_of_unknown_size_are_trusted_once_and_not_in_every_area() -> None:
    """200 needs a year at £1,000, in both areas together."""
    sizes = (size("Big Firm", 5_000_000, 5_000_000),)
    found = solved(two_areas(900_000, sizes=sizes))
    homes = sum(
        one.value_gbp
        for area in found.areas
        for one in (area.line_up.members if area.line_up else ())
        if one.name == "Homes Trust"
    )
    assert 0 < homes <= 200_000 + 2


def test_without_the_exposure_gate_there_is_no_shared_limit() -> None:
    found = solved(two_areas(500_000), replace(BRIEF, gates=("exposure=off",)))
    assert all(one.limit_gbp is None and one.share_of_limit is None for one in found.shared)
    case = open_case(two_areas(500_000), replace(BRIEF, area=AREAS[0], gates=("exposure=off",)))
    assert np.isinf(exposure_limits(case)).all()
