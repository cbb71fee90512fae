"""Axes: round steps that hold all values, and few enough marks for a phone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.scales import month_mark, months_marked, percent, pounds_short, scale_of

AMOUNTS = st.floats(-1e9, 1e9).map(lambda value: round(value, 2))


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([0.0, 100.0], (0, 20, 40, 60, 80, 100)),
        ([90.0], (0, 20, 40, 60, 80, 100)),
        ([-3.0, 17.0], (-5, 0, 5, 10, 15, 20)),
        ([-250_000.0, 120_000.0], (-300_000, -200_000, -100_000, 0, 100_000, 200_000)),
        ([-7.0], (-8, -6, -4, -2, 0)),
        ([0.0, 0.0], (0, 1)),
        ([], (0, 1)),
    ],
)
def test_ticks_are_round_and_hold_all_values_and_zero(
    values: list[float], ticks: tuple[float, ...]
) -> None:
    assert scale_of(values).ticks == pytest.approx(ticks)


@given(st.lists(AMOUNTS, max_size=40))
def test_every_value_lies_on_its_scale_and_marks_are_few(values: list[float]) -> None:
    scale = scale_of(values)
    assert 2 <= len(scale.ticks) <= 8
    for value in [0.0, *values]:
        assert -1e-9 <= scale.share(value) <= 1 + 1e-9


@given(st.lists(AMOUNTS, min_size=2, max_size=10), st.integers(2, 9))
def test_twice_the_money_has_the_same_place_on_a_scale_of_twice_the_size(
    values: list[float], power: int
) -> None:
    factor = 10.0**power
    one, other = scale_of(values), scale_of([each * factor for each in values])
    for value in values:
        assert other.share(value * factor) == pytest.approx(one.share(value), abs=1e-6)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0.0, "£0"),
        (0.4, "£0"),
        (-0.4, "£0"),
        (999.6, "£1k"),
        (999.4, "£999"),
        (1_500, "£1.5k"),
        (-25_000, "-£25k"),
        (999_499, "£999k"),
        (999_999, "£1m"),
        (12_340_000, "£12.3m"),
        (-2_500_000_000, "-£2,500m"),
    ],
)
def test_amounts_are_written_short_and_never_as_a_thousand_of_a_smaller_unit(
    amount: float, written: str
) -> None:
    assert pounds_short(amount) == written


@given(AMOUNTS)
def test_a_short_amount_is_within_half_a_hundredth_of_the_true_one(amount: float) -> None:
    text = pounds_short(amount).replace("£", "").replace(",", "")
    units = {"k": 1e3, "m": 1e6}
    read = float(text.rstrip("km")) * units.get(text[-1], 1)
    assert read == pytest.approx(amount, rel=0.006, abs=1)


@given(st.integers(1, 480))
def test_an_axis_names_at_most_seven_months_from_the_first_on(months: int) -> None:
    named = months_marked(months)
    assert 1 <= len(named) <= 7
    assert named[0] == 0
    assert named[-1] <= months


def test_months_are_named_in_years_where_they_are_whole() -> None:
    assert [month_mark(each) for each in (0, 3, 12, 18, 120)] == [
        "start",
        "3 m",
        "1 y",
        "18 m",
        "10 y",
    ]


def test_positions_across_are_percents() -> None:
    assert [percent(each) for each in (0, 0.5, 1 / 3, 1)] == ["0%", "50%", "33.33%", "100%"]
