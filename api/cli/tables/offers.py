"""What an offer of a sub-contract comes to, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, plain_table, spaced, titled_table
from api.formats.words import month_words, pounds_words
from matcher.offers.fields import Kind
from matcher.offers.levers import share_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from rich.console import RenderableType

    from matcher.offers.assessment import Assessment
    from matcher.offers.break_evens import BreakEvens
    from matcher.offers.comparing import ComparedFigure, Comparison
    from matcher.offers.simulation import Spread

_NONE = "none"
_MONTHS_A_STEP = 12


def offer_parts(found: Assessment) -> Iterator[RenderableType]:
    """Show the answer first, then what to negotiate, then the figures."""
    yield Line(f"{found.title}: {found.verdict.headline}", bold=True)
    yield from (Line(each) for each in found.verdict.reasons)
    yield Line(found.liability.says)
    yield Line(f"{found.verdict.safe_means}\n")
    if found.verdict.terms:
        safe = found.verdict.answer.value == "safe"
        yield Line("What to hold on to" if safe else "What to negotiate first", bold=True)
        if found.verdict.together:
            yield Line(found.verdict.together)
        yield from (Line(f"{n}. {t.says}") for n, t in enumerate(found.verdict.terms, start=1))
        yield Line("")
    if found.liability.ask:
        yield Line(f"{found.liability.ask}\n")
    yield from _years(found)
    yield from _figures(found)
    yield from _chances(found)
    yield from _stress(found)
    yield from _tornado(found)
    yield from (Line(each) for each in found.notes)


def _years(found: Assessment) -> Iterator[RenderableType]:
    table = titled_table(
        "As expected, by calendar year",
        "Year",
        right=("Income", "Costs", "Margin", "Received", "Interest", "Balance", "Lowest"),
    )
    for year in (*found.base_case.years, found.base_case.total):
        amounts = (
            year.income_gbp,
            year.costs_gbp,
            year.margin_gbp,
            year.received_gbp,
            year.interest_gbp,
            year.balance_gbp,
            year.lowest_balance_gbp,
        )
        table.add_row(year.label, *map(pounds_words, amounts))
    yield spaced(table)


def _figures(found: Assessment) -> Iterator[RenderableType]:
    base, evens = found.base_case, found.break_evens
    tied = base.working_capital
    table = plain_table("Figure", right=("Value",), last="Note")
    back = f"comes back by {month_words(tied.back_by)}" if tied.back_by else "never comes back"
    table.add_row("Value a year", pounds_words(found.annual_value_gbp), "before deductions")
    table.add_row("Surplus", pounds_words(base.surplus_gbp), _of_income(base.surplus_share))
    table.add_row(
        "Lowest balance", pounds_words(base.lowest_balance_gbp), month_words(base.lowest_month)
    )
    table.add_row("Working capital", pounds_words(tied.amount_gbp), back if tied.needed_by else "")
    table.add_row("Net present value", pounds_words(base.net_present_value_gbp), "before interest")
    table.add_row("Internal rate of return", _share(base.yearly_return_share), "a year")
    table.add_row("Break-even volume", _share(evens.volume_share), _people(evens.people_a_year))
    if evens.reoffending_share is not None:
        table.add_row("Break-even reoffending", _share(evens.reoffending_share), _reduction(evens))
    prices = "; ".join(
        _price(each.unit_price_gbp, each.block_fee_gbp_a_year) for each in evens.prices
    )
    table.add_row("Full-cost price, of the offered", _share(evens.price_share), prices)
    yield spaced(table)


def _reduction(evens: BreakEvens) -> str:
    """Say how far below or above the baseline reoffending may lie."""
    points = (evens.reduction_share or 0.0) * 100
    if evens.reoffending_share == 1:
        return "nothing is lost whatever the results"
    word = "below" if points >= 0 else "above"
    return f"{abs(points):.3g} points {word} the baseline"


def _of_income(share: float | None) -> str:
    return "" if share is None else f"{_share(share)} of income"


def _people(people: float | None) -> str:
    return "" if people is None else f"{people:z,.1f} people a year"


def _price(unit: Decimal, block: Decimal) -> str:
    parts = [f"£{unit:z,.2f} for each person"] if unit else []
    return " and ".join([*parts, *([f"£{block:z,.2f} a year"] if block else [])])


def _share(share: float | None) -> str:
    return _NONE if share is None else share_words(round(share, 3))


def _chances(found: Assessment) -> Iterator[RenderableType]:
    runs = found.simulation
    yield Line(
        f"Of {runs.runs:,} runs (seed {runs.seed}) {_share(runs.loss_share)} end with a loss; in "
        f"{_share(runs.reserves_gone_share)} reserves are gone at some time, in "
        f"{_share(runs.out_of_cash_share)} reserves and credit; in "
        f"{_share(runs.prime_fails_share)} the prime provider fails."
    )
    table = titled_table(
        "Of ten runs, so much", "", right=("1 is below", "5 are below", "9 are below")
    )
    table.add_row("Surplus", *_spread(runs.surplus))
    table.add_row("Lowest balance", *_spread(runs.lowest_balance))
    for month in runs.months[_MONTHS_A_STEP - 1 :: _MONTHS_A_STEP]:
        table.add_row(f"Balance, {month_words(month.begins)}", *_spread(month.balance))
    yield spaced(table)


def _spread(spread: Spread) -> tuple[str, str, str]:
    low, middle, high = map(pounds_words, (spread.p10_gbp, spread.p50_gbp, spread.p90_gbp))
    return low, middle, high


def _stress(found: Assessment) -> Iterator[RenderableType]:
    table = titled_table(
        "Stress tests",
        "If",
        right=("Surplus", "Change", "Lowest balance"),
        last="Reserves and credit",
    )
    for each in found.stress_tests:
        amounts = (each.surplus_gbp, each.change_gbp, each.lowest_balance_gbp)
        last = "last" if each.survives else "run out"
        table.add_row(each.title, *map(pounds_words, amounts), last)
    yield spaced(table)


def _tornado(found: Assessment) -> Iterator[RenderableType]:
    table = titled_table(
        "What matters most for the surplus",
        *("What", "From", "To"),
        right=("Surplus then", "and then", "Swing"),
    )
    for each in found.tornado:
        amounts = (each.surplus_low_gbp, each.surplus_high_gbp, each.swing_gbp)
        table.add_row(each.title, each.low, each.high, *map(pounds_words, amounts))
    yield spaced(table)


def comparison_parts(found: Comparison) -> Iterator[RenderableType]:
    """Show the answers, then the figures; the best of each row is marked in words."""
    yield Line("Offers side by side", bold=True)
    for one in found.offers:
        yield Line(f"{one.title}: {one.verdict.headline}")
    yield Line("")
    table = plain_table("Figure", right=tuple(found.titles))
    for figure in found.figures:
        table.add_row(figure.title, *_compared(figure))
    yield spaced(table)
    yield Line(found.offers[0].verdict.safe_means)


def _compared(figure: ComparedFigure) -> Iterator[str]:
    for place, value in enumerate(figure.values):
        if value is None:
            said = _NONE
        elif figure.kind is Kind.MONEY:
            said = pounds_words(value)  # type: ignore[arg-type]  # such a figure is a Decimal
        else:
            said = _share(float(value))
        yield f"{said} (best)" if place in figure.best else said
