"""Affinities of every two at once are those of the model of partners, pair by pair."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from api.service.partner_model import built_in_model
from matcher.affinity.history import history_of
from matcher.affinity.pairs import BUSY, LEAST, PAIRWISE, pair_affinities, pair_log_odds
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS
from matcher.affinity.view import Query, View
from matcher.case.scoring import ScoringRules
from tests.matcher.affinity.random_histories import ORGANISATIONS, random_past

OF_WORK = {"past-work", "lately-together", "closely-together"}
LOG_ODDS = {
    "past-work": 0.3,
    "lately-together": 0.2,
    "closely-together": 1.4,
    "common-neighbours": 0.05,
    "adamic-adar": 0.1,
    "resource-allocation": 0.25,
}


def affinity(past: Past, one: int, other: int) -> float:
    """The same for one pair, by the signals of the model."""
    query = Query(members=np.array([one], dtype=np.int32))
    view = View(past=past, query=query, candidates=np.array([other], dtype=np.int32))
    have_worked = view.ties[0] > 0
    total = sum(
        LOG_ODDS[signal.name] * float(signal.compute(view)[0])
        for signal in SIGNALS
        if signal.name in LOG_ODDS and not (have_worked and signal.name not in OF_WORK)
    )
    found = 1.0 - float(np.exp(-total))
    return found if found >= LEAST else 0.0


@pytest.mark.parametrize("seed", range(20))
def test_every_pair_is_what_the_model_says_of_it(seed: int) -> None:
    past, among = random_past(seed), np.array([0, 1, 2, 4, 5, 7, 9, 10, 12, 13])
    found = pair_affinities(past, among, log_odds=LOG_ODDS).toarray()
    for row, one in enumerate(among.tolist()):
        for column, other in enumerate(among.tolist()):
            expected = affinity(past, one, other) if one != other else 0.0
            assert found[row, column] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_they_are_a_matrix_that_an_engine_takes(seed: int) -> None:
    found = pair_affinities(random_past(seed), np.arange(ORGANISATIONS), log_odds=LOG_ODDS)
    assert (found.toarray() == found.toarray().T).all()
    assert not found.diagonal().any()
    assert ((found.data > 0) & (found.data < 1)).all()


@pytest.mark.parametrize("most", [1, 2, 4])
def test_the_strongest_pairs_of_each_are_kept_and_nothing_else_changes(most: int) -> None:
    past, among = random_past(3), np.arange(ORGANISATIONS)
    every, few = (
        pair_affinities(past, among, log_odds=LOG_ODDS, most=each).toarray() for each in (99, most)
    )
    assert (np.count_nonzero(every, axis=1) > most).any()
    assert (few == few.T).all()
    assert (few[few > 0] == every[few > 0]).all()
    for row in range(ORGANISATIONS):
        best = np.sort(every[row])[::-1][:most]
        assert np.sort(few[row])[::-1][:most] == pytest.approx(best)


def test_common_partners_count_only_for_those_who_have_not_worked_together() -> None:
    log_odds = {"resource-allocation": 1.0}
    past = Past(history=history_of([[0, 1, 2], [2, 3]]), day=0)
    found = pair_affinities(past, np.arange(4), log_odds=log_odds).toarray()
    assert found[0, 1] == found[0, 2] == found[2, 3] == 0.0
    assert found[0, 3] == pytest.approx(1 - np.exp(-1 / 3))


def test_a_busy_partner_links_nobody() -> None:
    """With 25 partners it still does."""
    for partners, linked in ((BUSY, True), (BUSY + 1, False)):
        works = [[0, each] for each in range(1, partners + 1)]
        past = Past(history=history_of(works), day=0)
        found = pair_affinities(past, np.arange(1, 4), log_odds={"common-neighbours": 1.0})
        assert (found.nnz > 0) == linked


def test_what_is_next_to_nothing_is_nothing() -> None:
    past = Past(history=history_of([list(range(200))]), day=0)
    assert pair_affinities(past, np.arange(200), log_odds={"closely-together": 1.0}).nnz == 0


@pytest.mark.parametrize("works", [[], [[0]], [[0], [1], [2]]])
def test_without_joint_work_nobody_has_an_affinity(works: list[list[int]]) -> None:
    past = Past(history=history_of(works, size=3), day=0)
    found = pair_affinities(past, np.arange(3), log_odds=LOG_ODDS)
    assert (found.shape, found.nnz) == ((3, 3), 0)
    assert pair_affinities(past, np.arange(0), log_odds=LOG_ODDS).shape == (0, 0)


def test_a_work_more_is_one_of_the_history() -> None:
    grown = (
        history_of([[0, 1]], size=4).with_work(np.array([2, 3], dtype=np.int32), day=7).checked()
    )
    past = Past(history=grown, day=7)
    assert past.shared.toarray()[2, 3] == 1
    assert past.leading.toarray()[:, 1].tolist() == [0, 0, 1, 0]
    assert not replace(past, day=6).taking_part.toarray()[:, 1].any()


def test_the_scoring_weighs_pairs_about_as_the_built_in_model_does() -> None:
    """Where `make partner-model` moves one by more, put it into `ScoringRules.pair_log_odds`."""
    learnt = pair_log_odds(built_in_model().model)
    assert learnt.keys() <= PAIRWISE.keys()
    assert dict(ScoringRules().pair_log_odds) == pytest.approx(learnt, rel=0.2)
