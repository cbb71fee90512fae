"""The engine at every size: parts, coarse steps first, and what is learnt used again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.engine import narrowing
from matcher.engine import proof as engine
from matcher.engine.rounding import groups_of, rounded
from matcher.engine.search import Search
from matcher.engine.solver import Memory, solve
from matcher.problem.merging import merge_cells
from matcher.problem.model import Problem, Quota
from tests.benchmarks.generator import generate, ring
from tests.builtin import read_builtin
from tests.matcher.instances import every_line_up, random_problem

TOLERANCE = 1e-6


@pytest.fixture
def careful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make even the smallest problem go through pricing by parts, and through coarse steps."""
    monkeypatch.setattr(narrowing, "FEW", 4)
    monkeypatch.setattr(narrowing, "_ADDED", 1)
    monkeypatch.setattr(engine, "_SMALL_CORE", 0)


@pytest.mark.usefixtures("careful")
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


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn from the search to cutting planes at once, however many candidates are left."""
    monkeypatch.setattr(engine, "_PATIENCE", -1)
    monkeypatch.setattr(engine, "_GREAT_PATIENCE", -1)
    monkeypatch.setattr(engine, "_MOST_ENTRIES", 30_000)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("gap", [0.0, 1e-4])
@pytest.mark.parametrize("seed", range(40))
def test_cutting_planes_find_the_best_of_all_subsets(seed: int, gap: float) -> None:
    problem = random_problem(seed)
    oracle = every_line_up(problem)
    found = solve(problem, k=2, gap=gap)
    assert bool(found) == bool(oracle)
    if oracle:
        best = oracle[0].objective
        assert found[0].objective >= best - gap * abs(best) - TOLERANCE
        assert found[0].bound >= best - TOLERANCE
        assert found[0].proven_optimal
    for second in found[1:]:
        others = [o for o in oracle if set(found[0].members) - set(o.members)]
        assert second.bound >= others[0].objective - TOLERANCE
        least = others[0].objective - gap * abs(others[0].objective)
        assert second.objective >= least - TOLERANCE


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("questions", [2, 4, 8, 16])
def test_cutting_planes_that_are_stopped_leave_a_true_bound(questions: int) -> None:
    problem, asked = ring(120, seed=1, pair_weight=0.3), iter(range(10**9))
    best = solve(problem)[0]
    stopped = solve(problem, stop=lambda: next(asked) >= questions)[0]
    assert stopped.objective <= best.bound + TOLERANCE
    assert stopped.bound >= best.objective - TOLERANCE


@pytest.mark.parametrize("seed", range(2))
def test_line_ups_of_any_size_are_proven_by_search_and_by_cutting_planes_alike(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = ring(150, seed=seed)
    searched = solve(problem)[0]
    monkeypatch.setattr(engine, "_PATIENCE", -1)
    cut = solve(problem)[0]
    assert 10 <= len(searched.members) < problem.max_members
    assert searched.proven_optimal
    assert cut.proven_optimal
    assert cut.objective == pytest.approx(searched.objective, rel=2e-4)


@pytest.mark.usefixtures("careful")
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
@pytest.mark.parametrize("pair_weight", [0.1, 1.0])
def test_narrowing_a_larger_market_changes_no_answer(
    seed: int, pair_weight: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = generate(300, seed=seed, pair_weight=pair_weight, max_members=6)
    narrowed = solve(problem, k=2, min_difference=2)
    monkeypatch.setattr(narrowing, "FEW", 1000)
    monkeypatch.setattr(engine, "_SMALL_CORE", 0)
    whole = solve(problem, k=2, min_difference=2)
    assert narrowed[0].objective == pytest.approx(whole[0].objective, rel=2e-4)
    for solution in (*narrowed, *whole):
        assert solution.proven_optimal


def further(problem: Problem, seed: int) -> Problem:
    """The same problem with one more rule about who is a member."""
    rng = np.random.default_rng(seed)
    free = sorted(set(range(problem.candidates)) - {*problem.locked, *problem.excluded})
    one, other = (int(i) for i in rng.choice(free, 2, replace=False))
    changes = (
        {"excluded": (*problem.excluded, one)},
        {"locked": (*problem.locked, one)} if problem.max_members > len(problem.locked) else {},
        {"conflicts": (*problem.conflicts, (one, other))},
        {"quotas": (*problem.quotas, Quota(candidates=(one, other), at_most=1))},
    )
    return replace(problem, **changes[seed % 4])


@pytest.mark.parametrize("seed", range(60))
def test_what_was_learnt_changes_no_answer_under_further_rules(seed: int) -> None:
    problem, memory = random_problem(seed), Memory()
    solve(problem, k=2, gap=0.0, memory=memory)
    asked = further(problem, seed)
    assert asked.adds_rules_to(problem)
    fresh, warm = solve(asked, gap=0.0), solve(asked, gap=0.0, memory=memory)
    assert len(fresh) == len(warm)
    for one, other in zip(fresh, warm, strict=True):
        assert other.objective == pytest.approx(one.objective, abs=TOLERANCE)
        assert other.proven_optimal


def test_what_was_learnt_is_not_used_for_another_problem() -> None:
    problem, memory = random_problem(3), Memory()
    solve(problem, memory=memory)
    other = replace(problem, total_capacity=problem.total_capacity * 2)
    assert not other.adds_rules_to(problem)
    assert not problem.adds_rules_to(further(problem, 0))
    assert solve(other, gap=0.0, memory=memory)[0].objective == pytest.approx(
        solve(other, gap=0.0)[0].objective, abs=TOLERANCE
    )


def test_the_same_market_gives_the_same_bytes() -> None:
    first, second = (solve(generate(400, seed=5, pair_weight=0.3))[0] for _ in range(2))
    assert first.members == second.members
    assert first.volume.data.tobytes() == second.volume.data.tobytes()


def test_a_market_in_which_nobody_may_lead_has_no_line_up() -> None:
    problem = generate(200, seed=1)
    nobody = replace(problem, may_lead=np.zeros(200, dtype=bool))
    found = solve(nobody)
    assert len(found) == 0
    assert found.complete


def test_locked_and_excluded_candidates_are_kept_and_left_out() -> None:
    problem = replace(generate(300, seed=2), locked=(7, 250), excluded=(3,))
    best = solve(problem)[0]
    assert {7, 250} <= set(best.members)
    free = solve(replace(problem, locked=(), excluded=()))[0]
    assert free.objective >= best.objective - 1e-4


def test_a_search_that_is_stopped_has_a_true_bound() -> None:
    problem = generate(2_000, seed=4, pair_weight=1.0)
    questions = iter(range(10**9))
    stopped = solve(problem, stop=lambda: next(questions) > 1)[0]
    best = solve(problem)[0]
    assert stopped.why_stopped == "stopped"
    assert stopped.objective <= best.objective + TOLERANCE
    assert stopped.bound >= best.objective - TOLERANCE


@pytest.mark.parametrize("seed", range(30))
def test_a_rounded_line_up_keeps_the_rules_about_members(seed: int) -> None:
    problem = random_problem(seed)
    order = np.random.default_rng(seed).permutation(problem.candidates)
    order = order[~np.isin(order, problem.excluded)]
    groups = list(groups_of(problem, ()))
    members = rounded(problem, groups, order, len(order))
    if members is None:
        return
    assert set(problem.locked) <= set(members)
    assert len(members) <= problem.max_members
    assert all(group.least <= group.held(members) <= group.most for group in groups)
    assert not any(set(pair) <= set(members) for pair in problem.conflicts)


def test_later_candidates_are_taken_only_where_a_rule_asks_for_more() -> None:
    problem = replace(
        random_problem(0),
        may_lead=np.arange(8) == 5,
        max_members=3,
        locked=(),
        excluded=(),
        conflicts=(),
        quotas=(),
    )
    groups = list(groups_of(problem, ()))
    assert rounded(problem, groups, np.arange(8), 1) == (0, 5)


def test_short_line_ups_of_many_candidates_are_searched_without_covers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Branches hardly bound them, and kept the search from its proof of dear ties."""
    problem = generate(1_000, seed=0, pair_weight=1.0)
    monkeypatch.setattr(engine, "_PATIENCE", -1)
    monkeypatch.setattr(engine, "_MOST_ENTRIES", -1)
    monkeypatch.delattr(engine, "Branching")
    found = solve(problem)[0]
    assert found.proven_optimal
    assert len(found.members) == problem.max_members == 10


def test_long_line_ups_of_few_candidates_are_not_searched_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The search settles one member after another; cutting planes do not mind the length."""
    kept: list[Search] = []

    def prepared(*parts: Any) -> Search:
        kept.append(Search(*parts))
        return kept[-1]

    monkeypatch.setattr(engine, "Search", prepared)
    snapshot = Snapshot(read_builtin())
    brief = resolve(snapshot, Brief(area="Essex"))
    problem = merge_cells(build_case(snapshot, brief, rules=ScoringRules()).problem).problem
    found = solve(problem)[0]
    assert found.proven_optimal
    assert len(found.members) > 12
    soon = sum(search.nodes for search in kept)
    kept.clear()
    monkeypatch.setattr(engine, "_LITTLE_PATIENCE", engine._PATIENCE)
    assert solve(problem)[0].members == found.members
    assert soon < sum(search.nodes for search in kept) / 2
