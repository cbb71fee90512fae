"""What the model makes of each contract when its line-up is left out of the facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.networks.ties import participations
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief, resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.engine.solver import solve
from matcher.problem.merging import merge_cells
from matcher.questions.backtest import TOP, AreaField, Winner, lead_values, values_in
from matcher.questions.seating import bodies_of, real_seating, suggested_seating

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from graph.records.identifiers import OrgId
    from matcher.case.build import Case
    from matcher.questions.seating import Bodies, Seating
    from tests.tooling.realism.left_out import LeftOut, Lot

DAY = date(2022, 12, 5)
"""The day on which sizes are read; which contracts are known is decided by leaving others out."""
EARLIER_DAY = date(2013, 9, 18)
_DRAWS, _SEED = 2000, 20211205
RULES = ScoringRules()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """One contract and the facts without its line-up, laid out once for many rules.

    `pair_weight` is the brief's; None is its default.
    """

    lot: Lot
    snapshot: Snapshot
    pair_weight: float | None = None

    @property
    def area(self) -> int:
        """The index of its region."""
        return self.snapshot.area_index[self.lot.contract.areas[0]]

    def case(self, rules: ScoringRules, *, led: bool) -> Case:
        """The brief for its place and service; `led` gives the real prime as the lead."""
        lead = str(self.lot.prime) if led else None
        brief = Brief(area=self.lot.region, as_of=DAY, k=1, lead=lead)
        if self.pair_weight is not None:
            brief = replace(brief, pair_weight=self.pair_weight)
        return build_case(self.snapshot, resolve(self.snapshot, brief), rules=rules)


def known_lots(left_out: LeftOut, lots: Collection[Lot], *, before: bool) -> list[Known]:
    """Leave each lot's line-up out."""
    return [
        Known(lot=lot, snapshot=Snapshot(left_out.facts_for(lot, before=before))) for lot in lots
    ]


def field_of(known: Known, *, led: bool, rules: ScoringRules = RULES) -> AreaField:
    """Rank every organisation for a lot; the prime is not asked for where it is given."""
    snapshot, lot = known.snapshot, known.lot
    case = known.case(rules, led=led)
    asked = np.array([body.kind.may_bid for body in snapshot.organisations])
    position = {body: snapshot.organisation_index[body] for body in lot.members}
    asked[list(position.values())] = True
    if led:
        asked[position[lot.prime]] = False
    organisations = np.flatnonzero(asked)
    popularity = np.asarray(participations(snapshot, as_of=DAY).sum(axis=1), np.float64).ravel()
    return AreaField(
        area=known.area,
        organisations=organisations,
        model=values_in(case)[organisations],
        popularity=popularity[organisations],
        winners=tuple(_winners(known, position, led=led)),
    )


def _winners(known: Known, position: dict[OrgId, int], *, led: bool) -> list[Winner]:
    lead = position[known.lot.prime]
    return [
        Winner(
            line_up=known.lot.contract.id,
            lead=lead,
            area=known.area,
            organisation=position[body],
        )
        for body in sorted(known.lot.others if led else known.lot.members)
    ]


def lead_place(known: Known, *, rules: ScoringRules = RULES) -> tuple[int, int] | None:
    """The real prime's rank as lead, and among how many; None where it could not lead."""
    values = lead_values(known.case(rules, led=False))
    own = values[known.snapshot.organisation_index[known.lot.prime]]
    if not np.isfinite(own):
        return None
    return int((values > own).sum()) + 1, int(np.isfinite(values).sum())


def seatings(
    known: Known, whole: Snapshot, *, led: bool, rules: ScoringRules = RULES
) -> tuple[Seating, Seating] | None:
    """The best suggestion and the real line-up; None where nothing could be suggested."""
    case = known.case(rules, led=led)
    merged = merge_cells(case.problem)
    found = solve(merged.problem, gap=case.brief.brief.gap)
    if not found:
        return None
    best = replace(found[0], volume=merged.spread(found[0].volume))
    bodies: Bodies = bodies_of(whole, known.area, as_of=DAY)
    return suggested_seating(case, best, bodies=bodies), real(known, whole)


def real(known: Known, whole: Snapshot) -> Seating:
    """The real line-up of a lot."""
    index = whole.organisation_index
    roles = {index[known.lot.prime]: "lead"}
    roles |= {index[body]: "subcontractor" for body in sorted(known.lot.others)}
    return real_seating(whole, known.area, roles, as_of=DAY)


def ndcg(field: AreaField) -> float:
    """NDCG at ten of one contract; NaN where nobody was to be found."""
    from sklearn.metrics import ndcg_score  # noqa: PLC0415  (a second to import)

    if not field.winners:
        return np.nan
    won = np.isin(field.organisations, [winner.organisation for winner in field.winners])
    told = np.maximum(field.model, -1.0)
    return float(ndcg_score(won[np.newaxis].astype(float), told[np.newaxis], k=TOP))


def interval(values: Sequence[float], groups: Sequence[str]) -> tuple[float, float, float]:
    """The mean of some values, and its 95 % interval when whole groups are drawn again."""
    names = sorted(set(groups))
    row = np.array([names.index(group) for group in groups])
    sums = np.bincount(row, values, len(names))
    counts = np.bincount(row, minlength=len(names)).astype(np.float64)
    drawn = np.random.default_rng(_SEED).integers(len(names), size=(_DRAWS, len(names)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(np.mean(values)), float(low), float(high)
