"""Who needs working capital for a seat in a line-up: what investors ask, and the answer.

Nobody named has been asked, and nobody has said that it wants to borrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the same)
from typing import TYPE_CHECKING

from graph.records.kinds import Sector
from matcher.answer.records import AreaLabel  # noqa: TC001  (the same)
from matcher.errors import BriefMistake, QuestionError
from matcher.readiness.naming import found_name

if TYPE_CHECKING:
    from matcher.brief.names import Directory

MOST_DAYS = 365
MOST_MONTHS = 240
MOST_GBP = 1e9
MOST_SEATS = 500
MOST_SURPLUS = 0.5
SEATS = ("tier-2", "tier-3")
"""The parts in a line-up that are paid sub-contracts."""


class InvestorQueryError(QuestionError):
    """A question about working capital holds mistakes; all of them are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorQuery:
    """Which seats an investor looks for, and what is assumed of their contracts.

    Attributes
    ----------
    sector : ``vcse``, ``mutual``, ``private`` or ``public``; blank for all
    role : ``tier-2`` or ``tier-3``; blank for both
    pathway : key or name of a pathway that the work is on; blank for all
    least_gbp, most_gbp : the least and most that is needed, in pounds; None for any
    back_months : the most months from the first outlay until it has come back; None for any
    payment_days : days after the end of the month until an invoice is paid: an assumption
    surplus_share : what the whole contract leaves, as a share of its income: an assumption, by
        which its costs follow
    limit : the most seats to name
    """

    sector: str = ""
    role: str = ""
    pathway: str = ""
    least_gbp: float | None = None
    most_gbp: float | None = None
    back_months: int | None = None
    payment_days: int = 30
    surplus_share: float = 0.05
    limit: int = 100

    def mistakes(self) -> Iterable[BriefMistake]:
        """Yield what is out of range."""
        if self.sector and self.sector not in set(Sector):
            yield BriefMistake("sector", f"{self.sector!r} is not one of {', '.join(Sector)}")
        if self.role not in {"", *SEATS}:
            yield BriefMistake("role", f"{self.role!r} is not one of {', '.join(SEATS)}")
        least, most = self.least_gbp, self.most_gbp
        for name, amount in (("least_gbp", least), ("most_gbp", most)):
            if amount is not None and not 0 <= amount <= MOST_GBP:
                yield BriefMistake(name, f"{amount:g} is not between 0 and {MOST_GBP:,.0f}")
        if least is not None and most is not None and most < least:
            yield BriefMistake("most_gbp", f"{most:g} is below least_gbp, {least:g}")
        for name, number, top in (
            ("back_months", self.back_months, MOST_MONTHS),
            ("payment_days", self.payment_days, MOST_DAYS),
        ):
            if number is not None and not 0 <= number <= top:
                yield BriefMistake(name, f"{number} is not between 0 and {top}")
        if not 0 <= self.surplus_share <= MOST_SURPLUS:
            told = f"{self.surplus_share:g} is not between 0 and {MOST_SURPLUS:g}"
            yield BriefMistake("surplus_share", told)
        if not 1 <= self.limit <= MOST_SEATS:
            yield BriefMistake("limit", f"{self.limit} is not between 1 and {MOST_SEATS}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CapitalNeed:
    """A seat in a line-up, and the working capital that it would need.

    Attributes
    ----------
    rank : its place, the largest amount first
    value_gbp, results_gbp : what the seat is worth a year, and how much of that depends on results
    basis : what its capacity rests on: ``stated``, ``estimated`` or ``unknown``
    amount_gbp : the most that has gone out before it came in
    needed_by, back_by : the months in which that is so, and from which on it has come back; None
        where nothing is needed, or it never comes back
    back_months : from the first outlay until then
    share_of_turnover : the amount as a share of its turnover; None where that is unknown
    offer : the parameters of the address `/offer` that shows the same offer
    """

    rank: int
    area: AreaLabel
    id: str
    name: str
    kind: str
    sector: str
    role: str
    pathways: tuple[str, ...]
    value_gbp: float
    results_gbp: float
    basis: str
    amount_gbp: float
    needed_by: date | None
    back_by: date | None
    back_months: int | None
    share_of_turnover: float | None
    offer: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrower:
    """An organisation with all its seats that were found: whom an investor would lend to.

    Attributes
    ----------
    seats : how many, in how many `areas`
    amount_gbp : what they need together, if all were held at once
    share_of_turnover : that as a share of its turnover; None where that is unknown
    back_by : when the last of them has come back; None if one never does
    """

    id: str
    name: str
    sector: str
    seats: int
    areas: int
    amount_gbp: float
    share_of_turnover: float | None
    back_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorArea:
    """An area whose best line-up was looked at: how good it is, and what its seats need."""

    area: AreaLabel
    score: float
    proven_optimal: bool
    seats: int
    amount_gbp: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """Something assumed of every contract: its field of an offer, in words, and why."""

    field: str
    label: str
    value: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Investors:
    """Who needs working capital for a credible role: a seat in the best line-up of an area.

    Attributes
    ----------
    total, amount_gbp : how many seats were found by the filters, and what they need together;
        `needs` are the first of them
    borrowers, borrowers_total : the organisations whose seats these are, the largest need first, of
        so many; all seats that were found count, not only those that are named
    unpaid : seats that bring no sub-contract: the lead's, and those of volunteers without pay
    assumptions : what is assumed of every contract beside what the line-up says
    """

    status: str
    programme: str
    data_version: str
    as_of: str
    areas: tuple[InvestorArea, ...]
    total: int
    amount_gbp: float
    unpaid: int
    borrowers: tuple[Borrower, ...]
    borrowers_total: int
    needs: tuple[CapitalNeed, ...]
    assumptions: tuple[Assumption, ...]
    notes: tuple[str, ...]


def check(query: InvestorQuery, directory: Directory) -> int | None:
    """Look for mistakes in a question, which takes no time; give the pathway that it names.

    Raises
    ------
    InvestorQueryError
        With all of them at once.
    """
    mistakes = list(query.mistakes())
    pathway = found_name(mistakes, "pathway", query.pathway, directory.pathway)
    if mistakes:
        raise InvestorQueryError(mistakes)
    return pathway
