"""The market as it looks when every area asks for its best line-up, each for itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.describe import area_label, describe
from matcher.brief.names import Directory
from matcher.case.sharing import shared_capacity
from matcher.inquiry.inquiry import Inquiry, in_parallel
from matcher.lineups import heading, open_case
from matcher.problem.totals import volume_by_candidate
from matcher.questions.findings import Demanded, Market, MarketArea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Solved

_SHARE_DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class _Best:
    case: Case
    found: Solved


def market(
    snapshot: Snapshot,
    brief: Brief,
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[str], None] = lambda _area: None,
) -> Market:
    """Find every area's best line-up and who is in demand everywhere.

    Parameters
    ----------
    brief : its area is not used
    stop : asked often; once it says yes areas are left with the best found so far
    progress : told the name of each area that is done

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    """
    names = directory or Directory(snapshot)
    briefs = [replace(brief, area=area.id) for area in snapshot.areas]
    cases = [open_case(snapshot, each, directory=names) for each in briefs]

    def one(case: Case) -> _Best:
        return _Best(case, Inquiry(case, stop=stop).best)

    found: list[_Best] = []
    for best in in_parallel(one, cases):
        progress(snapshot.areas[best.case.brief.area].name)
        found.append(best)
    start = {key: value for key, value in heading(cases[0]).items() if key != "area"}
    return Market(
        **start,
        areas=tuple(_area(best) for best in found),
        in_demand=tuple(_in_demand(snapshot, found)),
    )


def _area(best: _Best) -> MarketArea:
    case, solution = best.case, best.found.solution
    row = case.snapshot.areas[case.brief.area]
    label = area_label(row)
    if solution is None:
        return MarketArea(
            area=label,
            score=None,
            proven_optimal=False,
            why_none=_why_none(best),
            coverage=None,
            lowest_pathway=None,
            lowest_cohort=None,
            lead=None,
            members=(),
            coverage_by_pathway={},
        )
    line_up = describe(case, solution, solution.volume, rank=1)
    return MarketArea(
        area=label,
        score=line_up.score,
        proven_optimal=line_up.proven_optimal,
        why_none=None,
        coverage=line_up.coverage.overall,
        lowest_pathway=line_up.coverage.lowest_pathway,
        lowest_cohort=line_up.coverage.lowest_cohort,
        lead=line_up.lead,
        members=tuple(member.id for member in line_up.members),
        coverage_by_pathway=line_up.coverage.by_pathway,
    )


def _why_none(best: _Best) -> str:
    if not best.case.problem.may_lead.any():
        return "Nobody can hold the contract."
    return "No line-up keeps the rules." if best.found.sure else "No line-up was found in time."


def _in_demand(snapshot: Snapshot, found: Sequence[_Best]) -> Iterator[Demanded]:
    """Every member of a best line-up, those that most areas want first."""
    areas: dict[int, list[str]] = {}
    leads: dict[int, list[str]] = {}
    shared = shared_capacity([best.case for best in found])
    people = np.zeros(len(snapshot.organisations))
    used = people.copy()
    for best, rate in zip(found, shared.rate, strict=True):
        case, solution = best.case, best.found.solution
        if solution is None:
            continue
        name = str(snapshot.areas[case.brief.area].id)
        volume = volume_by_candidate(solution.volume)
        people[case.candidates] += volume
        used[case.candidates] += volume * rate[case.candidates]
        for member in solution.members:
            areas.setdefault(int(case.candidates[member]), []).append(name)
        leads.setdefault(int(case.candidates[solution.lead]), []).append(name)
    for index in sorted(areas, key=lambda i: (-len(areas[i]), -people[i])):
        body = snapshot.organisations[index]
        yield Demanded(
            id=body.id,
            name=body.name,
            sector=body.sector.value,
            areas=tuple(areas[index]),
            leads=tuple(leads.get(index, ())),
            volume_needs_a_year=round(float(people[index]), 1),
            times_its_capacity=_times(used[index], shared.total[index]),
        )


def _times(used: float, capacity: float) -> float | None:
    return round(float(used / capacity), _SHARE_DIGITS) if capacity > 0 else None
