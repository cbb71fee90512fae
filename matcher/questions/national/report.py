"""A plan of all areas told: the areas, the leads, the bodies, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.describe import area_label, describe
from matcher.answer.records import Lowest
from matcher.brief.gates import GateKey
from matcher.problem.rows import sums_by
from matcher.problem.totals import volume_by_cell
from matcher.questions.findings import (
    NationalArea,
    NationalBody,
    NationalCoverage,
    NationalLead,
    Unmet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from matcher.inquiry.inquiry import Solved
    from matcher.problem.model import Solution
    from matcher.questions.national.country import Country

    Floats = NDArray[np.float64]

_SCORE_DIGITS = 6
_SHARE_DIGITS = 4
_PEOPLE_DIGITS = 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Told:
    """What is told: line-ups by area, together and each area for itself."""

    country: Country
    together: Mapping[int, Solution]
    alone: Sequence[Solved]

    def areas(self) -> Iterator[NationalArea]:
        """Every area, in the order of the programme."""
        return (self._area(area) for area in range(len(self.country.cases)))

    def _area(self, area: int) -> NationalArea:
        case, solution, alone = self.country.cases[area], self.together.get(area), self.alone[area]
        row = case.snapshot.areas[case.brief.area]
        best = None if alone.solution is None else round(alone.solution.objective, _SCORE_DIGITS)
        line_up = None
        if solution is not None and alone.solution is not None:
            line_up = describe(case, _beside(solution, alone.solution), solution.volume, rank=1)
        score = None if line_up is None else line_up.score
        return NationalArea(
            area=area_label(row),
            annual_value_gbp=row.annual_value_gbp,
            score=score,
            score_alone=best,
            cost=None
            if score is None or best is None
            else round(max(best - score, 0.0), _SCORE_DIGITS),
            why_none=None if solution is not None else self._why_none(area),
            line_up=line_up,
        )

    def _why_none(self, area: int) -> str:
        if not self.country.cases[area].problem.may_lead.any():
            return "Nobody can hold the contract."
        if self.alone[area].none:
            return "No line-up keeps the rules."
        if self.alone[area].solution is None:
            return "No line-up was found in time."
        return "The areas together ask for more than those who may lead can hold."

    def leads(self) -> Iterator[NationalLead]:
        """Every lead, those that hold most first."""
        country, first = self.country, self.country.cases[0]
        snapshot, held = first.snapshot, self._held_by(leads_only=True)
        market = sum(area.annual_value_gbp for area in snapshot.areas)
        funding = [each for each in country.lead_limits if each.gate is GateKey.FUNDING_ACCESS]
        value = {body: float(country.value[where].sum()) for body, where in held.items()}
        for body in sorted(held, key=lambda i: (-value[i], snapshot.organisations[i].name)):
            access = float(first.leads.access_gbp[body])
            yield NationalLead(
                id=snapshot.organisations[body].id,
                name=snapshot.organisations[body].name,
                sector=snapshot.organisations[body].sector.value,
                areas=self._named(held[body]),
                annual_value_gbp=value[body],
                market_share=round(value[body] / market, _SHARE_DIGITS),
                funding_required_gbp=round(
                    sum(float(each.use[held[body], body].sum()) for each in funding)
                ),
                funding_access_gbp=None if np.isnan(access) else round(access),
            )

    def bodies(self) -> Iterator[NationalBody]:
        """Every member together or alone, those in most line-ups first."""
        country, snapshot = self.country, self.country.cases[0].snapshot
        capacity = country.shared.total
        areas, leads = self._held_by(), self._held_by(leads_only=True)
        for_itself = {a: each.solution for a, each in enumerate(self.alone) if each.solution}
        before = self._held_by(for_itself)
        used, used_alone = self._used(self.together), self._used(for_itself)
        everybody = sorted(
            {*areas, *before},
            key=lambda i: (-len(areas.get(i, ())), -used[i], snapshot.organisations[i].name),
        )
        for body in everybody:
            most = max(float(capacity[body]), 1e-9)
            yield NationalBody(
                id=snapshot.organisations[body].id,
                name=snapshot.organisations[body].name,
                sector=snapshot.organisations[body].sector.value,
                areas=self._named(areas.get(body, [])),
                leads=self._named(leads.get(body, [])),
                volume_needs_a_year=round(float(used[body]), _PEOPLE_DIGITS),
                capacity_needs_a_year=round(float(capacity[body]), _PEOPLE_DIGITS),
                basis=str(country.shared.basis[body]),
                share_of_capacity=round(float(used[body]) / most, _SHARE_DIGITS),
                areas_alone=self._named(before.get(body, [])),
                times_its_capacity_alone=round(float(used_alone[body]) / most, _SHARE_DIGITS),
            )

    def _held_by(
        self, line_ups: Mapping[int, Solution] | None = None, *, leads_only: bool = False
    ) -> dict[int, list[int]]:
        """The areas of each body, in order."""
        held: dict[int, list[int]] = {}
        for area, one in sorted((line_ups or self.together).items()):
            for member in (one.lead,) if leads_only else one.members:
                held.setdefault(int(self.country.cases[area].candidates[member]), []).append(area)
        return held

    def _used(self, line_ups: Mapping[int, Solution]) -> Floats:
        """What each body does in all these line-ups, shape (N,)."""
        bodies = self.country.bodies
        used = [self.country.use(area, one)[:bodies] for area, one in line_ups.items()]
        return np.asarray(np.sum([np.zeros(bodies), *used], axis=0))

    def _named(self, areas: Sequence[int]) -> tuple[str, ...]:
        cases = self.country.cases
        return tuple(str(cases[a].snapshot.areas[cases[a].brief.area].id) for a in areas)

    def coverage(self) -> NationalCoverage:
        """What could be met over all areas; an area without a line-up meets nothing."""
        snapshot = self.country.cases[0].snapshot
        shape = len(self.country.cases), len(snapshot.pathways), len(snapshot.cohorts)
        need, met = np.zeros(shape), np.zeros(shape)
        for area, case in enumerate(self.country.cases):
            kind = case.cells.pathway * shape[2] + case.cells.cohort
            need[area] = sums_by(kind, case.cells.need, shape[1] * shape[2]).reshape(shape[1:])
            if area in self.together:
                volume = volume_by_cell(self.together[area].volume)
                met[area] = sums_by(kind, volume, shape[1] * shape[2]).reshape(shape[1:])
        pathways = [each.key for each in snapshot.pathways]
        cohorts = [each.key for each in snapshot.cohorts]
        names = self._named(range(shape[0]))
        by_pathway = _shares(met.sum(axis=(0, 2)), need.sum(axis=(0, 2)), pathways)
        by_cohort = _shares(met.sum(axis=(0, 1)), need.sum(axis=(0, 1)), cohorts)
        by_area = _shares(met.sum(axis=(1, 2)), need.sum(axis=(1, 2)), names)
        return NationalCoverage(
            overall=round(float(met.sum() / need.sum()), _SHARE_DIGITS),
            lowest_pathway=_lowest(by_pathway),
            lowest_cohort=_lowest(by_cohort),
            lowest_area=_lowest(by_area),
            by_pathway=by_pathway,
            by_cohort=by_cohort,
            by_area=by_area,
            unmet=tuple(_unmet(met.sum(axis=0), need.sum(axis=0), pathways, cohorts)),
        )


def _beside(solution: Solution, alone: Solution) -> Solution:
    """A line-up with the bound of its area alone, where it is as free as can be."""
    bound = max(alone.bound, solution.objective)
    gap = (bound - solution.objective) / max(abs(solution.objective), 1e-9)
    return replace(solution, bound=bound, gap=gap, proven_optimal=alone.proven_optimal and not gap)


def _shares(met: Floats, need: Floats, keys: Sequence[str]) -> dict[str, float]:
    """The share of need met by key, of those that have any."""
    return {
        str(key): round(float(min(met[i] / need[i], 1.0)), _SHARE_DIGITS)
        for i, key in enumerate(keys)
        if need[i] > 0
    }


def _lowest(shares: Mapping[str, float]) -> Lowest:
    key = min(shares, key=lambda each: shares[each])
    return Lowest(key=key, share=shares[key])


def _unmet(
    met: Floats, need: Floats, pathways: Sequence[str], cohorts: Sequence[str]
) -> Iterator[Unmet]:
    """Every kind of need that could not be met in full, the largest first."""
    left = np.round(need - met, _PEOPLE_DIGITS)
    for kind in np.argsort(-left, axis=None, kind="stable"):
        pathway, cohort = divmod(int(kind), len(cohorts))
        if left[pathway, cohort] > 0:
            yield Unmet(
                pathway=pathways[pathway],
                cohort=cohorts[cohort],
                unmet_needs_a_year=float(left[pathway, cohort]),
                share_met=round(float(met[pathway, cohort] / need[pathway, cohort]), _SHARE_DIGITS),
            )
