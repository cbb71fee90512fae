"""Completing a line-up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import model
from matcher.errors import BriefError, SolverError
from matcher.lineups import recommend
from matcher.questions.completing import complete
from tests.builders import COUNTY_1, COUNTY_2, org_id, provenance
from tests.matcher.market import BRIEF, market


def test_the_members_are_kept_and_the_cost_is_the_difference() -> None:
    found = complete(market(), BRIEF, ("Tiny Trust", "Other Firm"))
    kept = {member.name for member in found.answer.lineups[0].members}
    assert {"Tiny Trust", "Other Firm"} <= kept
    best = recommend(market(), BRIEF).lineups[0].score
    assert found.best_score == pytest.approx(best, abs=2e-6)
    assert found.cost == pytest.approx(best - found.answer.lineups[0].score, abs=3e-6)
    assert found.cost_proven


def test_who_is_in_the_best_line_up_costs_nothing() -> None:
    best = recommend(market(), BRIEF).lineups[0]
    assert complete(market(), BRIEF, (best.lead,)).cost == 0


def test_a_prime_among_the_members_keeps_the_lead() -> None:
    """The first firm, unless another said in time that it would hold the contract here."""
    brief = replace(BRIEF, gates=("funding_access=off",))
    asked = ("Homes Trust", "Big Firm", "Other Firm")
    wish = model.Interest(
        organisation=org_id("Other Firm"), role="prime", area=COUNTY_1, provenance=provenance()
    )
    rows = (wish, replace(wish, area=COUNTY_2), replace(wish, provenance=provenance("2014")))
    leads = [
        complete(market(interests=(row,)), brief, asked).answer.lineups[0].lead for row in rows
    ]
    assert leads == [org_id("Other Firm"), org_id("Big Firm"), org_id("Big Firm")]
    named = replace(brief, lead="Homes Trust")
    best = complete(market(interests=(wish,)), named, asked).answer.lineups[0]
    assert best.lead == org_id("Homes Trust")


def test_charities_leave_it_open_who_leads() -> None:
    found = complete(market(), BRIEF, ("Homes Trust",)).answer
    assert found.brief.lead is None


def test_several_ways_can_be_asked_for() -> None:
    found = complete(market(), replace(BRIEF, k=2, min_difference=1), ("Homes Trust",))
    assert len(found.answer.lineups) == 2


def test_somebody_has_to_be_named() -> None:
    with pytest.raises(BriefError, match="members: name at least one"):
        complete(market(), BRIEF, ())


def test_unknown_members_are_a_mistake() -> None:
    with pytest.raises(BriefError, match="No organisation is called 'Nobody'"):
        complete(market(), BRIEF, ("Nobody",))


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_before_the_first_line_up_it_says_so() -> None:
    with pytest.raises(SolverError, match="Stopped"):
        complete(market(), BRIEF, ("Homes Trust",), stop=lambda: True)
