"""The pictures of an offer: cash that may go well or badly, income and cost, what matters most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.words import pounds_words
from api.web.charts.bars import Group, bar_chart
from api.web.charts.lines import Level, Series, line_chart
from api.web.charts.tornado import Swing
from api.web.charts.tornado import tornado as tornado_chart

if TYPE_CHECKING:
    from api.web.charts.bars import BarChart
    from api.web.charts.lines import LineChart
    from api.web.charts.tornado import Tornado
    from matcher.offers.assessment import Assessment
    from matcher.offers.base_case import BaseCase
    from matcher.offers.periods import Period
    from matcher.offers.records import Offer
    from matcher.offers.simulation import Simulation

_MOST_BARS = 16
"""More stretches of time than these are drawn as years."""
_MOST_DRIVERS = 8
WORSE, MIDDLE, BETTER = "1 in 10 is worse", "half are worse", "1 in 10 is better"


def cash_chart(offer: Offer, found: Simulation) -> LineChart:
    """Draw the cash of the runs, from the reserves at the start on."""
    start = float(offer.reserves_gbp)
    spreads = [each.balance for each in found.months]
    worse, middle, better = (
        [start, *(float(getattr(each, name)) for each in spreads)]
        for name in ("p10_gbp", "p50_gbp", "p90_gbp")
    )
    low = min(range(len(middle)), key=middle.__getitem__)
    series = [
        Series(name=WORSE, amounts_gbp=worse),
        Series(name=MIDDLE, amounts_gbp=middle, strong=True),
        Series(name=BETTER, amounts_gbp=better),
    ]
    return line_chart(
        series,
        title="Cash at the end of each month, in thousands of runs",
        says=_cash_words(found),
        band=(0, 2),
        levels=credit_level(offer),
        pointed=[(low, middle[low], "lowest")],
    )


def _cash_words(found: Simulation) -> str:
    low = found.lowest_balance
    return (
        f"At its lowest, cash is {pounds_words(low.p50_gbp)} or less in half of the "
        f"{found.runs:,} runs, and {pounds_words(low.p10_gbp)} or less in one of ten."
    )


def credit_level(offer: Offer) -> list[Level]:
    """Give the amount at which the credit line ends, if there is one."""
    if not offer.credit_line_gbp:
        return []
    return [Level(name="credit line used up", amount_gbp=-float(offer.credit_line_gbp))]


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
        says=f"Income covers the cost in {ahead} of {len(periods)} {each}s, as expected.",
    )


def _short(period: Period) -> str:
    """Name a quarter so that several names fit a phone."""
    year, _, quarter = period.label.partition(" ")
    return f"{quarter} {year[2:]}" if quarter else year


def driver_chart(found: Assessment) -> Tornado:
    """Draw what matters most to what is left in the end."""
    drivers = found.tornado[:_MOST_DRIVERS]
    first = (
        f"What matters most: {drivers[0].title.lower()}." if drivers else "Nothing of it matters."
    )
    return tornado_chart(
        [
            Swing(
                name=each.title,
                low=each.low,
                high=each.high,
                low_gbp=float(each.surplus_low_gbp),
                high_gbp=float(each.surplus_high_gbp),
            )
            for each in drivers
        ],
        base_gbp=float(found.base_case.surplus_gbp),
        title="What is left in the end, if one thing turns out otherwise",
        says=first,
    )
