"""What stays with the lead of a line-up, and who of the members could take a part of it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.rules import PriceShare
from graph.snapshot.columns import CONFIDENCES, day_number
from matcher.answer.money import Part
from matcher.answer.records import Retained
from matcher.case.capacity import Basis
from matcher.case.exposure import exposure_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.records.model import Place
    from matcher.answer.money import Kept, Money
    from matcher.case.build import Case
    from matcher.problem.model import Solution

GATE_PATHWAY = "through_the_gate"
"""The key of the service that works in resettlement prisons."""
CORE_PATHWAYS = ("offender_management", "unpaid_work")
"""The keys of the services that come with the contract's staff."""
_SHARE_DIGITS = 4
_RULE = {
    Part.CORE: PriceShare.CORE,
    Part.MARGIN_AND_OVERHEAD: PriceShare.MARGIN_AND_OVERHEAD,
    Part.UNUSED_SUPPLY_CHAIN: PriceShare.SUPPLY_CHAIN,
}


def retained(case: Case, solution: Solution, money: Money) -> Iterator[Retained]:
    """Tell what of the annual value no member's own work earns."""
    room = _room(case, money)
    for kept in money.kept:
        takers = _takers(case, solution, kept, room)
        yield Retained(
            part=kept.part.value,
            prison=None if kept.prison is None else str(kept.prison.code),
            held_by=case.organisation(solution.lead).id,
            could_take=tuple(takers),
            value_gbp=round(kept.value),
            share_of_value=round(kept.value / money.annual_value, _SHARE_DIGITS),
            share_of_risk=round(kept.risk / max(money.results_money, 1e-9), _SHARE_DIGITS),
            risk_gbp=round(kept.risk),
            basis=_basis(case, kept).value,
        )


def _basis(case: Case, kept: Kept) -> Basis:
    """Whether the part's share was read in a source; an even split over prisons never was."""
    rules = {rule.key: rule for rule in case.snapshot.facts.rules}
    rule = rules.get(_RULE.get(kept.part, ""))
    read = rule is not None and rule.provenance.confidence.is_verified
    return Basis.STATED if read else Basis.ESTIMATED


def _room(case: Case, money: Money) -> NDArray[np.float64]:
    """Pounds a year that each candidate could put under the contract beside its work, shape (N,).

    No limit for a body to which the staff move that do this work today.
    """
    most = np.where(np.isnan(case.capacity.workforce_gbp), exposure_limits(case), np.inf)
    return np.asarray(most[case.candidates] - money.value)


def _takers(case: Case, solution: Solution, kept: Kept, room: NDArray[np.float64]) -> Iterator[str]:
    """Members other than the lead that could take a part on.

    The core by who is known for it in the area. Work through the gate by who is known for that in
    the prison or in the area, or for the core: a probation trust's staff plan for release too.
    And whoever takes a part on has to be large enough for it (`_room`).
    """
    if kept.part not in {Part.CORE, Part.THROUGH_THE_GATE}:
        return
    active, owner = case.supply.active, case.supply.owner
    able = set(owner[_is_work(case, active, *CORE_PATHWAYS)].tolist())
    if kept.part is Part.THROUGH_THE_GATE:
        able |= set(owner[_is_work(case, active, GATE_PATHWAY)].tolist())
        inside, holders = _inside(case, kept.prison), case.snapshot.capabilities.organisation
        able |= set(holders[inside[_is_work(case, inside, GATE_PATHWAY)]].tolist())
    for member in solution.members:
        if (
            member != solution.lead
            and int(case.candidates[member]) in able
            and room[member] >= kept.value
        ):
            yield case.organisation(member).id


def _is_work(case: Case, rows: NDArray[np.int64], *services: str) -> NDArray[np.bool_]:
    """Which rows of capabilities are for some services."""
    index = case.snapshot.pathway_index
    keys = [index[key] for key in services if key in index]
    return np.isin(case.snapshot.capabilities.pathway[rows], keys)


def _inside(case: Case, prison: Place | None) -> NDArray[np.int64]:
    """Rows of capabilities for the prison by name that count on the day."""
    columns = case.snapshot.capabilities
    if prison is None:
        return np.zeros(0, dtype=np.int64)
    trusted = np.array([case.rules.confidence_fit[mark] > 0 for mark in CONFIDENCES])
    return np.flatnonzero(
        (columns.place == case.snapshot.place_index[prison.code])
        & (columns.known_day <= day_number(case.brief.as_of))
        & trusted[columns.confidence]
    )
