"""Contracts to learn from and to ask about, and what may be known when one is asked about.

The question: a lead, the kind of work, its area and its people are given; rank all who could join.
Three settings say what may be known of the contracts to learn from:

    all                 everything; only where the contracts asked about are others
    line-up left out    no contract with the same lead and the same subcontractors
    lead left out       no contract with the same lead: as if the prime provider were new

And three fields say among whom subcontractors are sought: those who are one in any of the
contracts, the field of the figures published before; all bodies known, who must be told apart from
them; and newcomers, who have joined nothing that may be known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.past import Past
from matcher.affinity.view import Direction, Query

if TYPE_CHECKING:
    from matcher.affinity.history import Flags, Floats, Indices
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
    EVERYBODY = "bodies"
    NEWCOMERS = "newcomers"


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

    def alike(self, left_out: LeftOut) -> Indices:
        """Give the number of what a setting leaves out together, shape (P,)."""
        return self.lead if left_out is LeftOut.LEAD else self.line_up

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

    def past_of(self, contract: int, left_out: LeftOut, *, known: Flags) -> Past:
        """Give what may be known when a contract is asked about."""
        return self.past.hiding(self.hidden(contract, left_out, known=known))

    def field(self, contract: int, among: Field, *, past: Past) -> Indices:
        """Who could join a contract, its lead left out; a newcomer is in no work of the `past`."""
        if among is Field.SUBCONTRACTORS:
            found = self._subcontractors
        elif among is Field.EVERYBODY:
            found = np.arange(self.table.history.size, dtype=np.int32)
        else:
            found = np.flatnonzero(past.works_of == 0).astype(np.int32)
        return np.asarray(found[found != self.lead[contract]])

    @cached_property
    def _subcontractors(self) -> Indices:
        return np.unique(np.concatenate(self.joined)).astype(np.int32)

    def some(self, contract: int, *, known: Flags) -> tuple[Indices, Floats]:
        """Who joins a known contract, and some of the others: enough to learn from.

        Who joins only contracts that are not `known` is one of the others, and as seldom drawn:
        that somebody joins at all would tell of the answer.

        Returns
        -------
        tuple
            The bodies, and how many each stands for: those drawn stand for those who were not.
        """
        joins = np.unique(np.concatenate([self.joined[each] for each in np.flatnonzero(known)]))
        joins = joins[joins != self.lead[contract]]
        others = np.setdiff1d(np.arange(self.table.history.size, dtype=np.int32), joins)
        others = others[others != self.lead[contract]]
        drawn = np.random.default_rng(contract).permutation(others)[:BYSTANDERS]
        stands_for = np.ones(len(joins) + len(drawn))
        stands_for[len(joins) :] = len(others) / max(len(drawn), 1)
        return np.concatenate([joins, np.sort(drawn)]).astype(np.int32), stands_for
