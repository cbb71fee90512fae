"""Fields of the wrong kind, and questions that make no sense, are named with their field."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import sparse

from matcher import Problem, score, solve
from matcher.errors import MatcherError, MembersError, ProblemError
from matcher.problem.model import Quota
from tests.matcher.problem.test_problem import csr, small

NAN = np.nan


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"max_members": NAN}, "max_members"),
        ({"max_members": 1.5}, "max_members"),
        ({"max_members": "2"}, "max_members"),
        ({"conflicts": ((0, 1, 1),)}, "conflicts"),
        ({"conflicts": (0, 1)}, "conflicts"),
        ({"locked": 0}, "locked"),
        ({"quotas": ((0, 1),)}, "quotas"),
        ({"need": None}, "need"),
        ({"need": np.array(["a", "b"])}, "need"),
        ({"weight": np.array([None, 1.0], dtype=object)}, "weight"),
        ({"pair_scale": "x"}, "pair_scale"),
        ({"quality": None}, "quality"),
        ({"is_vcse": np.array([0.5, 0.0])}, "is_vcse"),
        (
            {"quality": sparse.csr_array(([0.5, 0.5, 0.6], [0, 0, 1], [0, 2, 3]), shape=(2, 2))},
            "quality",
        ),
    ],
)
def test_a_mistake_is_named_with_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ProblemError, match=field):
        small(**change)


def test_a_wrong_need_is_named_together_with_other_shapes() -> None:
    with pytest.raises(ProblemError) as caught:
        small(need=np.ones(3), weight=np.ones(5))
    assert {mistake.split()[0] for mistake in caught.value.mistakes} == {"need", "weight"}


def test_a_default_is_never_blamed() -> None:
    with pytest.raises(ProblemError) as caught:
        small(need=np.array([-1.0, 100.0]))
    assert {mistake.split()[0] for mistake in caught.value.mistakes} == {"need"}


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"k": 0}, "k "),
        ({"k": -1}, "k "),
        ({"k": 1.5}, "k "),
        ({"min_difference": 0}, "min_difference"),
        ({"min_difference": -1}, "min_difference"),
        ({"time_limit_s": -1.0}, "time_limit_s"),
        ({"time_limit_s": NAN}, "time_limit_s"),
        ({"gap": -0.1}, "gap"),
        ({"gap": NAN}, "gap"),
        ({"seed": -1}, "seed"),
    ],
)
def test_a_mistake_of_the_question_is_named(options: dict[str, Any], field: str) -> None:
    with pytest.raises(MatcherError, match=field):
        solve(small(), **options)


def test_all_mistakes_of_a_question_come_at_once() -> None:
    with pytest.raises(MatcherError) as caught:
        solve(small(), k=0, min_difference=0, time_limit_s=-1.0, gap=-1.0, seed=-1)
    for field in ("k ", "min_difference", "time_limit_s", "gap", "seed"):
        assert field in str(caught.value)


def test_no_candidates_at_all_give_no_line_up() -> None:
    empty = Problem(
        need=np.array([100.0, 100.0]),
        weight=np.array([0.5, 0.5]),
        quality=csr(np.zeros((0, 2))),
        max_members=2,
    )
    found = solve(empty, k=3)
    assert len(found) == 0
    assert found.complete


@pytest.mark.parametrize("members", [(0.5,), (None,), ("0",)])
def test_members_that_are_no_indices_are_refused(members: Any) -> None:
    with pytest.raises(MembersError):
        score(small(), members)


@pytest.mark.parametrize(
    "change",
    [
        {"conflicts": ((0, 1),)},
        {"max_members": 1},
        {"quotas": (Quota(candidates=(0, 1), at_most=1),)},
    ],
)
def test_locks_that_cannot_be_together_leave_no_line_up(change: dict[str, Any]) -> None:
    found = solve(small(locked=(0, 1), **change))
    assert len(found) == 0
    assert found.complete
