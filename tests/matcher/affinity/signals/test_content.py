"""Signals of what a candidate does, where, and what it is."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.affinity.history import Subject
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS, scores
from matcher.affinity.signals.content import (
    leads_there,
    like_work_together,
    named_alike,
    named_like_doers,
    not_elsewhere,
    people_served,
    says_such_work,
    says_there,
    such_work,
    work_there,
)
from matcher.affinity.view import Query, View
from matcher.evaluation.tables import Body, Work, table_of

HOUSING, HEALTH = (Subject.PATHWAY, "housing"), (Subject.PATHWAY, "health")
NORTH, SOUTH = (Subject.REGION, "north"), (Subject.REGION, "south")
WOMEN = (Subject.COHORT, "women")
WORKS = (
    Work(id="1", lead="prime", others=("roof", "care"), about=(HOUSING, NORTH), day=1),
    Work(id="2", lead="rival", others=("home", "roof"), about=(HOUSING, SOUTH), day=2),
    Work(id="3", lead="home", others=("care",), about=(HEALTH, NORTH, WOMEN), day=3),
)
BODIES = (
    Body(id="prime", name="Prime Roof Partnership"),
    Body(id="roof", name="Roof Trust", said=(HOUSING, NORTH)),
    Body(id="care", name="Care for Women", said=(HEALTH, SOUTH)),
    Body(id="new", name="Roof and Home", said=()),
)
CANDIDATES = ("roof", "care", "home", "new")


def asked(*wanted: tuple[Subject, str], by: str = "prime", day: int = 9) -> View:
    """Ask who would join the prime for work of some terms."""
    table = table_of(WORKS, BODIES)
    terms = table.history.terms
    names = list(zip(terms.subject.tolist(), terms.names, strict=True))
    return View(
        past=Past(history=table.history, day=day),
        query=Query(
            members=np.array([table.number[by]], dtype=np.int32),
            wanted=np.array(
                [names.index((list(Subject).index(of), name)) for of, name in wanted],
                dtype=np.int32,
            ),
        ),
        candidates=np.array([table.number[each] for each in CANDIDATES], dtype=np.int32),
    )


def test_counts_such_work_with_those_who_ask_and_with_others() -> None:
    view = asked(HOUSING, NORTH)
    assert like_work_together(view) == pytest.approx(np.log1p([1, 1, 0, 0]))
    assert such_work(view) == pytest.approx(np.log1p([1, 0, 1, 0]))


def test_half_of_what_is_wanted_counts_half() -> None:
    assert like_work_together(asked(HOUSING, SOUTH))[0] == pytest.approx(np.log1p(0.5))


def test_counts_work_and_leading_in_the_place() -> None:
    view = asked(HOUSING, NORTH)
    assert work_there(view) == pytest.approx(np.log1p([0, 1, 1, 0]))
    assert leads_there(view) == pytest.approx(np.log1p([0, 0, 1, 0]))


def test_knows_whom_a_candidate_serves_by_its_works() -> None:
    found = people_served(asked(WOMEN))
    assert found == pytest.approx([0, 1 / 4, 1 / 4, 0])


def test_hears_what_is_said_of_a_candidate() -> None:
    view = asked(HOUSING, NORTH)
    assert says_such_work(view).tolist() == [1, 0, 0, 0]
    assert says_there(view).tolist() == [1, 0, 0, 0]
    assert not_elsewhere(view).tolist() == [1, 0, 1, 1]


def test_a_shared_word_of_a_name_tells_the_more_the_rarer_it_is() -> None:
    found = named_alike(asked(HOUSING))
    assert found[0] > 0
    assert found[3] > 0
    assert found[1] == found[2] == 0


def test_a_name_like_those_who_do_such_work_tells_but_not_ones_own() -> None:
    found = named_like_doers(asked(HOUSING))
    assert found[3] > 0
    alone = named_like_doers(asked(HEALTH))
    assert alone[1] == pytest.approx(0, abs=1e-12)


def test_nothing_wanted_is_nothing_said() -> None:
    view = asked()
    for signal in (like_work_together, such_work, work_there, people_served, says_such_work):
        assert signal(view).tolist() == [0, 0, 0, 0]
    assert not_elsewhere(view).tolist() == [1, 1, 1, 1]


def test_before_the_first_work_nothing_of_it_is_known() -> None:
    view = asked(HOUSING, NORTH, day=0)
    history = [signal for signal in SIGNALS if signal.source == "history"]
    assert not scores(view, signals=history).any()


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda each: each.name)
def test_no_signal_is_below_nothing_or_no_number(signal: object) -> None:
    found = signal.compute(asked(HOUSING, NORTH, WOMEN))  # type: ignore[attr-defined]
    assert np.isfinite(found).all()
    assert (found >= 0).all()


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda each: each.name)
def test_a_graph_of_one_node_has_an_answer(signal: object) -> None:
    table = table_of([], [Body(id="only", name="Only")])
    view = View(
        past=Past(history=table.history, day=1),
        query=Query(members=np.zeros(1, dtype=np.int32)),
        candidates=np.zeros(1, dtype=np.int32),
    )
    assert np.isfinite(signal.compute(view)).all()  # type: ignore[attr-defined]
