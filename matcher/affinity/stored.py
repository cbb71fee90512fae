"""A model of partners as JSON: plain numbers and what they were learnt from, nothing that runs."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.model import PartnerModel, Scale
from matcher.affinity.signals import EVERY_SIGNAL
from matcher.affinity.view import Direction
from matcher.errors import ModelFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "matcher-partner-model"
VERSION = 3
"""2 has slopes and bases by direction, and 3 a digest: a reader of 1 would give other chances."""
_TRAIN = "Train it anew with make partner-model."


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCard:
    """What a model learnt from, and how well it did.

    Attributes
    ----------
    data : the data version of each programme that it learnt from
    learnt_from, learnt_to : the days of the first and the last work that was a question
    works, questions, pairs : how many it learnt from
    figures : how well it did on works that it had not seen, by name
    """

    data: Mapping[str, str]
    learnt_from: date
    learnt_to: date
    works: int
    questions: int
    pairs: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """A model with its card."""

    model: PartnerModel
    card: ModelCard


def model_text(stored: StoredModel) -> str:
    """Write a model as JSON; equal models give equal texts."""
    model, card = stored.model, stored.card
    weights = dict(zip(model.signals, (float(w) for w in model.weights), strict=True))
    document: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "base": float(model.base),
        "weights": weights,
        "directions": {
            direction.value: {"slope": scale.slope, "base": scale.base}
            for direction, scale in model.scales.items()
        },
        "card": {
            "data": dict(card.data),
            "learnt_from": card.learnt_from.isoformat(),
            "learnt_to": card.learnt_to.isoformat(),
            "works": card.works,
            "questions": card.questions,
            "pairs": card.pairs,
            "figures": dict(card.figures),
        },
    }
    document["digest"] = _digest(document)
    return json.dumps(document, indent=2, allow_nan=False) + "\n"


def read_model(text: str) -> StoredModel:
    """Read a model that `model_text` wrote.

    Raises
    ------
    ModelFileError
        If it is none, of another version, changed since, or its numbers cannot be right.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"the model of partners is no JSON ({error}). {_TRAIN}"
        raise ModelFileError(message) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        message = f"this file is no model of partners: it does not say {FORMAT!r}. {_TRAIN}"
        raise ModelFileError(message)
    if document.get("version") != VERSION:
        message = (
            f"the model of partners is of version {document.get('version')!r}, and this product "
            f"reads version {VERSION}. {_TRAIN}"
        )
        raise ModelFileError(message)
    try:
        found = StoredModel(model=_model(document), card=_card(document["card"]))
        is_as_written = document["digest"] == _digest(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        message = f"the model of partners lacks or garbles a field: {error!r}. {_TRAIN}"
        raise ModelFileError(message) from None
    if not is_as_written:
        message = f"the model of partners was changed after it was written. {_TRAIN}"
        raise ModelFileError(message)
    return found


def _digest(document: Mapping[str, Any]) -> str:
    """Hash all but the digest itself, whatever the order of fields."""
    told = {name: value for name, value in document.items() if name != "digest"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _model(document: Mapping[str, Any]) -> PartnerModel:
    weights, base = document["weights"], float(document["base"])
    known = {signal.name for signal in EVERY_SIGNAL}
    if unknown := [name for name in weights if name not in known]:
        message = f"signals that there are not: {', '.join(unknown)}"
        raise ValueError(message)
    numbers = np.array([float(weight) for weight in weights.values()], dtype=np.float64)
    scales = {
        Direction(name): Scale(slope=float(found["slope"]), base=float(found["base"]))
        for name, found in document["directions"].items()
    }
    learnt = np.append(numbers, [each.slope for each in scales.values()])
    bases = (base, *(each.base for each in scales.values()))
    if not (np.isfinite(learnt) & (learnt >= 0)).all() or not all(map(isfinite, bases)):
        message = "a weight is no number of 0 or more"
        raise ValueError(message)
    return PartnerModel(signals=tuple(weights), weights=numbers, base=base, scales=scales)


def _card(card: Mapping[str, Any]) -> ModelCard:
    return ModelCard(
        data={str(name): str(version) for name, version in card["data"].items()},
        learnt_from=date.fromisoformat(card["learnt_from"]),
        learnt_to=date.fromisoformat(card["learnt_to"]),
        works=int(card["works"]),
        questions=int(card["questions"]),
        pairs=int(card["pairs"]),
        figures={str(name): float(value) for name, value in card["figures"].items()},
    )
