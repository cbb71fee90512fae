"""Codes and figures in the words that people read."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import TYPE_CHECKING

from matcher.brief.request import BRIEF_FIELDS

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.reason import ToldReason
    from matcher.answer.records import BriefEcho, CapacityRange, Coverage, LineUp, Lowest, Retained

_SHORT_ROLES = {
    "lead": "Prime",
    "tier-2": "Tier 2",
    "tier-3": "Tier 3",
    "unpaid": "Unpaid (volunteers)",
    "shareholder": "Shareholder",
}
_MEMBER_ROLES = {
    "lead": "Prime provider",
    "tier-2": "Subcontractor (tier 2)",
    "tier-3": "Subcontractor (tier 3)",
    "unpaid": "Unpaid (volunteers)",
    "shareholder": "Shareholder",
}
_KINDS = {
    "cic": "community interest company",
    "nhs-trust": "NHS trust",
    "vcse-consortium": "VCSE consortium",
    "fe-college": "FE college",
}
_WORK_KINDS = {
    "tr-bid": "bid for Transforming Rehabilitation",
    "tr-supply-chain": "supply chain of Transforming Rehabilitation",
}
_SECTORS = {"vcse": "VCSE"}
_LINE_UP_KINDS = {
    "private-lead": "private lead",
    "vcse-lead": "charity or social enterprise as lead",
    "joint-venture": "joint venture",
    "public-lead": "public body as lead",
    "with-staff-mutual": "with the area's staff mutual",
}
_CAPACITIES = {"stated": "stated", "estimated": "an estimate", "unknown": "its size is unknown"}
_CONFIDENCES = {
    "verified-official": "read in an official source",
    "verified-secondary": "read in another source",
    "memory-high": "from memory, high confidence",
    "memory-medium": "from memory, medium confidence",
    "memory-low": "from memory, low confidence",
    "estimate": "an estimate",
    "own-statement": "by its own statement, unchecked",
    "inferred": "inferred from words, stated by nobody",
}
_RELATIONS = {
    "parent of": "its subsidiary",
    "with parent": "its parent",
    "shareholder of": "it holds shares in this",
    "with shareholder": "a shareholder of it",
    "member of": "it is a member of this",
    "with member": "a member of it",
    "workforce of": "its staff move to this",
    "with workforce": "its staff come from this",
    "umbrella of": "a member of it",
    "with umbrella": "its umbrella body",
}
_RETAINED = {
    "core": "Offender management and unpaid work",
    "through-the-gate": "Through the gate",
    "margin-and-overhead": "Margin and overhead",
    "unused-supply-chain": "Supply chain money that no member could use",
}
_SCORE_PARTS = {
    "coverage": "needs met",
    "affinity": "past work together",
    "lead": "strength of the lead",
    "contracts": "cost of sub-contracts",
}
_TENTHS_BELOW = 0.1
_LEAST_PERCENT = 0.1


def chance_words(chance: float) -> str:
    """Say how likely something is.

    >>> chance_words(0.25), chance_words(0.0123), chance_words(0.0001)
    ('25 %', '1.2 %', 'below 0.1 %')
    """
    percent = 100 * chance
    if percent < _LEAST_PERCENT:
        return f"below {_LEAST_PERCENT} %"
    return f"{percent:z.0f} %" if percent >= 10 else f"{percent:z.1f} %"  # noqa: PLR2004


def rank_words(rank: int | None) -> str:
    """Say a rank; None where one is no candidate.

    >>> rank_words(3), rank_words(None)
    ('3', 'none')
    """
    return "none" if rank is None else f"{rank:,}"


class Words:
    """The names of a programme's codes and keys; an unknown one stands for itself.

    Attributes
    ----------
    programme : the name of the programme
    sources, source_titles : its sources by title, as reasons name them; their titles by identifier
    snapshot : the facts whose words these are
    """

    def __init__(self, snapshot: Snapshot) -> None:
        facts = snapshot.facts
        self._pathways = {row.key: row.name for row in facts.pathways}
        self._cohorts = {row.key: row.name for row in facts.cohorts}
        self._places = {str(row.code): row.name for row in snapshot.places}
        self._areas = {str(row.id): row.name for row in snapshot.areas}
        self._rules = {row.key: row.name for row in facts.rules}
        self.programme = facts.programme.name
        self.sources = {row.title: row for row in facts.sources}
        self.source_titles = {row.id: row.title for row in facts.sources}
        self.snapshot = snapshot  # of whose organisations an answer names few

    def pathway(self, key: str) -> str:
        """Name a pathway."""
        return self._pathways.get(key, key)

    def cohort(self, key: str) -> str:
        """Name a cohort."""
        return self._cohorts.get(key, key)

    def place(self, code: str) -> str:
        """Name a place."""
        return self._places.get(code, code)

    def area(self, code: str) -> str:
        """Name an area."""
        return self._areas.get(code, code)

    def organisation(self, identifier: str) -> str:
        """Name an organisation."""
        position = self.snapshot.organisation_index.get(identifier)
        return identifier if position is None else self.snapshot.organisations[position].name

    def asked(self, brief: BriefEcho, *, identified: bool = True) -> tuple[str, ...]:
        """Say which organisations a brief was understood to name, and their identifiers."""
        name = self.labelled if identified else self.organisation
        named = {
            "lead": () if brief.lead is None else (brief.lead,),
            "must": brief.must,
            "never": brief.never,
            "consented": brief.consented,
        }
        return tuple(
            f"{BRIEF_FIELDS[field].label}: {', '.join(map(name, found))}"
            for field, found in named.items()
            if found
        )

    def labelled(self, identifier: str) -> str:
        """Name an organisation, with its identifier."""
        return f"{self.organisation(identifier)} ({identifier})"

    def rule(self, text: str) -> str:
        """Say what breaks a rule, or which change to one would help, with the rule's name."""
        key, colon, said = text.partition(": ")
        name = self._rules.get(key) or getattr(BRIEF_FIELDS.get(key), "label", key)
        return f"{name}{colon}{said}"

    def score_part(self, key: str) -> str:
        """Name a part of the score."""
        return _SCORE_PARTS.get(key, plain_words(key))

    def told(self, reason: str) -> ToldReason:
        """Take the text of a reason apart: its sentence, what it rests on, and its sources."""
        from matcher.answer.reason import told  # noqa: PLC0415  (numpy)

        return told(reason, self.sources)

    def lowest(self, pathway: Lowest, cohort: Lowest) -> str:
        """Say which pathway and which group of people could be met least, and how far."""
        return (
            f"{self.pathway(pathway.key)} {percent_words(pathway.share)}, "
            f"{self.cohort(cohort.key)} {percent_words(cohort.share)}"
        )

    def missing(self, coverage: Coverage) -> str:
        """Say for which pathway and which group of people most of the need is missing."""
        pathway, cohort = coverage.lowest_pathway, coverage.lowest_cohort
        return (
            f"{self.pathway(pathway.key).lower()} ({percent_words(pathway.share)} met) and, among "
            f"groups of people, {self.cohort(cohort.key).lower()} ({percent_words(cohort.share)})"
        )

    def if_independent(self, line_up: LineUp) -> str:
        """Say what could be met if members' chances of being there are independent."""
        other = line_up.coverage_if_independent
        return (
            "That is if members make up for each other. If their chances of being there are "
            f"independent: {percent_words(other.overall)} of needs; "
            f"least: {self.lowest(other.lowest_pathway, other.lowest_cohort)}."
        )

    def retained(self, row: Retained) -> str:
        """Name a part of the price that stays with the lead."""
        name = _RETAINED.get(row.part, plain_words(row.part))
        return name if row.prison is None else f"{name}: {self.place(row.prison)}"

    def takers(self, row: Retained) -> str:
        """Name the members who could take a part of the price on."""
        return ", ".join(self.organisation(each) for each in row.could_take)

    def capacity(self, found: CapacityRange) -> str:
        """Say what an organisation could take on, with the ends of the range where it is one."""
        ends = f" ({number_words(found.low)} to {number_words(found.high)})"
        known = f"{number_words(found.middle)}{ends if found.low < found.high else ''}"
        return f"{known}, {self.capacity_basis(found.basis)}"

    def capacity_basis(self, key: str) -> str:
        """Say what a capacity rests on."""
        return _CAPACITIES.get(key, plain_words(key))

    def affiliation(self, relation: str) -> str:
        """Say what the other side of an affiliation is to an organisation."""
        return _RELATIONS.get(relation, plain_words(relation))

    def work(self, pathway: str, *, inferred: bool) -> str:
        """Name a pathway that somebody works on, and say if no source states it."""
        return f"{self.pathway(pathway)}{' (inferred)' if inferred else ''}"

    def role(self, key: str) -> str:
        """Name a role in a piece of work."""
        return plain_words(key)

    def member_role(self, key: str) -> str:
        """Name a role in a line-up."""
        return _MEMBER_ROLES.get(key, plain_words(key))

    def short_role(self, key: str) -> str:
        """Name a role in a line-up where there is little room."""
        return _SHORT_ROLES.get(key, plain_words(key))

    def kind(self, key: str) -> str:
        """Name a kind of organisation."""
        return kind_words(key)

    def line_up(self, kind: str, standing: str) -> str:
        """Say what kind of line-up one is, and whether others score as much."""
        tied = ", tied" if standing.endswith("=") else ""
        return f"{_LINE_UP_KINDS.get(kind, plain_words(kind))}{tied}"

    def confidence(self, key: str) -> str:
        """Say how sure we are of a fact."""
        return _CONFIDENCES.get(key, plain_words(key))

    def sector(self, key: str) -> str:
        """Name a sector."""
        return _SECTORS.get(key, plain_words(key))


def whole_seconds(seconds: float) -> int:
    """Round a wait up to whole seconds, at least one.

    >>> whole_seconds(4.2), whole_seconds(0.0)
    (5, 1)
    """
    return max(1, ceil(seconds))


def seconds_words(seconds: float) -> str:
    """Write a wait in whole seconds, rounded up.

    >>> seconds_words(0.5), seconds_words(29.2)
    ('1 second', '30 seconds')
    """
    whole = whole_seconds(seconds)
    return "1 second" if whole == 1 else f"{whole} seconds"


def kind_words(key: str) -> str:
    """Name a kind of organisation.

    >>> kind_words("fe-college"), kind_words("charity")
    ('FE college', 'charity')
    """
    return _KINDS.get(key, plain_words(key))


def work_kind_words(key: str) -> str:
    """Name a kind of work done together.

    >>> work_kind_words("tr-bid"), work_kind_words("prime-contract")
    ('bid for Transforming Rehabilitation', 'prime contract')
    """
    return _WORK_KINDS.get(key, plain_words(key))


def plain_words(key: str) -> str:
    """Write a key as words.

    >>> plain_words("housing-association")
    'housing association'
    """
    return key.replace("-", " ").replace("_", " ")


def number_words(value: float | None) -> str:
    """Write a number with commas; unknown is said.

    >>> number_words(12345.6), number_words(None)
    ('12,346', 'unknown')
    """
    return "unknown" if value is None else f"{value:z,.0f}"


def percent_words(share: float) -> str:
    """Write a share; small ones with a decimal.

    >>> percent_words(0.873), percent_words(0.0123)
    ('87%', '1.2%')
    """
    return f"{share:z.0%}" if abs(share) >= _TENTHS_BELOW or share == 0 else f"{share:z.1%}"


def fixed_words(value: float, digits: int) -> str:
    """Write a number with so many decimals.

    >>> fixed_words(0.376, 2), fixed_words(-0.0001, 2)
    ('0.38', '0.00')
    """
    return f"{value:z.{digits}f}"


def date_words(text: str | None) -> str:
    """Write an ISO date as people do, a month too; a year alone stays as it is.

    >>> date_words("2013-09-19"), date_words("2013-09"), date_words("2013"), date_words(None)
    ('19 September 2013', 'September 2013', '2013', 'unknown')
    """
    if text is None:
        return "unknown"
    is_month = _MONTH.fullmatch(text) is not None
    try:
        day = date.fromisoformat(f"{text}-01" if is_month else text)
    except ValueError:
        return text
    return f"{day:%B %Y}" if is_month else f"{day.day} {day:%B %Y}"


_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def years_words(first: int | None, last: int | None) -> str:
    """Say from when to when something was.

    >>> years_words(2010, 2013), years_words(2010, 2010), years_words(None, None)
    ('2010 to 2013', '2010', 'not known')
    """
    if first is None or last is None:
        return "not known"
    return str(first) if first == last else f"{first} to {last}"


def pounds_words(amount_gbp: Decimal) -> str:
    """Write an amount to the pound, as people read it.

    >>> pounds_words(Decimal("-1234.50")), pounds_words(Decimal("0.2"))
    ('-£1,235', '£0')
    """
    whole = int(amount_gbp.to_integral_value(ROUND_HALF_UP))
    return f"{'-' if whole < 0 else ''}£{abs(whole):,}"


def pence_words(amount_gbp: Decimal) -> str:
    """Write an amount to the penny.

    >>> pence_words(Decimal("-1234.5"))
    '-£1,234.50'
    """
    return f"{'-' if amount_gbp < 0 else ''}£{abs(amount_gbp):z,.2f}"


def month_words(day: date | None) -> str:
    """Write a month.

    >>> month_words(date(2015, 2, 1)), month_words(None)
    ('February 2015', 'never')
    """
    return "never" if day is None else f"{day:%B %Y}"
