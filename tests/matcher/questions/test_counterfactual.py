"""Why somebody is left out, and the smallest change that would bring it in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from matcher.errors import BriefError
from matcher.lineups import open_case, recommend
from matcher.questions.counterfactual import why_not
from tests.builders import (
    COUNTY_1,
    OPENED,
    A,
    B,
    evidence,
    local_work,
    member,
    organisation,
    project,
    size,
)
from tests.matcher.market import BRIEF, market
from tests.matcher.trying import best_of

if TYPE_CHECKING:
    from matcher.brief.request import Brief
    from matcher.questions.findings import Counterfactual, Remedy

ASK = replace(BRIEF, max_members=2, min_vcse_share=0.0, min_work=0.0)
BASE: dict[str, Any] = {
    "organisations": (
        organisation("Big Firm", "private-company"),
        organisation("Homes Trust"),
        organisation("Hostel Trust"),
    ),
    "capabilities": (
        local_work("Big Firm", "work"),
        local_work("Homes Trust", "housing", capacity=200.0),
        local_work("Hostel Trust", "housing", capacity=100.0),
    ),
    "sizes": (size("Big Firm", 5_000_000, None),),
    "evidence": (),
    "collaborations": (),
    "memberships": (),
}
"""Big Firm leads and does the work; two trusts with all of the county compete for the housing."""


def asked(brief: Brief = ASK, name: str = "Hostel Trust", **tables: Any) -> Counterfactual:
    """Ask why somebody is not in, in the market above with other tables."""
    return why_not(market(**{**BASE, **tables}), brief, name)


def is_in(brief: Brief = ASK, name: str = "Hostel Trust", **tables: Any) -> bool:
    best = recommend(market(**{**BASE, **tables}), brief).lineups[0]
    return name in {m.name for m in best.members}


def remedy(found: Counterfactual, kind: str) -> Remedy:
    return next(one for one in found.remedies if one.kind == kind)


def test_its_best_line_up_and_what_it_costs_are_those_of_trying_all() -> None:
    found = asked()
    case = open_case(market(**BASE), ASK)
    names = [case.organisation(row).name for row in range(case.problem.candidates)]
    hostel = names.index("Hostel Trust")
    best = best_of(case.problem)
    with_it = best_of(case.problem, lambda members: hostel in members)
    assert best is not None
    assert with_it is not None
    assert not found.included
    assert found.with_it is not None
    assert found.with_it.score == pytest.approx(with_it.objective, abs=1e-6)
    assert found.cost == pytest.approx(best.objective - with_it.objective, abs=1e-6)
    assert found.cost_proven


def test_the_least_capacity_is_the_least_that_brings_it_in() -> None:
    """Its rival can house 200, so with 200 it is as good, and with more it is in."""
    one = remedy(asked(), "capacity")
    assert one.enough
    assert one.proven
    assert one.amount == 200
    assert "Capacity for 200 needs a year here, instead of 100." in one.sentence
    for capacity, inside in ((201.0, True), (199.0, False)):
        changed = (*BASE["capabilities"][:2], local_work("Hostel Trust", capacity=capacity))
        assert is_in(capabilities=changed) == inside


def test_capacity_above_what_its_turnover_allows_names_the_turnover() -> None:
    """30 % of £200,000 pay for 60 needs; for 200 it takes £666,667."""
    sizes = (*BASE["sizes"], size("Hostel Trust", 150_000, 250_000))
    one = remedy(asked(sizes=sizes), "capacity")
    assert one.enough
    assert "the exposure gate asks for a turnover of £0.67m then" in one.sentence
    changed = (*BASE["capabilities"][:2], local_work("Hostel Trust", capacity=201.0))
    assert not is_in(capabilities=changed, sizes=sizes)
    larger = (*BASE["sizes"], size("Hostel Trust", 670_000, 680_000))
    assert is_in(capabilities=changed, sizes=larger)


def equal_trusts(**origin: Any) -> tuple[Any, ...]:
    """Both can house 300; the rival's work is remembered, or its own is."""
    return (
        BASE["capabilities"][0],
        local_work("Homes Trust", "housing", capacity=300.0),
        local_work("Hostel Trust", "housing", capacity=300.0, **origin),
    )


def test_the_lowest_level_of_evidence_is_the_lowest_that_brings_it_in() -> None:
    """Remembered work counts 0.9; 0.9 times the fit must reach 0.6: level 1 gives 0.63."""
    rows = equal_trusts(confidence="memory-high")
    one = remedy(asked(capabilities=rows), "evidence")
    assert one.enough
    assert one.amount == 1
    assert "Evidence of Nesta level 1 for housing." in one.sentence
    assert is_in(capabilities=rows, evidence=(evidence("Hostel Trust", 1),))
    weaker = equal_trusts(confidence="memory-medium")
    assert remedy(asked(capabilities=weaker), "evidence").amount == 3
    assert is_in(capabilities=weaker, evidence=(evidence("Hostel Trust", 3),))
    assert not is_in(capabilities=weaker, evidence=(evidence("Hostel Trust", 2),))


def test_one_more_pathway_can_be_enough() -> None:
    """The trust houses men only, as well as anybody could; much of the work waits to be done."""
    brief = replace(ASK, pair_weight=0.0)
    rows = (
        local_work("Big Firm", "work", capacity=300.0),
        local_work("Homes Trust", "housing", capacity=400.0),
        local_work("Hostel Trust", "housing", places=(A, B), cohorts=("men",), capacity=600.0),
    )
    best: dict[str, Any] = {
        "capabilities": rows,
        "evidence": (evidence("Homes Trust", 5), evidence("Hostel Trust", 5)),
    }
    one = remedy(asked(brief, **best), "pathway")
    assert one.enough
    assert one.sentence == "Work on work too, in the 2 local authorities where it works."
    wider = local_work("Hostel Trust", "work", places=(A, B), capacity=600.0)
    assert not is_in(brief, **best)
    assert is_in(brief, **{**best, "capabilities": (*rows, wider)})


def test_a_new_mission_is_advised_last_and_only_where_nothing_else_is_enough() -> None:
    """More room would do for the hostel; the idle trust could only take up what it never did."""
    order = ["capacity", "place", "evidence", "partner", "pathway", "pathway and capacity"]
    kinds = [one.kind for one in asked().remedies]
    assert kinds == sorted(kinds, key=order.index)
    assert remedy(asked(), "capacity").enough
    assert not any("pathway" in kind for kind in kinds)
    organisations = (*BASE["organisations"], organisation("Idle Trust"))
    idle = [one.kind for one in asked(name="Idle Trust", organisations=organisations).remedies]
    assert idle == sorted(idle, key=order.index)
    assert any("pathway" in kind for kind in idle)


def test_more_places_can_be_enough() -> None:
    rows = (
        BASE["capabilities"][0],
        local_work("Homes Trust", "housing", places=(A, B), capacity=200.0),
        local_work("Hostel Trust", "housing", places=(A,), capacity=250.0),
    )
    one = remedy(asked(capabilities=rows), "place")
    assert one.enough
    assert one.amount == 1
    assert one.sentence == "The same work in Beeton too."
    wider = local_work("Hostel Trust", "housing", places=(A, B), capacity=250.0)
    assert is_in(capabilities=(*rows[:2], wider))


def test_a_partner_can_be_enough() -> None:
    """A contract delivered just now with the lead, where all else is nearly equal."""
    rows = (
        *BASE["capabilities"][:1],
        local_work("Homes Trust", "housing", capacity=101.0),
        local_work("Hostel Trust", "housing", capacity=100.0),
    )
    one = remedy(asked(capabilities=rows), "partner")
    assert one.enough
    assert "A contract delivered together with Big Firm, just the two." in one.sentence
    assert is_in(
        capabilities=rows,
        collaborations=(project("Pair", start="2012", end="2014", areas=(COUNTY_1,)),),
        memberships=tuple(
            member("Pair", name, known_from=OPENED.isoformat())
            for name in ("Big Firm", "Hostel Trust")
        ),
    )
    assert not any(r.kind == "partner" for r in asked(replace(ASK, pair_weight=0.0)).remedies)


def test_consent_alone_is_told_where_only_consent_is_missing() -> None:
    brief = replace(ASK, gates=("consent=1",), consented=("Big Firm", "Hostel Trust"))
    found = asked(brief, "Homes Trust")
    assert [o.kind for o in found.obstacles if o.kind == "consent"]
    assert [(r.kind, r.enough) for r in found.remedies] == [("consent", True)]
    assert found.cost is not None
    assert found.cost < 0
    agreed = replace(brief, consented=(*brief.consented, "Homes Trust"))
    assert is_in(agreed, "Homes Trust")


def test_with_consent_missing_other_changes_take_it_for_given() -> None:
    brief = replace(ASK, gates=("consent=1",), consented=("Big Firm", "Homes Trust"))
    found = asked(brief)
    assert not remedy(found, "consent").enough
    assert remedy(found, "capacity").sentence.startswith("With its consent, capacity for 200")


def test_who_is_in_needs_nothing() -> None:
    found = asked(name="Homes Trust")
    assert found.included
    assert found.cost == 0
    assert found.remedies == ()
    assert found.with_it == found.best


@pytest.mark.parametrize(
    ("name", "changes", "kind"),
    [
        ("The Ministry", {}, "barred"),
        ("Late Trust", {}, "barred"),
        ("Hostel Trust", {"never": ("Hostel Trust",)}, "never"),
        ("Hostel Trust", {"must": ("Homes Trust", "Big Firm")}, "max_members"),
        ("Idle Trust", {}, "capability"),
        ("Hostel Trust", {"gates": ("funding_access=0.5",)}, "funding_access"),
        ("Hostel Trust", {"gates": ("guarantee=0.75",)}, "guarantee"),
        ("Big Firm", {"gates": ("market_share=0.5", "funding_access=off")}, "market_share"),
    ],
)
def test_each_obstacle_is_named(name: str, changes: dict[str, Any], kind: str) -> None:
    organisations = (
        *BASE["organisations"],
        organisation("The Ministry", "government"),
        organisation("Late Trust", known_from="2014"),
        organisation("Idle Trust"),
    )
    found = asked(replace(ASK, **changes), name, organisations=organisations)
    assert kind in {obstacle.kind for obstacle in found.obstacles}
    if kind in {"barred", "max_members"}:
        assert found.with_it is None
        assert found.cost is None
        assert found.remedies == ()


def test_a_stated_capacity_beyond_the_exposure_gate_is_an_obstacle() -> None:
    sizes = (*BASE["sizes"], size("Hostel Trust", 15_000, 25_000))
    kinds = {o.kind for o in asked(sizes=sizes).obstacles}
    assert "exposure" in kinds


def test_who_does_nothing_here_could_take_up_work_with_capacity() -> None:
    organisations = (*BASE["organisations"], organisation("Idle Trust"))
    rows = (*BASE["capabilities"][:1], local_work("Homes Trust", "housing", capacity=300.5))
    found = asked(name="Idle Trust", organisations=organisations, capabilities=rows)
    one = remedy(found, "pathway and capacity")
    assert one.enough
    assert "in the whole area, with capacity for" in one.sentence
    assert one.amount is not None
    for capacity, inside in ((one.amount, True), (one.amount - 1, False)):
        own = local_work("Idle Trust", "housing", places=(A, B), capacity=capacity)
        changed = (*rows, own)
        found_in = is_in(name="Idle Trust", organisations=organisations, capabilities=changed)
        assert found_in == inside


@pytest.mark.usefixtures("nothing_in_time")
def test_what_was_not_solved_in_time_is_not_called_not_enough() -> None:
    found = why_not(market(**BASE), ASK, "Hostel Trust", stop=lambda: True)
    assert not found.cost_proven
    assert found.remedies
    assert all("Not found to be enough in time" in r.sentence for r in found.remedies)
    assert not any(r.proven or r.enough for r in found.remedies)


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(BriefError) as caught:
        asked(replace(ASK, area="Nowhere"), "Hostle Trust")
    assert [m.field for m in caught.value.mistakes] == ["organisation", "area"]


def test_a_change_that_is_not_enough_says_so() -> None:
    found = asked(evidence=(evidence("Homes Trust", 5),))
    assert {r.enough for r in found.remedies} == {True, False}
    assert all(r.enough != r.sentence.startswith("Not enough") for r in found.remedies)
