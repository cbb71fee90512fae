"""From a suggested line-up to the offer that it would mean for a member.

A line-up says of a member: its work on some pathways, how many needs a year it could meet, what
that is worth a year, and how much of that depends on results. An offer says far more. What the
line-up does not say is assumed, and `origins` tells which field is which.

The value of a member's work is what the supply chain is paid to meet its needs, after what the
prime provider keeps. So the offer has no further management fee, and its costs are assumed to be as
high as its value: in the proportions of the example (`matcher.offers.records`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from matcher.answer.money import UNPAID
from matcher.errors import BriefMistake, OfferError
from matcher.offers.checking import checked, service_field
from matcher.offers.reading import texts_of
from matcher.offers.records import Offer, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matcher.answer.records import AreaLabel, Member

_PENCE = Decimal("0.01")
_LEAD = "lead"
_FALL_SHARE = 0.34
"""How far actual work fell below forecast (National Audit Office)."""
_RISE_SHARE = 0.02
"""How far the Ministry of Justice thought that volumes might change."""
_LONGEST = 100
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShare:
    """What a line-up suggests for one member; money and needs are a year's.

    The fields are the parameters of the address that leads to its offer.
    """

    from_area: str
    from_member: str
    from_name: str
    from_work: str
    from_value_gbp: float
    from_risk_gbp: float
    from_needs: float


class Standing(StrEnum):
    """Where the value of a field comes from."""

    TAKEN = "taken"
    ASSUMED = "assumed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the value of one field of the offer comes from, in a sentence."""

    field: str
    standing: Standing
    why: str


def share_of(
    member: Member, *, area: AreaLabel, pathway: Callable[[str], str]
) -> MemberShare | None:
    """Take a member's share out of a line-up.

    None for whoever would get no paid sub-contract: the lead, who holds the contract itself, a body
    whose volunteers are unpaid, and a member without work of its own.

    Parameters
    ----------
    member : of a suggested line-up
    area : of that line-up
    pathway : names a pathway by its key
    """
    if member.role in {_LEAD, UNPAID} or member.value_gbp <= 0 or member.volume_needs_a_year <= 0:
        return None
    return MemberShare(
        from_area=area.id,
        from_member=member.id,
        from_name=f"{_cut(member.name, _LONGEST_NAME)} in {_cut(area.name, 30)}",
        from_work=_cut("; ".join(map(pathway, member.pathways)), _LONGEST),
        from_value_gbp=round(member.value_gbp, 2),
        from_risk_gbp=round(member.risk_gbp, 2),
        from_needs=round(member.volume_needs_a_year, 1),
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 3]}..."


def share_texts(share: MemberShare) -> dict[str, str]:
    """Write a share as parameters of an address."""
    return {field.name: _plain(getattr(share, field.name)) for field in fields(share)}


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


SHARE_FIELDS = tuple(field.name for field in fields(MemberShare))
"""The names of the parameters that say what a line-up suggests."""
_AMOUNTS = {"from_value_gbp": 100_000_000.0, "from_risk_gbp": 100_000_000.0, "from_needs": 1e6}
"""The most that each may be."""


def read_share(texts: Mapping[str, str]) -> MemberShare | None:
    """Read a share back from parameters; None where none is given.

    Raises
    ------
    OfferError
        If it is given in part, or amounts are none: with all mistakes.
    """
    given = {name: texts[name].strip() for name in SHARE_FIELDS if name in texts}
    if not given:
        return None
    mistakes = [
        BriefMistake(name, wrong) for name in SHARE_FIELDS if (wrong := _wrong(name, given))
    ]
    if mistakes:
        raise OfferError(mistakes)
    amounts = {name: float(given[name]) for name in _AMOUNTS}
    names = {name: text for name, text in given.items() if name not in _AMOUNTS}
    share = MemberShare(**names, **amounts)  # type: ignore[arg-type]
    if share.from_risk_gbp > share.from_value_gbp:
        raise OfferError([BriefMistake("from_risk_gbp", "is more than from_value_gbp")])
    return share


def _wrong(name: str, given: Mapping[str, str]) -> str:
    """Say what is wrong with a part of a share, if anything is."""
    text = given.get(name, "")
    if not text:
        return "is missing: a link from a line-up has it"
    if name not in _AMOUNTS:
        fits = len(text) <= _LONGEST and text.isprintable()
        return "" if fits else f"is longer than {_LONGEST} characters, or cannot be printed"
    try:
        amount = float(text)
    except ValueError:
        return f"{text[:_LONGEST]!r} is no number"
    least = 0.0 if name == "from_risk_gbp" else 0.01
    most = _AMOUNTS[name]
    return "" if least <= amount <= most else f"is not between {least:g} and {most:,.0f}"


def offer_of(share: MemberShare) -> Offer:
    """Make the offer that a share would mean, with assumptions for all that it does not say.

    Raises
    ------
    OfferError
        If the share is too small or large for an offer.
    """
    example = Offer()
    value, people = Decimal(repr(share.from_value_gbp)), share.from_needs
    results = round(share.from_risk_gbp / share.from_value_gbp, 4)
    scale = value / Decimal(repr(1 + example.overhead_share)) / _direct_costs(example)
    served = Decimal(repr(people))

    def scaled(amount: Decimal) -> Decimal:
        return (amount * scale).quantize(_PENCE)

    service = Service(
        name=share.from_work,
        unit_price_gbp=(value / served).quantize(_PENCE),
        people_low=round(people * (1 - _FALL_SHARE), 1),
        people_expected=people,
        people_high=round(people * (1 + _RISE_SHARE), 1),
        cost_per_person_gbp=scaled(_personal_costs(example) / served),
    )
    return checked(
        replace(
            example,
            title=share.from_name,
            services=(service,),
            fee_for_service_share=0.0,
            fee_for_use_share=round(1 - results, 4),
            results_share=results,
            management_fee_share=0.0,
            staff_fte=round(example.staff_fte * float(scale), 2),
            fixed_costs_gbp_a_year=scaled(example.fixed_costs_gbp_a_year),
            mobilisation_cost_gbp=scaled(example.mobilisation_cost_gbp),
            exit_cost_gbp=scaled(example.exit_cost_gbp),
            reserves_gbp=(value * example.reserves_gbp / example.annual_value_gbp).quantize(_PENCE),
        )
    )


def _personal_costs(offer: Offer) -> Decimal:
    return sum(
        (each.cost_per_person_gbp * Decimal(repr(each.people_expected)) for each in offer.services),
        start=Decimal(0),
    )


def _direct_costs(offer: Offer) -> Decimal:
    """What a full year costs at the expected volume, before overheads."""
    staff = Decimal(repr(offer.staff_fte)) * offer.staff_salary_gbp
    on_costs = Decimal(repr(1 + offer.staff_on_cost_share))
    return staff * on_costs + offer.fixed_costs_gbp_a_year + _personal_costs(offer)


_TAKEN: Mapping[str, str] = {
    service_field(1, "name"): "The pathways that it would work on.",
    service_field(1, "people_expected"): "The needs a year that it could meet, by the model.",
    service_field(1, "unit_price_gbp"): "The value of its work a year over those needs.",
    "results_share": "The part of its value that depends on results.",
    "management_fee_share": "None: its value is what is left after the prime provider's share.",
}
_ASSUMED: Mapping[str, str] = {
    service_field(1, "people_low"): "34 % less, as actual work fell below forecast in 2015-16.",
    service_field(1, "people_high"): "2 % more, as far as the ministry thought volumes might move.",
    "fee_for_use_share": "All else is paid for each person who comes.",
    "staff_fte": "Costs as high as the value, in the proportions of the example.",
    "fixed_costs_gbp_a_year": "Costs as high as the value, in the proportions of the example.",
    service_field(1, "cost_per_person_gbp"): "Costs as high as the value, in the same proportions.",
    "mobilisation_cost_gbp": "In proportion to the example.",
    "exit_cost_gbp": "In proportion to the example.",
    "reserves_gbp": "A quarter of a year's value, as in the example.",
}


def origins(share: MemberShare, offer: Offer) -> tuple[Origin, ...]:
    """Tell where the fields that a line-up bears on come from, those taken from it first.

    Parameters
    ----------
    share : what the line-up suggests
    offer : the offer as it is now: what differs from `offer_of` has been changed
    """
    suggested, now = texts_of(offer_of(share)), texts_of(offer)
    found = []
    for standing, known in ((Standing.TAKEN, _TAKEN), (Standing.ASSUMED, _ASSUMED)):
        for name, why in known.items():
            if now.get(name) == suggested[name]:
                found.append(Origin(field=name, standing=standing, why=why))
            else:
                message = f"The line-up's answer was {suggested[name] or 'blank'}."
                if standing is Standing.ASSUMED:
                    message = f"{suggested[name] or 'Blank'} was assumed."
                found.append(Origin(field=name, standing=Standing.CHANGED, why=message))
    return tuple(found)
