"""Models of partners in a table of consortia, learnt from earlier years of it.

The model itself is a conditional logit (`matcher.affinity.choice`) with small neural networks that
learn what its weighted sum leaves (`matcher.evaluation.choice_net`). A logistic regression turns
scores into chances in a second step: by the share of the question's pool that the score takes, and
by how active who asks has been of late. Columns are scaled by the candidates of their own lesson,
never by those of another: histories grow, and the same number of partners is more in an early year
than in a late one.

Lessons come with the longest first: the whole of the days learnt from, then later parts of them.
The later a lesson begins, the more is its history like the one that is asked about, so the order
is learnt from the later parts; from the whole too, where its history is long enough, and from as
long a time before it, where that has one. How many
partners come true is told by the whole and the first part, each as much: the whole begins with too
short a history, and says too many; the part is too short itself, and says too few.

Beside it: a logistic regression and boosted trees on the same columns, pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from scipy.special import expit

from matcher.affinity.choice import choice_weights
from matcher.evaluation.choice_net import Choices, learn_nets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.affinity.batch import Matrix
    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.evaluation.choice_net import ChoiceNet
    from matcher.evaluation.consortium_rows import Rows

FREEDOM = 0.075
"""How freely weights of columns of spread 1 move where many questions teach."""
FEW = 1000
"""Where so many questions teach, weights move half as freely; where fewer do, less still."""
EXPECTED = {"works": 0.5, "log-allocation": 0.3, "pagerank": 0.3, "topic-popularity": 0.3}
"""Weights of columns before anything is learnt, others 0: they rule where little teaches."""
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
_ROWS = 65_536
"""Rows that are scaled at a time: what bounds the memory."""
_FLAT = 1e-6
_RECENT, _SIZE = 3, 4
"""Columns of `Rows.asker`."""


class Model(Protocol):
    """Ranks the candidates of questions, and says how likely each is."""

    def judged(self, rows: Rows) -> tuple[Floats, Floats]:
        """Give a score, the higher, the sooner, and the chance of being a partner, (R,) each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scale:
    """What brings columns to mean 0 and spread 1; `mean` and `spread` are of shape (S,)."""

    mean: Matrix
    spread: Matrix

    @classmethod
    def of(cls, numbers: Matrix, counts: Matrix) -> Scale:
        """Measure columns by the candidates they stand for; some rows at a time."""
        total = float(counts.sum())
        parts = [slice(start, start + _ROWS) for start in range(0, len(numbers), _ROWS)]
        mean = sum(_weighed(numbers[part], counts[part]) for part in parts) / total
        apart = sum(_weighed((numbers[part] - mean) ** 2, counts[part]) for part in parts) / total
        spread = np.maximum(np.sqrt(apart), _FLAT)
        return cls(mean=np.asarray(mean, np.float32), spread=np.asarray(spread, np.float32))

    def __call__(self, numbers: Matrix) -> Matrix:
        """Scale columns of some rows."""
        return np.asarray((numbers - self.mean) / self.spread, dtype=np.float32)


def _weighed(numbers: NDArray[np.floating[Any]], counts: Matrix) -> Floats:
    return np.asarray(counts @ numbers.astype(np.float32, copy=False), dtype=np.float64)


def scaled(numbers: Matrix, counts: Matrix) -> Matrix:
    """Bring columns to mean 0 and spread 1, by the candidates they stand for."""
    return Scale.of(numbers, counts)(numbers)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceModel:
    """The conditional logit and small networks beside it, with their calibration.

    Attributes
    ----------
    weights : of the columns, shape (S,)
    nets : what is added to the weighted sum
    calibrated : a logistic regression on what `_evidence` gives
    """

    weights: Floats
    nets: ChoiceNet
    calibrated: Any

    @classmethod
    def learn(
        cls,
        lessons: Sequence[Rows],
        *,
        seed: int,
        earlier: Sequence[Rows] = (),
        least: float = 0.0,
        whole_is_like: bool = False,
    ) -> ChoiceModel:
        """Learn from questions whose partners are known.

        Parameters
        ----------
        lessons : the longest first
        seed : of what the networks begin with
        earlier : lessons from before the first, which teach the order alone
        least : what no weight is below
        whole_is_like : whether the first lesson teaches the order, too
        """
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (heavy)

        later = lessons if whole_is_like else lessons[1:] or lessons
        weights, told = _weighted([*later, *earlier], least=least)
        nets = learn_nets(told, seed=seed)
        model = LogisticRegression(C=CAREFUL, max_iter=150, random_state=seed)
        lessons = lessons[:2]
        evidence = _of_all(lessons, lambda each: _evidence(each, _score(each, weights, nets)))
        model.fit(evidence, _came(lessons), sample_weight=_even(lessons))
        return cls(weights=weights, nets=nets, calibrated=model)

    def judged(self, rows: Rows) -> tuple[Floats, Floats]:
        """Give the score of each and its calibrated chance."""
        score = _score(rows, self.weights, self.nets)
        return score, self.calibrated.predict_proba(_evidence(rows, score))[:, 1]


def _weighted(lessons: Sequence[Rows], *, least: float) -> tuple[Floats, Choices]:
    """Learn the weights of columns, shape (S,), and say what they leave to the networks."""
    columns = _of_all(lessons, lambda each: scaled(each.numbers, each.counts))
    counts = _of_all(lessons, lambda each: each.counts)
    came, question = _came(lessons), _questions(lessons)
    weights = choice_weights(
        columns,
        came.astype(np.float64),
        question,
        np.ones(len(columns)),
        stands_for=counts.astype(np.float64),
        freedom=FREEDOM / (1 + FEW / len(np.unique(question))),
        least=least,
        expected=np.array([EXPECTED.get(name, 0.0) for name in lessons[0].names]),
    )
    asker = _of_all(lessons, lambda each: scaled(each.asker, each.counts))
    return weights, Choices(
        rows=np.concatenate([columns, asker], axis=1),
        score=columns @ weights.astype(np.float32),
        came=came,
        question=question,
        counts=counts,
    )


def _of_all(lessons: Sequence[Rows], told: Callable[[Rows], Matrix]) -> Matrix:
    """Give what is told of each lesson, one after the other."""
    return np.concatenate([told(each) for each in lessons])


def _came(lessons: Sequence[Rows]) -> Flags:
    return np.concatenate([each.came for each in lessons])


def _questions(lessons: Sequence[Rows]) -> Indices:
    """Number the questions of all lessons, shape (R,)."""
    before = np.cumsum([0, *(len(each.missing) for each in lessons)])
    numbered = [each.question + first for each, first in zip(lessons, before, strict=False)]
    return np.concatenate(numbered).astype(np.int32)


def _even(lessons: Sequence[Rows]) -> Matrix:
    """For how many candidates each row stands, where each lesson counts the same."""
    total = [float(each.counts.sum()) for each in lessons]
    mean = sum(total) / len(total)
    parts = [each.counts * (mean / own) for each, own in zip(lessons, total, strict=True)]
    return np.concatenate(parts)


def _score(rows: Rows, weights: Floats, nets: ChoiceNet) -> Floats:
    """Score rows by the weighted sum and the networks, some rows at a time."""
    score, slopes = np.empty(len(rows.came)), weights.astype(np.float32)
    for part, told in _told(rows):
        score[part] = told[:, : len(slopes)] @ slopes + nets(told)
    return score


def _told(rows: Rows) -> Iterator[tuple[slice, Matrix]]:
    """Give some rows at a time: their columns, and what is known of who asks, of spread 1."""
    numbers, asker = (Scale.of(each, rows.counts) for each in (rows.numbers, rows.asker))
    for start in range(0, len(rows.came), _ROWS):
        part = slice(start, start + _ROWS)
        yield part, np.concatenate([numbers(rows.numbers[part]), asker(rows.asker[part])], axis=1)


def _evidence(rows: Rows, score: Floats) -> Matrix:
    """Give the logarithm of the share each has of its pool, and how active who asks is of late.

    What who asks has done in all is left out: it grows with the table, and chances with it.
    """
    starts = rows.starts[:-1]
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
    def learn_regression(cls, lessons: Sequence[Rows], *, seed: int) -> PairModel:
        """Learn a logistic regression."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (heavy)

        return cls._learn(LogisticRegression(C=CAREFUL, max_iter=200, random_state=seed), lessons)

    @classmethod
    def learn_trees(cls, lessons: Sequence[Rows], *, seed: int) -> PairModel:
        """Learn boosted trees (Ke et al., LightGBM, NIPS 30 (2017), as scikit-learn has them)."""
        from sklearn.ensemble import HistGradientBoostingClassifier  # noqa: PLC0415  (heavy)

        least = max(2, min(200, len(_came(lessons)) // 100))
        made = HistGradientBoostingClassifier(**_TREES, min_samples_leaf=least, random_state=seed)
        steps = np.quantile(_of_all(lessons, _pairs), np.linspace(0, 1, _STEPS + 2)[1:-1], axis=0)
        return cls._learn(made, lessons, steps.astype(np.float32))

    @classmethod
    def _learn(
        cls,
        classifier: Any,  # noqa: ANN401  (any of them)
        lessons: Sequence[Rows],
        steps: Matrix | None = None,
    ) -> PairModel:
        made = cls(classifier=classifier, steps=steps)
        told = _of_all(lessons, lambda each: made._stepped(_pairs(each)))
        classifier.fit(told, _came(lessons), sample_weight=_even(lessons))
        return made

    def judged(self, rows: Rows) -> tuple[Floats, Floats]:
        """Give the log-odds of each and its chance."""
        odds = np.empty(len(rows.came))
        for part, told in _told(rows):
            odds[part] = self.classifier.decision_function(self._stepped(told))
        return odds, expit(odds)

    def _stepped(self, told: Matrix) -> Matrix:
        if self.steps is not None:
            for column, steps in enumerate(self.steps.T):
                told[:, column] = np.searchsorted(steps, told[:, column])
        return told


def _pairs(rows: Rows) -> Matrix:
    return scaled(np.concatenate([rows.numbers, rows.asker], axis=1), rows.counts)
