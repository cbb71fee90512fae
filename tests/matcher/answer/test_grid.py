"""A line-up's coverage by place and pathway agrees with what the answer says of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.answer.grid import coverage_grid
from matcher.answer.records import Answer, Gap
from matcher.lineups import recommend
from tests.matcher.market import BRIEF, market


@pytest.fixture(scope="module")
def answer() -> Answer:
    return recommend(market(), BRIEF)


def test_the_cells_of_a_place_or_pathway_add_up_to_its_share(answer: Answer) -> None:
    line_up = answer.lineups[0]
    grid = coverage_grid(market(), answer.area.id, line_up)
    for field, shares in (
        ("place", line_up.coverage.by_place),
        ("pathway", line_up.coverage.by_pathway),
    ):
        for key, share in shares.items():
            own = [cell for cell in grid if getattr(cell, field) == key]
            met = sum(cell.met_needs_a_year for cell in own)
            assert met / sum(cell.needs_a_year for cell in own) == pytest.approx(share, abs=2e-3)
    assert {cell.place for cell in grid} == set(line_up.coverage.by_place)


def test_a_gap_lowers_the_cell_that_it_is_in(answer: Answer) -> None:
    line_up = replace(answer.lineups[0], gaps=())
    full = coverage_grid(market(), answer.area.id, line_up)
    assert {cell.share for cell in full} == {1.0}
    first = full[0]
    gap = Gap(
        place=first.place,
        pathway=first.pathway,
        cohort="women",
        unmet_needs_a_year=first.needs_a_year / 4,
    )
    found = coverage_grid(market(), answer.area.id, replace(line_up, gaps=(gap, gap)))
    assert found[0].share == pytest.approx(0.5, abs=1e-3)
    assert found[1:] == full[1:]


def test_more_than_the_need_is_no_gap(answer: Answer) -> None:
    line_up = answer.lineups[0]
    cell = coverage_grid(market(), answer.area.id, line_up)[0]
    gap = Gap(place=cell.place, pathway=cell.pathway, cohort="men", unmet_needs_a_year=1e9)
    found = coverage_grid(market(), answer.area.id, replace(line_up, gaps=(gap,)))
    assert (found[0].met_needs_a_year, found[0].share) == (0.0, 0.0)
