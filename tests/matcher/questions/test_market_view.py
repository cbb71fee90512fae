"""Every area's best line-up, and who is in demand everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.brief.request import Brief
from matcher.errors import BriefError
from matcher.lineups import recommend
from matcher.questions.market import market as view
from tests.builders import size
from tests.matcher.market import market

BRIEF = Brief(area="", max_members=4, min_vcse_share=0.2)


def test_each_areas_line_up_is_the_one_recommended_for_it() -> None:
    found = view(market(), BRIEF)
    assert [area.area.id for area in found.areas] == ["CPA1", "CPA2"]
    for area in found.areas:
        own = recommend(market(), replace(BRIEF, area=area.area.id, k=1)).lineups[0]
        assert area.score == pytest.approx(own.score, abs=2e-6)
        assert area.proven_optimal
        assert area.lead == own.lead
        assert set(area.members) == {member.id for member in own.members}
        assert area.coverage == own.coverage.overall
        assert area.coverage_by_pathway == own.coverage.by_pathway


def test_demand_is_what_the_areas_ask_for_together() -> None:
    found = view(market(), BRIEF)
    for one in found.in_demand:
        wants = [area.area.id for area in found.areas if one.id in area.members]
        assert list(one.areas) == wants
        assert list(one.leads) == [a.area.id for a in found.areas if a.lead == one.id]
    counts = [len(one.areas) for one in found.in_demand]
    assert counts == sorted(counts, reverse=True)
    assert {one.id for one in found.in_demand} == {i for a in found.areas for i in a.members}


def test_times_its_capacity_is_what_is_asked_over_the_one_capacity() -> None:
    """Big Firm states 2,250 needs in all; a body of unknown size is trusted with 150."""
    one = {o.name: o for o in view(market(), BRIEF).in_demand}["Big Firm"]
    assert one.times_its_capacity == pytest.approx(one.volume_needs_a_year / 2250, abs=1e-3)
    sizes = (size("Big Firm", 5_000_000, None),)
    unknown = {o.name: o for o in view(market(sizes=sizes), BRIEF).in_demand}["Homes Trust"]
    assert unknown.times_its_capacity == pytest.approx(unknown.volume_needs_a_year / 150, abs=1e-3)


def test_an_area_without_a_line_up_says_why() -> None:
    """First County is three quarters of the market: nobody may win it."""
    found = view(market(), replace(BRIEF, gates=("market_share=0.5",)))
    assert found.areas[0].score is None
    assert found.areas[0].why_none == "Nobody can hold the contract."
    assert found.areas[0].members == ()
    assert found.areas[1].why_none is None
    crowded = view(market(), replace(BRIEF, gates=("local_or_small=4",), max_members=4))
    assert "No line-up keeps the rules." in {area.why_none for area in crowded.areas}


@pytest.mark.usefixtures("nothing_in_time")
def test_stopped_at_once_it_claims_nothing() -> None:
    found = view(market(), BRIEF, stop=lambda: True)
    assert {area.why_none for area in found.areas} == {"No line-up was found in time."}
    assert not any(area.proven_optimal for area in found.areas)
    assert found.in_demand == ()


def test_progress_tells_each_area() -> None:
    told: list[str] = []
    view(market(), BRIEF, progress=told.append)
    assert told == ["First County", "Second County and Coast"]


def test_the_brief_is_echoed_and_checked() -> None:
    assert view(market(), BRIEF).brief.max_members == 4
    with pytest.raises(BriefError, match="k: 0"):
        view(market(), replace(BRIEF, k=0))
