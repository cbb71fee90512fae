"""Where the model would have ranked the members of the partnerships that really won.

For an area and a day, every organisation that could be a member is ranked by the best line-up that
contains it, found by solving with it locked in. Beside it stand two rankings that know nothing of
needs: popularity (collaborations known by the day) and chance (the mean of random orders).
An organisation of which nothing usable was public on the day has no rank; it counts as if it were
ranked, by lot, behind all others. Eight partnerships cannot support a statistical test.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import participations
from graph.records.kinds import CollaborationKind, MemberRole, Outcome
from matcher.brief.request import Brief, resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.engine.solver import solve
from matcher.inquiry.inquiry import in_parallel
from matcher.problem.merging import merge_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.case.build import Case

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

TOP = 10
_SHUFFLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Winner:
    """One organisation in the line-up that won one area; indices into the snapshot's tables."""

    line_up: str
    lead: int
    area: int
    organisation: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AreaField:
    """The organisations that could have been chosen for an area, F of them, and their scores.

    `model` is the score of the best line-up with each of them, -inf where there is none;
    `popularity` counts the collaborations known by the day; both of shape (F,).
    """

    area: int
    organisations: Indices
    model: Floats
    popularity: Floats
    winners: tuple[Winner, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a winner stood in the field of its area.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingQuality:
    """Mean over the areas of NDCG at ten, for the model, popularity and chance."""

    model: float
    popularity: float
    chance: float


def winners(snapshot: Snapshot) -> tuple[Winner, ...]:
    """Everybody in a bid that won an area of the programme."""
    bids = {
        bid.id: bid
        for bid in snapshot.facts.collaborations
        if bid.kind is CollaborationKind.TR_BID and bid.outcome is Outcome.WON
    }
    members = [m for m in snapshot.facts.memberships if m.collaboration in bids]
    leads = {m.collaboration: m.organisation for m in members if m.role is MemberRole.LEAD}
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


def area_fields(
    snapshot: Snapshot, *, as_of: date, begins: Callable[[str], None] = lambda _: None
) -> Iterator[AreaField]:
    """Score the field of each area that was won, area by area; `begins` is told each one's name."""
    everyone = winners(snapshot)
    known = participations(snapshot, as_of=as_of)
    popularity = np.asarray(known.sum(axis=1), dtype=np.float64).ravel()
    may_bid = snapshot.organisation_columns.may_bid
    for area in sorted({winner.area for winner in everyone}):
        begins(snapshot.areas[area].short_name)
        own = tuple(winner for winner in everyone if winner.area == area)
        in_field = may_bid.copy()
        in_field[[winner.organisation for winner in own]] = True
        organisations = np.flatnonzero(in_field)
        yield AreaField(
            area=area,
            organisations=organisations,
            model=member_values(snapshot, area, as_of=as_of)[organisations],
            popularity=popularity[organisations],
            winners=own,
        )


def member_values(snapshot: Snapshot, area: int, *, as_of: date) -> Floats:
    """The score of the best line-up with each organisation in it; -inf where there is none."""
    brief = Brief(area=snapshot.areas[area].id, as_of=as_of, k=1)
    return values_in(build_case(snapshot, resolve(snapshot, brief), rules=ScoringRules()))


def values_in(case: Case) -> Floats:
    """The same for a case that is built already, within its brief; shape (N,)."""
    problem = merge_cells(case.problem).problem

    def value(row: int) -> float:
        locked = tuple(sorted({*problem.locked, row}))
        found = solve(replace(problem, locked=locked), gap=case.brief.brief.gap)
        return found[0].objective if found else -np.inf

    values = np.full(len(case.snapshot.organisations), -np.inf)
    values[case.candidates] = list(in_parallel(value, range(problem.candidates)))
    return values


def lead_values(case: Case) -> Floats:
    """The score of the best line-up that each organisation leads; -inf where there is none."""
    problem = merge_cells(case.problem).problem

    def value(row: int) -> float:
        alone = np.arange(problem.candidates) == row
        locked = tuple(sorted({*problem.locked, row}))
        found = solve(replace(problem, may_lead=alone, locked=locked), gap=case.brief.brief.gap)
        return found[0].objective if found else -np.inf

    leads = np.flatnonzero(problem.may_lead)
    values = np.full(len(case.snapshot.organisations), -np.inf)
    values[np.asarray(case.candidates)[leads]] = list(in_parallel(value, map(int, leads)))
    return values


def placings(field: AreaField) -> Iterator[Placing]:
    """Place the winners of an area in its field."""
    for winner in field.winners:
        own = int(np.searchsorted(field.organisations, winner.organisation))
        usable = bool(np.isfinite(field.model[own]))
        better = int((field.model > field.model[own]).sum())
        more_popular = int((field.popularity > field.popularity[own]).sum())
        yield Placing(
            winner=winner,
            field=len(field.organisations),
            model_rank=better + 1 if usable else None,
            model=_share_before(field.model, own),
            popularity=_share_before(field.popularity, own),
            in_top=usable and better < TOP,
            popular_in_top=more_popular < TOP,
        )


def _share_before(values: Floats, own: int) -> float:
    """The share of the others that stand before one, those level with it counting half."""
    before = (values > values[own]).sum() + ((values == values[own]).sum() - 1) / 2
    return float(before / max(len(values) - 1, 1))


def ranking_quality(fields: Sequence[AreaField], *, seed: int = 0) -> RankingQuality:
    """Measure the rankings by NDCG at ten: 1 where the winners stand on top."""
    from sklearn.metrics import ndcg_score  # noqa: PLC0415  (a second to import)

    rng = np.random.default_rng(seed)
    scores = []
    for field in fields:
        won = np.isin(field.organisations, [w.organisation for w in field.winners])
        truth = won[np.newaxis].astype(np.float64)
        chance = rng.random((_SHUFFLES, len(won)))
        scores.append(
            (
                ndcg_score(truth, np.maximum(field.model, -1.0)[np.newaxis], k=TOP),
                ndcg_score(truth, field.popularity[np.newaxis], k=TOP),
                ndcg_score(np.repeat(truth, _SHUFFLES, axis=0), chance, k=TOP),
            )
        )
    model, popularity, chance_level = np.mean(scores, axis=0)
    return RankingQuality(
        model=float(model), popularity=float(popularity), chance=float(chance_level)
    )
