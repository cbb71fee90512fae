"""Support matched to an organisation's gaps: what it could have, what not, and why.

    order = what can be had on the day and is not barred by a rule; then by the sum, over the themes
            that it helps with, of 1 less what the organisation scores at least; then by name

Whether it can be had follows from its dates; who may have it from its rules. Both are told, and
what has expired stays in the list, marked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from matcher.readiness.records import StepKind
from matcher.readiness.support_records import (
    OPEN,
    Eligibility,
    Support,
    SupportFound,
    Validity,
)
from matcher.readiness.support_rules import checked, eligibility, known_of
from matcher.readiness.support_version import support_sources, support_version

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from graph.records.provenance import PartialDate
    from graph.snapshot.snapshot import Snapshot
    from matcher.readiness.assessment import Assessments
    from matcher.readiness.records import Readiness, Step
    from matcher.readiness.support_records import SupportOffer, SupportQuery
    from matcher.readiness.support_rules import Known

STAYS_OPEN_DAYS = 365
"""Support without a last day counts as open so long after a source last said so."""
NO_ADVICE = "Ask whoever offers it before you rely on it: rules and dates change."


def find_support(
    snapshot: Snapshot,
    assessments: Assessments,
    offers: Sequence[SupportOffer],
    query: SupportQuery,
) -> SupportFound:
    """Match support to an organisation.

    Raises
    ------
    ReadinessError
        With all mistakes of the question at once.
    """
    found = assessments.assess(query)
    day = assessments.day(query)
    who = snapshot.organisation_index[found.organisation] if found.organisation else None
    known = known_of(snapshot, who, query, turnover_gbp=assessments.turnover_gbp(query), as_of=day)
    ours = [one for one in offers if one.programme in {"", found.programme}]
    public = [one for one in ours if one.known_from.last_day <= day]
    had = _had(snapshot, found.organisation)
    every = (_told(one, known, found, had=had, day=day) for one in public)
    place = {(source.title, source.address): source.id for source in support_sources(offers)}
    shown = [
        replace(one, source_id=place[one.source, one.address])
        for one in every
        if _wanted(one, query)
    ]
    ranked = sorted(shown, key=lambda one: _order(one, found))
    return SupportFound(
        programme=found.programme,
        data_version=found.data_version,
        support_version=support_version(offers),
        as_of=found.as_of,
        organisation=found.organisation,
        name=found.name,
        total=len(public),
        later=len(ours) - len(public),
        offers=tuple(replace(one, rank=rank) for rank, one in enumerate(ranked, start=1)),
        notes=tuple(_notes(found, later=len(ours) - len(public))),
    )


def _wanted(one: Support, query: SupportQuery) -> bool:
    if query.only == OPEN and one.validity != Validity.OPEN:
        return False
    return not query.theme or query.theme in one.helps


def _had(snapshot: Snapshot, organisation: str) -> set[str]:
    """The collaborations that it was a member of."""
    members = snapshot.facts.memberships
    return {row.collaboration for row in members if str(row.organisation) == organisation}


def _told(
    offer: SupportOffer, known: Known, found: Readiness, *, had: set[str], day: date
) -> Support:
    validity, why = validity_of(offer, day)
    checks = tuple(checked(condition, known) for condition in offer.rules)
    ready = {theme.theme: theme.least for theme in found.themes}
    return Support(
        rank=0,
        key=offer.key,
        name=offer.name,
        by=offer.by,
        kind=offer.kind,
        gives=offer.gives,
        amount=amount_words(offer),
        validity=str(validity),
        validity_reason=why,
        eligible=str(eligibility(checks)),
        rules=checks,
        had=bool(offer.supported) and offer.supported in had,
        helps=offer.helps,
        gaps=tuple(theme for theme in offer.helps if ready.get(theme, 1.0) < 1.0),
        projects=offer.projects,
        takes=offer.takes,
        how=offer.how,
        note=offer.note,
        source=offer.source,
        source_id="",
        address=offer.address,
        known_from=str(offer.known_from),
        confidence=str(offer.confidence),
    )


def validity_of(offer: SupportOffer, day: date) -> tuple[Validity, str]:
    """Say whether it can be had on a day, and why."""
    if offer.opens is not None and day < offer.opens.first_day:
        return Validity.NOT_YET, f"It opens {_on(offer.opens)}."
    if offer.closes is not None:
        if day > offer.closes.last_day:
            return Validity.EXPIRED, f"It ended by {_said(offer.closes)}."
        return Validity.OPEN, f"It is open until {_said(offer.closes)}."
    if offer.confirmed is None:
        return Validity.UNKNOWN, "No source says from when to when."
    if day <= offer.confirmed.last_day + timedelta(days=STAYS_OPEN_DAYS):
        return Validity.OPEN, f"A source of {_said(offer.confirmed)} says so; none says until when."
    last = _on(offer.confirmed)
    return Validity.UNKNOWN, f"A source last said so {last}; none says until when."


def _said(day: PartialDate) -> str:
    """Write a day, a month or a year as people do.

    >>> from graph.records.provenance import PartialDate
    >>> [_said(PartialDate(each)) for each in ("2013-05-09", "2013-05", "2013")]
    ['9 May 2013', 'May 2013', '2013']
    """
    first = day.first_day
    parts = (f"{first.day} ", f"{first:%B} ", f"{first.year}")
    return "".join(parts[2 - day.count("-") :])


def _on(day: PartialDate) -> str:
    """Say when: on a day, or in a month or a year."""
    return f"{'on' if day.first_day == day.last_day else 'in'} {_said(day)}"


def amount_words(offer: SupportOffer) -> str:
    """Say how much there is, for one and in all, as far as it is known."""
    parts = []
    least, most, fund = offer.least_gbp, offer.most_gbp, offer.fund_gbp
    if least is not None and most is not None:
        parts.append(f"£{least:,.0f} to £{most:,.0f} each")
    elif most is not None:
        parts.append(f"up to £{most:,.0f} each")
    elif least is not None:
        parts.append(f"at least £{least:,.0f} each")
    if fund is not None:
        parts.append(f"£{fund:,.0f} in all")
    return "; ".join(parts)


_PLACES: Mapping[str, int] = {
    Validity.OPEN: 0,
    Validity.UNKNOWN: 1,
    Validity.NOT_YET: 2,
    Validity.EXPIRED: 3,
}


def _order(one: Support, found: Readiness) -> tuple[bool, int, float, str]:
    least = {theme.theme: theme.least for theme in found.themes}
    gaps = sum(1.0 - least.get(theme, 1.0) for theme in one.helps)
    barred = one.eligible == Eligibility.NOT_ELIGIBLE
    return barred, _PLACES[one.validity], -gaps, one.name


def _notes(found: Readiness, *, later: int) -> Iterator[str]:
    yield NO_ADVICE
    if not found.organisation:
        yield "No organisation was named: most rules cannot be told without one."
    if later:
        yield f"{later} more became known after {found.as_of}; ask for a later day to see them."


def with_support(found: Readiness, support: SupportFound) -> Readiness:
    """Name in each step of a plan who helps with it: support that can be had and is not barred.

    To find something out, nobody needs help.
    """
    can_be_had = [
        one
        for one in support.offers
        if one.validity in {Validity.OPEN, Validity.UNKNOWN}
        and one.eligible != Eligibility.NOT_ELIGIBLE
    ]
    themes = {answer.question: answer.theme for answer in found.answers}
    return replace(found, plan=tuple(_helped(step, themes, can_be_had) for step in found.plan))


_THEME_OF = {"funding_access": "reserves", "guarantee": "reserves", "exposure": "size"}
"""The theme that a gate without a question is about."""


def _helped(step: Step, themes: Mapping[str, str], can_be_had: Sequence[Support]) -> Step:
    if step.kind == StepKind.FIND_OUT:
        return step
    theme = themes.get(step.question) or _THEME_OF.get(step.gate, "")
    helping = [one for one in can_be_had if theme in one.helps]
    takes = "; ".join(f"{one.name}: {one.takes}" for one in helping if one.takes)
    return replace(step, helped_by=tuple(one.name for one in helping), takes=takes)
