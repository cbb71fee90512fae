"""What a field of an offer is: what it holds, where it stands, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from matcher.brief.fields import Range


class Kind(StrEnum):
    """What a field holds: how it is typed, and of which type it is in Python."""

    TEXT = "text"
    MONEY = "pounds"
    """`decimal.Decimal`, to the penny."""
    SHARE = "share"
    """A `float`; texts may say ``12%`` or ``0.12``."""
    WHOLE = "whole number"
    NUMBER = "number"
    DAY = "date"
    YES_NO = "yes or no"
    NUMBERS = "list of numbers"


class Section(StrEnum):
    """The parts of an offer, in the order in which it is asked: the tables of its file."""

    CONTRACT = "contract"
    VOLUMES = "volumes"
    PAYMENT = "payment"
    RESULTS = "results"
    DEDUCTIONS = "deductions"
    COSTS = "costs"
    RESERVES = "reserves"
    RISKS = "risks"

    @property
    def heading(self) -> str:
        """What a form calls it."""
        return _TITLES[self]


_TITLES: Mapping[Section, str] = {
    Section.CONTRACT: "The contract",
    Section.VOLUMES: "How many people come",
    Section.PAYMENT: "How the price is paid",
    Section.RESULTS: "Payment by results",
    Section.DEDUCTIONS: "What is deducted",
    Section.COSTS: "Your own costs",
    Section.RESERVES: "Your reserves and credit",
    Section.RISKS: "If the prime provider fails, or somebody claims",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferField:
    """One field of an offer as people meet it.

    Attributes
    ----------
    name : as Python, files and addresses write it
    kind : what it holds
    default : what holds where it is not given; None where that is no value
    label : what a form calls it
    sentence : what it asks, in one plain sentence
    section : where it stands; None for a field of a service
    unit : what its number counts
    range : the numbers that it takes; None for texts, dates and yes or no
    blank : what happens where it is left blank; empty if it may not be blank
    """

    name: str
    kind: Kind
    default: Any
    label: str
    sentence: str
    section: Section | None = None
    unit: str = ""
    range: Range | None = None
    blank: str = ""

    @property
    def may_be_blank(self) -> bool:
        """Whether it may hold nothing."""
        return bool(self.blank)

    @property
    def help(self) -> str:
        """Its sentence, with its range and what a blank means.

        >>> from matcher.offers.words import OFFER_FIELDS
        >>> OFFER_FIELDS["payment_days"].help
        'How many days after the end of the month an invoice is paid. 0 to 365 days.'
        """
        said = [self.sentence]
        if self.range is not None:
            unit = f" {self.unit}" if self.unit and self.kind is not Kind.MONEY else ""
            said.append(f"{self.range.least:,.10g} to {self.range.most:,.10g}{unit}.")
        if self.blank:
            said.append(f"Blank: {self.blank}.")
        return " ".join(said)
