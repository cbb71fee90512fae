"""What is wrong with an offer: all of it at once, each mistake with its field."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from math import inf, isclose, isfinite
from typing import TYPE_CHECKING, Any

from matcher.errors import BriefMistake, OfferError
from matcher.offers.fields import Kind
from matcher.offers.records import Offer
from matcher.offers.words import (
    LONGEST_TEXT,
    MOST_GBP_A_YEAR,
    MOST_MONTHS,
    MOST_SERVICES,
    OFFER_FIELDS,
    SERVICE_FIELDS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from matcher.offers.fields import OfferField
    from matcher.offers.records import Service

_MONTHS_OF_A_YEAR = 12
_TOO_MUCH = f"comes to more than £{MOST_GBP_A_YEAR:,} a year"
_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.MONEY: (Decimal,),
    Kind.SHARE: (float, int),
    Kind.WHOLE: (int,),
    Kind.NUMBER: (float, int),
    Kind.DAY: (date,),
    Kind.YES_NO: (bool,),
    Kind.NUMBERS: (tuple,),
}


def service_field(number: int, name: str) -> str:
    """Give the name by which files, addresses and errors know a field of a service, from 1.

    >>> service_field(2, "people_low")
    'service2_people_low'
    """
    return f"service{number}_{name}"


def checked(offer: Offer) -> Offer:
    """Give the offer back.

    Raises
    ------
    OfferError
        If it contains mistakes: all of them.
    """
    found = tuple(mistakes_of(offer))
    if found:
        raise OfferError(found)
    return offer


def check_names(names: Iterable[str]) -> None:
    """Raise `OfferError` for names that are no fields of an offer.

    Raises
    ------
    OfferError
        If there are such.
    """
    known = {each.name for each in fields(Offer)}
    strange = [name for name in names if name not in known]
    if strange:
        raise OfferError([BriefMistake(name, "is no field of an offer") for name in strange])


def mistakes_of(offer: Offer, *, unread: Iterable[str] = ()) -> Iterator[BriefMistake]:
    """Find all mistakes: first field by field, then of fields that contradict each other.

    Parameters
    ----------
    offer : the offer
    unread : fields that could not be read, of which nothing more is said
    """
    alone = [each for each in _field_mistakes(offer) if each.field not in set(unread)]
    yield from alone
    wrong = {*unread, *(each.field for each in alone)}
    for names, message in _contradictions(offer):
        if wrong.isdisjoint(names):
            yield BriefMistake(names[0], message)


def value_mistake(field: OfferField, value: Any) -> str | None:  # noqa: ANN401  (whatever it holds)
    """Say what is wrong with the value of one field, if anything is."""
    if value is None:
        return None if field.may_be_blank else "may not be blank"
    if not isinstance(value, _TYPES[field.kind]) or (
        isinstance(value, bool) and field.kind is not Kind.YES_NO
    ):
        return f"{value!r} is no {field.kind.value}"
    if isinstance(value, str):
        return _text_mistake(value)
    if isinstance(value, Decimal) and _has_less_than_pennies(value):
        return f"{value} has fractions of a penny"
    numbers = value if isinstance(value, tuple) else (value,)
    return next((wrong for each in numbers if (wrong := _out_of_range(field, each))), None)


def _has_less_than_pennies(pounds: Decimal) -> bool:
    return pounds.is_finite() and pounds * 100 != (pounds * 100).to_integral_value()


def _text_mistake(text: str) -> str | None:
    if not text.strip():
        return "may not be blank"
    if len(text) > LONGEST_TEXT:
        return f"has {len(text):,} characters; at most {LONGEST_TEXT} are read"
    return None if text.isprintable() else "holds characters that cannot be printed"


def _out_of_range(field: OfferField, value: Any) -> str | None:  # noqa: ANN401  (a number or a day)
    if field.range is None or (isfinite(value) and value in field.range):
        return None
    unit = f" {field.unit}" if field.unit else ""
    low, high = (_plain(end) for end in (field.range.least, field.range.most))
    return f"{_plain(value)}{unit} is not between {low} and {high}"


def _plain(number: float | Decimal) -> str:
    return f"{number:,}" if isinstance(number, int | Decimal) else f"{number:,.10g}"


def _field_mistakes(offer: Offer) -> Iterator[BriefMistake]:
    if not 1 <= len(offer.services) <= MOST_SERVICES:
        message = f"{len(offer.services):,} services are not between 1 and {MOST_SERVICES}"
        yield BriefMistake("services", message)
    for number, service in enumerate(offer.services[:MOST_SERVICES], start=1):
        for name, field in SERVICE_FIELDS.items():
            if wrong := value_mistake(field, getattr(service, name)):
                yield BriefMistake(service_field(number, name), wrong)
    for name, field in OFFER_FIELDS.items():
        if wrong := value_mistake(field, getattr(offer, name)):
            yield BriefMistake(name, wrong)


def _contradictions(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    """Give the fields that contradict each other, the one to name first, and what is wrong."""
    for number, service in enumerate(offer.services, start=1):
        yield from _of_service(number, service)
    yield from _of_worth(offer)
    yield from _of_size(offer)
    yield from _of_dates(offer)
    yield from _of_shares(offer)
    yield from _of_results(offer)
    yield from _of_costs(offer)


def _of_service(number: int, service: Service) -> Iterator[tuple[tuple[str, ...], str]]:
    low, middle, high = (
        service_field(number, name) for name in ("people_low", "people_expected", "people_high")
    )
    if service.people_low > service.people_expected:
        yield (low, middle), f"is more than {middle}, {service.people_expected:,g}"
    if service.people_high < service.people_expected:
        yield (high, middle), f"is less than {middle}, {service.people_expected:,g}"


def _of_worth(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    named = ("unit_price_gbp", "block_fee_gbp_a_year", "people_expected")
    every = range(1, len(offer.services) + 1)
    names = [service_field(number, name) for number in every for name in named]
    if names and offer.annual_value_gbp == 0:
        message = "nothing is paid for: give a price and people, or a block price"
        yield tuple(names), message


def _of_size(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    """Find products that are larger than any contract is."""
    for number, service in enumerate(offer.services, start=1):
        people = service_field(number, "people_high")
        for name in ("unit_price_gbp", "cost_per_person_gbp"):
            if float(getattr(service, name)) * service.people_high > MOST_GBP_A_YEAR:
                yield (service_field(number, name), people), f"times {people} {_TOO_MUCH}"
    if offer.staff_fte * float(offer.staff_salary_gbp) > MOST_GBP_A_YEAR:
        yield ("staff_salary_gbp", "staff_fte"), f"times staff_fte {_TOO_MUCH}"
    steps = sum(each.people_high for each in offer.services) / (offer.step_people_a_year or inf)
    if steps * float(offer.step_cost_gbp_a_year) > MOST_GBP_A_YEAR:
        message = f"for each step of step_people_a_year {_TOO_MUCH}"
        yield ("step_cost_gbp_a_year", "step_people_a_year"), message


def _of_dates(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    for later, earlier in (("starts", "mobilised_from"), ("ends", "starts")):
        days = getattr(offer, later), getattr(offer, earlier)
        if days[0] < days[1]:
            yield (later, earlier), f"{days[0]} lies before {earlier}, {days[1]}"
    begins = "starts" if offer.starts < offer.mobilised_from else "mobilised_from"
    months = offer.term_months + max(offer.mobilisation_months, 0)
    if offer.starts <= offer.ends and months > MOST_MONTHS:
        message = (
            f"{offer.ends} is {months:,} months after {begins}, {getattr(offer, begins)}; "
            f"an offer runs for {MOST_MONTHS} at most"
        )
        yield ("ends", "mobilised_from", "starts"), message


def _of_shares(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    names = ("fee_for_service_share", "fee_for_use_share", "results_share")
    total = sum(getattr(offer, name) for name in names)
    if not isclose(total, 1, abs_tol=1e-9):
        yield names, f"with {names[1]} and {names[2]} adds up to {total * 100:.10g}%, not to 100%"
    for expected, most in (
        ("late_days", "late_days_most"),
        ("service_credit_share", "service_credit_cap_share"),
    ):
        values = getattr(offer, expected), getattr(offer, most)
        if values[0] > values[1]:
            yield (most, expected), f"{values[1]:g} is less than {expected}, {values[0]:g}"


def _of_results(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    if offer.results_share == 0 or offer.annual_value_gbp == 0:
        return
    cohort = offer.cohort_people_a_year
    if cohort == 0:
        yield ("cohort_people_a_year", "results_share"), "is 0, but results are paid for"
    served = [service_field(n, "people_expected") for n in range(1, len(offer.services) + 1)]
    if cohort is None and all(each.people_expected == 0 for each in offer.services):
        message = "is blank and nobody is served, but results are paid for"
        yield ("cohort_people_a_year", "results_share", *served), message
    if offer.results_threshold_share > offer.full_results_reduction_share:
        message = "is more than full_results_reduction_share: it would pay in full at once"
        yield ("results_threshold_share", "full_results_reduction_share"), message


def _of_costs(offer: Offer) -> Iterator[tuple[tuple[str, ...], str]]:
    if len(offer.season) != _MONTHS_OF_A_YEAR or not any(offer.season):
        message = f"has {len(offer.season)} numbers; it takes twelve, not all of them 0"
        yield ("season",), message
    if offer.step_people_a_year == 0:
        yield ("step_people_a_year",), "0 people are not enough; leave it blank for any number"
    if offer.step_people_a_year is None and offer.step_cost_gbp_a_year:
        message = "has no effect while step_people_a_year is blank"
        yield ("step_cost_gbp_a_year", "step_people_a_year"), message
