"""What members could meet if their chances of being there are independent."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from matcher.answer.chances import met_of_cells
from matcher.lineups import recommend
from tests.builders import NATION, A, local_work, size
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from collections.abc import Sequence


def met(need: float, volume: Sequence[float], chance: Sequence[float]) -> float:
    cell = np.zeros(len(volume), dtype=np.int64)
    return float(met_of_cells(np.array([need]), cell, np.array(volume), np.array(chance))[0])


def met_by_trying_who_is_there(
    need: float, volume: Sequence[float], chance: Sequence[float]
) -> float:
    """Share the need out anew for everyone who may be there; nobody does more than its volume."""
    members = range(len(volume))
    cases = list(product((0, 1), repeat=len(volume)))
    odds = [np.prod([chance[m] if there[m] else 1 - chance[m] for m in members]) for there in cases]
    gain = np.repeat(odds, len(volume))
    in_case = np.kron(np.eye(len(cases)), np.ones(len(volume)))
    of_member = np.array(
        [[odds[i] * (m == n) for i in range(len(cases)) for n in members] for m in members]
    )
    found = linprog(
        -gain,
        A_ub=np.vstack([in_case, of_member]),
        b_ub=[*([need] * len(cases)), *volume],
        bounds=[(0, need if there[m] else 0) for there in cases for m in members],
    )
    assert found.fun is not None
    return -float(found.fun)


def test_two_even_chances_leave_a_quarter() -> None:
    assert met(100, [50, 50], [0.5, 0.5]) == pytest.approx(75)


def test_one_alone_meets_its_volume_and_a_sure_one_all_that_is_left() -> None:
    assert met(100, [35], [0.35]) == pytest.approx(35)
    assert met(100, [40, 60], [0.4, 1.0]) == pytest.approx(100)
    assert met(100, [30, 30], [0.4, 1.0]) == pytest.approx(60)


def test_a_member_with_little_to_do_is_in_nobodys_way() -> None:
    """A tenth of the need from each of two who are there half the time."""
    assert met(100, [10, 10], [0.5, 0.5]) == pytest.approx(20)


@given(
    st.lists(
        st.tuples(st.floats(0.05, 1.0), st.floats(0.0, 1.0), st.booleans()), min_size=1, max_size=4
    )
)
def test_it_is_the_best_that_those_who_are_there_can_do(
    members: list[tuple[float, float, bool]],
) -> None:
    chance = [1.0 if sure else p for p, _, sure in members]
    volume = [100 * p * share for p, (_, share, _) in zip(chance, members, strict=True)]
    found = met(100, volume, chance)
    assert found == pytest.approx(met_by_trying_who_is_there(100, volume, chance), abs=1e-6)
    assert found <= sum(volume) + 1e-9


def test_cells_are_met_each_for_itself() -> None:
    cells = np.array([1, 0, 1])
    volume, chance = np.array([50.0, 20.0, 50.0]), np.array([0.5, 0.2, 0.5])
    need = np.array([100.0, 100.0, 7.0])
    assert met_of_cells(need, cells, volume, chance) == pytest.approx([20, 75, 0])


def test_an_answer_says_both_and_they_differ_only_by_chance() -> None:
    sure = recommend(market(), BRIEF).lineups[0]
    assert sure.coverage_if_independent == sure.coverage
    national = {
        "capabilities": (
            local_work("Big Firm", "work", places=(NATION,)),
            local_work("Homes Trust", "housing", places=(NATION,)),
            local_work("Hostel Trust", "housing", places=(NATION,)),
            local_work("Tiny Trust", "housing", places=(A,), capacity=20.0),
        ),
        "sizes": (
            size("Big Firm", 60_000_000, None),
            size("Homes Trust", 60_000_000, None),
            size("Hostel Trust", 60_000_000, None),
        ),
    }
    line_up = recommend(market(**national), BRIEF).lineups[0]
    both, less = line_up.coverage, line_up.coverage_if_independent
    assert less.by_pathway["work"] == both.by_pathway["work"]  # one firm alone
    assert less.by_pathway["housing"] < both.by_pathway["housing"]  # two trusts
    assert less.overall < both.overall
