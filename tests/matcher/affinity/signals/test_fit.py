"""Signals of how two bodies fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.affinity.history import SUBJECTS, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS
from matcher.affinity.signals.fit import (
    closely_together,
    covers_gaps,
    has_joined,
    has_led,
    known_there,
    lately_together,
    near,
    same_funders,
    same_places,
    same_work,
)
from matcher.affinity.sites import Sites
from matcher.affinity.view import Direction, Query, View

HOUSING, WORK, HEALTH, NORTH, SOUTH, LOTTERY = range(6)
SUBJECT = [Subject.PATHWAY] * 3 + [Subject.REGION] * 2 + [Subject.FUNDER]
TERMS = Terms(
    names=("housing", "work", "health", "north", "south", "lottery"),
    subject=np.array([SUBJECTS.index(each) for each in SUBJECT], dtype=np.int8),
)
SAID = ((0, HOUSING), (0, NORTH), (1, HOUSING), (1, NORTH), (2, WORK), (2, SOUTH), (0, LOTTERY))
WORKS, ABOUT = ([0, 1], [2, 1]), ([HOUSING], [HEALTH])


def asked(
    *wanted: int, direction: Direction = Direction.PARTNERS, by: int = 0, day: int = 9
) -> View:
    """Ask about 1, 2 and 3 for organisation 0; nothing is known of 3."""
    history = history_of(
        WORKS, size=4, days=(1, 1), about=ABOUT, said=(*SAID, (2, LOTTERY)), terms=TERMS
    )
    points = np.array([[51.0, 0.0], [51.0, 0.0], [52.0, 0.0], [np.nan, np.nan]])
    query = Query(
        members=np.array([by], dtype=np.int32),
        wanted=np.array(wanted, dtype=np.int32),
        direction=direction,
    )
    past = Past(history=replace(history, sites=Sites.at(points)), day=day)
    return View(past=past, query=query, candidates=np.array([1, 2, 3], dtype=np.int32))


def test_a_gap_is_a_pathway_that_the_candidate_has_and_the_asker_has_not() -> None:
    assert covers_gaps(asked()).tolist() == pytest.approx([1 / 3, 2 / 3, 0])


def test_of_wanted_pathways_only_the_gaps_among_them_count() -> None:
    assert covers_gaps(asked(WORK)).tolist() == [0, 1, 0]
    assert covers_gaps(asked(HOUSING)).tolist() == [0, 0, 0]


def test_like_work_places_and_funders_are_cosines_of_rare_things() -> None:
    assert same_places(asked()).tolist() == pytest.approx([1, 0, 0])
    assert 0 < same_work(asked())[0] < 1
    assert same_work(asked())[1] == 0
    assert same_funders(asked()).tolist() == pytest.approx([0, 1, 0])


def test_one_of_whom_nothing_is_known_gets_nothing_for_itself() -> None:
    for signal in (same_work, same_places, same_funders, near):
        view = replace(asked(), query=Query(members=np.array([3], dtype=np.int32)))
        assert not signal(view).any()


def test_nearness_falls_with_kilometres_and_is_0_where_no_place_is_known() -> None:
    found = near(asked())
    assert found[0] == 1
    assert found[1] == pytest.approx(np.exp(-111.2 / 50), rel=0.01)
    assert found[2] == 0


def test_who_is_known_in_the_wanted_place_says_so_and_nobody_gains_by_silence() -> None:
    assert known_there(asked(NORTH)).tolist() == [1, 0, 0]
    assert known_there(asked()).tolist() == [0, 0, 0]


def test_work_of_long_ago_counts_less_than_work_of_late() -> None:
    lately, later = lately_together(asked(day=2)), lately_together(asked(day=2 + 3 * 365))
    assert lately[0] > later[0] > 0
    assert lately_together(asked(day=40 * 365)).tolist() == [0, 0, 0]


def test_work_of_few_counts_more_than_work_of_many_and_fades() -> None:
    few, many = (history_of([members], size=5) for members in ([0, 1], [0, 1, 2, 3]))
    query = Query(members=np.array([0], dtype=np.int32))
    one, other, late = (
        View(past=Past(history=each, day=day), query=query, candidates=np.array([1, 4]))
        for each, day in ((few, 0), (many, 0), (few, 3 * 365))
    )
    assert closely_together(one).tolist() == pytest.approx([np.log(2), 0])
    assert closely_together(other).tolist() == pytest.approx([np.log(4 / 3), 0])
    assert 0 < closely_together(late)[0] < closely_together(one)[0]


def test_who_led_counts_only_where_a_lead_is_sought_and_who_joined_where_one_joins() -> None:
    assert has_led(asked(direction=Direction.LEADS)).tolist() == pytest.approx([0, np.log(2), 0])
    assert has_joined(asked(direction=Direction.JOINS)).tolist() == pytest.approx([np.log(3), 0, 0])
    assert not has_led(asked()).any()
    assert not has_joined(asked()).any()


def test_no_signal_reads_what_kind_or_sector_a_body_is() -> None:
    """Competitive neutrality: another kind of body with the same record gets the same numbers."""
    kinds = [Subject.KIND] * 2
    terms = Terms(
        names=(*TERMS.names, "charity", "private-company"),
        subject=np.array([SUBJECTS.index(each) for each in SUBJECT + kinds], dtype=np.int8),
    )
    found = []
    for kind in (6, 7):
        said = (*SAID, *((body, kind) for body in range(4)))
        history = history_of(WORKS, size=4, about=ABOUT, said=said, terms=terms)
        query = replace(asked(HOUSING, NORTH).query, direction=Direction.JOINS)
        view = View(past=Past(history=history, day=9), query=query, candidates=np.array([1, 2, 3]))
        found.append([signal.compute(view).tolist() for signal in SIGNALS])
    assert found[0] == found[1]
    assert not [each.name for each in SIGNALS if "sector" in f"{each.name} {each.words}".lower()]
