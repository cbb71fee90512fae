"""Suggestions that are not ten of a kind."""

from __future__ import annotations

import numpy as np

from matcher.affinity.history import SUBJECTS, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.questions.variety import likeness_of, varied

TWINS = np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])


def test_without_variety_the_ranking_is_by_chance_alone() -> None:
    assert varied(np.array([1.0, 3.0, 2.0]), TWINS, count=3, variety=0).tolist() == [1, 2, 0]


def test_a_twin_of_one_named_waits_for_one_that_is_other() -> None:
    assert varied(np.array([3.0, 2.9, 2.5]), TWINS, count=3, variety=1).tolist() == [0, 2, 1]


def test_a_much_better_twin_is_still_named() -> None:
    assert varied(np.array([5.0, 4.9, 2.5]), TWINS, count=2, variety=1).tolist() == [0, 1]


def test_fewer_candidates_than_asked_for_are_all_named() -> None:
    assert varied(np.array([0.0]), np.ones((1, 1)), count=10, variety=1).tolist() == [0]
    assert varied(np.zeros(0), np.zeros((0, 0)), count=10, variety=1).tolist() == []


def test_bodies_are_alike_by_pathways_and_places_half_each() -> None:
    subjects = (Subject.PATHWAY, Subject.PATHWAY, Subject.REGION, Subject.REGION)
    terms = Terms(
        names=("housing", "work", "north", "south"),
        subject=np.array([SUBJECTS.index(each) for each in subjects], dtype=np.int8),
    )
    said = ((0, 0), (0, 2), (1, 0), (1, 3), (2, 1), (2, 3))
    past = Past(history=history_of([], size=4, said=said, terms=terms), day=1)
    found = likeness_of(past, np.arange(4, dtype=np.int32))
    assert found[0].round(6).tolist() == [1.0, 0.5, 0.0, 0.0]
    assert found[3].tolist() == [0, 0, 0, 0]


def test_a_house_has_one_place_and_who_was_last_active_speaks_for_it_if_about_as_likely() -> None:
    kin = np.zeros((4, 4), dtype=bool)
    kin[0, 1] = kin[1, 0] = True
    alike, active = np.zeros((4, 4)), np.array([1, 9, 1, 1], dtype=np.int32)

    def named(*log_odds: float) -> list[int]:
        odds = np.array(log_odds)
        found = varied(odds, alike, count=4, variety=0.0, kin=kin, active=active)
        return [int(each) for each in found]

    assert named(-3.0, -3.5, -4.0, -5.0) == [1, 2, 3]
    assert named(-3.0, -4.5, -4.0, -5.0) == [0, 2, 3]
    assert named(-9.0, -8.0, -4.0, -5.0) == [2, 3, 1]
