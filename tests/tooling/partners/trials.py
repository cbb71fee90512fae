"""How well the model of partners does on works that it has not seen, beside simpler methods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.signals import scores
from matcher.affinity.view import Direction, View
from matcher.evaluation.calibration import calibration
from matcher.evaluation.ranking import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from matcher.affinity.lessons import Asked
    from matcher.affinity.model import PartnerModel
    from matcher.evaluation.calibration import Calibration

CUT = date(2014, 1, 1)
"""Of the first programme, works before this day teach and later ones are asked about."""
FOR_WORK = "for the work"
ONE_WAY = {
    Direction.LEADS: "for the work, who would lead",
    Direction.JOINS: "for the work, who would join",
}
POPULARITY, SIGNAL = "most works", "best signal alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """How a model did: its figures by name, and how far its chances can be believed."""

    figures: Mapping[str, float]
    chances: Calibration


def trials(
    asked: Mapping[str, Sequence[Asked]], *, learn: Callable[[Iterable[Asked]], PartnerModel]
) -> dict[str, Tried]:
    """Learn from some works, and ask about others: by time, and by programme."""
    found: dict[str, Tried] = {}
    for split in splits(asked):
        model = learn(split.taught)
        for who, chosen in _ways(split.tried):
            found[f"{split.name}; {who}"] = measured(model, chosen)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Questions that teach, and others that are asked, of one programme."""

    name: str
    taught: Sequence[Asked]
    tried: Sequence[Asked]
    programme: str


def splits(asked: Mapping[str, Sequence[Asked]]) -> Iterator[Split]:
    """Split by time, and by programme."""
    (first, one), (second, other) = asked.items()
    cut = CUT.toordinal()
    yield Split(
        name=f"{first}, works before {CUT.year} teach, later ones asked",
        taught=[each for each in one if each.day < cut],
        tried=[each for each in one if each.day >= cut],
        programme=first,
    )
    yield Split(name=f"{first} teaches, {second} asked", taught=one, tried=other, programme=second)
    yield Split(name=f"{second} teaches, {first} asked", taught=other, tried=one, programme=first)


def _ways(asked: Sequence[Asked]) -> Iterator[tuple[str, list[Asked]]]:
    plain = [each for each in asked if not each.as_newcomer]
    yield FOR_WORK, [each for each in plain if each.for_work]
    for way, words in ONE_WAY.items():
        yield words, [each for each in plain if each.example.query.direction is way]
    yield "for no work in particular", [each for each in plain if not each.for_work]
    yield "as if by newcomers", [each for each in asked if each.as_newcomer]


def measured(model: PartnerModel, asked: Sequence[Asked]) -> Tried:
    """Measure a model on questions; partners whom nobody could rank count as not found."""
    rows, popular, alone, chances, came, first = [], [], [], [], [], []
    for each in asked:
        example = each.example
        view = View(past=example.past, query=example.query, candidates=example.candidates)
        truth = np.isin(example.candidates, example.truth)
        missing = len(example.truth) - int(truth.sum())
        said = model.predict(view)
        rows.append(figures(said.log_odds, truth, missing=missing))
        works = example.past.works_of[example.candidates]
        popular.append(figures(works, truth, missing=missing)["ndcg@10"])
        alone.append([figures(s, truth, missing=missing)["ndcg@10"] for s in scores(view).T])
        chances.append(said.chance)
        came.append(truth)
        best = said.first(1)
        first.append((said.chance[best].sum(), truth[best].sum()))
    probability = calibration(np.concatenate(chances), np.concatenate(came))
    of_signals = np.mean(alone, axis=0)
    said_of_first, first_came = np.mean(first, axis=0)
    told = {
        "questions": float(len(asked)),
        "recall@10": float(np.mean([row["recall@10"] for row in rows])),
        "mrr": float(np.mean([row["mrr"] for row in rows])),
        "ndcg@10": float(np.mean([row["ndcg@10"] for row in rows])),
        f"ndcg@10 of {POPULARITY}": float(np.mean(popular)),
        f"ndcg@10 of {SIGNAL}": float(of_signals.max()),
        "rate": probability.rate,
        "brier skill": probability.skill,
        "calibration error": probability.error,
        "said of the first": float(said_of_first),
        "first came true": float(first_came),
    }
    return Tried(figures=told, chances=probability)
