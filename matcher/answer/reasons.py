"""Why a member is in a line-up, in plain English, each reason marked stated or estimated.

A reason is ``stated`` when the fact that it rests on was read in a source, otherwise
``estimated`` or ``unknown``; it names the sources behind it in either case, where there are any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from graph.records.provenance import Confidence
from graph.records.rules import PriceShare
from graph.snapshot.columns import day_number
from matcher.answer.acquainted import common_partner_reasons, past_work_reasons
from matcher.answer.reason import Reason, from_provenance, titles
from matcher.answer.rivals import Rivals
from matcher.brief.gates import GateKey
from matcher.case.capacity import Basis
from matcher.case.flags import open_flags
from matcher.case.leads import funded_bids
from matcher.case.price import price_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from graph.records.model import Capability, Size
    from matcher.answer.rivals import RunnerUp
    from matcher.case.build import Case
    from matcher.problem.model import Solution

    Floats = NDArray[np.float64]

MOST_NEEDS = 3
MOST_PLACES = 3
_ALL_PLACES_FROM = 4
_WORTH_SAYING = 0.5
_CERTAIN = 0.05
_AS_MUCH = 0.995
_MILLION = 1e6


def member_reasons(case: Case, solution: Solution, volume: Floats, member: int) -> Iterator[Reason]:
    """Tell why a member is in a line-up; `volume` is its work by cell, shape (C,)."""
    if member == solution.lead:
        yield _lead_reason(case, member)
        yield from _holding_reasons(case)
    yield from _flag_reasons(case, member)
    yield from _need_reasons(case, volume, member, Rivals(case, solution.members))
    yield from _evidence_reasons(case, volume, member)
    yield from _unpaid_reasons(case, member)
    if case.capacity.total[case.candidates[member]] > 0:
        yield _capacity_reason(case, volume, member)
    yield from past_work_reasons(case, solution, member)
    yield from common_partner_reasons(case, solution, member)


def _lead_reason(case: Case, member: int) -> Reason:
    organisation = int(case.candidates[member])
    gate = case.brief.gates.gates[GateKey.FUNDING_ACCESS]
    if not gate.on:
        sentence = "Can lead: its kind may hold a contract, and the funding gate is off."
        return Reason(kind="lead", sentence=sentence, basis=Basis.ESTIMATED, sources=())
    value = _millions(case.snapshot.areas[case.brief.area].annual_value_gbp)
    asks = (
        f"the contract asks for access to {_millions(case.leads.required_gbp)} "
        f"({gate.figure:.0%} of {value} a year)"
    )
    if case.leads.shown[organisation]:
        known = "it publicly passed the funding gate with a bid"
        sources = _bid_sources(case, organisation)
    else:
        access = _millions(float(case.leads.access_gbp[organisation]))
        known = f"a turnover {_band(case.capacity.sizes[organisation])} suggests access to {access}"
        sources = _size_sources(case, organisation)
    return Reason(
        kind="lead",
        sentence=f"Can lead: {known}; {asks}.",
        basis=Basis.ESTIMATED,
        sources=tuple(dict.fromkeys((*sources, *gate.sources))),
    )


def _holding_reasons(case: Case) -> Iterator[Reason]:
    """What a lead holds besides its own work, where the programme splits the price."""
    price = price_of(case.snapshot, case.brief.area)
    rules = [rule for rule in case.snapshot.facts.rules if rule.key in set(PriceShare)]
    if not rules:
        return
    held = price.annual_value_gbp - price.supply_chain_gbp
    read = all(rule.provenance.confidence.is_verified for rule in rules)
    sources = (title for rule in rules for title in titles(case, rule.provenance))
    yield Reason(
        kind="lead",
        sentence=(
            f"Would hold {_millions(held)} of {_millions(price.annual_value_gbp)} a year besides: "
            "offender management, unpaid work, through the gate, margin and overhead."
        ),
        basis=Basis.STATED if read else Basis.ESTIMATED,
        sources=tuple(dict.fromkeys(sources)),
    )


def _bid_sources(case: Case, organisation: int) -> tuple[str, ...]:
    bids = funded_bids(case.snapshot, case.brief.area, case.brief.as_of).get(organisation, ())
    return tuple(title for bid in bids for title in titles(case, bid.provenance))


def _size_sources(case: Case, organisation: int) -> tuple[str, ...]:
    size = case.capacity.sizes[organisation]
    return () if size is None else titles(case, size.provenance)


def _flag_reasons(case: Case, member: int) -> Iterator[Reason]:
    """What a counterparty check would raise."""
    own = case.organisation(member).id
    for flag in open_flags(case.snapshot, case.brief.as_of):
        if flag.organisation == own:
            since = f" (from {flag.start})" if flag.start else ""
            sentence = f"A counterparty check would raise: {flag.note or flag.kind.value}{since}."
            yield from_provenance(case, "flag", sentence, flag.provenance)


def _need_reasons(case: Case, volume: Floats, member: int, rivals: Rivals) -> Iterator[Reason]:
    """The pathways on which it could meet needs, those that weigh most first."""
    cells = case.cells
    value = np.bincount(cells.pathway, volume * cells.weight / cells.need)
    for pathway in np.argsort(-value, kind="stable")[:MOST_NEEDS]:
        by_cohort = np.bincount(
            cells.cohort, volume * (cells.pathway == pathway), minlength=len(case.snapshot.cohorts)
        )
        cohorts = np.flatnonzero(by_cohort >= _WORTH_SAYING)
        if len(cohorts):
            of_kind = (cells.pathway == pathway) & np.isin(cells.cohort, cohorts)
            yield _need_reason(case, volume, member, of_kind, rivals)


def _need_reason(
    case: Case, volume: Floats, member: int, of_kind: NDArray[np.bool_], rivals: Rivals
) -> Reason:
    """One pathway: how many needs, whose, where, what it is known for, and who would be next."""
    snapshot, cells = case.snapshot, case.cells
    served = np.flatnonzero(of_kind & (volume > 0))
    main = int(served[np.argmax(volume[served])])
    rows = np.unique([case.capability_row(member, int(cell)) for cell in served])
    behind = [snapshot.facts.capabilities[snapshot.capabilities.record[row]] for row in rows]
    row = case.capability_row(member, main)
    known = _known_for(case, snapshot.facts.capabilities[snapshot.capabilities.record[row]], member)
    met = float(volume[served].sum())
    share = met / float(cells.need[of_kind].sum())
    pathway = snapshot.pathways[cells.pathway[main]].name.lower()
    where = f"{_places(case, served)}{_likely(case, member, served)}"
    read = all(each.provenance.confidence.is_verified for each in behind)
    sources = (title for each in behind for title in titles(case, each.provenance))
    return Reason(
        kind="need",
        sentence=(
            f"Could meet {met:,.0f} needs a year for {pathway} "
            f"({_whose(case, volume, served)}) in {where}, {share:.0%} of that need in the area; "
            f"{known}. {_next_best(case, rivals.runner_up(member, served, volume[served]))}"
        ),
        basis=Basis.STATED if read else Basis.ESTIMATED,
        sources=tuple(dict.fromkeys(sources)),
        cells=tuple(served.tolist()),
    )


def _next_best(case: Case, other: RunnerUp | None) -> str:
    """Say who would do the work otherwise, and what that would be worth."""
    if other is None:
        return "Nobody else who is known could do this."
    name = case.organisation(other.candidate).name
    share = f"{other.worth:.0%} as much here"
    worth = share if other.worth < _AS_MUCH else "as much here, taken by itself"
    return f"Next best for this is {name}, worth {worth}."


def _whose(case: Case, volume: Floats, served: NDArray[np.int64]) -> str:
    """Say whose needs, with the number of each where there are several, the largest first."""
    cohorts = case.cells.cohort[served]
    met = np.bincount(cohorts, volume[served])
    order = [each for each in np.argsort(-met, kind="stable").tolist() if met[each] > 0]
    names: list[str] = [case.snapshot.cohorts[cohort].name.lower() for cohort in order]
    if len(names) == 1:
        return names[0]
    numbers = (f"{name} {met[cohort]:,.0f}" for name, cohort in zip(names, order, strict=True))
    return ", ".join(numbers)


def _known_for(case: Case, capability: Capability, member: int) -> str:
    """Say what is known, of whom and where; the places that reach into the area come first."""
    snapshot = case.snapshot
    places = np.array([snapshot.place_index[code] for code in capability.places])
    elsewhere = snapshot.covers[places][:, case.cells.authorities].sum(axis=1) == 0
    names = [snapshot.places[place].name for place in places[np.argsort(elsewhere, kind="stable")]]
    where = ", ".join(names[:MOST_PLACES]) + (" and elsewhere" if names[MOST_PLACES:] else "")
    work = snapshot.pathways[snapshot.pathway_index[capability.pathway]].name.lower()
    holder = snapshot.organisations[snapshot.organisation_index[capability.organisation]]
    through = "" if holder.id == case.organisation(member).id else f" through {holder.name}"
    since = capability.provenance.known_from
    known = f"known for {work}{through} in {where}, public by {since}"
    if not capability.inferred:
        return known
    likely = f"{work}{through} in {where} is {capability.inferred}"
    return f"nobody states it: {likely}, public by {since}"


def _likely(case: Case, member: int, served: NDArray[np.int64]) -> str:
    """Say in how many of those places it is likely to be, where that is not all of them."""
    problem = case.problem
    start, stop = problem.quality.indptr[member], problem.quality.indptr[member + 1]
    entries = start + np.searchsorted(problem.quality.indices[start:stop], served)
    places, first = np.unique(case.cells.place[served], return_index=True)
    expected = float(case.presence[entries][first].sum())
    if expected > len(places) - _CERTAIN:
        return ""
    return f" (likely in about {expected:.1f} of {len(places)})"


def _places(case: Case, served: NDArray[np.int64]) -> str:
    cells, snapshot = case.cells, case.snapshot
    places = np.unique(cells.place[served])
    names = [snapshot.authorities[cells.authorities[place]].name for place in places]
    if len(names) == len(cells.authorities) > 1:
        return f"all {len(names)} local authorities"
    if len(names) >= _ALL_PLACES_FROM:
        return f"{len(names)} of {len(cells.authorities)} local authorities"
    return ", ".join(names)


def _evidence_reasons(case: Case, volume: Floats, member: int) -> Iterator[Reason]:
    snapshot = case.snapshot
    organisation = case.organisation(member).id
    worked = {snapshot.pathways[p].key for p in np.unique(case.cells.pathway[volume > 0])}
    for row in snapshot.facts.evidence:
        if row.organisation == organisation and row.provenance.is_known_by(case.brief.as_of):
            level = f", Nesta level {row.level}" if row.level and row.level > 0 else ""
            relevant = "" if row.pathway in worked else " (for other work)"
            sentence = f"Evidence{relevant}: {row.effect or row.kind}, by {row.by}{level}."
            reason = from_provenance(case, "evidence", sentence, row.provenance)
            served = (volume > 0) & (case.snapshot.pathway_index[row.pathway] == case.cells.pathway)
            yield replace(reason, cells=tuple(np.flatnonzero(served).tolist()))


def _unpaid_reasons(case: Case, member: int) -> Iterator[Reason]:
    """That its part is unpaid, and what says so."""
    capacity, organisation = case.capacity, int(case.candidates[member])
    accounts = capacity.volunteers.accounts(case.snapshot, organisation)
    if not accounts:
        return
    sources = (title for row in accounts for title in titles(case, row.provenance))
    years = " and ".join(
        f"{row.year_end}{_how_known(row.provenance.confidence)}" for row in accounts
    )
    yield Reason(
        kind="unpaid",
        sentence=(
            f"Unpaid (volunteers): its last accounts (to {years}) count no paid staff and "
            f"{capacity.volunteers.count[organisation]:,.0f} volunteers, so its part is worth its "
            f"expenses, taken to be {case.rules.expenses_share:.0%} of the price of the same work."
        ),
        basis=Basis.ESTIMATED,
        sources=tuple(dict.fromkeys(sources)),
    )


def _capacity_reason(case: Case, volume: Floats, member: int) -> Reason:
    capacity, organisation = case.capacity, case.candidates[member]
    trusted = f"{capacity.total[organisation]:,.0f} needs a year"
    low, high = (f"{end[organisation]:,.0f}" for end in (capacity.low, capacity.high))
    ends = f" ({low} to {high})" if low != high else ""
    used = float(volume.sum() / max(capacity.total[organisation], 1e-9))
    uses = f"this uses {used:.0%} of that."
    basis = capacity.basis[organisation]
    if basis is Basis.STATED:
        sentence = f"States that it can meet {trusted} here; {uses}"
    elif basis is Basis.UNKNOWN:
        sentence = f"Its size is unknown, so we assume {trusted}{ends}; {uses}"
    elif capacity.volunteers.unpaid[organisation]:
        sentence = (
            f"Could meet about {trusted}{ends} here: "
            f"{capacity.share_of_time[organisation]:.1%} of the work of "
            f"{capacity.volunteers.count[organisation]:,.0f} volunteers, of whom each is taken to "
            f"meet {case.rules.volunteer_needs[1]:g} needs a year; {uses}"
        )
    elif not np.isnan(capacity.workforce_gbp[organisation]):
        staff = _millions(float(capacity.workforce_gbp[organisation]))
        sentence = (
            f"Could meet about {trusted}{ends} here: the probation trust's staff would move to "
            f"it, and {case.rules.workforce_share[1]:.0%} of the {staff} that the core pays for "
            f"them is taken to be work on the pathways; {uses}"
        )
    else:
        share = capacity.share_of_turnover[organisation]
        sentence = (
            f"Could meet about {trusted}{ends} here: {share:.1%} of a turnover "
            f"{_band(capacity.sizes[organisation])}, at £{capacity.unit_cost_gbp:,.0f} of the "
            f"supply chain's money a need; {uses}"
        )
    return Reason(
        kind="capacity",
        sentence=sentence,
        basis=basis,
        sources=_capacity_sources(case, organisation),
        cells=tuple(np.flatnonzero(volume > 0).tolist()),
    )


def _capacity_sources(case: Case, organisation: int) -> tuple[str, ...]:
    """The sources of what it stated, of its volunteers, or of its size."""
    if case.capacity.basis[organisation] is not Basis.STATED:
        accounts = case.capacity.volunteers.accounts(case.snapshot, organisation)
        if not accounts:
            return _size_sources(case, organisation)
        of_accounts = (title for row in accounts for title in titles(case, row.provenance))
        return tuple(dict.fromkeys(of_accounts))
    columns, records = case.snapshot.capabilities, case.snapshot.facts.capabilities
    own = (columns.organisation == organisation) & ~np.isnan(columns.capacity)
    known = own & (columns.known_day <= day_number(case.brief.as_of))
    stated = (
        title
        for row in np.unique(columns.record[known]).tolist()
        for title in titles(case, records[row].provenance)
    )
    return tuple(dict.fromkeys(stated))


def _band(size: Size | None) -> str:
    """Say a turnover band, with its year and how sure it is."""
    if size is None:
        return "of unknown size"
    low, high = _millions(size.turnover_low_gbp), size.turnover_high_gbp
    band = f"over {low}" if high is None else f"between {low} and {_millions(high)}"
    return f"{band} ({size.year}{_how_known(size.provenance.confidence)})"


def _how_known(confidence: Confidence) -> str:
    """Say what a figure rests on, unless it was read in a source.

    >>> _how_known(Confidence.ESTIMATE), _how_known(Confidence.MEMORY_HIGH)
    (', an estimate', ', from memory')
    """
    if confidence.is_verified:
        return ""
    return _RESTS_ON.get(confidence, ", from memory")


_RESTS_ON = {
    Confidence.ESTIMATE: ", an estimate",
    Confidence.OWN_STATEMENT: ", by its own statement",
    Confidence.INFERRED: ", inferred from its words",
}


def _millions(pounds: float) -> str:
    """Write pounds as people say them.

    >>> _millions(6_900_000), _millions(450_000)
    ('£6.9m', '£450,000')
    """
    if pounds < _MILLION:
        return f"£{pounds:,.0f}"
    return f"£{pounds / _MILLION:,.1f}m".replace(".0m", "m")
