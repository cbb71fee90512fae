"""A table is split by time, and learnt from in parts that end on one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.affinity.history import SUBJECTS, History, Subject, Terms, history_of
from matcher.affinity.past import Past
from matcher.evaluation.consortium_questions import Draw, Span, Task, questions_of
from matcher.evaluation.consortium_years import Years

FIRST, END = date(2015, 1, 1).toordinal(), date(2016, 1, 1).toordinal()


def years(history: History) -> Years:
    """Learn from 2015, ask about 2016."""
    return Years(
        history=history,
        learns=Span(start=FIRST, end=END),
        asks=Span(start=END, end=END + 366),
    )


def began_on(*days: date) -> History:
    """Works of 0 and 1, then of 1 and 2, then of 2 and 0, and so on, that begin on some days."""
    made = history_of([[n % 3, (n + 1) % 3] for n in range(len(days))])
    numbers = np.array([day.toordinal() for day in days], dtype=np.int32)
    return replace(made, day=numbers[made.work])


def test_lessons_are_all_the_days_their_last_half_and_their_last_third() -> None:
    spans = [each.span for each in years(began_on(date(2014, 3, 1))).lessons]
    assert [date.fromordinal(each.start) for each in spans] == [
        date(2015, 1, 1),
        date(2015, 7, 3),
        date(2015, 9, 2),
    ]
    assert {each.end for each in spans} == {END}


@pytest.mark.parametrize(("first", "taught"), [(2010, 2014), (2011, 2014), (2012, 2015)])
def test_the_year_before_teaches_where_enough_lies_before_it(first: int, taught: int) -> None:
    split = years(began_on(date(first, 1, 1), date(2014, 3, 1), date(2015, 3, 1)))
    assert date.fromordinal(split.first_taught) == date(taught, 1, 1)
    known = [each.standing.ground.past.linked.nnz // 2 for each in split.earlier]
    assert known == [1] * (2015 - taught)


def test_each_lesson_knows_what_began_before_it_and_nothing_else() -> None:
    split = years(began_on(date(2014, 3, 1), date(2015, 2, 1), date(2015, 8, 1)))
    known = [each.standing.ground.past.linked.nnz // 2 for each in split.lessons]
    assert known == [1, 2, 3]
    assert split.known.ground.past.linked.nnz // 2 == 3


@pytest.mark.parametrize("part", [1, 2])
def test_where_works_begin_on_the_first_of_january_parts_of_a_year_ask_nothing(part: int) -> None:
    split = years(began_on(date(2014, 1, 1), date(2014, 1, 1), date(2015, 1, 1)))
    lesson = split.lessons[part]
    asked = questions_of(Task.NEW, lesson.standing.ground, lesson.span, draw=Draw(limit=9, seed=0))
    assert not len(asked.askers)


def test_only_those_known_by_then_are_laid_out_and_nothing_changes_by_that() -> None:
    """One body comes late, and stands before the others in the table."""
    place = SUBJECTS.index(Subject.PLACE)
    terms = Terms(names=("FR", "DE"), subject=np.array([place, place], dtype=np.int8))
    told = [(0, 0), (3, 1)]
    late = history_of([[1, 2], [2, 3], [0, 1]], days=[10, 20, 30], said=told, terms=terms)
    less = late.among(np.array([1, 2, 3], dtype=np.int32))
    assert Past(history=less, day=25).shared.toarray().tolist() == [[0, 1, 0], [1, 0, 1], [0, 1, 0]]
    assert less.said.organisation.tolist() == [2]
    assert less.works == late.works
    split = Years(history=late, learns=Span(start=15, end=25), asks=Span(start=25, end=40))
    assert split.known.ground.past.size == 3
    assert split.members.tolist() == [2, 2, 2]
