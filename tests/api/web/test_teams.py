"""Pictures of a line-up in hand: maps of who covers what, and who worked with whom."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from api.service.maps import MapShapes
from api.web.maps import UNKNOWN
from api.web.teams import MARK, SIDE, Team, places_of, team_of, who_covers
from matcher.answer.grid import coverage_grid
from matcher.questions.rescoring import open_bench, rescore
from tests.api.web.test_line_up import HOMES, OWN, WORK, body
from tests.api.web.test_pages import Outline, contrast
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from matcher.answer.records import LineUp
    from matcher.questions.rescoring_records import Rescored
    from tests.api.client import Client

MEMBERS = ("Big Firm", "Hostel Trust", "Homes Trust")


@cache
def in_hand() -> Rescored:
    return rescore(open_bench(market(), BRIEF), BRIEF, MEMBERS, within_s=20)


def line_up() -> LineUp:
    found = in_hand().line_up
    assert found is not None
    return found


def team(count: int = 3) -> Team:
    """A line-up of so many; the first two worked together."""
    one = line_up()
    members = tuple(replace(one.members[0], id=f"m{n}", name=f"Body {n}") for n in range(count))
    tie = replace(in_hand().ties[0], first="m0", second="m1", works=("a", "b"))
    return team_of(replace(one, members=members, lead="m0"), (tie,) if count > 1 else ())


def test_a_line_joins_those_who_worked_together_as_wide_as_they_did_much() -> None:
    found = team_of(line_up(), in_hand().ties)
    (line,) = found.lines
    spots = {mate.name: (mate.x, mate.y) for mate in found.mates}
    assert {(line.x1, line.y1), (line.x2, line.y2)} == {
        spots["Big Firm"],
        spots["Hostel Trust"],
    }
    assert found.strangers == ("Homes Trust",)
    assert team().lines[0].width == 2 * line.width


def test_the_lead_stands_at_the_top_and_is_marked() -> None:
    first, *others = team(5).mates
    assert first.leads
    assert (first.x, first.number) == (SIDE / 2, 1)
    assert all(first.y < mate.y and not mate.leads for mate in others)


@given(count=st.integers(1, 30))
def test_nobody_stands_on_anybody_nor_out_of_the_picture(count: int) -> None:
    mates = team(count).mates
    for mate in mates:
        assert MARK < mate.x < SIDE - MARK
        assert MARK < mate.y < SIDE - MARK
    for one, other in combinations(mates, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 > (2 * MARK) ** 2


def test_places_say_their_needs_and_who_meets_them() -> None:
    places = places_of(in_hand(), coverage_grid(market(), in_hand().area.id, line_up()))
    assert sum(place.needs_a_year for place in places) == pytest.approx(1080, abs=1)
    for place in places:
        met = sum(needs for _, needs in place.members)
        assert met == pytest.approx(place.share * place.needs_a_year, abs=1)
        assert place.share == pytest.approx(line_up().coverage.by_place[place.code], abs=2e-3)


def test_each_member_has_a_map_on_the_same_scale() -> None:
    places = places_of(in_hand(), coverage_grid(market(), in_hand().area.id, line_up()))
    outlines: dict[str, BaseGeometry] = {
        place.code: box(10 * row, 0, 10 * row + 10, 10) for row, place in enumerate(places)
    }
    shapes = MapShapes(areas={}, authorities=outlines, notes=())
    found = who_covers(line_up(), places, shapes, str)
    assert [each.said.split(":")[0] for each in found.maps] == [
        member.name for member in line_up().members
    ]
    assert all(len(each.fills) == len(found.paths) == len(places) for each in found.maps)
    meaning = {each.fill: each.words for each in found.classes}
    assert meaning[UNKNOWN] == "none of them"
    for each, member in zip(found.maps, line_up().members, strict=True):
        worked = [place.code in member.places for place in places]
        assert [fill != UNKNOWN for fill in each.fills] == worked
    assert "2 of 2 places, most in" in next(
        each.said for each in found.maps if each.said.startswith("Big Firm")
    )


def test_without_outlines_there_is_no_map() -> None:
    nothing = MapShapes(areas={}, authorities={}, notes=("no map",))
    found = who_covers(line_up(), (), nothing, str)
    assert (found.maps, found.classes, found.notes) == ((), (), ("no map",))


def test_the_numbers_can_be_read_on_their_circles() -> None:
    assert contrast("#ffffff", "#1b3a57") > 4.5
    assert contrast("#505a5f", "#ffffff") > 3


def test_the_page_has_a_table_under_each_picture(client: Client) -> None:
    found, page = body(client, OWN), Outline(client.page(OWN).text)
    places = page.tables["Places, and the members with the most work there first"]
    assert [cells[0] for cells in places] == ["Ayton", "Beeton"]
    assert "Homes for All" in places[0][3]
    ties = page.tables["What members did together, the strongest tie first"]
    assert [cells[0] for cells in ties] == ["Homes for All and Workwise"]
    assert len(found["ties"]) == 1
    assert "1 of the 1 pairs of members is known to have worked together" in page.text
    assert "Every member worked with at least one other" in page.text


def test_the_page_says_what_could_go_wrong(client: Client) -> None:
    page = Outline(client.page(OWN).text)
    (caption,) = [each for each in page.tables if each.startswith("Each member under stress")]
    gone = {row["member"]: row["coverage_lost"] for row in body(client, OWN)["pressure"]["gone"]}
    assert {cells[0] for cells in page.tables[caption]} == {"Homes for All", "Workwise"}
    assert set(gone) == {HOMES, WORK}
    assert [cells[1] == "all" for cells in page.tables[caption]] == sorted(
        (lost is None for lost in gone.values()), reverse=True
    )


def test_a_line_up_whose_members_never_met_says_so(client: Client) -> None:
    address = OWN.replace(HOMES, "Acme+Training")
    page = Outline(client.page(address).text)
    assert "No two of its members are known to have worked together" in page.text
    assert not re.search("What members did together", page.text)
