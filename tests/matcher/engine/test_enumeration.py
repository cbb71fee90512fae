"""Hundreds of small problems, each answer against every line-up there is."""

from __future__ import annotations

from functools import cache
from itertools import count, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher import score, solve
from matcher.errors import MembersError, SolverError
from tests.matcher.enumeration import allowed, best_different, scores
from tests.matcher.instances import varied_problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher import Problem, Solution

SEEDS = range(300)
STOPPED = range(24)
TOLERANCE = 1e-6


@cache
def every_score(seed: int) -> dict[tuple[int, ...], float]:
    """Score all line-ups of a problem once."""
    return scores(varied_problem(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_five_line_ups_are_the_best_of_all_subsets(seed: int) -> None:
    """The first, and each further one that is different enough, each with its own proof."""
    scored, difference = every_score(seed), 1 + seed % 3
    found = solve(varied_problem(seed), k=5, min_difference=difference, gap=0.0)
    earlier: list[tuple[int, ...]] = []
    for solution in found:
        best = best_different(scored, earlier, difference)
        assert best is not None
        assert solution.objective == pytest.approx(best[1], abs=TOLERANCE)
        assert solution.objective == pytest.approx(scored[solution.members], abs=TOLERANCE)
        assert all(len(set(one) - set(solution.members)) >= difference for one in earlier)
        assert solution.bound >= best[1] - TOLERANCE
        assert solution.proven_optimal
        assert solution.why_stopped == "optimal"
        earlier.append(solution.members)
    if len(found) < 5:
        assert best_different(scored, earlier, difference) is None
        assert found.complete


@pytest.mark.parametrize("seed", SEEDS[::20])
def test_score_agrees_about_every_subset(seed: int) -> None:
    """The same score where a line-up keeps the rules, an error where it does not."""
    problem, scored = varied_problem(seed), every_score(seed)
    for members in allowed(problem):
        if members in scored:
            assert score(problem, members).objective == pytest.approx(scored[members])
        else:
            with pytest.raises(MembersError):
                score(problem, members)


@pytest.mark.parametrize("seed", SEEDS[::10])
@pytest.mark.parametrize("gap", [0.3, 0.01])
def test_a_wide_gap_gives_an_answer_within_it(seed: int, gap: float) -> None:
    scored = every_score(seed)
    best = best_different(scored, [], 1)
    found = solve(varied_problem(seed), gap=gap)
    assert bool(found) == (best is not None)
    if best is not None:
        assert found[0].objective <= best[1] + TOLERANCE <= found[0].bound + 2 * TOLERANCE
        assert found[0].gap <= gap + TOLERANCE
        assert found[0].proven_optimal


def stopped_after(problem: Problem, questions: int, *, k: int = 1) -> list[Solution]:
    """Solve until `stop` has been asked so often; nothing where no line-up was found by then."""
    asked = count()
    try:
        return list(solve(problem, k=k, gap=0.0, stop=lambda: next(asked) >= questions))
    except SolverError:
        return []


@cache
def stopped_at_every_step(seed: int) -> list[Solution]:
    """The answers after ever more questions; the last was not stopped."""
    problem = varied_problem(seed)
    questions = (*range(0, 24, 2), 100_000)
    return [answer for n in questions for answer in stopped_after(problem, n)]


@pytest.mark.parametrize("seed", STOPPED)
def test_stopped_early_it_gives_the_best_found_and_a_true_bound(seed: int) -> None:
    scored, answers = every_score(seed), stopped_at_every_step(seed)
    best = max(scored.values(), default=None)
    if best is None:
        assert answers == []
        return
    assert answers[-1].why_stopped == "optimal"
    assert answers[-1].objective == pytest.approx(best, abs=TOLERANCE)
    for answer in answers:
        check_answer(answer, scored)


def check_answer(answer: Solution, scored: dict[tuple[int, ...], float]) -> None:
    """It is a line-up, its score is right, its bound holds and it claims no more than that."""
    best = max(scored.values())
    assert answer.objective == pytest.approx(scored[answer.members], abs=TOLERANCE)
    assert answer.bound >= best - TOLERANCE
    assert answer.why_stopped in {"optimal", "stopped"}
    distance = (answer.bound - answer.objective) / max(abs(answer.objective), 1e-9)
    assert answer.gap == pytest.approx(distance, abs=1e-9)
    if answer.proven_optimal:
        assert answer.objective == pytest.approx(best, abs=TOLERANCE)


def test_stopping_early_is_seen_in_some_answers() -> None:
    """Otherwise the test above would show nothing."""
    early = [
        answer
        for seed in STOPPED
        for answer in stopped_at_every_step(seed)
        if answer.why_stopped == "stopped"
    ]
    assert any(answer.gap > TOLERANCE for answer in early)
    assert all(answer.bound >= answer.objective for answer in early)


@pytest.mark.parametrize("seed", STOPPED[::4])
def test_several_line_ups_stopped_early_are_the_best_in_their_places(seed: int) -> None:
    """All but the last were proven before the stop; the last has a bound that holds."""
    problem, scored = varied_problem(seed), every_score(seed)
    for questions in range(0, 60, 10):
        found = stopped_after(problem, questions, k=5)
        for place, answer in enumerate(found):
            best = best_different(scored, [one.members for one in found[:place]], 1)
            assert best is not None
            assert answer.objective <= best[1] + TOLERANCE <= answer.bound + 2 * TOLERANCE
        assert all(answer.proven_optimal for answer in found[:-1])


@pytest.mark.parametrize("seed", STOPPED[::4])
@pytest.mark.parametrize("seconds", [0.0, 0.001, 0.01])
def test_out_of_time_the_bound_is_true_or_the_error_says_why(seed: int, seconds: float) -> None:
    problem, scored = varied_problem(seed), every_score(seed)
    try:
        found = solve(problem, gap=0.0, time_limit_s=seconds)
    except SolverError as error:
        assert "time limit" in str(error)  # noqa: PT017  (with no time an answer is as good)
        return
    assert bool(found) == bool(scored)
    for answer in found:
        assert answer.bound >= max(scored.values()) - TOLERANCE
        assert answer.objective <= max(scored.values()) + TOLERANCE


def test_the_sample_holds_every_kind_of_rule_and_awkward_corners() -> None:
    problems = [varied_problem(seed) for seed in SEEDS]
    for rule in ("locked", "excluded", "conflicts", "quotas", "pair_weight"):
        assert 30 < sum(bool(getattr(problem, rule)) for problem in problems) < 270, rule
    assert sum(problem.min_vcse_share > 0 for problem in problems) > 100
    assert sum(bool(problem.min_volume.any()) for problem in problems) > 100
    assert sum(bool(problem.volume_price.any()) for problem in problems) > 30
    assert sum(bool(problem.member_cost.any()) for problem in problems) > 100
    assert sum(bool(problem.lead_worth[problem.may_lead].any()) for problem in problems) > 100
    assert sum(bool(_idle_leads(problem).any()) for problem in problems) > 30
    assert sum(bool(np.isfinite(problem.value_limit).any()) for problem in problems) > 100
    assert sum(bool((problem.quality.data == 0).any()) for problem in problems) > 30
    assert sum(bool((problem.total_capacity == 0).any()) for problem in problems) > 30
    assert {problem.max_members for problem in problems} == {1, 2, 3, 4, 5, 30}


def _idle_leads(problem: Problem) -> NDArray[np.bool_]:
    return np.asarray(problem.may_lead & (np.diff(problem.quality.indptr) == 0))


def test_the_sample_holds_problems_without_any_line_up_and_with_many_that_tie() -> None:
    counts = [len(every_score(seed)) for seed in SEEDS]
    assert counts.count(0) > 5
    assert sum(number > 50 for number in counts) > 50
    ties = [sorted(every_score(seed).values())[-2:] for seed in SEEDS if counts[seed] > 1]
    assert sum(abs(a - b) < TOLERANCE for pair in ties for a, b in pairwise(pair)) > 10
