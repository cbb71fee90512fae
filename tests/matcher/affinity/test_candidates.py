"""Who is worth scoring."""

from __future__ import annotations

import numpy as np

from matcher.affinity.candidates import candidates_of
from matcher.affinity.history import SUBJECTS, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.affinity.view import Query

TERMS = Terms(
    names=("housing", "north", "charity"),
    subject=np.array(
        [SUBJECTS.index(each) for each in (Subject.PATHWAY, Subject.REGION, Subject.KIND)],
        dtype=np.int8,
    ),
)


def found(by: int, *wanted: int, among: list[bool] | None = None, most: int = 99) -> list[int]:
    """Ask where 0 worked with 1 and 1 with 2; 3 does housing, 4 is only a charity like 0."""
    said = ((0, 2), (4, 2), (3, 0))
    past = Past(history=history_of([[0, 1], [1, 2]], size=6, said=said, terms=TERMS), day=9)
    query = Query(members=np.array([by], dtype=np.int32), wanted=np.array(wanted, dtype=np.int32))
    allowed = np.array(among or [True] * 6)
    numbers: list[int] = candidates_of(past, query, among=allowed, most=most).tolist()
    return numbers


def test_partners_and_their_partners_are_candidates_and_the_asker_is_none() -> None:
    assert found(0) == [1, 2]


def test_who_does_the_wanted_work_is_a_candidate_and_a_like_kind_alone_is_none() -> None:
    assert found(0, 0) == [1, 2, 3]


def test_who_may_not_be_one_is_none() -> None:
    assert found(0, among=[True, False, True, True, True, True]) == [2]


def test_where_nothing_is_known_of_the_asker_everybody_is_compared() -> None:
    assert found(5) == [0, 1, 2, 3, 4]


def test_of_too_many_the_nearest_are_kept() -> None:
    assert found(0, 0, most=1) == [1]
    assert found(0, 0, most=2) == [1, 2]


def test_where_nothing_is_known_of_the_asker_the_best_known_are_kept_of_too_many() -> None:
    assert found(5, most=3) == [0, 3, 4]
