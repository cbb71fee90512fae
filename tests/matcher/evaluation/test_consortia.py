"""Whether the partners of later years can be foreseen in a table of consortia."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.affinity.batch import Batch, Ground
from matcher.affinity.choice import choice_weights
from matcher.affinity.history import Subject
from matcher.affinity.past import Past
from matcher.affinity.signals.bulk import BULK
from matcher.affinity.signals.topology import TOPOLOGY
from matcher.affinity.signals.walks import SUITORS, hypergraph_walk, suitors
from matcher.affinity.view import Query, View
from matcher.errors import TrainingError
from matcher.evaluation import consortia
from matcher.evaluation.consortia import OURS, Outcome, evaluate_consortia
from matcher.evaluation.consortium_history import Collected
from matcher.evaluation.consortium_models import scaled
from matcher.evaluation.consortium_questions import Draw, Span, Task, questions_of
from matcher.evaluation.consortium_rows import Standing, rows_of
from matcher.evaluation.consortium_years import Years
from tests.matcher.evaluation.consortia_table import history

if TYPE_CHECKING:
    from matcher.affinity.history import History


def span(first: int, last: int) -> Span:
    """All days of some years."""
    return Span(start=date(first, 1, 1).toordinal(), end=date(last + 1, 1, 1).toordinal())


@cache
def years() -> Years:
    """Ask about 2006, learn from 2005."""
    return Years(history=history(), learns=span(2005, 2005), asks=span(2006, 2006))


@cache
def outcome() -> Outcome:
    """All figures."""
    return evaluate_consortia(years(), queries=40, seed=1)


def ndcg(task: Task) -> dict[str, float]:
    """The nDCG@10 of each method."""
    return {
        each.method: each.figures["ndcg@10"].mean for each in outcome().results if each.task is task
    }


def ground() -> Ground:
    """What is known before 2006."""
    return Ground(past=Past(history=history(), day=span(2006, 2006).start - 1))


def test_foresees_partners_better_than_chance_and_tells_each_simpler_method() -> None:
    for task in (Task.NEW, Task.ANY, Task.LINE_UP):
        found = ndcg(task)
        assert found[OURS] > 2 * found["chance"]
        assert {"popularity", "hypergraph-walk", "logistic regression", "boosted trees"} <= set(
            found
        )


def test_the_rest_asks_only_what_was_not_asked() -> None:
    drawn = questions_of(Task.NEW, ground(), years().asks, draw=Draw(limit=15, seed=1))
    rest = questions_of(Task.NEW, ground(), years().asks, draw=Draw(limit=15, seed=1, rest=True))
    every = questions_of(Task.NEW, ground(), years().asks, draw=Draw(limit=500, seed=1))
    assert len(drawn.askers) == 15
    assert len(rest.askers) == min(15, len(every.askers) - 15) > 0
    assert not set(drawn.askers.tolist()) & set(rest.askers.tolist())


def test_says_that_nothing_rests_where_all_is_asked() -> None:
    with pytest.raises(TrainingError, match="that is left when others are drawn"):
        evaluate_consortia(years(), queries=500, seed=1, rest=True)


def test_newcomers_are_those_with_one_project_before() -> None:
    asked = {each.task: each.questions for each in outcome().results if each.method == OURS}
    assert 0 < asked[Task.NEWCOMERS] < asked[Task.NEW]


def test_chances_are_told_with_how_far_they_can_be_believed() -> None:
    found = next(each for each in outcome().results if each.calibration is not None)
    assert found.method == OURS
    assert found.calibration is not None
    assert 0 <= found.calibration.error < 0.1
    assert sum(each.pairs for each in found.calibration.bins) == found.calibration.pairs


def test_without_the_factor_model_the_same_seed_gives_the_same_figures_for_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(consortia, "is_there", lambda: False)
    again = evaluate_consortia(years(), queries=40, seed=1)
    assert not again.with_factors
    others = [each for each in outcome().results if not each.method.startswith("ALS")]
    assert list(again.results) == others


def test_nobody_is_asked_for_who_is_an_old_partner_or_was_not_known() -> None:
    standing = Standing(ground=ground())
    asked = questions_of(Task.NEW, standing.ground, years().asks, draw=Draw(limit=500, seed=1))
    linked = standing.ground.past.linked
    for question, asker in enumerate(asked.askers.tolist()):
        partners = asked.partners(question)
        assert len(partners)
        assert standing.ground.known[partners].all()
        assert asker not in partners
        assert linked[[asker]][:, partners].sum() == 0


def test_later_projects_change_nothing_that_is_known() -> None:
    cut = history().without(np.array(history_days()) >= span(2006, 2006).start)
    less = Ground(past=Past(history=cut, day=span(2006, 2006).start - 1))
    askers = np.arange(20, dtype=np.int32)
    for signal in BULK:
        ours = signal.compute(Batch(ground=ground(), askers=askers))
        assert np.allclose(ours, signal.compute(Batch(ground=less, askers=askers)), atol=1e-4)


def history_days() -> list[int]:
    """The day on which each project began."""
    every = history()
    days = np.zeros(every.works, dtype=np.int64)
    days[every.work] = every.day
    return days.tolist()


@pytest.mark.parametrize("name", ["common-neighbours", "adamic-adar", "resource-allocation"])
def test_many_questions_at_once_get_what_each_gets_alone(name: str) -> None:
    signal = next(each for each in TOPOLOGY if each.name == name)
    bulk = next(each for each in BULK if each.name == name)
    past = ground().past
    askers = np.array([0, 5, 40], dtype=np.int32)
    found = bulk.compute(Batch(ground=ground(), askers=askers))
    for row, asker in enumerate(askers):
        others = np.setdiff1d(np.arange(past.size), [asker]).astype(np.int32)
        query = Query(members=np.array([asker], dtype=np.int32))
        alone = signal.compute(View(past=past, query=query, candidates=others))
        assert np.allclose(found[row, others], alone, rtol=1e-4)


@pytest.mark.parametrize("signal", BULK, ids=lambda each: each.name)
def test_a_signal_is_a_number_of_0_or_more_for_everybody(signal: object) -> None:
    everybody = np.arange(ground().past.size, dtype=np.int32)
    found = next(each for each in BULK if each is signal).compute(
        Batch(ground=ground(), askers=everybody)
    )
    assert np.isfinite(found).all()
    assert (found >= 0).all()


def test_suitors_are_measured_by_the_best_new_partners_of_each() -> None:
    everybody = np.arange(ground().past.size, dtype=np.int32)
    walk = hypergraph_walk(Batch(ground=ground(), askers=everybody))
    found = suitors(ground())
    for body in everybody:
        new = walk[body, ground().past.linked[[body]].toarray()[0] == 0]
        least = np.sort(new)[::-1][SUITORS] if len(new) > SUITORS else 0.0
        assert found[body] == pytest.approx(max(least, 1e-6))
    assert len(np.unique(found)) > 20


def test_those_who_were_no_partners_stand_for_all_of_the_pool() -> None:
    standing = Standing(ground=ground())
    asked = questions_of(Task.NEW, standing.ground, years().asks, draw=Draw(limit=20, seed=1))
    every = rows_of(standing, asked)
    some = rows_of(standing, asked, draw=np.random.default_rng(1))
    assert some.counts.sum() == pytest.approx(every.counts.sum())
    assert some.came.sum() == every.came.sum()


def test_columns_are_scaled_by_their_own_candidates() -> None:
    numbers = scaled(np.array([[1.0, 7], [3, 7]], dtype=np.float32), np.ones(2, dtype=np.float32))
    assert numbers.tolist() == [[-1, 0], [1, 0]]


def test_a_table_that_tells_no_lead_leaves_line_ups_out() -> None:
    nobody = np.zeros(len(history().leads), dtype=bool)
    lead_less = Years(
        history=replace(history(), leads=nobody), learns=years().learns, asks=years().asks
    )
    asked = questions_of(
        Task.LINE_UP, lead_less.known.ground, lead_less.asks, draw=Draw(limit=9, seed=1)
    )
    assert not len(asked.askers)


def test_what_is_said_of_a_body_is_known_from_the_first_row_that_says_it() -> None:
    collected = Collected()
    for day, land in ((20, "FR"), (10, "FR"), (15, "DE")):
        collected.take("A", f"P{day}", leads=False, day=day)
        collected.tell("A", Subject.PLACE, land, day=day)
    said = collected.history().said
    assert (said.term.tolist(), said.day.tolist()) == ([0, 1], [15, 10])


@given(order=st.permutations(range(5)))
def test_any_order_of_rows_makes_the_same_history(order: list[int]) -> None:
    """So the same questions are drawn, and all figures are the same."""
    rows = [
        ("B", "P2", True, 30, "FR"),
        ("A", "P1", True, 20, "DE"),
        ("B", "P1", False, 10, "FR"),
        ("A", "P2", False, 30, "FR"),
        ("C", "P1", True, 20, "DE"),
    ]
    found, first = (_read([rows[at] for at in places]) for places in (order, range(5)))
    assert (found.terms.names, found.size) == (("DE", "FR", "T1", "T2"), 3)
    for name in ("organisation", "work", "leads", "day", "known_day"):
        np.testing.assert_array_equal(getattr(found, name), getattr(first, name))
    for name in ("organisation", "term", "day"):
        np.testing.assert_array_equal(getattr(found.said, name), getattr(first.said, name))
    assert found.about.toarray().tolist() == [[0, 0, 1, 0], [0, 0, 0, 1]]


def _read(rows: list[tuple[str, str, bool, int, str]]) -> History:
    collected = Collected()
    for who, project, leads, day, land in rows:
        collected.take(who, project, leads=leads, day=day)
        collected.tell(who, Subject.PLACE, land, day=day)
        collected.topic(project, f"T{project[1:]}")
    return collected.history()


def test_those_drawn_stand_for_others_when_weights_are_learnt() -> None:
    rows, question = np.array([[1.0], [0.0], [0.0]]), np.zeros(3, dtype=np.int32)
    chosen, ones = np.array([0.0, 1, 0]), np.ones(3)
    more = choice_weights(
        rows, chosen, question, ones, stands_for=np.array([9.0, 1, 1]), least=-np.inf
    )
    assert more < choice_weights(rows, chosen, question, ones, least=-np.inf)


def test_where_nobody_was_known_before_the_year_learnt_from_its_later_parts_teach() -> None:
    early = Years(history=history(), learns=span(2001, 2001), asks=span(2002, 2002))
    found = evaluate_consortia(early, queries=40, seed=1)
    assert (Task.NEW, OURS) in {(each.task, each.method) for each in found.results}


def test_says_that_nothing_can_be_measured_where_nobody_is_known() -> None:
    with pytest.raises(TrainingError, match="nothing can be measured"):
        evaluate_consortia(
            Years(history=history(), learns=span(1990, 1990), asks=span(1991, 1991)),
            queries=10,
            seed=1,
        )
