"""The page of an offer: its answer first, then pictures with tables, then the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.words import month_words, pounds_words
from api.web.charts.bars import Group, bar_chart
from api.web.charts.lines import Level, Series, line_chart
from api.web.offer_form import field_labels, form_parts
from api.web.rendering import Page
from matcher.offers.from_line_up import SHARE_FIELDS
from matcher.offers.reading import texts_of
from matcher.offers.records import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.records.offers import AssessedOffer
    from api.web.charts.bars import BarChart
    from api.web.charts.lines import LineChart
    from api.web.offer_asking import AskedOffer
    from api.web.problems import Problem
    from matcher.offers.base_case import BaseCase
    from matcher.offers.periods import Period

_QUESTION = "Is this offer any good?"
_MOST_BARS = 16
"""More stretches of time than these are drawn as years."""


def offer_page(asked: AskedOffer, found: AssessedOffer) -> Page:
    """Show an offer and what it comes to."""
    base, texts = found.base, texts_of(asked.offer)
    parts = form_parts(texts, asked.start)
    return Page(
        "offer.html",
        {
            "asked": asked,
            "found": found,
            "base": base,
            "problem": None,
            "labels": field_labels(),
            "parts": parts,
            "shown": {field.name: field.value for part in parts for field in part.fields},
            "hidden": _hidden(asked),
            "cash": cash_chart(asked.offer, base),
            "flows": flow_chart(base),
            "is_example": not asked.texts,
            "heading": _heading(asked),
        },
    )


def mistakes_page(
    typed: Mapping[str, str], start: Offer, hidden: Sequence[tuple[str, str]], problem: Problem
) -> Page:
    """Show the form of an offer with what is wrong with it."""
    shown = {name: text for name, text in typed.items() if name not in SHARE_FIELDS}
    values = {
        "asked": None,
        "found": None,
        "heading": _QUESTION,
        "problem": problem,
        "labels": field_labels(),
        "parts": form_parts(shown, start, problem=problem),
        "hidden": hidden,
    }
    return Page("offer.html", values)


def _heading(asked: AskedOffer) -> str:
    """Call an offer by its title, if somebody gave it one."""
    if not asked.texts:
        return _QUESTION
    return "Your offer" if asked.offer.title == Offer().title else asked.offer.title


def _hidden(asked: AskedOffer) -> list[tuple[str, str]]:
    """What the form passes on without showing it."""
    return hidden_of(asked.texts, asked.beside)


def hidden_of(texts: Mapping[str, str], beside: Sequence[str]) -> list[tuple[str, str]]:
    """Give the parameters that no field of the form is for."""
    own = [(name, text) for name, text in texts.items() if name in SHARE_FIELDS]
    return [*own, *(("beside", each) for each in beside)]


def cash_chart(offer: Offer, base: BaseCase) -> LineChart:
    """Draw the cash as it is expected, from the reserves at the start on."""
    amounts = [float(offer.reserves_gbp), *(float(each.balance_gbp) for each in base.months)]
    low = min(range(1, len(amounts)), key=amounts.__getitem__)
    return line_chart(
        [Series(name="as expected", amounts_gbp=amounts, strong=True)],
        title="Cash at the end of each month",
        says=lowest_words(base),
        levels=credit_level(offer),
        pointed=[(low, amounts[low], "lowest")],
    )


def credit_level(offer: Offer) -> list[Level]:
    """Give the amount at which the credit line ends, if there is one."""
    if not offer.credit_line_gbp:
        return []
    return [Level(name="credit line used up", amount_gbp=-float(offer.credit_line_gbp))]


def lowest_words(base: BaseCase) -> str:
    """Say when cash is lowest."""
    low = pounds_words(base.lowest_balance_gbp)
    return f"As expected, cash is lowest at the end of {month_words(base.lowest_month)}: {low}."


def flow_chart(base: BaseCase) -> BarChart:
    """Draw income and cost, by quarter, or by year where there are many quarters."""
    by_year = len(base.quarters) > _MOST_BARS
    periods, each = (base.years, "year") if by_year else (base.quarters, "quarter")
    groups = [
        Group(name=_short(one), amounts_gbp=(float(one.income_gbp), float(one.costs_gbp)))
        for one in periods
    ]
    ahead = sum(one.margin_gbp >= 0 for one in periods)
    return bar_chart(
        groups,
        ("Income, invoiced", "Cost"),
        title=f"Income and cost by {each}",
        says=f"Income covers the cost in {ahead} of {len(periods)} {each}s.",
    )


def _short(period: Period) -> str:
    """Name a quarter so that several names fit a phone.

    2015 Q1 is Q1 15.
    """
    year, _, quarter = period.label.partition(" ")
    return f"{quarter} {year[2:]}" if quarter else year
