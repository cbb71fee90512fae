"""Line-ups proven branch by branch are the best of all, and a stopped proof has a true bound."""

from __future__ import annotations

import pytest

from matcher.engine import branching, narrowing
from matcher.engine import proof as engine
from matcher.engine.solver import solve
from tests.benchmarks.generator import ring
from tests.matcher.instances import every_line_up, varied_problem

TOLERANCE = 1e-6


@pytest.fixture
def branched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settle one candidate after another at once, with linear programmes over few of them."""
    monkeypatch.setattr(engine, "_PATIENCE", -1)
    monkeypatch.setattr(engine, "_MOST_ENTRIES", -1)
    monkeypatch.setattr(engine, "_LONG", -1)
    monkeypatch.setattr(narrowing, "FEW", 4)
    monkeypatch.setattr(branching, "_ADDED", 1)


@pytest.mark.usefixtures("branched")
@pytest.mark.parametrize("seed", range(60))
def test_branches_hold_the_best_of_all_subsets(seed: int) -> None:
    problem = varied_problem(seed)
    oracle = every_line_up(problem)
    found = solve(problem, k=2, gap=1e-6)
    assert bool(found) == bool(oracle)
    if oracle:
        best = oracle[0].objective
        assert found[0].objective == pytest.approx(best, rel=1e-6, abs=TOLERANCE)
        assert found[0].bound >= best - TOLERANCE
    for second in found[1:]:
        others = [o for o in oracle if set(found[0].members) - set(o.members)]
        assert second.objective == pytest.approx(others[0].objective, rel=1e-6, abs=TOLERANCE)
        assert second.bound >= others[0].objective - TOLERANCE


@pytest.mark.usefixtures("branched")
@pytest.mark.parametrize("questions", [3, 5, 9, 17, 33])
def test_branches_left_open_are_in_the_bound(questions: int) -> None:
    problem, asked = ring(80, seed=1, pair_weight=0.3), iter(range(10**9))
    stopped = solve(problem, stop=lambda: next(asked) >= questions)[0]
    assert stopped.bound >= BEST[0] - TOLERANCE
    assert stopped.objective <= BEST[1] + TOLERANCE


@pytest.fixture(scope="module", autouse=True)
def _best() -> None:
    """The best line-up of the market that is stopped, searched without branches."""
    best = solve(ring(80, seed=1, pair_weight=0.3))[0]
    BEST[:] = [best.objective, best.bound]


BEST: list[float] = []


@pytest.mark.usefixtures("branched")
def test_branches_alone_prove_a_market(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.Engine, "_all_searched", lambda _, found, *__: found)
    found = solve(ring(80, seed=1, pair_weight=0.3))[0]
    assert found.proven_optimal
    assert found.objective >= BEST[0] * (1 - 1e-4)
