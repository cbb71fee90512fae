"""Turns: a few at once, some wait, and one who has had a turn leaves room."""

from __future__ import annotations

import threading

import pytest

from api.web.offer_turns import AtOnce
from api.web.problems import BusyProblem


def test_a_turn_that_ends_badly_leaves_room_too() -> None:
    turns = AtOnce(1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turns.turn():
            _ = 1 / 0
    with turns.turn():
        pass


def test_one_more_than_can_wait_is_refused_with_a_time_to_come_again() -> None:
    turns = AtOnce(1, waiting=1)
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with turns.turn():
            entered.set()
            leave.wait(10)

    def wait() -> None:
        with turns.turn():
            pass

    first, second = threading.Thread(target=hold), threading.Thread(target=wait)
    first.start()
    assert entered.wait(10)
    second.start()
    while turns._inside < 2 and second.is_alive():
        second.join(0.01)
    with pytest.raises(BusyProblem) as refused, turns.turn():
        pass
    leave.set()
    first.join(10)
    second.join(10)
    assert refused.value.headers["Retry-After"] == "4"
    with turns.turn():
        pass
