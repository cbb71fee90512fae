"""The compiled search hands back all that is worth it, and bounds the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher.engine import search as search_module
from matcher.engine.allocation import best_volumes
from matcher.engine.enumeration import DONE, LINE_UP
from matcher.engine.formulation import EarlierLineUp, Formulation
from matcher.engine.highs import HighsSolver
from matcher.engine.narrowing import Narrowing
from matcher.engine.pricing import Pricing
from matcher.engine.rounding import groups_of
from matcher.engine.search import Search
from tests.matcher.engine.test_pricing import some_prices
from tests.matcher.instances import every_line_up, random_problem

if TYPE_CHECKING:
    from matcher.problem.model import Problem

TOLERANCE = 1e-9
SOLVER = HighsSolver(seed=0)


def handed_back(
    problem: Problem, threshold: float, earlier: tuple[EarlierLineUp, ...] = ()
) -> tuple[set[tuple[int, ...]], float]:
    """The line-ups that a search under a few ceilings hands back, and its bound on all others."""
    market = Pricing(Formulation(problem))
    shares = market.price(*some_prices(problem, 0))
    core = np.setdiff1d(np.arange(problem.candidates), problem.excluded)
    groups = list(groups_of(problem, earlier))
    search = Search(market, core, (shares.first_share, shares.second_share), groups)
    for seed in range(3):
        search.add(some_prices(problem, seed)[0])
    found: set[tuple[int, ...]] = set()
    status = LINE_UP
    while status != DONE:
        status = search.go_on(threshold)
        if status == LINE_UP:
            assert search.members not in found
            found.add(search.members)
            search.add(best_volumes(problem, search.members, SOLVER).prices)
    return found, search.bound


@pytest.mark.parametrize("seed", range(60))
def test_every_line_up_above_the_threshold_is_handed_back(seed: int) -> None:
    problem = random_problem(seed)
    line_ups = every_line_up(problem)
    if not line_ups:
        pytest.skip("this problem has no line-up")
    threshold = line_ups[len(line_ups) // 3].objective
    found, bound = handed_back(problem, threshold)
    for line_up in line_ups:
        if line_up.members not in found:
            assert line_up.objective <= max(bound, threshold) + TOLERANCE
            assert line_up.objective <= bound + TOLERANCE
    assert {one.members for one in line_ups if one.objective > threshold + 1e-6} <= found
    assert bound <= threshold


@pytest.mark.parametrize("seed", range(20))
def test_rules_about_who_is_a_member_are_kept(seed: int) -> None:
    problem = random_problem(seed)
    line_ups = every_line_up(problem)
    if not line_ups:
        pytest.skip("this problem has no line-up")
    line_up = EarlierLineUp(members=line_ups[0].members, allowance=len(line_ups[0].members) - 1)
    if not line_up.allows(problem.locked):
        pytest.skip("the locked alone break the rule, which is seen before the search")
    found, _ = handed_back(problem, -10.0, (line_up,))
    assert {one.members for one in line_ups if line_up.allows(one.members)} <= found
    for members in found:
        assert line_up.allows(members)
        assert set(problem.locked) <= set(members)
        assert not set(problem.excluded) & set(members)
        assert not any(set(pair) <= set(members) for pair in problem.conflicts)
        assert problem.may_lead[list(members)].any()
        assert all(quota.allows(members) for quota in problem.quotas)
        assert len(members) <= problem.max_members


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_forgotten_ceilings_lose_no_line_up(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_MOST_CEILINGS", 4)
    monkeypatch.setattr(search_module, "_LEAST_CEILINGS", 4)
    test_every_line_up_above_the_threshold_is_handed_back(seed)


def test_a_pause_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(7)
    whole = handed_back(problem, 0.0)
    monkeypatch.setattr(search_module, "_LEAST_NODES", 1)
    monkeypatch.setattr(search_module, "_MOMENT", 0)
    assert handed_back(problem, 0.0) == whole


def test_narrowing_bounds_every_line_up_with_each_candidate() -> None:
    problem = random_problem(3)
    narrowing = Narrowing(problem, SOLVER)
    narrowing.narrow((), lambda _: -np.inf, lambda: False)
    for line_up in every_line_up(problem):
        assert line_up.objective <= narrowing.bound + TOLERANCE
        assert (line_up.objective <= narrowing.bounds[list(line_up.members)] + TOLERANCE).all()
