"""Lines over months: where they go, what stands beside them, and how they are told apart."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts.lines import HEIGHT_PX, WIDTH, Level, LineChart, Series, line_chart
from api.web.charts.palette import PALETTE
from tests.api.web.charts.drawn import SVG, drawn, texts
from tests.api.web.test_pages import contrast

WORSE = Series(name="worse", amounts_gbp=(100.0, -100.0, 0.0))
MIDDLE = Series(name="middle", amounts_gbp=(100.0, 0.0, 50.0), strong=True)
BETTER = Series(name="better", amounts_gbp=(100.0, 50.0, 100.0))


def small() -> LineChart:
    return line_chart(
        [WORSE, MIDDLE, BETTER],
        title="Cash",
        says="Lowest in month 1.",
        band=(0, 2),
        levels=[Level(name="credit used up", amount_gbp=-50.0)],
        pointed=[(1, -100.0, "lowest")],
    )


def places(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"([\d.]+),(-?[\d.]+)", path)]


def test_the_lines_go_through_their_amounts() -> None:
    chart = small()
    assert places(chart.lines[0].path) == [(0, 0), (500, HEIGHT_PX), (1000, HEIGHT_PX / 2)]
    assert places(chart.lines[1].path) == [(0, 0), (500, 140), (1000, 70)]
    assert chart.zero == 140


def test_the_band_goes_along_one_line_and_back_along_the_other() -> None:
    chart = small()
    there, back = places(chart.lines[0].path), places(chart.lines[2].path)
    assert places(chart.band) == [*there, *back[::-1]]
    assert chart.band.endswith("z")


def test_the_axis_down_names_amounts_and_the_axis_across_months() -> None:
    chart = small()
    assert [each.text for each in chart.down] == ["-£100", "-£50", "£0", "£50", "£100"]
    assert [(each.at, each.text) for each in chart.across] == [
        ("0%", "start"),
        ("50%", "1 m"),
        ("100%", "2 m"),
    ]
    assert [(each.at, each.text) for each in chart.levels] == [("210", "credit used up")]


def test_lines_are_told_apart_without_colour() -> None:
    chart = small()
    assert len({line.dash for line in chart.lines}) == 3
    assert [line.dash == "" for line in chart.lines] == [False, True, False]


def test_a_point_is_named_where_its_text_stays_inside() -> None:
    def pointed(month: int, amount: float) -> tuple[float, str]:
        row = Series(name="cash", amounts_gbp=(0.0, 100.0, -100.0, 100.0, 0.0))
        (point,) = line_chart([row], title="", says="", pointed=[(month, amount, "here")]).points
        return point.text_y - point.y, point.anchor

    assert pointed(0, -100.0) == (-12, "start")
    assert pointed(4, 100.0) == (24, "end")


@given(st.lists(st.floats(-1e7, 1e7), min_size=1, max_size=130))
def test_every_amount_is_inside_the_picture_and_months_go_from_edge_to_edge(
    amounts: list[float],
) -> None:
    chart = line_chart([Series(name="cash", amounts_gbp=amounts)], title="", says="")
    drawn_at = places(chart.lines[0].path)
    assert len(drawn_at) == len(amounts)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT_PX for x, y in drawn_at)
    assert all(before[0] < after[0] for before, after in pairwise(drawn_at))
    assert drawn_at[0][0] == 0


def test_no_months_draw_no_line() -> None:
    chart = line_chart([Series(name="cash", amounts_gbp=())], title="", says="", band=(0, 0))
    assert (chart.lines[0].path, chart.band) == ("", "")


def test_the_picture_says_its_title_and_what_is_to_be_seen() -> None:
    figure = drawn("lines", small())
    svg = figure.find(f"{SVG}svg")
    assert svg is not None
    assert svg.get("role") == "img"
    named = [svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")]
    assert [each.text for each in named if each is not None] == ["Cash", "Lowest in month 1."]
    assert svg.get("aria-labelledby") == " ".join(
        each.get("id", "") for each in named if each is not None
    )


def test_the_picture_has_every_text_and_the_legend_every_line() -> None:
    figure = drawn("lines", small())
    assert {"-£100", "start", "2 m", "credit used up", "lowest"} <= set(texts(figure))
    said = "".join(figure.itertext())
    assert all(each.name in said for each in (WORSE, MIDDLE, BETTER))


def test_names_that_bite_stay_texts() -> None:
    biting = "</svg><script>alert(1)</script>"
    chart = line_chart(
        [Series(name=biting, amounts_gbp=(1.0, 2.0))],
        title=biting,
        says=biting,
        levels=[Level(name=biting, amount_gbp=1.0)],
        pointed=[(0, 1.0, biting)],
    )
    figure = drawn("lines", chart)
    assert not list(figure.iter("script"))
    assert texts(figure).count(biting) == 2


@pytest.mark.parametrize("ground", [PALETTE.paper, PALETTE.band])
def test_lines_stand_out_from_paper_and_band_and_texts_can_be_read(ground: str) -> None:
    assert contrast(PALETTE.fill, ground) >= 3
    assert contrast(PALETTE.ink, ground) >= 4.5
