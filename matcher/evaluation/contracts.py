"""Whether a model finds the subcontractors of contracts that it has not seen.

The question: a lead, the kind of work, its area and its people are given; rank all who could join.
Three settings say what the model may know of the training contracts when it is asked:

    all                 everything; only where the contracts asked about are others
    line-up left out    no contract with the same lead and the same subcontractors
    lead left out       no contract with the same lead: as if the prime provider were new

What is left out is left out of the training too. And the fields in which a subcontractor is sought:
those who are one in any of the contracts, the field of the figures published before; and all bodies
known, who must be told apart from them. Where works are left out, whoever had no other work has no
history, and in the small field those are nearly all who are sought. So a ranking that puts bodies
without history first would do well there, and the table shows it as a control: no signal of the
model may speak for having no history (`matcher.affinity.signals.signal`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS, scores
from matcher.affinity.training import Example, lesson_of, train
from matcher.affinity.view import Direction, Query, View
from matcher.errors import TrainingError
from matcher.evaluation.ranking import Estimate, estimates, figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.model import PartnerModel
    from matcher.evaluation.tables import Table

BYSTANDERS = 150
"""So many bodies that join no contract are beside those who do, in each example."""
FOREVER = int(np.iinfo(np.int32).max) - 1
"""A day on which all contracts are known: which count is said by what is hidden."""


class LeftOut(StrEnum):
    """What a model may not know when it is asked about a contract."""

    ITSELF = "all"
    LINE_UP = "line-up left out"
    LEAD = "lead left out"


class Field(StrEnum):
    """Among whom subcontractors are sought."""

    SUBCONTRACTORS = "subcontractors"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one method did in one setting: the figures over all its questions."""

    method: str
    left_out: LeftOut
    field: Field
    questions: int
    candidates: int
    figures: Mapping[str, Estimate]


@dataclass(frozen=True, kw_only=True, eq=False)
class Trial:
    """Contracts to learn from and to ask about, and what of them may be known when.

    Attributes
    ----------
    table : all contracts and bodies
    learns, asks : which contracts are learnt from and asked about, shape (P,) each
    """

    table: Table
    learns: Flags
    asks: Flags

    @cached_property
    def past(self) -> Past:
        """All that is known of all contracts."""
        return Past(history=self.table.history, day=FOREVER)

    @cached_property
    def lead(self) -> Indices:
        """Who leads each contract, shape (P,)."""
        number = self.table.number
        return np.array([number[work.lead] for work in self.table.works], dtype=np.int32)

    @cached_property
    def line_up(self) -> Indices:
        """A number for each lead with its subcontractors, shape (P,)."""
        keys = [(work.lead, *sorted(set(work.others))) for work in self.table.works]
        order = {key: index for index, key in enumerate(dict.fromkeys(keys))}
        return np.array([order[key] for key in keys], dtype=np.int32)

    @cached_property
    def joined(self) -> tuple[Indices, ...]:
        """Who joined each contract."""
        number = self.table.number
        return tuple(
            np.array(sorted({number[o] for o in work.others} - {number[work.lead]}), dtype=np.int32)
            for work in self.table.works
        )

    @cached_property
    def is_question(self) -> Flags:
        """Which contracts somebody joined, shape (P,)."""
        return np.array([len(each) > 0 for each in self.joined], dtype=bool)

    def hidden(self, contract: int, left_out: LeftOut, *, known: Flags) -> Flags:
        """Which works may not be known: those not `known`, and those that would give it away."""
        same = np.arange(len(self.lead)) == contract
        if left_out is LeftOut.LINE_UP:
            same |= self.line_up == self.line_up[contract]
        elif left_out is LeftOut.LEAD:
            same |= self.lead == self.lead[contract]
        return np.asarray(~known | same)

    def query(self, contract: int) -> Query:
        """Ask who joins the lead of a contract for such work in such a place."""
        return Query(
            members=self.lead[contract : contract + 1],
            wanted=self.table.history.about[[contract]].indices.astype(np.int32),
            direction=Direction.JOINS,
        )

    def field(self, contract: int, among: Field) -> Indices:
        """Who could join a contract: everybody, or who joins any; but not its lead."""
        if among is Field.EVERYBODY:
            found = np.arange(self.table.history.size, dtype=np.int32)
        else:
            found = np.unique(np.concatenate(self.joined)).astype(np.int32)
        return np.asarray(found[found != self.lead[contract]])

    def some(self, contract: int) -> Indices:
        """Who joins any contract, and some of the others who could: enough to learn from."""
        joins = self.field(contract, Field.SUBCONTRACTORS)
        others = np.setdiff1d(self.field(contract, Field.EVERYBODY), joins)
        drawn = np.random.default_rng(contract).permutation(others)[:BYSTANDERS]
        return np.concatenate([joins, np.sort(drawn)])


def learn(trial: Trial, *, known: Flags) -> PartnerModel:
    """Train on known contracts, each asked with its line-up and once more with its lead hidden.

    Raises
    ------
    TrainingError
        If nobody joined any of them.
    """
    return train(lesson_of(_examples(trial, known=known)))


def _examples(trial: Trial, *, known: Flags) -> Iterator[Example]:
    repeats = np.bincount(trial.line_up[known], minlength=len(trial.line_up))
    for contract in np.flatnonzero(known & trial.is_question).tolist():
        for left_out in (LeftOut.LINE_UP, LeftOut.LEAD):
            yield Example(
                past=trial.past.hiding(trial.hidden(contract, left_out, known=known)),
                query=trial.query(contract),
                candidates=trial.some(contract),
                truth=trial.joined[contract],
                weight=1.0 / np.sqrt(repeats[trial.line_up[contract]]),
            )


def evaluate_contracts(
    trial: Trial,
    *,
    seed: int,
    progress: Callable[[float], None] = lambda _: None,
) -> tuple[Result, ...]:
    """Rank the field of every contract asked about, by the model and by simpler methods.

    Parameters
    ----------
    trial : the contracts
    seed : of the intervals
    progress : told the share that is done, in [0, 1]

    Raises
    ------
    TrainingError
        If nobody joined a contract that is asked about, or any that could be learnt from.
    """
    asked = np.flatnonzero(trial.asks & trial.is_question)
    if not len(asked):
        message = (
            "no contract that is asked about has a subcontractor: there is nobody to find. Give "
            "contracts with a prime provider and subcontractors"
        )
        raise TrainingError(message)
    found: dict[tuple[str, LeftOut, Field], list[dict[str, float]]] = {}
    is_apart = not (trial.learns & trial.asks).any()
    settings = tuple(LeftOut) if is_apart else (LeftOut.LINE_UP, LeftOut.LEAD)
    done, total = 0, len(asked) * len(settings)
    for left_out in settings:
        models: dict[bytes, PartnerModel] = {}
        for contract in asked.tolist():
            hidden = trial.hidden(contract, left_out, known=trial.learns)
            key = hidden.tobytes()
            if key not in models:
                models[key] = learn(trial, known=~hidden)
            for field in Field:
                for name, measured in _measured(trial, contract, field, hidden, models[key]):
                    found.setdefault((name, left_out, field), []).append(measured)
            done += 1
            progress(done / total)
    groups = trial.line_up[asked].tolist()
    return tuple(
        Result(
            method=name,
            left_out=left_out,
            field=field,
            questions=len(measured),
            candidates=len(trial.field(int(asked[0]), field)),
            figures=estimates(measured, groups, seed=seed),
        )
        for (name, left_out, field), measured in found.items()
    )


def _measured(
    trial: Trial, contract: int, field: Field, hidden: Flags, model: PartnerModel
) -> Iterator[tuple[str, dict[str, float]]]:
    """Measure every method on one question."""
    candidates = trial.field(contract, field)
    view = View(past=trial.past.hiding(hidden), query=trial.query(contract), candidates=candidates)
    is_true = np.isin(candidates, trial.joined[contract])
    yield "model", figures(model.predict(view).log_odds, is_true)
    for name, scored in baselines(view):
        yield name, figures(scored, is_true)


def baselines(view: View) -> Iterator[tuple[str, Floats]]:
    """What simpler methods say: each signal alone, counts, popularity, chance, and the control."""
    past, candidates = view.past, view.candidates
    yield "chance", np.zeros(len(candidates))
    yield "popularity", past.works_of[candidates]
    yield "counts by lead, type and area", _counts(view)
    for signal, scored in zip(SIGNALS, scores(view).T, strict=True):
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
