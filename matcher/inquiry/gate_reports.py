"""Who is dropped by which gate, and what the best line-up would gain if it were lifted."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.answer.records import Dropped, GateReport
from matcher.brief.gates import GateKey
from matcher.case.build import build_case
from matcher.case.women import nearest, womens_providers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.brief.gates import Gate
    from matcher.case.build import Case
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Problem

_DIGITS = 6
_NEAREST = 3
VCSE_SHARE = "vcse_share"
_DROPS_FROM = {
    GateKey.FUNDING_ACCESS: "leading",
    GateKey.GUARANTEE: "leading",
    GateKey.MARKET_SHARE: "leading",
    GateKey.EXPOSURE: "part of its capacity",
    GateKey.CONSENT: "taking part",
}


def gate_reports(case: Case) -> tuple[GateReport, ...]:
    """Report every gate, without its price."""
    reports = [_report(case, gate) for gate in case.brief.gates.gates.values()]
    return (*reports, _vcse_report(case))


def priced_reports(
    inquiry: Inquiry, reports: tuple[GateReport, ...] | None = None
) -> tuple[GateReport, ...]:
    """Report every gate with its price: each one that is on is lifted alone and solved again."""
    plain = gate_reports(inquiry.case) if reports is None else reports
    return tuple(_priced(inquiry, report) for report in plain)


def _report(case: Case, gate: Gate) -> GateReport:
    return GateReport(
        key=gate.key,
        name=gate.name,
        figure=None if math.isnan(gate.figure) else gate.figure,
        unit=gate.unit,
        on=gate.on,
        sources=gate.sources,
        drops_from=_DROPS_FROM.get(gate.key, ""),
        dropped=tuple(_dropped(case, gate.key)),
        note=_note(case, gate),
    )


def _note(case: Case, gate: Gate) -> str:
    """Where no women-only provider is known in the area, name the nearest."""
    known = any(quota.rule == gate.key for quota in case.problem.quotas)
    if gate.key is not GateKey.WOMENS_PROVIDER or not gate.on or known:
        return ""
    providers = womens_providers(case.snapshot, case.brief.as_of)
    found = nearest(
        case.snapshot, providers, case.brief.area, as_of=case.brief.as_of, most=_NEAREST
    )
    if not found:
        return "no women-only provider is known"
    names = (f"{case.snapshot.organisations[index].name} ({km:,.0f} km)" for index, km in found)
    return f"no women-only provider is known here; the nearest: {', '.join(names)}"


def _vcse_report(case: Case) -> GateReport:
    """The VCSE share is a field of the brief; it is reported beside the gates."""
    share = case.brief.brief.min_vcse_share
    facts = case.snapshot.facts
    rule = next((rule for rule in facts.rules if rule.key == VCSE_SHARE), None)
    titles = {source.id: source.title for source in facts.sources}
    named = rule is not None and rule.value == share
    return GateReport(
        key=VCSE_SHARE,
        name="Share of volume for VCSEs and mutuals" if rule is None else rule.name,
        figure=share,
        unit="share of volume",
        on=share > 0,
        sources=tuple(titles[s] for s in rule.provenance.sources) if rule and named else (),
        drops_from="",
        dropped=(),
    )


def _dropped(case: Case, key: GateKey) -> Iterator[Dropped]:
    """Those dropped, who reach most first."""
    snapshot, annual_value = case.snapshot, case.snapshot.areas[case.brief.area].annual_value_gbp
    listed = []
    for index in case.dropped.get(key, ()):
        reaches = _reaches(case, key, int(index), annual_value)
        body = snapshot.organisations[index]
        listed.append(Dropped(id=body.id, name=body.name, reaches=reaches))
    yield from sorted(listed, key=lambda one: (-(one.reaches or 0.0), one.name))


def _reaches(case: Case, key: GateKey, index: int, annual_value: float) -> float | None:
    """What an organisation reaches, in the unit of the gate's figure."""
    if key in {GateKey.FUNDING_ACCESS, GateKey.GUARANTEE}:
        share = float(case.leads.access_gbp[index]) / annual_value
    elif key is GateKey.EXPOSURE:
        value = float(case.capacity.total[index] * case.capacity.paid_gbp[index])
        turnover = float(case.capacity.turnover_gbp[index])
        share = value / turnover if turnover else math.nan  # of nothing there is no share
    elif key is GateKey.MARKET_SHARE:
        share = annual_value / sum(area.annual_value_gbp for area in case.snapshot.areas)
    else:
        return None
    return None if math.isnan(share) else round(share, _DIGITS)


def _priced(inquiry: Inquiry, report: GateReport) -> GateReport:
    best = inquiry.best
    if not report.on or best.score is None or report.key == GateKey.TIER_3_PBR:
        return report
    lifted = _lifted(inquiry.case, report.key)
    found = inquiry.solve(lifted)
    if found.score is None:
        return report
    return replace(
        report,
        price=round(max(found.score - best.score, 0.0), _DIGITS),
        price_proven=found.sure and best.sure,
    )


def _lifted(case: Case, key: str) -> Problem:
    """The case's problem with one gate lifted."""
    if key == VCSE_SHARE:
        return replace(case.problem, min_vcse_share=0.0)
    brief = replace(case.brief, gates=case.brief.gates.lifted(GateKey(key)))
    return build_case(case.snapshot, brief, rules=case.rules).problem
