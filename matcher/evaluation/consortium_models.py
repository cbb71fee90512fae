"""Models of partners in a table of consortia, learnt from earlier years of it.

The model itself is a conditional logit (`matcher.affinity.choice`), whose scores a logistic
regression turns into chances in a second step: by the share of the question's pool that the score
takes, and by how active who asks has been of late. Columns are scaled by the candidates of their
own year, never by those of the year learnt from: histories grow, and the same number of partners is
more in an early year than in a late one.

Beside it: a logistic regression and boosted trees on the same columns, pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from matcher.affinity.choice import choice_weights

if TYPE_CHECKING:
    from matcher.affinity.batch import Matrix
    from matcher.affinity.history import Floats
    from matcher.evaluation.consortium_rows import Rows

PENALTY = 1e-3
"""Of the squared weights, on columns of spread 1, beside the mean loss of a question."""
CAREFUL = 0.01
"""C of the logistic regressions."""
_STEPS = 62
"""Where boosted trees may split a column: scikit-learn finds such places too, but slowly."""
_TREES: dict[str, Any] = {
    "max_iter": 80,
    "max_bins": _STEPS + 1,
    "learning_rate": 0.1,
    "max_leaf_nodes": 12,
    "l2_regularization": 10.0,
    "early_stopping": False,
}
_RECENT, _SIZE = 3, 4
"""Columns of `Rows.asker`."""


class Model(Protocol):
    """Ranks the candidates of questions, and says how likely each is."""

    def ranked(self, rows: Rows) -> Floats:
        """The higher, the sooner, shape (R,)."""

    def chances(self, rows: Rows) -> Floats:
        """How likely each is a partner, shape (R,)."""


def scaled(numbers: Matrix, counts: Matrix) -> Matrix:
    """Bring columns to mean 0 and spread 1, by the candidates they stand for."""
    mean = np.average(numbers, axis=0, weights=counts)
    spread = np.sqrt(np.average((numbers - mean) ** 2, axis=0, weights=counts))
    return np.asarray((numbers - mean) / np.maximum(spread, 1e-6), dtype=np.float32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceModel:
    """The conditional logit, with its calibration.

    Attributes
    ----------
    weights : of the columns, shape (S,)
    calibrated : a logistic regression on what `_evidence` gives
    """

    weights: Floats
    calibrated: Any

    @classmethod
    def learn(cls, rows: Rows, *, seed: int, least: float = 0.0) -> ChoiceModel:
        """Learn from questions whose partners are known; nothing is drawn, `seed` says nothing."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (heavy)

        weights = choice_weights(
            scaled(rows.numbers, rows.counts),
            rows.came.astype(np.float64),
            rows.question,
            np.ones(len(rows.came)),
            stands_for=rows.counts.astype(np.float64),
            freedom=1.0 / (PENALTY * len(rows.missing)),
            least=least,
        )
        model = LogisticRegression(C=CAREFUL, max_iter=150, random_state=seed)
        model.fit(_evidence(rows, weights), rows.came, sample_weight=rows.counts)
        return cls(weights=weights, calibrated=model)

    def ranked(self, rows: Rows) -> Floats:
        """The score of each."""
        return _score(rows, self.weights)

    def chances(self, rows: Rows) -> Floats:
        """The calibrated chance of each."""
        return np.asarray(self.calibrated.predict_proba(_evidence(rows, self.weights))[:, 1])


def _score(rows: Rows, weights: Floats) -> Floats:
    return np.asarray(scaled(rows.numbers, rows.counts) @ weights.astype(np.float32), np.float64)


def _evidence(rows: Rows, weights: Floats) -> Matrix:
    """Give the logarithm of the share each has of its pool, and how active who asks is of late.

    What who asks has done in all is left out: it grows with the table, and chances with it.
    """
    score, starts = _score(rows, weights), rows.starts[:-1]
    top = np.maximum.reduceat(score, starts)[rows.question]
    total = np.add.reduceat(rows.counts * np.exp(score - top), starts)[rows.question]
    share = score - top - np.log(total)
    recent, size = rows.asker[:, _RECENT], rows.asker[:, _SIZE]
    told = np.column_stack([share, share**2 / 10, recent, recent * share / 5, size])
    return scaled(told.astype(np.float32), rows.counts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairModel:
    """A classifier of scikit-learn that takes each pair by itself.

    Attributes
    ----------
    classifier : it
    steps : where each column is cut into steps for it, shape (A few, S); None if it is not
    """

    classifier: Any
    steps: Matrix | None = None

    @classmethod
    def learn_regression(cls, rows: Rows, *, seed: int) -> PairModel:
        """Learn a logistic regression."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (heavy)

        return cls._learn(LogisticRegression(C=CAREFUL, max_iter=200, random_state=seed), rows)

    @classmethod
    def learn_trees(cls, rows: Rows, *, seed: int) -> PairModel:
        """Learn boosted trees (Ke et al., LightGBM, NIPS 30 (2017), as scikit-learn has them)."""
        from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  (heavy)

        least = max(2, min(200, len(rows.came) // 100))
        made = HistGradientBoostingClassifier(**_TREES, min_samples_leaf=least, random_state=seed)
        steps = np.quantile(_pairs(rows), np.linspace(0, 1, _STEPS + 2)[1:-1], axis=0)
        return cls._learn(made, rows, steps.astype(np.float32))

    @classmethod
    def _learn(cls, classifier: Any, rows: Rows, steps: Matrix | None = None) -> PairModel:  # noqa: ANN401  (any of them)
        made = cls(classifier=classifier, steps=steps)
        classifier.fit(made._told(rows), rows.came, sample_weight=rows.counts)
        return made

    def ranked(self, rows: Rows) -> Floats:
        """The log-odds of each."""
        return np.asarray(self.classifier.decision_function(self._told(rows)))

    def chances(self, rows: Rows) -> Floats:
        """The chance of each."""
        return np.asarray(self.classifier.predict_proba(self._told(rows))[:, 1])

    def _told(self, rows: Rows) -> Matrix:
        told = _pairs(rows)
        if self.steps is not None:
            for column, steps in enumerate(self.steps.T):
                told[:, column] = np.searchsorted(steps, told[:, column])
        return told


def _pairs(rows: Rows) -> Matrix:
    return scaled(np.concatenate([rows.numbers, rows.asker], axis=1), rows.counts)
