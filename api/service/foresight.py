"""How well partners are foreseen: read from the card that is stored with the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.records.foresight import Foresight, Trial

if TYPE_CHECKING:
    from matcher.affinity.stored import ModelCard

_FIGURES = {
    "found_in_ten": "recall@10",
    "drawn_by_lot": "rate",
    "said_of_first": "said of the first",
    "first_came_true": "first came true",
    "order": "ndcg@10",
    "order_by_works": "ndcg@10 of most works",
    "order_by_best_signal": "ndcg@10 of best signal alone",
}
"""What the card calls each figure; before it stand the trial, a semicolon and what was asked."""
_COUNT = "questions"
_DIGITS = 4


def foresight(card: ModelCard) -> Foresight:
    """Tell what a model learnt from, and how each trial of it went."""
    names = [name.removesuffix(f": {_COUNT}") for name in card.figures if name.endswith(_COUNT)]
    return Foresight(
        data=dict(card.data),
        learnt_from=card.learnt_from.isoformat(),
        learnt_to=card.learnt_to.isoformat(),
        works=card.works,
        questions=card.questions,
        pairs=card.pairs,
        trials=tuple(_trial(card, name) for name in names),
    )


def _trial(card: ModelCard, name: str) -> Trial:
    taught, _, asked = name.partition("; ")
    for programme in card.data:
        taught = taught.replace(programme, programme.replace("-", " ").title())
    figures = {
        field: round(card.figures[f"{name}: {figure}"], _DIGITS)
        for field, figure in _FIGURES.items()
    }
    questions = round(card.figures[f"{name}: {_COUNT}"])
    return Trial(taught=taught, asked=asked, questions=questions, **figures)
