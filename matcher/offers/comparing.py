"""Several offers side by side: the figures that decide, and which offer is best in each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003  (read at run time to make the JSON schema)
from typing import TYPE_CHECKING

from matcher.errors import BriefMistake, OfferError
from matcher.offers.assessment import Assessment  # noqa: TC001  (read at run time to make the JSON schema)
from matcher.offers.fields import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


FEWEST_COMPARED, MOST_COMPARED = 2, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFigure:
    """One figure of several offers.

    Attributes
    ----------
    key, title : which
    kind : pounds or a share
    values : one for each offer, in their order; none where an offer has none
    best : the places of the best offers, from 0; empty if all are alike or no value is better
    """

    key: str
    title: str
    kind: Kind
    values: tuple[Decimal | float | None, ...]
    best: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Several offers.

    Attributes
    ----------
    titles : what they are called
    answers : whether each is safe, in words
    figures : what decides, row by row
    offers : all that is said of each
    """

    titles: tuple[str, ...]
    answers: tuple[str, ...]
    figures: tuple[ComparedFigure, ...]
    offers: tuple[Assessment, ...]


def _survived(one: Assessment) -> float:
    """The share of its stress tests in which reserves and credit last."""
    return sum(each.survives for each in one.stress_tests) / len(one.stress_tests)


_FIGURES: tuple[tuple[str, str, Kind, int, Callable[[Assessment], Decimal | float | None]], ...] = (
    ("annual_value_gbp", "Value a year", Kind.MONEY, 0, lambda one: one.annual_value_gbp),
    ("surplus_gbp", "Surplus expected", Kind.MONEY, 1, lambda one: one.base_case.surplus_gbp),
    (
        "surplus_share",
        "Surplus, of income",
        Kind.SHARE,
        1,
        lambda one: one.base_case.surplus_share,
    ),
    (
        "lowest_balance_gbp",
        "Lowest balance expected",
        Kind.MONEY,
        1,
        lambda one: one.base_case.lowest_balance_gbp,
    ),
    (
        "working_capital_gbp",
        "Working capital needed",
        Kind.MONEY,
        -1,
        lambda one: one.base_case.working_capital.amount_gbp,
    ),
    (
        "net_present_value_gbp",
        "Net present value",
        Kind.MONEY,
        1,
        lambda one: one.base_case.net_present_value_gbp,
    ),
    ("loss_share", "Chance of a loss", Kind.SHARE, -1, lambda one: one.simulation.loss_share),
    (
        "out_of_cash_share",
        "Chance that reserves and credit run out",
        Kind.SHARE,
        -1,
        lambda one: one.simulation.out_of_cash_share,
    ),
    (
        "surplus_p10_gbp",
        "Surplus that one run of ten stays below",
        Kind.MONEY,
        1,
        lambda one: one.simulation.surplus.p10_gbp,
    ),
    (
        "break_even_volume_share",
        "Break-even volume, of the expected",
        Kind.SHARE,
        -1,
        lambda one: one.break_evens.volume_share,
    ),
    (
        "full_cost_price_share",
        "Price that covers the full cost, of the offered",
        Kind.SHARE,
        -1,
        lambda one: one.break_evens.price_share,
    ),
    (
        "stress_tests_survived",
        "Stress tests survived",
        Kind.SHARE,
        1,
        _survived,
    ),
)


def compare(offers: Sequence[Assessment]) -> Comparison:
    """Set offers side by side.

    Raises
    ------
    OfferError
        If they are not between two and five.
    """
    check_count(len(offers))
    return Comparison(
        titles=tuple(each.title for each in offers),
        answers=tuple(each.verdict.answer.value for each in offers),
        figures=tuple(_figure(offers, *each) for each in _FIGURES),
        offers=tuple(offers),
    )


def check_count(number: int) -> None:
    """Raise `OfferError` if so many offers are not compared.

    Raises
    ------
    OfferError
        If they are not between two and five.
    """
    if not FEWEST_COMPARED <= number <= MOST_COMPARED:
        message = f"{number} offers are not between {FEWEST_COMPARED} and {MOST_COMPARED}"
        raise OfferError([BriefMistake("offers", message)])


def _figure(
    offers: Sequence[Assessment],
    key: str,
    title: str,
    kind: Kind,
    sign: int,
    read: Callable[[Assessment], Decimal | float | None],
) -> ComparedFigure:
    values = tuple(read(each) for each in offers)
    known = [value * sign for value in values if value is not None]
    best: tuple[int, ...] = ()
    if sign and known and (len(set(known)) > 1 or len(known) < len(values)):
        most = max(known)
        best = tuple(n for n, v in enumerate(values) if v is not None and v * sign == most)
    return ComparedFigure(key=key, title=title, kind=kind, values=values, best=best)
