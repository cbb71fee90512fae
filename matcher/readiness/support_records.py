"""Support that there is or was for organisations: what it is, who may have it, until when.

An offer of support is a row of a table, with its source, date and confidence. Its rules are
conditions on what is known or said of an organisation; each is told as met, not met or not known.
"""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from matcher.errors import BriefMistake
from matcher.readiness.question import Choice, Theme, asks, questions_of
from matcher.readiness.questions import QUESTION
from matcher.readiness.records import ReadinessQuery

if TYPE_CHECKING:
    from graph.records.provenance import Confidence, PartialDate

_YES_NO = (Choice("yes", "Yes", 1.0), Choice("no", "No", 0.0))


class Validity(StrEnum):
    """Whether support can be had on a day."""

    OPEN = "open"
    NOT_YET = "not open yet"
    EXPIRED = "expired"
    UNKNOWN = "not known"


class Eligibility(StrEnum):
    """Whether an organisation may have it, on what is known."""

    ELIGIBLE = "eligible"
    CANNOT_TELL = "cannot tell"
    NOT_ELIGIBLE = "not eligible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One rule: what it is about (`matcher.readiness.support_rules.SUBJECTS`), and what it asks.

    It asks for one of the `values`, or for a number of at `least` or at `most` so much.
    """

    about: str
    values: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOffer:
    """Support that somebody offers or offered.

    Attributes
    ----------
    programme : the programme that it belongs to; blank for any
    gives : what it gives, in words
    helps : the themes of the self-assessment that it helps with
    fund_gbp, least_gbp, most_gbp : the whole fund, and the least and most that one gets; None where
        not known
    opens, closes : first and last day; None where not known
    confirmed : when a source last said that it was open; None where none did
    rules : who may have it
    projects : who had it first, by name
    supported : the collaboration whose members had it; blank for none
    takes : how long it takes, in words; blank where no source says so
    note : what a reader should know, such as how a date was read
    """

    key: str
    programme: str
    name: str
    by: str
    kind: str
    gives: str
    helps: tuple[str, ...]
    fund_gbp: float | None
    least_gbp: float | None
    most_gbp: float | None
    opens: PartialDate | None
    closes: PartialDate | None
    confirmed: PartialDate | None
    rules: tuple[Condition, ...]
    projects: tuple[str, ...]
    supported: str
    takes: str
    how: str
    note: str
    source: str
    address: str
    known_from: PartialDate
    confidence: Confidence


OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportQuery(ReadinessQuery):
    """Who looks for support, what it says of itself, and which support to show.

    Its own questions are what only the organisation can say, and rules of support ask.

    Attributes
    ----------
    theme : a theme of the self-assessment that it should help with; blank for all
    only : ``open`` for only what is open on the day; blank for all
    """

    approved_provider: str = asks(
        Theme.RESERVES,
        "Approved provider",
        "Would you apply together with a provider that the fund has approved?",
        help="Some funds take only such joint applications.",
        why="",
        todo="Ask the fund for its list of approved providers.",
        choices=_YES_NO,
    )
    investment: str = asks(
        Theme.RESERVES,
        "Repayable investment",
        "Do you want to raise money that you would pay back?",
        help="Such as a loan from a social investor.",
        why="",
        todo="Talk to your board about repayable finance.",
        choices=_YES_NO,
    )
    social_action: str = asks(
        Theme.PREMISES,
        "Social action",
        "Do volunteers or peers do this work with you?",
        help="Such as mentors who have been in prison themselves.",
        why="",
        todo="Think of what volunteers could do.",
        choices=_YES_NO,
    )
    theme: str = ""
    only: str = ""

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is wrong with the answers, the theme and what to show."""
        yield from ReadinessQuery.mistakes(self)
        for name, question in SUPPORT_QUESTION.items():
            value = getattr(self, name)
            if value and (wrong := question.mistake(value)):
                yield BriefMistake(name, wrong)
        if self.theme and self.theme not in set(Theme):
            yield BriefMistake("theme", f"{self.theme!r} is not one of {', '.join(Theme)}")
        if self.only not in {"", OPEN}:
            yield BriefMistake("only", f"{self.only!r} is not {OPEN!r}, or blank for all")


SUPPORT_QUESTIONS = tuple(
    question for question in questions_of(SupportQuery) if question.name not in QUESTION
)
SUPPORT_QUESTION = {question.name: question for question in SUPPORT_QUESTIONS}


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportSource:
    """A page that offers of support were read on, the offers by name, and since when one is public.

    Its `id` is that of a source of facts, with ``support/`` before the key of its first offer.
    """

    id: str
    title: str
    address: str
    known_from: str
    tells_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCheck:
    """A rule of an offer, whether it is met (``yes``, ``no``, ``not known``), and why."""

    rule: str
    met: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """An offer of support as it stands for somebody on a day.

    Attributes
    ----------
    rank : its place: what can be had before what cannot, then by the gaps that it helps with
    validity, validity_reason : whether it can be had on the day, and why
    eligible : ``eligible``, ``not eligible`` or ``cannot tell``, by the rules
    had : whether the organisation was among those who had it
    gaps : the themes it helps with in which the organisation is not known to be ready
    source, source_id : where it was read, and its place in the list of sources
    """

    rank: int
    key: str
    name: str
    by: str
    kind: str
    gives: str
    amount: str
    validity: str
    validity_reason: str
    eligible: str
    rules: tuple[RuleCheck, ...]
    had: bool
    helps: tuple[str, ...]
    gaps: tuple[str, ...]
    projects: tuple[str, ...]
    takes: str
    how: str
    note: str
    source: str
    source_id: str
    address: str
    known_from: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportFound:
    """Support for an organisation, matched to its gaps.

    Attributes
    ----------
    organisation, name : who asks; empty where it is not known here
    support_version : of the tables of support, as the data version is of facts
    total : how many offers there are by the day; `offers` are those that were asked for
    later : how many became known only after the day
    """

    programme: str
    data_version: str
    support_version: str
    as_of: str
    organisation: str
    name: str
    total: int
    later: int
    offers: tuple[Support, ...]
    notes: tuple[str, ...]
