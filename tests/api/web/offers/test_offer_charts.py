"""The pictures of an offer: they draw what the model says, and say what is to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from api.web.charts.scales import pounds_short
from api.web.offer_charts import BETTER, MIDDLE, WORSE, cash_chart, driver_chart, flow_chart
from matcher.offers.assessment import Assessment, assess
from matcher.offers.base_case import base_case
from matcher.offers.records import Offer

OFFER = Offer(credit_line_gbp=Decimal(20_000))


@pytest.fixture(scope="module")
def found() -> Assessment:
    return assess(OFFER, runs=100, terms_told=0)


def test_cash_starts_at_the_reserves_and_has_a_place_for_each_month(found: Assessment) -> None:
    chart = cash_chart(OFFER, found.simulation)
    assert [line.name for line in chart.lines] == [WORSE, MIDDLE, BETTER]
    for line in chart.lines:
        assert len(line.path.split()) == 1 + len(found.simulation.months)
    first = {line.path.split()[0] for line in chart.lines}
    assert len(first) == 1


def test_the_band_lies_between_the_worse_and_the_better_runs(found: Assessment) -> None:
    chart = cash_chart(OFFER, found.simulation)
    assert chart.band.startswith(chart.lines[0].path)
    assert (
        found.simulation.months[-1].balance.p10_gbp <= found.simulation.months[-1].balance.p90_gbp
    )


def test_the_end_of_the_credit_line_is_drawn_only_where_there_is_one(found: Assessment) -> None:
    (level,) = cash_chart(OFFER, found.simulation).levels
    assert level.text == "credit line used up"
    assert cash_chart(Offer(), found.simulation).levels == ()


def test_the_sentence_says_the_lowest_cash_of_half_and_of_one_in_ten(found: Assessment) -> None:
    low = found.simulation.lowest_balance
    says = cash_chart(OFFER, found.simulation).says
    for amount in (low.p50_gbp, low.p10_gbp):
        assert f"{abs(amount):,.0f}" in says
    assert "100 runs" in says


def test_a_long_offer_is_drawn_by_year_and_a_short_one_by_quarter() -> None:
    long, short = (
        base_case(Offer()),
        base_case(Offer(ends=date(2016, 1, 31), results_share=0.0, fee_for_use_share=1.0)),
    )
    assert flow_chart(long).title == "Income and cost by year"
    assert len(flow_chart(long).bars) == 2 * len(long.years)
    chart = flow_chart(short)
    assert chart.title == "Income and cost by quarter"
    assert chart.across[0].text == "Q4 14"
    assert (
        chart.bars[0].said
        == f"Q4 14, Income, invoiced: {pounds_short(float(short.quarters[0].income_gbp))}"
    )


def test_the_sentence_counts_the_stretches_in_which_income_covers_cost() -> None:
    base = base_case(Offer())
    ahead = sum(year.income_gbp >= year.costs_gbp for year in base.years)
    assert f"in {ahead} of {len(base.years)} years" in flow_chart(base).says


def test_what_matters_most_is_named_and_drawn_first(found: Assessment) -> None:
    chart = driver_chart(found)
    assert chart.rows[0].name == found.tornado[0].title
    assert found.tornado[0].title.lower() in chart.says
    assert len(chart.rows) <= 8
    low = found.tornado[0]
    assert chart.rows[0].ends[0] == f"{low.low}: {pounds_short(float(low.surplus_low_gbp))}"


def test_without_anything_that_matters_nothing_is_drawn(found: Assessment) -> None:
    chart = driver_chart(replace(found, tornado=()))
    assert (chart.rows, chart.says) == ((), "Nothing of it matters.")
