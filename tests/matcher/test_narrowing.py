"""Narrowing to the few that matter loses neither the best answer nor its proof."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher import narrowing
from matcher.formulation import Formulation, Rival
from matcher.narrowing import Narrowing
from matcher.pricing import Market, Prices
from matcher.solver import _LinearRelaxation, solve
from tests.benchmarks.generator import generate
from tests.matcher.instances import every_line_up, random_problem

if TYPE_CHECKING:
    from matcher.problem import Problem

TOLERANCE = 1e-6


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make even the smallest problem go through pricing, a few candidates at a time."""
    monkeypatch.setattr(narrowing, "FEW", 4)
    monkeypatch.setattr(narrowing, "_ADDED", 1)


def random_prices(problem: Problem, rivals: int, seed: int) -> Prices:
    """Make prices of no particular merit."""
    rng = np.random.default_rng(seed)
    pairs = len(Formulation(problem).pair_first)
    credit = np.where(rng.random(pairs) < 0.5, np.nan, rng.random(pairs) * 0.1)
    return Prices(
        cell=rng.random(problem.cells) * problem.weight,
        vcse=float(rng.random() * 0.01),
        lead=float(rng.random() * 0.1),
        rivals=rng.random(rivals) * 0.1,
        quotas=rng.uniform(-0.1, 0.1, len(problem.quotas)),
        star=rng.random(problem.candidates) * 0.05,
        credit=credit,
    )


@pytest.mark.parametrize("seed", range(40))
def test_any_prices_give_a_bound_on_every_line_up(seed: int) -> None:
    problem = random_problem(seed)
    market = Market(Formulation(problem), ())
    line_ups = every_line_up(problem)
    for attempt in range(5):
        priced = market.price(random_prices(problem, 0, attempt))
        bounds = priced.bound_with()
        for line_up in line_ups:
            assert line_up.objective <= priced.bound + TOLERANCE
            assert (line_up.objective <= bounds[list(line_up.members)] + TOLERANCE).all()


@pytest.mark.parametrize("seed", range(20))
def test_prices_on_rivals_bound_the_line_ups_that_are_different_enough(seed: int) -> None:
    problem = random_problem(seed)
    line_ups = every_line_up(problem)
    if not line_ups:
        pytest.skip("this problem has no line-up")
    first = set(line_ups[0].members)
    rival = Rival(members=line_ups[0].members, allowance=len(first) - 1)
    market = Market(Formulation(problem), (rival,))
    bound = min(market.price(random_prices(problem, 1, n)).bound for n in range(5))
    for line_up in line_ups:
        if first - set(line_up.members):
            assert line_up.objective <= bound + TOLERANCE


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("seed", range(60))
def test_narrowed_answers_equal_the_best_of_all_subsets(seed: int) -> None:
    problem = random_problem(seed)
    oracle = every_line_up(problem)
    found = solve(problem, gap=0.0)
    assert bool(found) == bool(oracle)
    if oracle:
        assert found[0].objective == pytest.approx(oracle[0].objective, abs=TOLERANCE)
        assert found[0].bound >= oracle[0].objective - TOLERANCE
        assert found[0].proven_optimal


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_narrowed_further_line_ups_are_the_best_that_are_different_enough(seed: int) -> None:
    problem = random_problem(seed)
    oracle = every_line_up(problem)
    earlier: list[tuple[int, ...]] = []
    for solution in solve(problem, k=4, min_difference=1, gap=0.0):
        allowed = [o for o in oracle if all(set(one) - set(o.members) for one in earlier)]
        assert solution.objective == pytest.approx(allowed[0].objective, abs=TOLERANCE)
        earlier.append(solution.members)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("pair_weight", [0.1, 0.3])
def test_narrowing_a_larger_market_changes_no_answer(
    seed: int, pair_weight: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = generate(300, seed=seed, pair_weight=pair_weight, max_members=6)
    narrowed = solve(problem, k=2, min_difference=2)
    monkeypatch.setattr(narrowing, "FEW", 1000)
    whole = solve(problem, k=2, min_difference=2)
    for first, second in zip(narrowed, whole, strict=True):
        assert first.proven_optimal
        assert second.proven_optimal
        assert first.objective == pytest.approx(second.objective, rel=2e-4)


def test_the_same_market_gives_the_same_bytes() -> None:
    first, second = (solve(generate(400, seed=5, pair_weight=0.3))[0] for _ in range(2))
    assert first.members == second.members
    assert first.volume.data.tobytes() == second.volume.data.tobytes()


def test_a_market_in_which_nobody_may_lead_has_no_line_up() -> None:
    problem = generate(200, seed=1)
    nobody = replace(problem, may_lead=np.zeros(200, dtype=bool))
    assert len(solve(nobody)) == 0


def test_locked_and_excluded_candidates_are_kept_and_left_out() -> None:
    problem = replace(generate(300, seed=2), locked=(7, 250), excluded=(3,))
    best = solve(problem)[0]
    assert {7, 250} <= set(best.members)
    free = solve(replace(problem, locked=(), excluded=()))[0]
    assert best.objective <= free.objective + 1e-4


@pytest.mark.parametrize("questions", [0, 1, 5, 20, 80, 200, 1000])
def test_stopped_early_the_bound_still_holds(questions: int) -> None:
    """Stopped after so many questions whether time is out, not by the clock."""
    problem = generate(400, seed=4, pair_weight=0.3)
    proven = solve(problem)[0]
    asked = iter(range(10**6))
    search = Narrowing(problem, [], lambda model, n: _LinearRelaxation(model, n, seed=0))
    early = search.best(gap=1e-4, out_of_time=lambda: next(asked) >= questions)
    assert early.bound >= proven.objective - TOLERANCE
    assert early.value <= proven.objective * (1 + 1e-4)
    assert (early.decisions is None) == (early.value == -np.inf)
    if early.finished:
        assert early.value >= proven.objective * (1 - 2e-4)
