"""How well partners are foreseen, in records: what the page, JSON and CSV say of the model."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (pydantic reads it while running)
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How one trial went: works that the model had not seen were asked about.

    Attributes
    ----------
    taught : which works taught, and which were asked about
    asked : what was asked
    questions : how many
    found_in_ten : share of the true partners who were among the first ten named
    drawn_by_lot : share that came true of all who were compared
    said_of_first, first_came_true : the mean chance of the one named first, and how often it came
        true
    order, order_by_works, order_by_best_signal : nDCG@10 of the model's order, of the order by most
        works, and of the order by the one signal that did best
    """

    taught: str
    asked: str
    questions: int
    found_in_ten: float
    drawn_by_lot: float
    said_of_first: float
    first_came_true: float
    order: float
    order_by_works: float
    order_by_best_signal: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Foresight:
    """What the model of partners learnt from, and how it did on works that it had not seen.

    Attributes
    ----------
    data : the data version of each programme that it learnt from
    learnt_from, learnt_to : the days of the first and the last work that was asked about
    works, questions, pairs : how many it learnt from
    trials : each trial, those of named works first as they are written
    """

    data: Mapping[str, str]
    learnt_from: str
    learnt_to: str
    works: int
    questions: int
    pairs: int
    trials: tuple[Trial, ...]
