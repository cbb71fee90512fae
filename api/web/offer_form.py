"""The form of an offer: a part for each section and each service, from the fields of the model.

Fields are shown as people type them: shares as percents, amounts in pounds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING

from api.web.filling import Field, mistakes_of
from matcher.offers.checking import service_field
from matcher.offers.fields import Kind, Section
from matcher.offers.reading import texts_of
from matcher.offers.words import MOST_SERVICES, OFFER_FIELDS, SERVICE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.web.problems import Problem
    from matcher.offers.fields import OfferField
    from matcher.offers.records import Offer

_YES_NO = (("yes", "Yes"), ("no", "No"))
_NUMBERS = {"inputmode": "decimal", "class": "short", "autocomplete": "off"}
_ATTRIBUTES: Mapping[Kind, Mapping[str, object]] = {
    Kind.TEXT: {"maxlength": 100, "autocomplete": "off"},
    Kind.DAY: {"type": "date"},
    Kind.NUMBERS: {"autocomplete": "off"},
}
_LATE_ADDITIONS = 1
"""So many further services can be added at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """A part of the form.

    Attributes
    ----------
    key : names its place on the page
    title : its heading
    fields : in their order
    changed : how many of them differ from where the offer starts
    opened : whether it is shown at once
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    changed: int
    opened: bool


def form_parts(
    typed: Mapping[str, str], start: Offer, *, problem: Problem | None = None, opened: bool = False
) -> tuple[FormPart, ...]:
    """Fill the form in: the contract and its services first, as somebody reads an offer.

    Parameters
    ----------
    typed : what was typed, by field; the others are as at the start
    start : what the offer starts from
    problem : what is wrong with what was typed
    opened : whether all parts are shown at once
    """
    usual = texts_of(start)
    own = [_section_part(Section.CONTRACT, typed, usual, problem)]
    own += [_service_part(n, typed, usual, problem) for n in range(1, _services(typed, usual) + 1)]
    own += [
        _section_part(each, typed, usual, problem)
        for each in Section
        if each is not Section.CONTRACT
    ]
    return tuple(replace(part, opened=part.opened or opened) for part in own)


@cache
def field_labels() -> Mapping[str, str]:
    """Give what forms and errors call each field."""
    services = {
        service_field(number, name): f"{field.label}{_of_service(number)}"
        for number in range(1, MOST_SERVICES + 1)
        for name, field in SERVICE_FIELDS.items()
    }
    return {**{name: field.label for name, field in OFFER_FIELDS.items()}, **services}


def _of_service(number: int) -> str:
    return "" if number == 1 else f", service {number}"


def _services(typed: Mapping[str, str], usual: Mapping[str, str]) -> int:
    """Count the services to show: those there are, and one more to fill in."""
    last = max(
        number
        for number in range(1, MOST_SERVICES + 1)
        if number == 1
        or any(service_field(number, name) in {**typed, **usual} for name in SERVICE_FIELDS)
    )
    return min(last + _LATE_ADDITIONS, MOST_SERVICES)


def _section_part(
    section: Section,
    typed: Mapping[str, str],
    usual: Mapping[str, str],
    problem: Problem | None,
) -> FormPart:
    names = {name: each for name, each in OFFER_FIELDS.items() if each.section is section}
    return _part(section.value, section.heading, names, typed, usual, problem)


def _service_part(
    number: int, typed: Mapping[str, str], usual: Mapping[str, str], problem: Problem | None
) -> FormPart:
    names = {service_field(number, name): field for name, field in SERVICE_FIELDS.items()}
    new = not any(name in typed or name in usual for name in names)
    title = "Add a service" if new else f"Service {number}"
    return _part(f"service{number}", title, names, typed, usual, problem)


def _part(
    key: str,
    title: str,
    names: Mapping[str, OfferField],
    typed: Mapping[str, str],
    usual: Mapping[str, str],
    problem: Problem | None,
) -> FormPart:
    shown = {name: typed.get(name, usual.get(name, "")) for name in names}
    fields = tuple(
        _field(name, field, shown[name], mistakes_of(problem, name))
        for name, field in names.items()
    )
    return FormPart(
        key=key,
        title=title,
        fields=fields,
        changed=sum(shown[name] != usual.get(name, "") for name in names),
        opened=any(field.mistakes for field in fields),
    )


def _field(name: str, field: OfferField, text: str, mistakes: tuple[str, ...]) -> Field:
    return Field(
        name=name,
        label=f"{field_labels()[name]}{_unit(field)}",
        hint=hint(field),
        value=shown_value(field, text),
        options=_YES_NO if field.kind is Kind.YES_NO else (),
        attributes=_ATTRIBUTES.get(field.kind, _NUMBERS),
        mistakes=mistakes,
    )


def _unit(field: OfferField) -> str:
    """Say what a number counts, where the label does not."""
    if field.kind is Kind.MONEY:
        return " (£)"
    unit = "%" if field.kind is Kind.SHARE else field.unit
    named = not unit or unit.split()[0].lower() in field.label.lower()
    return "" if named else f" ({unit})"


def hint(field: OfferField) -> str:
    """Say what a field asks, which values it takes, and what a blank means.

    >>> hint(OFFER_FIELDS["results_share"])
    'The share of the price that is paid by results. 0 to 100%.'
    """
    said = [field.sentence]
    if field.range is not None and field.kind is not Kind.MONEY:
        times, sign = (100, "%") if field.kind is Kind.SHARE else (1, "")
        low, high = (f"{end * times:,.10g}" for end in (field.range.least, field.range.most))
        said.append(f"{low} to {high}{sign}.")
    if field.blank:
        said.append(f"Blank: {field.blank}.")
    return " ".join(said)


def shown_value(field: OfferField, text: str) -> str:
    """Write a value as people type it.

    >>> shown_value(OFFER_FIELDS["results_share"], "0.075")
    '7.5%'
    >>> shown_value(OFFER_FIELDS["results_share"], "much"), shown_value(OFFER_FIELDS["title"], "0")
    ('much', '0')
    """
    if field.kind is not Kind.SHARE:
        return text
    try:
        percent = Decimal(text) * 100
    except InvalidOperation:
        return text
    if not percent.is_finite():
        return text
    plain = f"{percent:f}"
    return f"{plain.rstrip('0').rstrip('.') if '.' in plain else plain}%"
