"""Tornado charts: what matters most comes first, and each side of a bar is where it belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.tornado import ROW_PX, Swing, tornado
from tests.api.web.charts.drawn import SVG, drawn, texts

AMOUNTS = st.floats(-1e6, 1e6)


def test_the_longest_bar_comes_first() -> None:
    swings = [
        Swing(name="short", low_gbp=10.0, high_gbp=20.0),
        Swing(name="long", low_gbp=-100.0, high_gbp=100.0),
    ]
    chart = tornado(swings, base_gbp=15.0, title="", says="")
    assert [row.name for row in chart.rows] == ["long", "short"]
    assert [row.y for row in chart.rows] == [0, ROW_PX]


def test_a_bar_goes_from_the_expected_result_to_both_ends() -> None:
    swing = Swing(name="volume", low_gbp=-100.0, high_gbp=100.0)
    chart = tornado([swing], base_gbp=50.0, title="", says="")
    (row,) = chart.rows
    assert (chart.base, chart.zero) == ("75%", "50%")
    assert [(each.x, each.width, each.low) for each in row.sides] == [
        ("0%", "75%", True),
        ("75%", "25%", False),
    ]
    assert row.ends == ("low: -£100", "high: £100")


def test_where_both_ends_lie_on_one_side_the_shorter_bar_is_on_top() -> None:
    swing = Swing(name="volume", low_gbp=20.0, high_gbp=100.0)
    (row,) = tornado([swing], base_gbp=0.0, title="", says="").rows
    assert [(each.width, each.low) for each in row.sides] == [("100%", False), ("20%", True)]


def test_an_end_that_changes_nothing_has_no_side() -> None:
    swing = Swing(name="volume", low_gbp=10.0, high_gbp=10.0)
    (row,) = tornado([swing], base_gbp=10.0, title="", says="").rows
    assert row.sides == ()


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=12), AMOUNTS)
def test_sides_stay_inside_and_bars_get_shorter(
    ends: list[tuple[float, float]], base: float
) -> None:
    swings = [Swing(name=str(row), low_gbp=a, high_gbp=b) for row, (a, b) in enumerate(ends)]
    chart = tornado(swings, base_gbp=base, title="", says="")
    assert sorted(row.name for row in chart.rows) == sorted(each.name for each in swings)
    for side in (side for row in chart.rows for side in row.sides):
        assert float(side.x[:-1]) + float(side.width[:-1]) <= 100.02
    by_name = {each.name: each for each in swings}
    lengths = [
        max(one.low_gbp, one.high_gbp, base) - min(one.low_gbp, one.high_gbp, base)
        for one in (by_name[row.name] for row in chart.rows)
    ]
    assert lengths == sorted(lengths, reverse=True)


def test_the_picture_hatches_the_low_side_and_names_each_row() -> None:
    swing = Swing(name="Volume & price", low_gbp=-100.0, high_gbp=100.0)
    figure = drawn("tornado", tornado([swing], base_gbp=0.0, title="What matters", says="Volume."))
    assert texts(figure)[:3] == ["Volume & price", "low: -£100", "high: £100"]
    fills = [
        each.get("fill", "") for each in figure.iter(f"{SVG}rect") if each.get("height") == "18"
    ]
    assert [each.startswith("url(#") for each in fills[:2]] == [True, False]
