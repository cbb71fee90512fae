"""What ranks those who could join a contract: the model, other learners, and simpler methods.

The model is a conditional logit (`matcher.affinity.training`). It is learnt from questions like the
one asked: from contracts whose line-up is left out where something is known of the lead, and from
contracts whose whole lead is left out where nothing is. How freely its weights may move is chosen
by cross-validation over the leads of the contracts it learns from, never by those asked about.

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
from matcher.affinity.training import Example, choice_of, lesson_of, train
from matcher.errors import TrainingError
from matcher.evaluation.ranking import DEPTH, chances_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.model import PartnerModel
    from matcher.affinity.training import Lesson
    from matcher.affinity.view import View
    from matcher.evaluation.contract_trial import LeftOut, Trial

FREEDOMS = (1.0, 0.1, 0.03, 0.01, 0.003)
"""How freely weights may move; the first is what is taken where nothing can be compared."""
FOLDS = 5
DEALS = 4
"""So often the groups are dealt out anew: one deal alone may choose by chance."""
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
    """All that was learnt from some contracts."""

    model: PartnerModel
    regression: Any
    trees: Any

    def ranked(self, said: Floats) -> Iterator[tuple[str, Floats]]:
        """Rank candidates by what the signals say of them, shape (C, S)."""
        yield "model", self.model.base + said @ self.model.weights
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
    freedom = best_freedom(lesson, trial.lead[contracts], seed=seed)
    came, weights = lesson.came > 0, lesson.weights * lesson.stands_for
    trees = HistGradientBoostingClassifier(
        **_TREES, monotonic_cst=[1] * len(SIGNALS), random_state=seed
    )
    return Learnt(
        model=train(lesson, freedom=freedom),
        regression=BoundedLogisticRegression(C=CAREFUL).fit(lesson.rows, came, weights),
        trees=trees.fit(lesson.rows, came, weights),
    )


def _examples(
    trial: Trial, contracts: Indices, *, known: Flags, left_out: LeftOut
) -> Iterator[Example]:
    repeats = np.bincount(trial.line_up[known], minlength=len(trial.line_up))
    for contract in contracts.tolist():
        candidates, stands_for = trial.some(contract)
        yield Example(
            past=trial.past_of(contract, left_out, known=known),
            query=trial.query(contract),
            candidates=candidates,
            truth=trial.joined[contract],
            weight=1.0 / np.sqrt(repeats[trial.line_up[contract]]),
            stands_for=stands_for,
        )


def best_freedom(lesson: Lesson, groups: Indices, *, seed: int) -> float:
    """Choose how freely weights may move, by the recall at ten for groups that were not learnt.

    Parameters
    ----------
    lesson : Q questions
    groups : what belongs together, shape (Q,): whole groups are learnt from, or asked about
    seed : of how the groups are dealt out
    """
    names, group = np.unique(groups, return_inverse=True)
    folds = min(FOLDS, len(names))
    if folds < 2:  # noqa: PLR2004  (one to learn from, one to ask)
        return FREEDOMS[0]
    draw = np.random.default_rng(seed)
    parts = [
        (lesson.of(dealt != fold), lesson.of(dealt == fold))
        for dealt in (draw.permutation(len(names))[group] % folds for _ in range(DEALS))
        for fold in range(folds)
    ]
    return max(FREEDOMS, key=lambda freedom: _recall(parts, freedom=freedom))


def _recall(parts: list[tuple[Lesson, Lesson]], *, freedom: float) -> float:
    """Give the mean recall at ten over the questions of the second of each two."""
    total = 0.0
    for learnt, asked in parts:
        try:
            weights = choice_of(learnt, freedom=freedom)
        except TrainingError:
            continue
        total += sum(_found(asked, weights))
    return total


def _found(asked: Lesson, weights: Floats) -> Iterator[float]:
    score, ends = asked.rows @ weights, np.cumsum(np.bincount(asked.question))
    counts = asked.weights
    for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True):
        came = asked.came[start:end] > 0
        held = chances_at(score[start:end], came, depth=DEPTH).sum() / max(came.sum(), 1)
        yield float(held * counts[start])


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
