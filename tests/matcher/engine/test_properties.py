"""What holds of any problem and its answers, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from matcher import Problem, score, solve
from tests.matcher.enumeration import scores
from tests.matcher.instances import varied_problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOLERANCE = 1e-6
OF_CANDIDATES = (
    "total_capacity",
    "member_cost",
    "lead_worth",
    "is_vcse",
    "may_lead",
    "value_limit",
    "min_volume",
    "volume_price",
)
pytestmark = pytest.mark.no_cover  # tests of numbered problems go through the same lines
problems = st.integers(0, 1_000_000).map(varied_problem)
some = settings(max_examples=25)


def optimum(problem: Problem) -> float:
    """The best score; minus infinity where no line-up keeps the rules."""
    found = solve(problem, gap=0.0)
    return found[0].objective if found else -np.inf


def scaled(matrix: Any, factor: float) -> Any:
    return sparse.csr_array((matrix.data * factor, matrix.indices, matrix.indptr), matrix.shape)


@some
@given(problems)
def test_locked_candidates_are_always_members_and_excluded_ones_never(problem: Problem) -> None:
    for solution in solve(problem, k=3):
        assert set(problem.locked) <= set(solution.members)
        assert not set(problem.excluded) & set(solution.members)


@some
@given(problems)
def test_nobody_else_gets_work_and_no_rule_of_volumes_is_broken(problem: Problem) -> None:
    for solution in solve(problem, k=2):
        volume = solution.volume.toarray()
        people = volume.sum(axis=1)
        assert set(np.flatnonzero(people)) <= set(solution.members)
        assert (volume >= 0).all()
        assert (volume.sum(axis=0) <= problem.need + TOLERANCE).all()
        assert (volume <= problem.cell_capacity.toarray() + TOLERANCE).all()
        assert (people <= problem.total_capacity + TOLERANCE).all()
        assert (volume @ problem.cell_value <= problem.value_limit + TOLERANCE).all()
        promised = problem.min_volume[list(solution.members)]
        assert (people[list(solution.members)] >= promised - TOLERANCE).all()
        assert people[problem.is_vcse].sum() >= problem.min_vcse_share * people.sum() - TOLERANCE


@some
@given(problems)
def test_the_volumes_are_worth_what_the_parts_say(problem: Problem) -> None:
    """Each part summed up from its definition, and all of them to the score."""
    for solution in solve(problem, k=2):
        members, volume = list(solution.members), solution.volume.toarray()
        worth = (problem.weight / problem.need * problem.quality.toarray() * volume).sum()
        affinity = problem.affinity.toarray()[np.ix_(members, members)].sum() / 2
        expected = {
            "coverage": worth,
            "affinity": problem.pair_weight * affinity / problem.pair_scale,
            "lead": problem.lead_worth[solution.lead],
            "contracts": -problem.member_cost[members].sum(),
            "volume price": -(problem.volume_price @ volume.sum(axis=1)),
        }
        for name, value in expected.items():
            assert solution.criteria.get(name, 0.0) == pytest.approx(value, abs=TOLERANCE), name
        assert set(solution.criteria) <= set(expected)
        assert sum(solution.criteria.values()) == pytest.approx(solution.objective, abs=1e-12)


@some
@given(problems)
def test_solve_never_disagrees_with_score(problem: Problem) -> None:
    for solution in solve(problem, k=3):
        judged = score(problem, solution.members)
        assert judged.objective == solution.objective
        assert judged.criteria == solution.criteria
        assert judged.lead == solution.lead
        assert abs(judged.volume - solution.volume).nnz == 0


@some
@given(problems)
def test_the_bound_is_never_below_any_line_up(problem: Problem) -> None:
    best = max(scores(problem).values(), default=None)
    for gap in (0.0, 1e-4, 0.1):
        found = solve(problem, gap=gap)
        assert bool(found) == (best is not None)
        assert all(best is not None and one.bound >= best - TOLERANCE for one in found)


@some
@given(problems, st.sampled_from(["total_capacity", "cell_capacity", "value_limit"]))
def test_more_capacity_never_lowers_the_optimum(problem: Problem, name: str) -> None:
    before = getattr(problem, name)
    more = scaled(before, 2.0) if name == "cell_capacity" else before * 2.0
    assert optimum(replace(problem, **{name: more})) >= optimum(problem) - TOLERANCE


LIFTED: dict[str, Any] = {
    "locked": (),
    "excluded": (),
    "conflicts": (),
    "quotas": (),
    "min_vcse_share": 0.0,
    "min_volume": None,
    "may_lead": None,
    "member_cost": None,
    "volume_price": None,
    "value_limit": None,
}


@some
@given(problems, st.sampled_from(sorted(LIFTED)))
def test_lifting_a_rule_never_lowers_the_optimum(problem: Problem, rule: str) -> None:
    lifted = replace(problem, **{rule: LIFTED[rule]})
    assert optimum(lifted) >= optimum(problem) - TOLERANCE


@some
@given(problems, st.integers(0, 5))
def test_one_candidate_fewer_never_raises_the_optimum(problem: Problem, gone: int) -> None:
    without = replace(
        problem,
        excluded=(*problem.excluded, gone),
        locked=tuple(member for member in problem.locked if member != gone),
    )
    free = replace(problem, locked=without.locked)
    assert optimum(without) <= optimum(free) + TOLERANCE


@some
@given(problems, st.randoms(use_true_random=False))
def test_relabelling_candidates_changes_nothing(problem: Problem, random: Any) -> None:
    order = list(range(problem.candidates))
    random.shuffle(order)
    other = solve(relabelled(problem, order), k=2, gap=0.0)
    first = solve(problem, k=2, gap=0.0)
    assert len(other) == len(first)
    assert [one.objective for one in other[:1]] == pytest.approx(
        [one.objective for one in first[:1]], abs=TOLERANCE
    )
    for solution in other:
        members = [order[member] for member in solution.members]
        assert score(problem, members).objective == pytest.approx(solution.objective)


def relabelled(problem: Problem, order: list[int]) -> Problem:
    """The new candidate i is the old candidate order[i]."""
    new = {old: position for position, old in enumerate(order)}
    return replace(
        problem,
        quality=problem.quality[order],
        cell_capacity=problem.cell_capacity[order],
        affinity=problem.affinity[order][:, order],
        **{name: getattr(problem, name)[order] for name in OF_CANDIDATES},
        locked=tuple(new[old] for old in problem.locked),
        excluded=tuple(new[old] for old in problem.excluded),
        conflicts=tuple((new[one], new[other]) for one, other in problem.conflicts),
        quotas=tuple(
            replace(quota, candidates=tuple(new[old] for old in quota.candidates))
            for quota in problem.quotas
        ),
    )


@some
@given(problems, st.randoms(use_true_random=False))
def test_relabelling_cells_changes_nothing(problem: Problem, random: Any) -> None:
    order = list(range(problem.cells))
    random.shuffle(order)
    other = with_cells(problem, np.array(order), share=1.0)
    assert optimum(other) == pytest.approx(optimum(problem), abs=TOLERANCE)


@some
@given(problems)
def test_splitting_every_cell_in_halves_changes_nothing(problem: Problem) -> None:
    halves = with_cells(problem, np.repeat(np.arange(problem.cells), 2), share=0.5)
    assert optimum(halves) == pytest.approx(optimum(problem), abs=TOLERANCE)


def with_cells(problem: Problem, cells: NDArray[np.int64], *, share: float) -> Problem:
    """Take these cells, each with a share of its need, weight and capacity."""
    return replace(
        problem,
        need=problem.need[cells] * share,
        weight=problem.weight[cells] * share,
        cell_value=problem.cell_value[cells],
        quality=problem.quality[:, cells],
        cell_capacity=scaled(sparse.csr_array(problem.cell_capacity[:, cells]), share),
    )


@some
@given(problems, st.sampled_from([0.01, 12.0, 1000.0]))
def test_the_unit_of_volume_changes_nothing(problem: Problem, factor: float) -> None:
    """People a month or thousands of people a year: the score is the same."""
    other = replace(
        problem,
        need=problem.need * factor,
        cell_capacity=scaled(problem.cell_capacity, factor),
        total_capacity=problem.total_capacity * factor,
        min_volume=problem.min_volume * factor,
        cell_value=problem.cell_value / factor,
        volume_price=problem.volume_price / factor,
    )
    assert optimum(other) == pytest.approx(optimum(problem), abs=TOLERANCE)


@some
@given(problems, st.integers(1, 3))
def test_further_line_ups_are_worse_and_different_enough(problem: Problem, least: int) -> None:
    found = solve(problem, k=4, min_difference=least, gap=0.0)
    for place, solution in enumerate(found):
        for earlier in found[:place]:
            assert len(set(earlier.members) - set(solution.members)) >= least
            assert solution.objective <= earlier.objective + TOLERANCE
    best = max((solution.objective for solution in found), default=-np.inf)
    assert optimum(problem) == pytest.approx(best, abs=TOLERANCE)


@some
@given(problems)
def test_the_same_input_gives_the_same_bytes(problem: Problem) -> None:
    first, second = solve(problem, k=3), solve(problem, k=3)
    assert first.complete == second.complete
    for one, other in zip(first, second, strict=True):
        assert one.members == other.members
        assert (one.objective, one.bound, one.lead) == (other.objective, other.bound, other.lead)
        assert one.volume.indices.tobytes() == other.volume.indices.tobytes()
        assert one.volume.data.tobytes() == other.volume.data.tobytes()


@some
@given(problems)
def test_another_seed_gives_the_same_optimum(problem: Problem) -> None:
    first, other = solve(problem, gap=0.0, seed=0), solve(problem, gap=0.0, seed=7)
    assert [one.objective for one in first] == pytest.approx([one.objective for one in other])


@some
@given(problems)
def test_solving_does_not_change_the_problem(problem: Problem) -> None:
    names = ("need", "weight", *OF_CANDIDATES)
    before = [getattr(problem, name).tobytes() for name in names]
    entries = [getattr(problem, n).data.tobytes() for n in ("quality", "affinity")]
    solve(problem, k=2)
    assert before == [getattr(problem, name).tobytes() for name in names]
    assert entries == [getattr(problem, n).data.tobytes() for n in ("quality", "affinity")]
