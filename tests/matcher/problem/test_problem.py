"""Bad input is named, all of it at once; odd but allowed input gives a clear answer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from matcher import Problem, score, solve
from matcher.errors import MembersError, ProblemError
from matcher.problem.model import Quota

NAN, INF = np.nan, np.inf


def csr(rows: Any) -> Any:
    return sparse.csr_array(np.array(rows, dtype=float))


def small(**changes: Any) -> Problem:
    """Two cells of 100 people; the first candidate is good at one, the second fair at both."""
    fields: dict[str, Any] = {
        "need": np.array([100.0, 100.0]),
        "weight": np.array([0.5, 0.5]),
        "quality": csr([[1.0, 0.0], [0.6, 0.6]]),
        "total_capacity": np.array([80.0, 200.0]),
        "max_members": 2,
    }
    return Problem(**{**fields, **changes})


def stored(values: list[float]) -> Any:
    """The pattern of the small problem with these three entries, zeros too."""
    return sparse.csr_array(
        (np.array(values), np.array([0, 0, 1]), np.array([0, 1, 3])), shape=(2, 2)
    )


NUMBERS = ("weight", "total_capacity", "member_cost", "lead_worth", "value_limit", "cell_value")


@pytest.mark.parametrize("name", ["need", *NUMBERS, "min_volume", "volume_price"])
def test_a_vector_with_a_value_that_is_no_number_is_named(name: str) -> None:
    with pytest.raises(ProblemError, match=f"{name} .*not numbers"):
        small(**{name: np.array([1.0, NAN])})


@pytest.mark.parametrize("name", ["need", "weight", "member_cost", "lead_worth", "min_volume"])
def test_a_vector_without_end_is_named_where_it_must_end(name: str) -> None:
    with pytest.raises(ProblemError, match=f"{name} must be"):
        small(**{name: np.array([0.5, INF])})


@pytest.mark.parametrize("name", ["total_capacity", "value_limit"])
def test_a_limit_may_be_endless(name: str) -> None:
    assert solve(small(**{name: np.array([INF, INF])}))[0].members == (0, 1)


@pytest.mark.parametrize("name", ["need", *NUMBERS, "min_volume", "volume_price"])
def test_a_vector_with_a_negative_value_is_named(name: str) -> None:
    with pytest.raises(ProblemError, match=f"{name} must be"):
        small(**{name: np.array([0.5, -0.5])})


@pytest.mark.parametrize("name", [*NUMBERS, "is_vcse", "may_lead", "volume_price"])
@pytest.mark.parametrize("shape", [(3,), (1,), (2, 1), (0,), ()])
def test_a_vector_of_the_wrong_shape_is_named(name: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(ProblemError, match=f"{name} must have shape"):
        small(**{name: np.ones(shape)})


@pytest.mark.parametrize("shape", [(3,), (1,), (2, 1), (0,), ()])
def test_a_need_of_the_wrong_shape_is_named(shape: tuple[int, ...]) -> None:
    with pytest.raises(ProblemError, match="need must have shape"):
        small(need=np.ones(shape))


@pytest.mark.parametrize("name", ["min_vcse_share", "pair_weight", "pair_scale"])
@pytest.mark.parametrize("value", [NAN, -0.1, INF])
def test_a_weight_out_of_range_is_named(name: str, value: float) -> None:
    with pytest.raises(ProblemError, match=name):
        small(**{name: value})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"need": np.array([0.0, 100.0])}, "need must be above 0"),
        ({"pair_scale": 0.0}, "pair_scale must be above 0"),
        ({"min_vcse_share": 1.1}, "min_vcse_share must be at most 1"),
        ({"quality": csr([[1.1, 0], [0.6, 0.6]])}, "quality must be at most 1"),
        ({"quality": csr([[-1, 0], [0.6, 0.6]])}, "quality must be at least 0"),
        ({"quality": csr([[NAN, 0], [0.6, 0.6]])}, "quality contains values that are not numbers"),
        ({"cell_capacity": csr([[-1, 0], [1, 1]])}, "cell_capacity must be at least 0"),
        ({"cell_capacity": csr([[NAN, 0], [1, 1]])}, "cell_capacity contains values that are not"),
        ({"cell_capacity": csr([[INF, 0], [1, 1]])}, "cell_capacity must be finite"),
        ({"cell_capacity": csr([[1, 1], [1, 1]])}, "cell_capacity must store the same entries"),
        ({"cell_capacity": csr([[1, 0], [0, 1]])}, "cell_capacity must store the same entries"),
        ({"cell_capacity": csr([[0, 1], [1, 1]])}, "cell_capacity must store the same entries"),
        ({"cell_capacity": csr([[1, 1]])}, "cell_capacity must have shape"),
        ({"affinity": csr([[0, 1], [0, 0]])}, "affinity must be symmetric"),
        ({"affinity": csr([[0, 0.5], [0.6, 0]])}, "affinity must be symmetric"),
        ({"affinity": csr([[0.5, 0], [0, 0]])}, "affinity must be .*zero diagonal"),
        ({"affinity": csr([[0, 1.5], [1.5, 0]])}, "affinity must be at most 1"),
        ({"affinity": csr([[0, -1], [-1, 0]])}, "affinity must be at least 0"),
        ({"affinity": csr([[0, NAN], [NAN, 0]])}, "affinity contains values that are not numbers"),
        ({"affinity": csr([[0, 1, 0], [1, 0, 0]])}, "affinity must have shape"),
        ({"max_members": 0}, "max_members must be at least 1"),
        ({"max_members": -3}, "max_members must be at least 1"),
        ({"locked": (2,)}, "locked must contain candidate indices"),
        ({"locked": (-1,)}, "locked must contain candidate indices"),
        ({"locked": (0.5,)}, "locked must contain candidate indices"),
        ({"excluded": (2,)}, "excluded must contain candidate indices"),
        ({"conflicts": ((0, 2),)}, "conflicts must contain candidate indices"),
        ({"conflicts": ((0,),)}, "conflicts must be pairs of two different"),
        ({"conflicts": ((1, 1),)}, "conflicts must be pairs of two different"),
        ({"quotas": (Quota(candidates=(2,)),)}, "quotas must contain candidate indices"),
        ({"quotas": (Quota(candidates=(0,), at_least=-1),)}, "quotas must ask for 0 or more"),
        ({"quotas": (Quota(candidates=(0,), at_least=1, at_most=0),)}, "no more than they allow"),
        ({"locked": (0, 1), "excluded": (1,)}, r"locked and excluded share \[1\]"),
    ],
)
def test_a_mistake_is_named_with_its_field(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ProblemError, match=message):
        small(**change)


def test_all_mistakes_of_values_come_at_once() -> None:
    """One in each field; each is named, none twice."""
    with pytest.raises(ProblemError) as caught:
        small(
            weight=np.array([-1.0, 0.5]),
            quality=csr([[2.0, 0.0], [0.6, 0.6]]),
            cell_capacity=csr([[1.0, 1.0], [1.0, 1.0]]),
            total_capacity=np.array([NAN, 1.0]),
            affinity=csr([[0.0, 1.0], [0.0, 0.0]]),
            member_cost=np.array([-1.5, 0.0]),
            lead_worth=np.array([0.0, INF]),
            cell_value=np.array([INF, 0.0]),
            value_limit=np.array([-1.0, 0.0]),
            min_volume=np.array([INF, 0.0]),
            volume_price=np.array([-1.0, 0.0]),
            max_members=0,
            min_vcse_share=2.0,
            pair_weight=-1.0,
            pair_scale=NAN,
            locked=(0,),
            excluded=(0,),
            conflicts=((1, 1),),
            quotas=(Quota(candidates=(7,)),),
        )
    named = [mistake.split()[0] for mistake in caught.value.mistakes]
    assert sorted(named) == sorted(
        [
            *("weight", "quality", "cell_capacity", "total_capacity", "affinity"),
            *("member_cost", "lead_worth"),
            *("cell_value", "value_limit", "min_volume", "volume_price", "max_members"),
            *("min_vcse_share", "pair_weight", "pair_scale", "locked", "conflicts", "quotas"),
        ]
    )


def test_all_wrong_shapes_come_at_once() -> None:
    with pytest.raises(ProblemError) as caught:
        small(
            weight=np.ones(3), member_cost=np.zeros(5), affinity=csr([[0.0]]), may_lead=np.ones(1)
        )
    named = {mistake.split()[0] for mistake in caught.value.mistakes}
    assert named == {"weight", "member_cost", "affinity", "may_lead"}


@pytest.mark.parametrize("kind", [sparse.csc_array, sparse.coo_array, sparse.csr_matrix])
def test_any_sparse_form_will_do(kind: Any) -> None:
    expected = solve(small())[0]
    found = solve(small(quality=kind(small().quality), affinity=kind((2, 2))))[0]
    assert found.members == expected.members
    assert found.objective == expected.objective


def test_the_order_of_stored_entries_does_not_matter() -> None:
    """The second row is stored backwards, in quality and capacity each in its own way."""
    shuffled = sparse.csr_array(
        (np.array([1.0, 0.7, 0.6]), np.array([0, 1, 0]), np.array([0, 1, 3])), shape=(2, 2)
    )
    backwards = small(quality=shuffled, cell_capacity=stored([90.0, 50.0, 40.0]))
    forwards = small(quality=stored([1.0, 0.6, 0.7]), cell_capacity=stored([90.0, 50.0, 40.0]))
    assert solve(backwards)[0].objective == solve(forwards)[0].objective


def test_whole_numbers_will_do() -> None:
    free = np.array([0, 0])
    whole = small(need=np.array([100, 100]), weight=np.array([1, 1]), member_cost=free)
    assert solve(whole)[0].objective == pytest.approx(2 * solve(small())[0].objective)


def test_a_stored_zero_is_a_cell_that_a_candidate_can_serve() -> None:
    """It gains nothing there, but the work it is promised can be done there."""
    promised = np.array([10.0, 0.0])
    problem = small(quality=stored([0.0, 0.6, 0.6]), min_volume=promised, locked=(0,))
    found = solve(problem)[0]
    assert found.volume.toarray()[0].tolist() == pytest.approx([10.0, 0.0])
    absent = small(quality=csr([[0.0, 0.0], [0.6, 0.6]]), min_volume=promised, locked=(0,))
    assert len(solve(absent)) == 0


@pytest.mark.parametrize(
    "nothing",
    [
        {"quality": sparse.csr_array((2, 2))},
        {"total_capacity": np.zeros(2)},
        {"cell_capacity": stored([0.0, 0.0, 0.0])},
        {"value_limit": np.zeros(2), "cell_value": np.ones(2)},
        {"weight": np.zeros(2)},
        {"quality": stored([0.0, 0.0, 0.0])},
        {"quality": sparse.csr_array((2, 0)), "need": np.zeros(0), "weight": np.zeros(0)},
    ],
    ids=["supply", "capacity", "cell capacity", "budget", "weight", "quality", "cells"],
)
def test_where_nothing_can_be_gained_the_score_is_0_and_proven(nothing: dict[str, Any]) -> None:
    found = solve(small(**nothing), k=9)
    assert [solution.objective for solution in found] == [0.0] * len(found)
    assert len(found) > 0
    assert all(solution.proven_optimal for solution in found)
    assert found.complete


@pytest.mark.parametrize(
    "rule",
    [
        {"may_lead": np.zeros(2, dtype=bool)},
        {"excluded": (0, 1)},
        {"min_volume": np.array([81.0, 201.0])},
        {"quotas": (Quota(candidates=(0,), at_least=2),)},
        {"quotas": (Quota(candidates=(0, 1), at_most=0),)},
        {"locked": (0,), "min_vcse_share": 1.0, "min_volume": np.array([1.0, 0.0])},
        {"locked": (0,), "may_lead": np.array([False, True]), "conflicts": ((0, 1),)},
        {"locked": (0,), "may_lead": np.array([False, True]), "max_members": 1},
    ],
    ids=["lead", "excluded", "promise", "few", "none", "share", "conflict", "room"],
)
def test_where_no_line_up_keeps_the_rules_there_is_none(rule: dict[str, Any]) -> None:
    for k in (1, 5):
        found = solve(small(**rule), k=k)
        assert len(found) == 0
        assert found.complete


@pytest.mark.parametrize(("least", "members"), [(1, [(0, 1), (1,), (0,)]), (2, [(0, 1)])])
def test_more_line_ups_than_there_are(least: int, members: list[tuple[int, ...]]) -> None:
    found = solve(small(), k=50, min_difference=least)
    assert [solution.members for solution in found] == members
    assert found.complete


def test_a_difference_larger_than_any_line_up_leaves_one() -> None:
    found = solve(small(), k=3, min_difference=99)
    assert len(found) == 1
    assert found.complete


def test_line_ups_may_be_smaller_than_allowed() -> None:
    assert solve(small(max_members=50))[0].members == (0, 1)
    with pytest.raises(MembersError, match="not a candidate"):
        score(small(max_members=50), (0, 1, 2))


def test_no_time_gives_a_first_line_up_with_a_true_bound() -> None:
    rng = np.random.default_rng(0)
    large = Problem(
        need=np.full(40, 100.0),
        weight=np.full(40, 1 / 40),
        quality=csr(rng.random((300, 40))),
        total_capacity=np.full(300, 200.0),
        max_members=8,
    )
    found = solve(large, time_limit_s=0.0)
    assert found[0].bound >= solve(large)[0].objective
