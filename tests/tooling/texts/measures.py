"""How well labels are told: precision, recall, Brier's score and reliability."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from graph.texts.labels import labels
from graph.texts.model import rule_chances
from graph.texts.training import folds_of, train, truths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from graph.texts.model import Model
    from graph.texts.training import Example, Settings

    Floats = NDArray[np.float64]

OUTER_FOLDS = 4
HELD_OUT = 7
"""One group in so many is held out."""
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a way to tell a label did; `precision` is None where it told nobody."""

    precision: float | None
    recall: float
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How a label is told, among `examples` of whom it is known."""

    label: str
    examples: int
    positives: int
    rules: Told
    model: Told
    brier: float
    brier_of_share: float


def split(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Part the examples into those to work with and those held out, by group."""
    out = folds_of(examples, HELD_OUT) == 0
    return (
        [each for each, held in zip(examples, out, strict=True) if not held],
        [each for each, held in zip(examples, out, strict=True) if held],
    )


def left_out(examples: Sequence[Example], also: Sequence[Example], settings: Settings) -> Floats:
    """Give each example's probabilities by a model that saw neither it nor its group.

    All choices are made inside. Groups are dealt out anew, not as the training deals them.
    """
    names = [f"outer {each.group}" for each in examples]
    fold = np.array([_number(name) % OUTER_FOLDS for name in names])
    found = np.zeros((len(examples), len(labels())))
    for number in range(OUTER_FOLDS):
        inside = [each for each, one in zip(examples, fold, strict=True) if one != number]
        groups = {each.group for each in inside}
        more = [each for each in also if each.group not in groups]
        model = train([*inside, *more], settings, name="outer fold")
        rows = np.flatnonzero(fold == number).tolist()
        found[rows] = model.probabilities([examples[row].text for row in rows])
    return found


def _number(name: str) -> int:
    import zlib  # noqa: PLC0415

    return zlib.crc32(name.encode())


def measures(examples: Sequence[Example], chances: Floats) -> list[Measure]:
    """Measure all labels of which the examples hold any positive."""
    by_rule = rule_chances([each.text for each in examples])
    found = []
    for column, label in enumerate(labels()):
        truth = truths(examples, label.key)
        known = truth >= 0
        truth, chance, rule = truth[known], chances[known, column], by_rule[known, column]
        if not truth.sum():
            continue
        share = float(truth.mean())
        found.append(
            Measure(
                label=label.key,
                examples=len(truth),
                positives=int(truth.sum()),
                rules=told(truth, rule > 0),
                model=told(truth, chance >= THRESHOLD),
                brier=float(np.mean((chance - truth) ** 2)),
                brier_of_share=share * (1 - share),
            )
        )
    return found


def told(truth: NDArray[np.int64], chosen: NDArray[np.bool_]) -> Told:
    """Count what was told, and how much of it is right."""
    right, count = int(truth[chosen].sum()), int(chosen.sum())
    precision = right / count if count else None
    return Told(precision=precision, recall=right / int(truth.sum()), told=count)


def reliability(
    examples: Sequence[Example], chances: Floats, keys: Sequence[str]
) -> list[tuple[float, float, int, float, float]]:
    """Give bands of probability: from, to, how many, what was said on average, what was true."""
    said, true = [], []
    for column, label in enumerate(labels()):
        truth = truths(examples, label.key)
        if label.key in keys:
            said.append(chances[truth >= 0, column])
            true.append(truth[truth >= 0])
    says, holds = np.concatenate(said), np.concatenate(true)
    ends = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
    bands = []
    for low, high in pairwise(ends):
        inside = (says >= low) & ((says < high) | (high == 1.0))
        if inside.any():
            mean = float(says[inside].mean())
            bands.append((low, high, int(inside.sum()), mean, float(holds[inside].mean())))
    return bands


def by(model: Model, examples: Sequence[Example]) -> Floats:
    """Give the probabilities by a model of examples that it has not seen."""
    return model.probabilities([each.text for each in examples])
