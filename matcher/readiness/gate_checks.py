"""The gates that an organisation would fail today, by the rules and the data of a search.

Who could lead, what it has access to and which bids have shown theirs come from
`matcher.case.leads`, which searches use; the figures come from the programme's rules. What the
organisation says of itself goes before what the facts say. Unknown is neither passed nor failed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from matcher.brief.gates import GateKey
from matcher.case.build import LOCAL_REACH, SMALL_TURNOVER_GBP
from matcher.case.leads import access_share, leads_of
from matcher.case.women import womens_providers
from matcher.readiness.records import LEAD, TIER_3, AreaGate, GateCheck, Result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.gates import Gate, Gates
    from matcher.case.leads import Leads
    from matcher.questions.field_supply import FieldSupply

MAY_LEAD = "may_lead"
"""The key of the rule that is no gate with a figure: who may hold a contract at all."""
NO_FIGURE = "The programme has no figure for it, so it keeps nobody out."
_DIGITS = 2
_OF_A_LEAD = (GateKey.FUNDING_ACCESS, GateKey.GUARANTEE, GateKey.MARKET_SHARE)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Standing:
    """Who stands at the gates, and what is known of it.

    Attributes
    ----------
    who : index of the organisation; None for one that is not known here
    role : the part that it wants
    turnover_gbp, access_gbp, contract_gbp : what it says of its turnover, of the funding that it
        could show, and of the contract's value a year; None where it has not said
    consents : whether its board agrees: ``yes``, ``partly``, ``no`` or blank
    areas : indices of the areas asked about
    """

    snapshot: Snapshot
    who: int | None
    role: str
    turnover_gbp: float | None
    access_gbp: float | None
    contract_gbp: float | None
    consents: str
    areas: Sequence[int]
    as_of: date
    gates: Gates
    field: Sequence[FieldSupply]


def gate_checks(standing: Standing) -> tuple[GateCheck, ...]:
    """Check every gate that concerns the part that somebody wants."""
    return tuple(_checks(standing))


def _checks(at: Standing) -> Iterator[GateCheck]:
    if at.role == LEAD:
        leads = {area: _leads(at, area) for area in at.areas}
        if at.who is not None:
            yield _may_lead(at, at.who, leads)
        yield from (_of_a_lead(at, at.gates.gates[key], leads) for key in _OF_A_LEAD)
    else:
        yield _exposure(at, at.gates.gates[GateKey.EXPOSURE])
    if at.role == TIER_3:
        yield _results(at.gates.gates[GateKey.TIER_3_PBR])
    yield _consent(at, at.gates.gates[GateKey.CONSENT])
    if at.role != LEAD and at.who is not None:
        yield _local_or_small(at, at.gates.gates[GateKey.LOCAL_OR_SMALL], at.who)
        yield _womens(at, at.gates.gates[GateKey.WOMENS_PROVIDER], at.who)


def _leads(at: Standing, area: int) -> Leads:
    """Give who could lead, with the turnover that the organisation says it has."""
    capacity = at.field[area].capacity
    if at.who is not None and at.turnover_gbp is not None:
        turnover = capacity.turnover_gbp.copy()
        turnover[at.who] = at.turnover_gbp
        capacity = replace(capacity, turnover_gbp=turnover)
    return leads_of(at.snapshot, capacity, area, as_of=at.as_of, gates=at.gates)


def _of_a_lead(at: Standing, gate: Gate, leads: dict[int, Leads]) -> GateCheck:
    rows = tuple(_in_area(at, gate, area, leads[area]) for area in at.areas)
    reason = NO_FIGURE if math.isnan(gate.figure) else _LEAD_REASONS[gate.key]
    return _check(gate, _together(rows), reason, rows)


def _together(rows: Sequence[AreaGate]) -> Result:
    results = {row.result for row in rows}
    return Result.DIFFERS if len(results) > 1 else Result(results.pop())


def _may_lead(at: Standing, who: int, leads: dict[int, Leads]) -> GateCheck:
    """Whether a search lets it lead at all, whatever its money."""
    rows = tuple(
        AreaGate(
            area=str(at.snapshot.areas[area].id),
            area_name=at.snapshot.areas[area].name,
            result=_result(passes=bool(found.could[who]), known=True),
            reaches=None,
            asks=None,
        )
        for area, found in leads.items()
    )
    kind = at.snapshot.organisations[who].kind
    reason = (
        "It has paid staff, was known on the day and had not withdrawn from bidding."
        if all(row.result == Result.PASSES for row in rows)
        else f"It is {kind.with_article}, which cannot hold the contract."
        if not kind.may_lead
        else "It has no paid staff, was not known on the day, or had withdrawn from bidding."
    )
    return GateCheck(
        gate=MAY_LEAD,
        name="Who may lead",
        on=True,
        figure=None,
        unit="",
        result=_together(rows),
        reason=reason,
        sources=(),
        areas=rows,
    )


_LEAD_REASONS = {
    GateKey.FUNDING_ACCESS: "A prime provider must show access to funding. Where nobody states it, "
    "it is figured as the most of its turnover, or of its owners', that one contract may be.",
    GateKey.GUARANTEE: "A guarantee is figured in the same way. Searches leave this gate off.",
    GateKey.MARKET_SHARE: "It is the area's share of the value of all areas.",
}


def _in_area(at: Standing, gate: Gate, area: int, leads: Leads) -> AreaGate:
    place = at.snapshot.areas[area]
    value, country = place.annual_value_gbp, sum(a.annual_value_gbp for a in at.snapshot.areas)
    if gate.key is GateKey.MARKET_SHARE:
        reaches: float | None = value / country
        asks, passes = gate.figure, not value / country > gate.figure
    else:
        asks, reaches = gate.figure * value, _access(at, leads)
        passes = math.isnan(asks) or (reaches is not None and reaches >= asks)
        passes |= gate.key is GateKey.FUNDING_ACCESS and _shown(at, leads)
    return AreaGate(
        area=str(place.id),
        area_name=place.name,
        result=_result(passes=passes, known=reaches is not None),
        reaches=None if reaches is None else _rounded(gate, reaches),
        asks=None if math.isnan(asks) else _rounded(gate, asks),
    )


def _rounded(gate: Gate, figure: float) -> float:
    return round(figure, 4 if gate.key is GateKey.MARKET_SHARE else _DIGITS)


def _result(*, passes: bool, known: bool) -> Result:
    if passes:
        return Result.PASSES
    return Result.FAILS if known else Result.CANNOT_TELL


def _shown(at: Standing, leads: Leads) -> bool:
    return at.who is not None and bool(leads.shown[at.who])


def _access(at: Standing, leads: Leads) -> float | None:
    """Access to funding: what it says, or else what a search would figure."""
    if at.access_gbp is not None:
        return at.access_gbp
    if at.who is None:
        return None if at.turnover_gbp is None else at.turnover_gbp * access_share(at.gates)
    found = float(leads.access_gbp[at.who])
    return None if math.isnan(found) else found


def _exposure(at: Standing, gate: Gate) -> GateCheck:
    """The contract's share of turnover, or the most that it may be."""
    if math.isnan(gate.figure):
        return _check(gate, Result.PASSES, NO_FIGURE)
    turnover = _turnover(at)
    if turnover is None:
        reason = "Its turnover is not known, so its share is not either."
        return _check(gate, Result.CANNOT_TELL, reason)
    most = gate.figure * turnover
    told = f"{gate.figure:.0%} of £{turnover:,.0f} is £{most:,.0f} a year"
    if at.contract_gbp is None:
        reason = f"{told}. Searches give it no more of one contract by an estimate."
        return _check(gate, Result.PASSES, reason)
    passes = at.contract_gbp <= most
    reason = f"{told}; the contract would be £{at.contract_gbp:,.0f} a year."
    return _check(gate, Result.PASSES if passes else Result.FAILS, reason)


def _turnover(at: Standing) -> float | None:
    """What it says it turns over, or else what a search reads."""
    if at.turnover_gbp is not None or at.who is None:
        return at.turnover_gbp
    found = float(at.field[0].capacity.turnover_gbp[at.who])
    return None if math.isnan(found) else found


def _results(gate: Gate) -> GateCheck:
    if math.isnan(gate.figure):
        return _check(gate, Result.PASSES, NO_FIGURE)
    reason = f"Searches give tier 3 {gate.figure:.0%} of the risk of payment by results."
    return _check(gate, Result.PASSES, reason)


_CONSENTS = {
    "yes": (Result.PASSES, "The board has agreed to be named."),
    "partly": (Result.CANNOT_TELL, "The board has not agreed in writing yet."),
    "no": (Result.FAILS, "The board has not agreed to be named."),
    "": (Result.CANNOT_TELL, "It is not known whether the board agrees to be named."),
}


def _consent(at: Standing, gate: Gate) -> GateCheck:
    result, reason = _CONSENTS[at.consents]
    return _check(gate, result, reason)


def _local_or_small(at: Standing, gate: Gate, who: int) -> GateCheck:
    turnover = _turnover(at)
    small = turnover is not None and turnover <= SMALL_TURNOVER_GBP
    local = [
        area for area in at.areas if at.field[area].capacity.share_of_reach[who] >= LOCAL_REACH
    ]
    names = ", ".join(at.snapshot.areas[area].name for area in local)
    if small:
        reason = f"Its turnover is £{SMALL_TURNOVER_GBP:,.0f} or less, so it counts as small."
    elif local:
        reason = f"At least half of where it works lies in {names}, so it counts as local there."
    else:
        reason = "It counts as neither local nor small, on what is known."
    return _check(gate, Result.COUNTS if small or local else Result.NO_MATTER, reason)


def _womens(at: Standing, gate: Gate, who: int) -> GateCheck:
    counts = bool(womens_providers(at.snapshot, at.as_of)[who])
    reason = (
        "All of its public work is for women, so a line-up that needs such a provider can count it."
        if counts
        else "Not all of its public work is for women."
    )
    return _check(gate, Result.COUNTS if counts else Result.NO_MATTER, reason)


def _check(gate: Gate, result: Result, reason: str, areas: tuple[AreaGate, ...] = ()) -> GateCheck:
    return GateCheck(
        gate=str(gate.key),
        name=gate.name,
        on=gate.on,
        figure=None if math.isnan(gate.figure) else gate.figure,
        unit=gate.unit,
        result=str(result),
        reason=reason,
        sources=gate.sources,
        areas=areas,
    )
