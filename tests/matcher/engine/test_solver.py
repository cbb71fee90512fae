"""The solver against an oracle that tries every subset, and against the rules one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from matcher.engine.solver import score, solve
from matcher.errors import MembersError, ProblemError
from matcher.problem.model import Problem, Quota
from tests.matcher.instances import every_line_up, random_problem

TOLERANCE = 1e-6


def two_charities() -> Problem:
    """Two cells of 100 people; the first candidate is good at one, the second fair at both."""
    return Problem(
        need=np.array([100.0, 100.0]),
        weight=np.array([0.5, 0.5]),
        quality=sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.6]])),
        total_capacity=np.array([80.0, 200.0]),
        max_members=2,
    )


def test_hand_checked_volumes_and_score() -> None:
    best = solve(two_charities())[0]
    assert best.members == (0, 1)
    assert np.allclose(best.volume.toarray(), [[80, 0], [20, 100]])
    # half of (80 at 1.0 and 20 at 0.6) and half of (100 at 0.6), each of 100
    assert best.objective == pytest.approx(0.46 + 0.3)
    assert best.lead == 1


def test_only_the_better_of_two_when_one_member_is_allowed() -> None:
    best = solve(replace(two_charities(), max_members=1))[0]
    assert best.members == (1,)


@pytest.mark.parametrize("seed", range(60))
def test_equals_the_best_of_all_subsets(seed: int) -> None:
    problem = random_problem(seed)
    oracle = every_line_up(problem)
    found = solve(problem, k=1, gap=0.0)
    assert bool(found) == bool(oracle)
    if oracle:
        assert found[0].objective == pytest.approx(oracle[0].objective, abs=TOLERANCE)
        assert found[0].proven_optimal
        assert found[0].bound >= oracle[0].objective - TOLERANCE


@pytest.mark.parametrize("seed", range(0, 60, 3))
@pytest.mark.parametrize("difference", [1, 2])
def test_each_further_line_up_is_the_best_that_is_different_enough(
    seed: int, difference: int
) -> None:
    problem = random_problem(seed)
    oracle = every_line_up(problem)
    earlier: list[tuple[int, ...]] = []
    found = solve(problem, k=4, min_difference=difference, gap=0.0)
    for solution in found:
        allowed = [
            other
            for other in oracle
            if all(len(set(one) - set(other.members)) >= difference for one in earlier)
        ]
        assert solution.objective == pytest.approx(allowed[0].objective, abs=TOLERANCE)
        assert all(len(set(one) - set(solution.members)) >= difference for one in earlier)
        earlier.append(solution.members)


@pytest.mark.parametrize("seed", range(20))
def test_volumes_are_as_good_as_those_of_an_independent_linear_programme(seed: int) -> None:
    """Written out densely for scipy, without any code of the formulation."""
    problem = random_problem(seed)
    for solution in solve(problem, k=2):
        members = list(solution.members)
        serves = sparse.csr_array(problem.quality)[members].toarray() > 0
        quality = problem.quality[members].toarray()
        gain = quality * problem.weight / problem.need
        gain -= problem.volume_price[members][:, np.newaxis]
        size = serves.shape
        limits: list[tuple[Any, Any]] = [(np.tile(np.eye(size[1]), size[0]), problem.need)]
        by_member = np.kron(np.eye(size[0]), np.ones(size[1]))
        by_value = np.kron(np.eye(size[0]), problem.cell_value)
        limits.append((by_member, problem.total_capacity[members]))
        limits.append((by_value, problem.value_limit[members]))
        limits.append((-by_member, -problem.min_volume[members]))
        owned = np.repeat(problem.min_vcse_share - problem.is_vcse[members], size[1])
        limits.append((owned[np.newaxis], np.zeros(1)))
        rows = np.concatenate([matrix for matrix, _ in limits])
        most = np.nan_to_num(np.concatenate([limit for _, limit in limits]), posinf=1e9)
        upper = np.where(serves, problem.cell_capacity[members].toarray(), 0.0).ravel()
        best = linprog(-gain.ravel(), rows, most, bounds=list(zip(0 * upper, upper, strict=True)))
        paid = solution.criteria["coverage"] + solution.criteria.get("volume price", 0.0)
        assert paid == pytest.approx(-(best.fun or 0.0), abs=TOLERANCE)


@pytest.mark.parametrize("seed", range(20))
def test_every_rule_is_kept(seed: int) -> None:
    problem = random_problem(seed)
    for solution in solve(problem, k=3):
        volume, members = solution.volume.toarray(), set(solution.members)
        people = volume.sum(axis=1)
        assert (volume.sum(axis=0) <= problem.need + TOLERANCE).all()
        assert (volume <= problem.cell_capacity.toarray() + TOLERANCE).all()
        assert (people <= problem.total_capacity + TOLERANCE).all()
        assert (volume @ problem.cell_value <= problem.value_limit + TOLERANCE).all()
        assert {int(i) for i in np.flatnonzero(people)} <= members
        assert all(people[m] >= problem.min_volume[m] - TOLERANCE for m in members)
        assert people[problem.is_vcse].sum() >= problem.min_vcse_share * people.sum() - TOLERANCE
        assert len(members) <= problem.max_members
        assert set(problem.locked) <= members
        assert not members & set(problem.excluded)
        assert not any(set(pair) <= members for pair in problem.conflicts)
        assert problem.may_lead[solution.lead]
        assert solution.lead in members
        assert sum(solution.criteria.values()) == pytest.approx(solution.objective)
        assert score(problem, solution.members).objective == solution.objective


@pytest.mark.parametrize("seed", range(10))
def test_more_capacity_never_lowers_the_optimum(seed: int) -> None:
    problem = replace(random_problem(seed), min_volume=np.zeros(8))
    before = solve(problem)
    after = solve(replace(problem, total_capacity=problem.total_capacity * 2))
    if before:
        assert after[0].objective >= before[0].objective - 1e-4


@pytest.mark.parametrize("seed", range(10))
def test_relabelling_the_candidates_changes_nothing(seed: int) -> None:
    problem = random_problem(seed)
    order = np.random.default_rng(seed).permutation(problem.candidates)
    excluded = set(problem.excluded)
    problem = replace(problem, excluded=())
    relabelled = problem.only(order)
    problem, relabelled = (
        replace(problem, excluded=tuple(excluded)),
        replace(relabelled, excluded=tuple(i for i, old in enumerate(order) if old in excluded)),
    )
    first, second = solve(problem, gap=0.0), solve(relabelled, gap=0.0)
    assert len(first) == len(second)
    if first:
        assert first[0].objective == pytest.approx(second[0].objective, abs=TOLERANCE)


def test_the_same_problem_gives_the_same_bytes() -> None:
    first, second = (solve(random_problem(4), k=3) for _ in range(2))
    assert [s.members for s in first] == [s.members for s in second]
    assert all(
        a.volume.data.tobytes() == b.volume.data.tobytes()
        for a, b in zip(first, second, strict=True)
    )


def test_no_line_up_when_nobody_may_lead() -> None:
    found = solve(replace(two_charities(), may_lead=np.array([False, False])))
    assert len(found) == 0
    assert found.complete


def test_fewer_line_ups_than_asked_for_when_no_more_exist() -> None:
    found = solve(two_charities(), k=5, min_difference=1)
    assert 0 < len(found) < 5
    assert found.complete


def test_no_time_at_all_gives_a_first_line_up_with_its_true_gap() -> None:
    problem = replace(random_problem(1, candidates=40, cells=40), locked=(), excluded=())
    first, best = solve(problem, time_limit_s=0.0)[0], solve(problem)[0]
    assert first.why_stopped == "time limit"
    assert first.bound >= best.objective >= first.objective
    assert score(problem, first.members).objective == first.objective


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ((), "no members"),
        ((5,), "not a candidate"),
        ((0, 1, 2), "more than 2"),
        ((0,), "no member may lead"),
        ((1,), "locked candidate is missing"),
    ],
)
def test_score_names_the_rule_that_a_line_up_breaks(members: tuple[int, ...], message: str) -> None:
    base = two_charities()
    problem = Problem(
        need=base.need,
        weight=base.weight,
        quality=sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.6], [0.5, 0.5]])),
        may_lead=np.array([False, True, True]),
        max_members=2,
        locked=(0,),
    )
    with pytest.raises(MembersError, match=message):
        score(problem, members)


def test_score_says_when_a_modelled_minimum_cannot_be_given() -> None:
    problem = replace(two_charities(), min_volume=np.array([80.0, 150.0]))
    with pytest.raises(MembersError, match="modelled minimum"):
        score(problem, (0, 1))


def test_nobody_is_a_member_without_the_work_promised() -> None:
    problem = replace(
        two_charities(),
        affinity=sparse.csr_array(np.array([[0.0, 1.0], [1.0, 0.0]])),
        pair_weight=1.0,
        pair_scale=1.0,
        total_capacity=np.array([80.0, 500.0]),
        quality=sparse.csr_array(np.array([[0.1, 0.0], [1.0, 1.0]])),
    )
    idle = solve(problem)[0]
    assert idle.volume.toarray()[0].sum() == 0
    busy = solve(replace(problem, min_volume=np.array([20.0, 0.0])))[0]
    assert busy.volume.toarray()[0].sum() == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"need": np.array([0.0, 1.0])}, "need must be above 0"),
        ({"need": np.array([1.0])}, "need must have shape"),
        ({"weight": np.array([-1.0, 1.0])}, "weight must be at least 0"),
        ({"weight": np.array([np.nan, 1.0])}, "weight contains values that are not numbers"),
        ({"pair_scale": 0.0}, "pair_scale must be above 0"),
        ({"max_members": 0}, "max_members must be at least 1"),
        ({"min_vcse_share": 1.5}, "min_vcse_share must be at most 1"),
        ({"locked": (9,)}, "locked must contain candidate indices"),
        ({"locked": (1,), "excluded": (1,)}, r"locked and excluded share \[1\]"),
        ({"conflicts": ((1, 1),)}, "two different candidates"),
        ({"weight": np.array([np.inf, 1.0])}, "weight must be finite"),
        ({"cell_capacity": sparse.csr_array((3, 2))}, "cell_capacity must have shape"),
        ({"affinity": sparse.csr_array((3, 3))}, "affinity must have shape"),
        ({"affinity": sparse.csr_array(np.array([[0.0, 1.0], [0.0, 0.0]]))}, "symmetric"),
        ({"cell_capacity": sparse.csr_array(np.ones((2, 2)))}, "same entries"),
    ],
)
def test_a_contradictory_problem_names_the_field(change: dict[str, object], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        replace(two_charities(), **change)  # type: ignore[arg-type]


def test_all_mistakes_of_a_problem_come_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        replace(
            two_charities(), max_members=0, min_vcse_share=2.0, member_cost=np.array([-1.0, 0.0])
        )
    assert caught.value.mistakes == (
        "member_cost must be at least 0",
        "min_vcse_share must be at most 1",
        "max_members must be at least 1",
    )


def test_solutions_read_like_a_sequence() -> None:
    found = solve(two_charities(), k=2, min_difference=1)
    assert found[0] is next(iter(found))
    assert list(found[:1]) == [found[0]]


def test_a_quota_asks_for_members_of_a_kind() -> None:
    problem = two_charities()
    alone = replace(problem, quotas=(Quota(candidates=(0, 1), at_most=1),))
    assert len(solve(alone)[0].members) == 1
    with pytest.raises(MembersError, match="a quota is not kept"):
        score(alone, (0, 1))
    both = replace(problem, quotas=(Quota(candidates=(0, 1), at_least=2),))
    assert solve(both)[0].members == (0, 1)


def test_a_quota_that_contradicts_itself_is_a_mistake() -> None:
    with pytest.raises(ProblemError, match="quotas must ask for 0 or more"):
        replace(two_charities(), quotas=(Quota(candidates=(0,), at_least=2, at_most=1),))


def test_work_is_left_undone_where_its_price_is_above_its_worth() -> None:
    problem = two_charities()
    dear = solve(replace(problem, volume_price=np.array([1.0, 1.0])))
    assert dear[0].volume.sum() == 0.0
