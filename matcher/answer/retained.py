"""What stays with the lead of a line-up, and who of the members could take a part of it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.rules import PriceShare
from graph.snapshot.columns import CONFIDENCES, day_number
from matcher.answer.money import Part
from matcher.answer.records import Retained
from matcher.case.capacity import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.records.model import Place
    from matcher.answer.money import Kept, Money
    from matcher.case.build import Case
    from matcher.problem.model import Solution

GATE_PATHWAY = "through_the_gate"
"""The key of the service that works in resettlement prisons."""
_SHARE_DIGITS = 4
_RULE = {
    Part.CORE: PriceShare.CORE,
    Part.MARGIN_AND_OVERHEAD: PriceShare.MARGIN_AND_OVERHEAD,
    Part.UNUSED_SUPPLY_CHAIN: PriceShare.SUPPLY_CHAIN,
}


def retained(case: Case, solution: Solution, money: Money) -> Iterator[Retained]:
    """Tell what of the annual value no member's own work earns."""
    for kept in money.kept:
        takers = _takers(case, solution, kept.prison) if kept.part is Part.THROUGH_THE_GATE else ()
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


def _takers(case: Case, solution: Solution, prison: Place | None) -> Iterator[str]:
    """Members other than the lead that are known for such work in the prison, or in the area."""
    snapshot, columns = case.snapshot, case.snapshot.capabilities
    pathway = snapshot.pathway_index.get(GATE_PATHWAY)
    if pathway is None:
        return
    rows = np.union1d(case.supply.active, _inside(case, prison))
    known = set(columns.organisation[rows[columns.pathway[rows] == pathway]].tolist())
    for member in solution.members:
        if member != solution.lead and int(case.candidates[member]) in known:
            yield case.organisation(member).id


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
