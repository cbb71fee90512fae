"""The solver against SCIP, which runs in a process of its own, on problems of middle size."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from scipy import sparse

from matcher import Problem, score, solve
from matcher.errors import SolverError
from tests.matcher.enumeration import best_different, scores
from tests.matcher.instances import random_problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

ORACLE = Path(__file__).parents[1] / "oracle.py"
TOLERANCE = 1e-6
VECTORS = (
    "need",
    "weight",
    "total_capacity",
    "member_cost",
    "lead_worth",
    "is_vcse",
    "may_lead",
    "cell_value",
    "value_limit",
    "min_volume",
    "volume_price",
)
SCALARS = ("max_members", "min_vcse_share", "pair_weight", "pair_scale")


def question(
    problem: Problem, *, earlier: list[tuple[int, ...]] | None = None, min_difference: int = 1
) -> dict[str, Any]:
    """Write a problem as the oracle reads it."""
    fields: dict[str, Any] = {name: plain(getattr(problem, name)) for name in VECTORS}
    fields |= {
        name: triples(getattr(problem, name)) for name in ("quality", "cell_capacity", "affinity")
    }
    fields |= {name: getattr(problem, name) for name in SCALARS}
    fields |= {name: list(getattr(problem, name)) for name in ("locked", "excluded", "conflicts")}
    fields["quotas"] = [
        {"candidates": list(q.candidates), "at_least": q.at_least, "at_most": q.at_most}
        for q in problem.quotas
    ]
    return {"problem": fields, "earlier": earlier or [], "min_difference": min_difference}


def plain(values: NDArray[Any]) -> list[Any]:
    return [None if value == np.inf else value for value in values.tolist()]


def triples(matrix: Any) -> list[list[Any]]:
    entries = sparse.coo_array(matrix)
    return [
        list(entry)
        for entry in zip(
            entries.row.tolist(), entries.col.tolist(), entries.data.tolist(), strict=True
        )
    ]


def ask(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put questions to the oracle, all in one process."""
    run = subprocess.run(
        [sys.executable, str(ORACLE)],
        input="\n".join(json.dumps(each) for each in questions),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def middle(seed: int) -> Problem:
    """30 to 60 candidates, 20 to 40 cells, line-ups of 4 to 6; every rule is on in some."""
    rng = np.random.default_rng([seed, 2])
    return random_problem(
        seed,
        candidates=int(rng.integers(30, 61)),
        cells=int(rng.integers(20, 41)),
        max_members=int(rng.integers(4, 7)),
    )


def check_against_the_oracle(seed: int) -> None:
    problem = middle(seed)
    (oracle,) = ask([question(problem)])
    found = solve(problem, gap=0.0)
    if oracle["members"] is None:
        assert len(found) == 0
        return
    assert found[0].objective == pytest.approx(oracle["objective"], abs=TOLERANCE)
    assert found[0].bound >= oracle["objective"] - TOLERANCE
    assert found[0].proven_optimal
    assert score(problem, oracle["members"]).objective == pytest.approx(
        oracle["objective"], abs=TOLERANCE
    )


def test_the_oracle_agrees_with_a_sum_done_by_hand() -> None:
    """Of 100 people in each cell the first serves 80 well, the second the rest not so well."""
    problem = Problem(
        need=np.array([100.0, 100.0]),
        weight=np.array([0.5, 0.5]),
        quality=sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.6]])),
        total_capacity=np.array([80.0, 200.0]),
        max_members=2,
    )
    together, apart = ask([question(problem), question(replace(problem, conflicts=((0, 1),)))])
    assert together["members"] == [0, 1]
    assert together["objective"] == pytest.approx(0.5 * (0.8 + 0.2 * 0.6) + 0.5 * 0.6)
    assert apart["members"] == [1]
    assert apart["objective"] == pytest.approx(0.6)


def test_the_oracle_agrees_with_every_subset_of_small_problems() -> None:
    """Two oracles written apart: this one as one model, the other line-up by line-up."""
    problems = [random_problem(seed) for seed in range(100, 130)]
    scored = [scores(problem) for problem in problems]
    firsts = [best_different(each, [], 1) for each in scored]
    earlier = [[] if first is None else [first[0]] for first in firsts]
    seconds = [best_different(s, e, 2) for s, e in zip(scored, earlier, strict=True)]
    questions = [question(problem) for problem in problems]
    questions += [
        question(problem, earlier=before, min_difference=2)
        for problem, before in zip(problems, earlier, strict=True)
    ]
    expected = [None if best is None else best[1] for best in (*firsts, *seconds)]
    assert len(set(expected)) > 30
    for best, oracle in zip(expected, ask(questions), strict=True):
        assert oracle["objective"] == (best if best is None else pytest.approx(best, abs=TOLERANCE))


QUICK = (1, 2, 4, 5, 6, 7, 8, 9, 11, 13)
"""Seeds over which the independent solver takes seconds at most; the long tests have the others."""


@pytest.mark.parametrize("seed", QUICK)
def test_equals_an_independent_solver(seed: int) -> None:
    check_against_the_oracle(seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", [seed for seed in range(150) if seed not in QUICK])
def test_equals_an_independent_solver_on_many_more(seed: int) -> None:
    check_against_the_oracle(seed)


def test_every_kind_of_rule_is_on_somewhere() -> None:
    problems = [middle(seed) for seed in QUICK]
    rules = (
        "pair_weight",
        "min_vcse_share",
        "locked",
        "excluded",
        "conflicts",
        "quotas",
    )
    for rule in rules:
        on = [bool(getattr(problem, rule)) for problem in problems]
        assert any(on), rule
        assert not all(on), rule
    for prices in ("volume_price", "member_cost", "lead_worth"):
        on = [bool(getattr(problem, prices).any()) for problem in problems]
        assert any(on), prices
        assert not all(on), prices
    assert all(problem.min_volume.any() for problem in problems)
    assert all(np.isfinite(problem.value_limit).any() for problem in problems)
    assert {problem.max_members for problem in problems} == {4, 5, 6}


@pytest.mark.parametrize("seed", [pytest.param(6, marks=pytest.mark.long), 8])
def test_each_further_line_up_equals_an_independent_solver(seed: int) -> None:
    problem = middle(seed)
    found = solve(problem, k=3, min_difference=2, gap=0.0)
    members = [solution.members for solution in found]
    oracle = ask(
        [question(problem, earlier=members[:j], min_difference=2) for j in range(len(members))]
    )
    assert len(found) == 3
    for solution, best in zip(found, oracle, strict=True):
        assert solution.objective == pytest.approx(best["objective"], abs=TOLERANCE)
        assert solution.bound >= best["objective"] - TOLERANCE


def test_both_say_when_no_line_up_keeps_the_rules() -> None:
    """All work to VCSEs, and a firm among the members that was promised some."""
    problem = middle(0)
    firm = int(np.flatnonzero(~problem.is_vcse)[0])
    promise = np.zeros(problem.candidates)
    promise[firm] = 1.0
    impossible = replace(
        problem, locked=(firm,), excluded=(), min_vcse_share=1.0, min_volume=promise
    )
    assert ask([question(impossible)])[0]["members"] is None
    assert len(solve(impossible)) == 0


def test_stopped_early_the_bound_is_true() -> None:
    problem = middle(1)
    best = ask([question(problem)])[0]["objective"]
    answered = 0
    for questions in (1, 3, 10, 30, 100, 300):
        asked = iter(range(1_000_000))
        try:
            found = solve(problem, gap=0.0, stop=lambda n=questions: next(asked) >= n)[0]  # type: ignore[misc]  # noqa: B023
        except SolverError:
            continue
        answered += 1
        assert found.objective <= best + TOLERANCE
        assert found.bound >= best - TOLERANCE
        assert found.proven_optimal is (found.gap <= TOLERANCE)
    assert answered > 0
