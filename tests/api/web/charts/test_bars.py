"""Bars: from zero up or down, side by side, told apart by their fill."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.bars import BarChart, Group, bar_chart
from api.web.charts.lines import HEIGHT_PX
from tests.api.web.charts.drawn import SVG, drawn, texts

AMOUNTS = st.floats(-1e7, 1e7)


def small() -> BarChart:
    groups = [
        Group(name="Q1", amounts_gbp=(100.0, -50.0)),
        Group(name="Q2", amounts_gbp=(0.0, 75.0)),
    ]
    return bar_chart(groups, ("Income", "Cost"), title="By quarter", says="Income comes first.")


def test_bars_go_from_zero_up_or_down() -> None:
    chart = small()
    assert [each.text for each in chart.down] == ["-£50", "£0", "£50", "£100"]
    assert chart.zero == pytest.approx(HEIGHT_PX * 2 / 3, abs=0.1)
    up, down, none, other = chart.bars
    assert (up.y, up.height) == pytest.approx((0, chart.zero), abs=0.1)
    assert (down.y, down.height) == pytest.approx((chart.zero, HEIGHT_PX / 3), abs=0.1)
    assert none.height == 0
    assert other.y == pytest.approx(HEIGHT_PX / 6, abs=0.1)


def test_bars_of_a_group_stand_side_by_side() -> None:
    assert [each.x for each in small().bars] == ["5%", "25%", "55%", "75%"]
    assert {each.width for each in small().bars} == {"20%"}


def test_each_bar_says_what_it_is() -> None:
    assert small().bars[1].said == "Q1, Cost: -£50"


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=60))
def test_bars_stay_inside_and_few_groups_are_named(amounts: list[tuple[float, float]]) -> None:
    groups = [Group(name=f"Q{row}", amounts_gbp=pair) for row, pair in enumerate(amounts)]
    chart = bar_chart(groups, ("Income", "Cost"), title="", says="")
    assert len(chart.bars) == 2 * len(groups)
    for bar in chart.bars:
        assert -0.1 <= bar.y <= bar.y + bar.height <= HEIGHT_PX + 0.2
        assert float(bar.x[:-1]) + float(bar.width[:-1]) <= 100.02
    assert 1 <= len(chart.across) <= 6
    assert chart.across[0].text == "Q0"


def test_nothing_to_draw_draws_only_the_axis() -> None:
    chart = bar_chart([], ("Income",), title="Nothing", says="There is none.")
    assert (chart.bars, chart.across) == ((), ())
    assert "£0" in texts(drawn("bars", chart))


def test_the_picture_tells_kinds_apart_by_a_pattern() -> None:
    figure = drawn("bars", small())
    bars = [each for each in figure.iter(f"{SVG}rect") if each.find(f"{SVG}title") is not None]
    assert len(bars) == 4
    assert [each.get("fill", "").startswith("url(#") for each in bars] == [False, True] * 2
    patterns = {f"url(#{each.get('id')})" for each in figure.iter(f"{SVG}pattern")}
    assert bars[1].get("fill") in patterns
