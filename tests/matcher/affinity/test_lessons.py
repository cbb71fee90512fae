"""Questions of the past whose answers are known."""

from __future__ import annotations

import numpy as np

from matcher.affinity.history import History, history_of
from matcher.affinity.lessons import Asked, questions_of
from matcher.affinity.view import Direction


def history() -> History:
    """Give a pair of day 5, a lone work of day 6, and three of day 9."""
    return history_of([[0, 1], [2], [0, 1, 2]], days=(5, 6, 9))


def asked(first: int = 0, last: int = 100) -> list[Asked]:
    everybody = np.ones(3, dtype=bool)
    known = np.zeros(3, dtype=np.int32)
    return list(
        questions_of(history(), may_join=everybody, known_day=known, first=first, last=last)
    )


def test_each_work_of_two_or_more_is_asked_about_as_of_the_day_before() -> None:
    found = asked()
    assert {(each.work, each.example.past.day) for each in found} == {(0, 4), (2, 8)}


def test_nothing_of_the_work_itself_is_read() -> None:
    for each in asked():
        assert each.work not in each.example.past.taking_part.indices


def test_a_lead_asks_who_joins_and_one_who_joined_asks_who_leads() -> None:
    truths = {
        (each.member, each.example.query.direction): each.example.truth.tolist()
        for each in asked(first=9)
    }
    assert truths[0, Direction.JOINS] == [1, 2]
    assert truths[1, Direction.LEADS] == [0]
    assert truths[1, Direction.PARTNERS] == [0, 2]


def test_as_a_newcomer_the_member_has_no_history_and_the_others_keep_theirs() -> None:
    for each in asked(first=9):
        if each.as_newcomer and each.member == 0:
            assert each.example.past.works_of.tolist() == [0, 0, 1]


def test_days_out_of_the_span_are_not_asked_about() -> None:
    assert {each.work for each in asked(first=6)} == {2}
    assert {each.work for each in asked(last=8)} == {0}
