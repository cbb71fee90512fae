"""What ranks those who could join a contract: the model, other learners, and simpler methods.

The model is a conditional logit (`matcher.evaluation.contract_weights`). It is learnt from
questions like the one asked: from contracts whose line-up is left out where something is known of
the lead, and from contracts whose whole lead is left out where nothing is. How far its scores can
be believed is learnt from line-ups, or leads, that the weights were not learnt from
(`matcher.evaluation.contract_chances`).

Where works are left out, whoever had no other work has no history, and among subcontractors those
are nearly all who are sought. So a ranking that puts bodies without history first would do well
there, and stands in the table as a control. No learner may hold history against a body: weights are
0 or above, and trees may only rise with a signal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.signals import SIGNALS
from matcher.affinity.training import Example, lesson_of
from matcher.evaluation.contract_chances import learn_chances
from matcher.evaluation.contract_weights import deals_of, taught_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.past import Past
    from matcher.affinity.view import View
    from matcher.evaluation.contract_chances import Chances
    from matcher.evaluation.contract_trial import LeftOut, Trial

CAREFUL = 0.01
"""C of the regression that takes each pair by itself."""
_TREES: dict[str, Any] = {
    "max_iter": 60,
    "max_bins": 63,
    "learning_rate": 0.1,
    "max_leaf_nodes": 8,
    "min_samples_leaf": 20,
    "l2_regularization": 10.0,
    "early_stopping": False,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Learnt:
    """All that was learnt from some contracts.

    Attributes
    ----------
    weights : what one unit of each signal adds to the model's score, shape (S,)
    chances : what its score comes to
    regression, trees : the learners beside it
    """

    weights: Floats
    chances: Chances
    regression: Any
    trees: Any

    def ranked(self, said: Floats) -> Iterator[tuple[str, Floats]]:
        """Rank candidates by what the signals say of them, shape (C, S)."""
        yield "model", said @ self.weights
        yield "regression, pair by pair", self.regression.decision_function(said)
        yield "boosted trees, pair by pair", self.trees.decision_function(said)


def learn(trial: Trial, *, known: Flags, left_out: LeftOut, seed: int) -> Learnt:
    """Train on known contracts, each asked about as in one setting.

    Raises
    ------
    TrainingError
        If nobody joined any of them.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  (heavy)

    from matcher.affinity.bounded import BoundedLogisticRegression  # noqa: PLC0415  (the same)

    contracts = np.flatnonzero(known & trial.is_question).astype(np.int32)
    lesson = lesson_of(_examples(trial, contracts, known=known, left_out=left_out))
    alike = trial.alike(left_out)[contracts]
    deals = deals_of(alike, seed=seed)
    fold = deals[0] if deals else np.zeros(len(contracts), dtype=np.int32)
    taught = taught_by(lesson, deals)
    came, weights = lesson.came > 0, lesson.weights * lesson.stands_for
    trees = HistGradientBoostingClassifier(
        **_TREES, monotonic_cst=[1] * len(SIGNALS), random_state=seed
    )
    return Learnt(
        weights=taught.weights,
        chances=learn_chances(taught.said, came, weights, fold[lesson.question]),
        regression=BoundedLogisticRegression(C=CAREFUL).fit(lesson.rows, came, weights),
        trees=trees.fit(lesson.rows, came, weights),
    )


def _examples(
    trial: Trial, contracts: Indices, *, known: Flags, left_out: LeftOut
) -> Iterator[Example]:
    repeats = np.bincount(trial.line_up[known], minlength=len(trial.line_up))
    pasts: dict[int, Past] = {}  # one for all that are left out together
    alike = trial.alike(left_out).tolist()
    for contract in contracts.tolist():
        candidates, stands_for = trial.some(contract, known=known)
        if alike[contract] not in pasts:
            pasts[alike[contract]] = trial.past_of(contract, left_out, known=known)
        yield Example(
            past=pasts[alike[contract]],
            query=trial.query(contract),
            candidates=candidates,
            truth=trial.joined[contract],
            weight=1.0 / np.sqrt(repeats[trial.line_up[contract]]),
            stands_for=stands_for,
        )


def baselines(view: View, said: Floats) -> Iterator[tuple[str, Floats]]:
    """What simpler methods say: chance, popularity, counts, each signal alone, and the control."""
    past, candidates = view.past, view.candidates
    yield "chance", np.zeros(len(candidates))
    yield "popularity", past.works_of[candidates]
    yield "counts by lead, type and area", _counts(view)
    for signal, scored in zip(SIGNALS, said.T, strict=True):
        yield signal.name, scored
    yield "control: no history first", -np.minimum(past.works_of[candidates], 1.0)


def _counts(view: View) -> Floats:
    """Count each candidate's works, by how many of these they share with the one asked about.

    The lead, the type, the police area, the region and whom it is for, as far as they are given.
    """
    about, wanted = view.past.history.about, view.query.wanted
    subject = view.past.history.terms.subject[wanted]
    shares = np.asarray(view.past.leading[view.query.members].sum(axis=0)).ravel()
    for each in np.unique(subject):
        terms = np.zeros(about.shape[1])
        terms[wanted[subject == each]] = 1.0
        shares = shares + (np.asarray(about @ terms) > 0)
    return np.asarray(view.past.taking_part @ shares)[view.candidates]
