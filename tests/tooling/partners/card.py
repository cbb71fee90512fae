"""The card of the model of partners, docs/partner-model.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.affinity.pairs import pair_log_odds
from matcher.affinity.signals import EVERY_SIGNAL
from matcher.affinity.view import Direction
from matcher.evaluation.cards import reliability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matcher.affinity.model import PartnerModel
    from matcher.affinity.stored import ModelCard, StoredModel
    from matcher.evaluation.calibration import Calibration

_COLUMNS = {
    "questions": "Questions",
    "recall@10": "Recall@10",
    "mrr": "MRR",
    "ndcg@10": "nDCG@10",
    "ndcg@10 of most works": "nDCG@10, most works first",
    "ndcg@10 of best signal alone": "nDCG@10, best signal alone",
    "rate": "Share of partners",
    "brier skill": "Brier skill",
    "calibration error": "Calibration error",
    "said of the first": "Said of the first",
    "first came true": "First came true",
}


def card_text(
    stored: StoredModel,
    tried: Mapping[str, Mapping[str, float]],
    chances: Mapping[str, Calibration],
) -> str:
    """Write the card, with plots of the trials of which chances are given."""
    parts = (
        _learnt(stored.card),
        _read(stored.model),
        _tried(tried, chances),
        _limits(stored.card),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _learnt(card: ModelCard) -> Iterator[str]:
    yield "# The model of partners: its card"
    yield ""
    yield "Written by `make partner-model`: do not edit. docs/partners.md says how it is used."
    yield ""
    yield "## What it learnt from"
    yield ""
    for programme, version in card.data.items():
        yield f"- `{programme}`, data version `{version}`"
    yield (
        f"- {card.works:,} works of two members or more, which became known from "
        f"{card.learnt_from.isoformat()} to {card.learnt_to.isoformat()}; {card.questions:,} "
        f"questions about them, {card.pairs:,} pairs"
    )
    yield ""
    yield (
        "Each question is asked as of the day before its work became known. Half of the questions "
        "hide the history of the one who asks, so that the model serves newcomers too."
    )
    yield ""


def _read(model: PartnerModel) -> Iterator[str]:
    yield "## What it reads"
    yield ""
    yield f"Log-odds where no signal says anything: {model.base:.3f}. No weight is below 0."
    yield ""
    if model.scales:
        yield (
            "A work has many who join it and one who leads it. So each direction has its own base, "
            "and the weights below are multiplied by its slope:"
        )
        yield ""
        yield "| Asked | Base | Slope |"
        yield "|---|---:|---:|"
        for way, scale in model.scales.items():
            yield f"| {_ASKED[way]} | {scale.base:.3f} | {scale.slope:.3f} |"
        yield ""
    yield "| Signal | It says | Read from | One unit adds |"
    yield "|---|---|---|---:|"
    by_name = {signal.name: signal for signal in EVERY_SIGNAL}
    weighted = zip(model.signals, model.weights.tolist(), strict=True)
    for name, weight in sorted(weighted, key=lambda one: -one[1]):
        signal = by_name[name]
        yield f"| {name} | {signal.words} | {signal.source.value} | {weight:.3f} |"
    yield ""
    yield (
        "No signal reads the sector or the kind of an organisation. A signal of weight 0 told "
        "nothing that the others do not tell."
    )
    yield ""
    yield (
        f"The line-ups' affinity reads {', '.join(sorted(pair_log_odds(model)))} "
        "([scoring.md](scoring.md#affinity)). Where a training moves one of them by more than a "
        "fifth, put it into `ScoringRules.pair_log_odds`; a test says so."
    )
    yield ""
    yield (
        "What makes the chances true was not learnt from: works belong to five folds by the day on "
        "which they became known, and each fold is calibrated by the weights of the others."
    )
    yield ""


def _tried(
    tried: Mapping[str, Mapping[str, float]], chances: Mapping[str, Calibration]
) -> Iterator[str]:
    yield "## How it does on works that it has not seen"
    yield ""
    yield (
        "Each row learns from other works than those it asks about. A partner who was not known "
        "on the day, or had nothing in common with the one who asks, counts as not found. "
        "Newcomers are asked for with their own history hidden. The last two columns compare what "
        "is said of the one named first with how often that one came true."
    )
    yield ""
    yield f"| Trial | {' | '.join(_COLUMNS.values())} |"
    yield f"|---|{'---:|' * len(_COLUMNS)}"
    for name, row in tried.items():
        yield f"| {name} | {' | '.join(_cell(key, row[key]) for key in _COLUMNS)} |"
    yield ""
    if chances:
        yield "## How far its chances can be believed"
        for name, found in chances.items():
            yield from reliability(name, found)
        yield ""


def _limits(card: ModelCard) -> Iterator[str]:
    yield "## Limits"
    yield ""
    yield (
        "- Few works of several members are known, most of them of two competitions. Facts that "
        "nobody wrote down are not there: a chance says what such a record would show next."
    )
    yield (
        "- The chances are those of one named work out of hundreds of candidates, so even the "
        "best are small. Where works have many more members than these, they are too low."
    )
    yield (
        "- It was trained on all works, early and late. On a day before "
        f"{card.learnt_to.isoformat()} its answers read only facts of that day, but with weights "
        "that nobody could have had then; the answer says so."
    )


def _cell(key: str, value: float) -> str:
    if key == "questions":
        return f"{value:,.0f}"
    return f"{value:.4f}" if key in {"rate", "calibration error"} else f"{value:.3f}"


_ASKED = {
    Direction.JOINS: "who would join",
    Direction.LEADS: "who would lead",
    Direction.PARTNERS: "either",
}
