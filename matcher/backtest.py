"""Where the model would have ranked the members of the partnerships that really won.

For an area and a day, every organisation that could be a member is ranked by the best line-up that
contains it, found by solving with it locked in. Beside it stand two rankings that know nothing of
needs: popularity (collaborations known by the day) and chance (the mean of a random order).
An organisation of which nothing usable was public on the day has no rank; it counts as if it were
ranked, by lot, behind all others. Eight partnerships cannot support a statistical test.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.model import CollaborationKind, Outcome
from graph.ties import participations
from matcher.brief import Brief, resolve
from matcher.case import build_case
from matcher.merging import merge_cells
from matcher.scoring import ScoringRules
from matcher.solver import solve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot import Snapshot

    Floats = NDArray[np.float64]

TOP = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """One organisation in the line-up that won one area; indices into the snapshot's tables."""

    line_up: str
    lead: int
    area: int
    organisation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a winner stood among the `field` organisations that could have been chosen.

    `model_rank` is None where nothing usable was public of the winner. The `model` and
    `popularity` shares say which part of the field stood before it: 0 is the top, 0.5 is chance.
    """

    winner: Winner
    field: int
    model_rank: int | None
    model: float
    popularity: float
    in_top: bool
    popular_in_top: bool


def winners(snapshot: Snapshot) -> tuple[Winner, ...]:
    """Everybody in a bid that won an area of the programme."""
    bids = {
        c.id: c
        for c in snapshot.facts.collaborations
        if c.kind is CollaborationKind.TR_BID and c.outcome is Outcome.WON
    }
    members = [m for m in snapshot.facts.memberships if m.collaboration in bids]
    leads = {m.collaboration: m.organisation for m in members if m.role.value == "lead"}
    position = snapshot.organisation_index
    return tuple(
        Winner(
            line_up=m.collaboration,
            lead=position[leads[m.collaboration]],
            area=snapshot.area_index[area],
            organisation=position[m.organisation],
        )
        for m in members
        for area in bids[m.collaboration].areas
    )


def placings(snapshot: Snapshot, *, as_of: date) -> Iterator[Placing]:
    """Rank the field of each area that was won, and place its winners."""
    everyone = winners(snapshot)
    popularity = np.asarray(participations(snapshot, as_of=as_of).sum(axis=1), np.float64)
    may_join = np.array([org.kind.may_bid for org in snapshot.organisations])
    for area in sorted({winner.area for winner in everyone}):
        values = member_values(snapshot, area, as_of=as_of)
        field = may_join.copy()
        field[[winner.organisation for winner in everyone if winner.area == area]] = True
        for winner in everyone:
            if winner.area == area:
                yield _placing(winner, field, values, popularity)


def member_values(snapshot: Snapshot, area: int, *, as_of: date) -> Floats:
    """The score of the best line-up with each organisation in it; -inf where there is none."""
    brief = Brief(area=snapshot.areas[area].id, as_of=as_of, k=1)
    case = build_case(snapshot, resolve(snapshot, brief), rules=ScoringRules())
    problem = merge_cells(case.problem).problem
    values = np.full(len(snapshot.organisations), -np.inf)
    for row, organisation in enumerate(case.candidates):
        found = solve(replace(problem, locked=(row,)), gap=brief.gap)
        if found:
            values[organisation] = found[0].objective
    return values


def _placing(
    winner: Winner, field: NDArray[np.bool_], values: Floats, popularity: Floats
) -> Placing:
    own = winner.organisation
    usable = bool(np.isfinite(values[own]))
    better = int((values[field] > values[own]).sum())
    return Placing(
        winner=winner,
        field=int(field.sum()),
        model_rank=better + 1 if usable else None,
        model=_share_before(values[field], values[own]),
        popularity=_share_before(popularity[field], popularity[own]),
        in_top=usable and better < TOP,
        popular_in_top=int((popularity[field] > popularity[own]).sum()) < TOP,
    )


def _share_before(values: Floats, own: float) -> float:
    """The share of the others that stand before one, those level with it counting half."""
    before = (values > own).sum() + ((values == own).sum() - 1) / 2
    return float(before / max(len(values) - 1, 1))
