"""What is expected of an offer, as rows of CSV: one for each month; offers side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.offers.periods import COST_LINES, INCOME_LINES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from api.formats.serialise import Row
    from matcher.offers.comparing import Comparison
    from matcher.offers.periods import Period

PERIOD_COLUMNS = (
    *("label", "begins", "contract_year", "people"),
    *INCOME_LINES,
    "income_gbp",
    *COST_LINES,
    *("costs_gbp", "margin_gbp", "received_gbp", "interest_gbp", "balance_gbp"),
)


COMPARISON_COLUMNS = ("offer", "title", "answer", "figure", "figure_title", "value", "is_best")


def comparison_rows(found: Comparison) -> Iterator[Row]:
    """Write a row for each figure of each offer; offers count from 1."""
    for figure in found.figures:
        for place, value in enumerate(figure.values):
            yield {
                "offer": place + 1,
                "title": found.titles[place],
                "answer": found.answers[place],
                "figure": figure.key,
                "figure_title": figure.title,
                "value": value,
                "is_best": place in figure.best,
            }


def period_rows(periods: Iterable[Period]) -> Iterator[Row]:
    """Write a row for each month, quarter or year; amounts are exact."""
    for period in periods:
        yield {name: getattr(period, name) for name in PERIOD_COLUMNS}
