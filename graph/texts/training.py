"""Training: calibrated linear models, one for each label with enough examples.

Each is a logistic regression (liblinear, L2). Decisions about examples that were left out, group by
group so that no organisation and no text is on both sides, do two things: they choose how closely
the weights follow the examples, and Platt's sigmoid on them calibrates the probabilities. Only
examples whose shares are those of the register count there (`natural`); where there are hardly any,
the probabilities are brought to the share that ``labels.csv`` assumes.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.texts.features import Read, learn
from graph.texts.labels import labels
from graph.texts.model import Model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.int64]

FEWEST = 20
"""Positive or negative examples below which a label has no model."""
FOLDS = 4
_UNSURE = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text, and what is known of it.

    Attributes
    ----------
    group : examples of one organisation, or of one text, share it
    says : whether it says a label; a label that is missing is unknown
    natural : whether it was picked without regard to what it says, as a register's charities are
    """

    text: Read
    group: str
    says: Mapping[str, bool]
    natural: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a model is trained.

    Attributes
    ----------
    strengths : values of liblinear's C to choose from, for each label
    hit_weight : what a keyword hit weighs beside the words, whose length together is 1
    least_texts, most_terms, most_pieces : what gets into the vocabulary
    """

    strengths: tuple[float, ...] = (0.5, 2.0, 8.0)
    hit_weight: float = 1.0
    least_texts: int = 3
    most_terms: int = 8_000
    most_pieces: int = 8_000


def truths(examples: Sequence[Example], label: str) -> Marks:
    """Say of each example whether it says a label: 1, 0, or -1 where nobody knows."""
    return np.array(
        [_UNSURE if (said := each.says.get(label)) is None else int(said) for each in examples],
        dtype=np.int64,
    )


def folds_of(examples: Sequence[Example], folds: int = FOLDS) -> Marks:
    """Put each group into a fold, by its name alone."""
    import zlib  # noqa: PLC0415

    return np.array([zlib.crc32(each.group.encode()) % folds for each in examples], dtype=np.int64)


def train(
    examples: Sequence[Example],
    settings: Settings,
    *,
    name: str,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Model:
    """Train a model for every label with a tag and at least `FEWEST` examples of either kind.

    A label without a tag has none among a register's charities. What was written for it, and the
    contracts, hold too many to show how rare it is: its keywords tell more (docs/text.md).
    """
    vocabulary = learn(
        [each.text for each in examples],
        hit_weight=settings.hit_weight,
        least_texts=settings.least_texts,
        most_terms=settings.most_terms,
        most_pieces=settings.most_pieces,
    )
    matrix = vocabulary.matrix([each.text for each in examples])
    natural = np.array([each.natural for each in examples])
    folds, rows, keys = folds_of(examples), [], []
    for done, label in enumerate(labels()):
        truth = truths(examples, label.key)
        if label.tags and min((truth == 1).sum(), (truth == 0).sum()) >= FEWEST:
            keys.append(label.key)
            rows.append(_fitted(matrix, truth, folds, natural, settings, share=label.share))
        progress(done + 1, len(labels()))
    weights = np.array([row[0] for row in rows]).reshape(len(keys), vocabulary.width)
    numbers = np.array([row[1:] for row in rows], dtype=np.float64).reshape(len(keys), 3)
    return Model(
        name=name,
        vocabulary=vocabulary,
        labels=tuple(keys),
        weights=weights.astype(np.float32).astype(np.float64),
        intercept=numbers[:, 0],
        slope=numbers[:, 1],
        shift=numbers[:, 2],
    )


def _fitted(
    matrix: Any,  # noqa: ANN401  (a sparse array)
    truth: Marks,
    folds: Marks,
    natural: NDArray[np.bool_],
    settings: Settings,
    *,
    share: float,
) -> tuple[Floats, float, float, float]:
    """Fit one label: weights, intercept, and the slope and shift of its sigmoid."""
    sure = truth != _UNSURE
    usual = sure & natural
    written = (truth[usual] == 1).sum() < FEWEST // 2
    if written:
        usual = sure
    tried = []
    for strength in settings.strengths:
        left_out = _left_out(matrix, truth, folds, strength)[usual]
        slope, shift, loss = _sigmoid(left_out, truth[usual])
        tried.append((loss, strength, slope, shift))
    _, strength, slope, shift = min(tried)
    if written:  # whoever wrote them wrote as many as they liked, so a register's share is assumed
        seen = truth[usual].mean()
        shift -= float(np.log(share / (1 - share)) - np.log(seen / (1 - seen)))
    weights, intercept = _logistic(matrix[sure], truth[sure], strength)
    return weights, intercept, slope, shift


def _left_out(matrix: Any, truth: Marks, folds: Marks, strength: float) -> Floats:  # noqa: ANN401
    """Give the decision about each example by a model that did not see its fold."""
    sure, decisions = truth != _UNSURE, np.zeros(len(truth))
    for fold in range(FOLDS):
        inside, outside = sure & (folds != fold), folds == fold
        if 0 < truth[inside].sum() < inside.sum():
            weights, intercept = _logistic(matrix[inside], truth[inside], strength)
            decisions[outside] = matrix[outside] @ weights + intercept
    return decisions


def _logistic(matrix: Any, truth: Marks, strength: float) -> tuple[Floats, float]:  # noqa: ANN401
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (slow to import)

    model = LogisticRegression(
        C=strength,
        solver="liblinear",
        dual=True,
        class_weight="balanced",
        random_state=0,
        max_iter=1000,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(matrix, truth)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def _sigmoid(decisions: Floats, truth: Marks) -> tuple[float, float, float]:
    """Fit Platt's sigmoid, with his targets that are never quite 0 or 1; rising, or flat.

    Returns its slope, its shift and the loss.
    """
    from scipy.optimize import minimize  # noqa: PLC0415

    positives = int((truth == 1).sum())
    high = (positives + 1) / (positives + 2)
    low = 1 / (len(truth) - positives + 2)
    target = np.where(truth == 1, high, low)

    def loss(numbers: Floats) -> tuple[float, Floats]:
        value = numbers[0] * decisions + numbers[1]
        chance = 1 / (1 + np.exp(np.clip(value, -700, 700)))
        total = np.sum(np.logaddexp(0, value) - (1 - target) * value)
        off = target - chance
        return float(total), np.array([float(off @ decisions), float(off.sum())])

    start = np.array([-1.0, float(np.log((len(truth) - positives + 1) / (positives + 1)))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, 0.0), (None, None)])
    return float(found.x[0]), float(found.x[1]), float(found.fun)
