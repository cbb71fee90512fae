"""A solution told in the words of the programme: members, coverage, gaps, confidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records.kinds import OrganisationKind
from graph.snapshot.columns import CONFIDENCES
from matcher.answer.chances import met_if_independent
from matcher.answer.money import UNPAID, money_of
from matcher.answer.reasons import member_reasons
from matcher.answer.records import (
    AreaLabel,
    CapacityRange,
    ConfidenceShares,
    Coverage,
    Gap,
    LineUp,
    Lowest,
    Member,
)
from matcher.answer.retained import retained
from matcher.case.kinds import kinds_of
from matcher.case.worth import is_large
from matcher.problem.rows import sums_by
from matcher.problem.totals import volume_by_candidate, volume_by_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray
    from scipy import sparse

    from graph.records.model import ContractArea
    from matcher.answer.money import Money
    from matcher.case.build import Case
    from matcher.case.kinds import LineUpKind
    from matcher.problem.model import Solution

    Floats = NDArray[np.float64]
    Volume = sparse.csr_array[Any]

_SCORE_DIGITS = 6
_SHARE_DIGITS = 4
_PEOPLE_DIGITS = 1
_UNMET = 0.05


def area_label(area: ContractArea) -> AreaLabel:
    """Tell an area by what people know it by."""
    return AreaLabel(id=area.id, codes=area.by_scheme, name=area.name)


def describe(
    case: Case,
    solution: Solution,
    volume: Volume,
    *,
    rank: int,
    kind: LineUpKind | None = None,
    reasons: bool = True,
) -> LineUp:
    """Describe a solution; `volume` has the case's own cells, shape (N, C).

    Without `reasons`, which take most of the time, members have none.
    """
    kind = kind or kinds_of(case).of(solution.lead, solution.members)
    criteria = {name: round(value, _SCORE_DIGITS) for name, value in solution.criteria.items()}
    score = round(sum(criteria.values()), _SCORE_DIGITS)
    bound = max(round(solution.bound, _SCORE_DIGITS), score)
    people = volume_by_candidate(volume)
    roles = roles_of(case, solution.members, solution.lead, people)
    money = money_of(case, people, solution.lead, roles)
    return LineUp(
        rank=rank,
        standing=str(rank),
        kind=kind.value,
        score=score,
        bound=bound,
        gap=round(solution.gap, _SCORE_DIGITS),
        proven_optimal=solution.proven_optimal,
        lead=case.organisation(solution.lead).id,
        members=_members(case, solution, volume, money, reasons=reasons),
        retained=tuple(retained(case, solution, money)),
        criteria=criteria,
        coverage=coverage_of(case, volume),
        coverage_if_independent=_coverage(case, met_if_independent(case, volume)),
        gaps=_gaps(case, volume),
        confidence=_confidence(case, volume),
    )


def in_standing(line_ups: Sequence[LineUp], *, tie: float) -> list[LineUp]:
    """Number line-ups so that ties share a place: 1=, 1=, 3.

    A line-up ties with the best of its place, when its score is at most the share `tie` below.
    """
    placed: list[int] = []
    for index, line_up in enumerate(line_ups):
        first = placed[-1] if placed else 0
        best = line_ups[first].score
        placed.append(first if placed and best - line_up.score <= tie * abs(best) else index)
    return [
        replace(line_up, standing=f"{first + 1}{'=' if placed.count(first) > 1 else ''}")
        for line_up, first in zip(line_ups, placed, strict=True)
    ]


def _members(
    case: Case, solution: Solution, volume: Volume, money: Money, *, reasons: bool
) -> tuple[Member, ...]:
    """The lead first, then by volume, then by name."""
    people = volume_by_candidate(volume)
    everyone = max(float(people.sum()), 1e-9)
    order = sorted(
        solution.members,
        key=lambda m: (m != solution.lead, -people[m], case.organisation(m).name),
    )
    roles = roles_of(case, solution.members, solution.lead, people)
    found = [_member(case, volume, m, roles[m], float(people[m] / everyone), money) for m in order]
    if not reasons:
        return tuple(found)
    return tuple(
        replace(one, reasons=_reasons(case, solution, volume, m))
        for one, m in zip(found, order, strict=True)
    )


def _reasons(case: Case, solution: Solution, volume: Volume, member: int) -> tuple[str, ...]:
    own = volume[[member]].toarray().ravel()
    return tuple(str(reason) for reason in member_reasons(case, solution, own, member))


def roles_of(case: Case, members: Iterable[int], lead: int, people: Floats) -> dict[int, str]:
    """Each member's role: lead; shareholder, if nothing but money; unpaid; tier 2 or 3.

    Tier 2 gives services at scale, has a sizeable turnover and bears a part of the risk; tier 3 is
    small and special (the Ministry's definitions). So size decides, unless the work is tiny. Below
    both is the unpaid part of a body that has volunteers and no paid staff.
    """
    everyone, rules = max(float(people.sum()), 1e-9), case.rules
    bodies = is_large(case.snapshot, case.capacity, as_of=case.brief.as_of, rules=rules)
    large = bodies[case.candidates]
    unpaid = case.capacity.volunteers.unpaid[case.candidates]

    def role(member: int) -> str:
        if member == lead:
            return "lead"
        if case.organisation(member).kind is OrganisationKind.FUNDER:
            return "shareholder"
        if unpaid[member]:
            return UNPAID
        at_scale = large[member] and people[member] / everyone >= rules.tier_2_share
        return "tier-2" if at_scale else "tier-3"

    return {member: role(member) for member in members}


def _member(
    case: Case,
    volume: Volume,
    member: int,
    role: str,
    share: float,
    money: Money,
) -> Member:
    snapshot, cells = case.snapshot, case.cells
    organisation = case.organisation(member)
    own = volume[[member]].toarray().ravel()
    by_pathway = sums_by(cells.pathway, own, len(snapshot.pathways))
    by_place = sums_by(cells.place, own, len(cells.authorities))
    value, risk = float(money.value[member]), float(money.risk[member])
    of_turnover = money.share_of_turnover(value, member)
    return Member(
        id=organisation.id,
        name=organisation.name,
        kind=organisation.kind.value,
        sector=organisation.sector.value,
        role=role,
        volume_needs_a_year=round(float(own.sum()), _PEOPLE_DIGITS),
        capacity=_capacity(case, int(case.candidates[member])),
        share_of_volume=round(share, _SHARE_DIGITS),
        value_gbp=round(value),
        share_of_value=round(value / money.annual_value, _SHARE_DIGITS),
        share_of_risk=round(risk / max(money.results_money, 1e-9), _SHARE_DIGITS),
        risk_gbp=round(risk),
        share_of_turnover=None if of_turnover is None else round(of_turnover, _SHARE_DIGITS),
        pathways=tuple(snapshot.pathways[p].key for p in _largest(by_pathway)),
        places=tuple(
            snapshot.authorities[cells.authorities[place]].code for place in _largest(by_place)
        ),
        reasons=(),
    )


def _capacity(case: Case, organisation: int) -> CapacityRange:
    capacity = case.capacity
    low, middle, high = (
        round(float(end[organisation]), _PEOPLE_DIGITS)
        for end in (capacity.low, capacity.total, capacity.high)
    )
    basis = str(capacity.basis[organisation].value)
    return CapacityRange(low=low, middle=middle, high=high, basis=basis)


def _largest(amounts: Floats) -> list[int]:
    """Positions of the positive amounts, the largest first."""
    return [int(i) for i in np.argsort(-amounts, kind="stable") if amounts[i] > _UNMET]


def coverage_of(case: Case, volume: Volume) -> Coverage:
    """The shares of need that volumes over the case's own cells could meet."""
    return _coverage(case, volume_by_cell(volume))


def _coverage(case: Case, met: Floats) -> Coverage:
    """Tell the needs that could be met of each cell, shape (C,), as shares."""
    snapshot, cells = case.snapshot, case.cells
    places = [snapshot.authorities[index].code for index in cells.authorities]
    by_pathway = _shares(met, cells.need, cells.pathway, [p.key for p in snapshot.pathways])
    by_cohort = _shares(met, cells.need, cells.cohort, [c.key for c in snapshot.cohorts])
    return Coverage(
        overall=round(float(met.sum() / cells.need.sum()), _SHARE_DIGITS),
        lowest_pathway=_lowest(by_pathway),
        lowest_cohort=_lowest(by_cohort),
        by_pathway=by_pathway,
        by_place=_shares(met, cells.need, cells.place, places),
        by_cohort=by_cohort,
    )


def _lowest(shares: Mapping[str, float]) -> Lowest:
    """The first of the lowest; every area has some need."""
    key = min(shares, key=lambda each: shares[each])
    return Lowest(key=key, share=shares[key])


def _shares(
    met: Floats, need: Floats, group: NDArray[np.int64], keys: list[str]
) -> Mapping[str, float]:
    """The share of need met in each group that has any need, in the order of the keys."""
    needed = sums_by(group, need, len(keys))
    served = sums_by(group, met, len(keys))
    return {
        str(key): round(float(min(served[i] / needed[i], 1.0)), _SHARE_DIGITS)
        for i, key in enumerate(keys)
        if needed[i] > 0
    }


def _gaps(case: Case, volume: Volume) -> tuple[Gap, ...]:
    """Every cell whose need could not be met in full, the largest first."""
    snapshot, cells = case.snapshot, case.cells
    unmet = np.round(cells.need - volume_by_cell(volume), _PEOPLE_DIGITS)
    order = np.lexsort((np.arange(cells.count), -unmet))
    return tuple(
        Gap(
            place=snapshot.authorities[cells.authorities[cells.place[c]]].code,
            pathway=snapshot.pathways[cells.pathway[c]].key,
            cohort=snapshot.cohorts[cells.cohort[c]].key,
            unmet_needs_a_year=float(unmet[c]),
        )
        for c in order
        if unmet[c] > _UNMET
    )


def _confidence(case: Case, volume: Volume) -> ConfidenceShares:
    """Split the volume by whether its capability was read in a source."""
    read = np.array([mark.is_verified for mark in CONFIDENCES])
    rows = volume.tocoo()
    confidence = case.snapshot.capabilities.confidence
    stated = np.array(
        [
            read[confidence[case.capability_row(int(m), int(c))]]
            for m, c in zip(rows.row, rows.col, strict=True)
        ]
    )
    total = float(rows.data.sum())
    share = float(rows.data[stated.astype(bool)].sum()) / total if total else 0.0
    return ConfidenceShares(
        stated_share=round(share, _SHARE_DIGITS), estimated_share=round(1.0 - share, _SHARE_DIGITS)
    )
