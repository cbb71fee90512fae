"""Whose capacity is counted more than once where each area is answered for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.brief.request import Brief
from matcher.lineups import recommend
from matcher.questions.counted import counted_twice
from matcher.questions.national.national import national
from tests.builders import A, B, C, local_work
from tests.matcher.questions.test_national import AREAS, two_areas

BRIEF = Brief(area="", k=1, max_members=3, min_vcse_share=0.0, min_work=0.0)


def test_a_stated_capacity_that_both_areas_use_is_counted_twice() -> None:
    """Homes Trust states 200 needs a year, of which each area alone uses all."""
    capabilities = (
        local_work("Big Firm", "work", (A, B, C), confidence="memory-high", capacity=900.0),
        local_work("Homes Trust", "housing", places=(A, B, C), capacity=200.0),
    )
    snapshot = two_areas(4_000_000, capabilities=capabilities)
    answers = [recommend(snapshot, replace(BRIEF, area=area)) for area in AREAS]
    found = {one.name: one for one in counted_twice(snapshot, BRIEF, answers)}
    assert set(found) == {"Big Firm", "Homes Trust"}
    assert found["Homes Trust"].times == pytest.approx(1.6, abs=0.41)
    assert found["Homes Trust"].areas == 2
    alone = {one.name: one for one in national(snapshot, BRIEF).bodies}
    for name, one in found.items():
        assert one.times == pytest.approx(alone[name].times_its_capacity_alone, abs=0.02)


def test_without_answers_nobody_is_counted() -> None:
    assert counted_twice(two_areas(900_000), BRIEF, []) == ()
