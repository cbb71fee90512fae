"""What matters most: one thing moved at a time, all else as expected."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from matcher.offers.model import flows
from matcher.offers.pence import pounds
from matcher.offers.scenarios import as_expected
from matcher.offers.timeline import timeline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.offers.records import Offer

TENTH = Decimal("0.1")
_POINTS = 0.02
_POINT = 0.01
_PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One thing, moved down and up.

    Attributes
    ----------
    key, title : what is moved
    low, high : how far down and up, in words
    surplus_low_gbp, surplus_high_gbp : what the offer then comes to
    lowest_low_gbp, lowest_high_gbp : the lowest balance then
    swing_gbp : by how much the surplus moves between the two
    """

    key: str
    title: str
    low: str
    high: str
    surplus_low_gbp: Decimal
    surplus_high_gbp: Decimal
    lowest_low_gbp: Decimal
    lowest_high_gbp: Decimal
    swing_gbp: Decimal


def tornado(offer: Offer) -> tuple[Driver, ...]:
    """Move each thing that the offer has, and give what matters most first."""
    found = [_driver(each) for each in _moves(offer)]
    moved = [
        each for each in found if each.swing_gbp or each.lowest_low_gbp != each.lowest_high_gbp
    ]
    return tuple(sorted(moved, key=lambda each: -each.swing_gbp))


class _Move(NamedTuple):
    """What is moved, how far in words, and the offer at both ends; people move by themselves."""

    key: str
    title: str
    words: tuple[str, str]
    ends: tuple[Offer, Offer]
    people: tuple[str, str] = ("people_expected", "people_expected")


def _driver(move: _Move) -> Driver:
    (surplus_low, lowest_low), (surplus_high, lowest_high) = (
        _comes_to(each, people) for each, people in zip(move.ends, move.people, strict=True)
    )
    return Driver(
        key=move.key,
        title=move.title,
        low=move.words[0],
        high=move.words[1],
        surplus_low_gbp=surplus_low,
        surplus_high_gbp=surplus_high,
        lowest_low_gbp=lowest_low,
        lowest_high_gbp=lowest_high,
        swing_gbp=abs(surplus_high - surplus_low),
    )


def _comes_to(offer: Offer, people: str) -> tuple[Decimal, Decimal]:
    months = timeline(offer)
    come = np.array([[getattr(each, people) for each in offer.services]])
    found = flows(offer, months, replace(as_expected(offer, months), people=come))
    return pounds(float(found.surplus[0])), pounds(float(found.lowest[0]))


def _moves(offer: Offer) -> Iterator[_Move]:
    people = ("people_low", "people_high")
    yield _Move("people", "People who come", ("lowest", "highest"), (offer, offer), people)
    yield from _by_a_tenth(offer)
    yield from _rates(offer)
    late = replace(offer, late_days=0), replace(offer, late_days=offer.late_days_most)
    words = ("0 days", f"{offer.late_days_most} days")
    yield _Move("late_days", "Days paid late", words, late)


def _by_a_tenth(offer: Offer) -> Iterator[_Move]:
    words = ("10% less", "10% more")
    for key, title, names in (
        ("price", "Price", ("unit_price_gbp", "block_fee_gbp_a_year")),
        ("cost_per_person", "Cost for each person", ("cost_per_person_gbp",)),
    ):
        ends = [
            replace(offer, services=tuple(_scaled(each, names, by) for each in offer.services))
            for by in (1 - TENTH, 1 + TENTH)
        ]
        yield _Move(key, title, words, (ends[0], ends[1]))
    for key, title in (
        ("staff_salary_gbp", "Salaries"),
        ("fixed_costs_gbp_a_year", "Fixed costs"),
        ("step_cost_gbp_a_year", "Cost of steps"),
        ("pension_cost_gbp_a_year", "Pensions of staff who transfer"),
    ):
        low, high = (_scaled(offer, (key,), by) for by in (1 - TENTH, 1 + TENTH))
        yield _Move(key, title, words, (low, high))
    tenth = offer.overhead_share * 0.1
    yield _Move("overhead_share", "Overheads", words, _around(offer, "overhead_share", tenth))


def _rates(offer: Offer) -> Iterator[_Move]:
    words = ("1 point less a year", "1 point more a year")
    for key, title in (("indexation_share", "Indexation"), ("cost_inflation_share", "Inflation")):
        yield _Move(key, title, words, _around(offer, key, _POINT))
    if offer.results_share:
        by = offer.reoffending_spread_share or _POINTS
        said = f"{by * 100:.3g} points"
        ends = _around(offer, "expected_reoffending_share", by)
        yield _Move("reoffending", "Reoffending", (f"{said} less", f"{said} more"), ends)


def _around(offer: Offer, name: str, by: float) -> tuple[Offer, Offer]:
    value = getattr(offer, name)
    low = value - by
    if name in {"expected_reoffending_share", "overhead_share"}:
        low = max(low, 0.0)
    return replace(offer, **{name: low}), replace(offer, **{name: value + by})


def _scaled(record: Any, names: tuple[str, ...], by: Decimal) -> Any:  # noqa: ANN401
    """Multiply amounts, to the penny."""
    changed = {name: (getattr(record, name) * by).quantize(_PENNY, ROUND_HALF_UP) for name in names}
    return replace(record, **changed)
