"""The runner-up for a member's work, against a plain look at every outsider."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher.answer.rivals import Rivals
from matcher.brief.request import Brief
from matcher.lineups import open_case, recommend
from tests.builders import A, local_work, organisation, small_snapshot
from tests.matcher.test_lineups import BRIEF, market

if TYPE_CHECKING:
    from matcher.case.build import Case


def plainly(case: Case, row: int, cells: list[int], volume: list[float]) -> float:
    """Try every order of filling one outsider's capacity; the best is what it is worth."""
    problem = case.problem
    quality, capacity = problem.quality.toarray(), problem.cell_capacity.toarray()
    left, worth = problem.total_capacity[row], 0.0
    pieces = [
        (
            quality[row, cell] * problem.weight[cell] / problem.need[cell],
            min(capacity[row, cell], most) if quality[row, cell] else 0.0,
        )
        for cell, most in zip(cells, volume, strict=True)
    ]
    for unit, most in sorted(pieces, reverse=True):
        taken = min(most, left)
        worth, left = worth + unit * taken, left - taken
    return worth


def test_the_runner_up_is_who_is_worth_most_of_all_outsiders() -> None:
    case = open_case(market(), BRIEF)
    rows = range(len(case.candidates))
    cells = np.arange(case.cells.count)
    compared = 0
    for members in combinations(rows, 2):
        own = np.flatnonzero(case.problem.quality[[members[0]]].toarray()[0])
        served = np.intersect1d(own, cells)
        if not len(served):
            continue
        volume = case.cells.need[served] / 3
        found = Rivals(case, members).runner_up(members[0], served, volume)
        worths = {
            row: plainly(case, row, served.tolist(), volume.tolist())
            for row in rows
            if row not in members
        }
        best = max(worths.values(), default=0.0)
        if best == 0.0:
            assert found is None
            continue
        assert found is not None
        quality = case.problem.quality[[members[0]]].toarray()[0, served]
        mine = (quality * case.problem.weight[served] / case.cells.need[served] * volume).sum()
        assert found.worth == pytest.approx(best / mine)
        assert worths[found.candidate] == pytest.approx(best)
        assert found.volume <= volume.sum() + 1e-9
        compared += 1
    assert compared >= 3


def told(*others: str, capacity: float | None = None) -> str:
    """Give the reasons of the one who does the housing, with others who could."""
    snapshot = small_snapshot(
        organisations=tuple(organisation(name) for name in ("Homes", *others)),
        capabilities=(
            local_work("Homes", "housing", (A,), capacity=900.0),
            *(local_work(name, "housing", (A,), capacity=capacity) for name in others),
        ),
    )
    brief = Brief(area="First County", k=1, max_members=1, lead="Homes", min_vcse_share=0.0)
    (line_up,) = recommend(snapshot, brief).lineups
    return " ".join(line_up.members[0].reasons)


def test_a_reason_names_who_would_be_next_and_what_it_would_be_worth() -> None:
    assert "Nobody else who is known could do this." in told()
    assert "Next best for this is Others, worth " in told("Others", capacity=90.0)
    assert "worth as much here, taken by itself." in told("Others", capacity=900.0)


def test_nobody_who_is_out_of_the_question_is_next() -> None:
    case = open_case(market(), BRIEF)
    barred = open_case(market(), Brief(area="First County", never=("Homes Trust",)))
    for each, named in ((case, True), (barred, False)):
        council = next(
            row
            for row in range(len(each.candidates))
            if each.organisation(row).name == "Ayton Council"
        )
        served = np.flatnonzero(each.problem.quality[[council]].toarray()[0])
        found = Rivals(each, [council]).runner_up(council, served, each.cells.need[served] / 9)
        names = set() if found is None else {each.organisation(found.candidate).name}
        assert ("Homes Trust" in names) == named
