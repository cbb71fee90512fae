"""Maps: their classes and colours, in pages and as files, with names that bite."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service.service import Service
from api.service.settings import Settings
from api.web.application import create_app
from api.web.maps import LINE, SHADES, UNKNOWN, Classes
from tests import builders as b
from tests.api.client import Client
from tests.api.web.test_builtin import builtin_client
from tests.api.web.test_pages import contrast
from tests.graph.maps.drawing import squares, write

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.model import Place

BITING = "A<b>\"&'</svg><script>alert(1)</script>"
CENTRES = {b.A: (-2.25, 54.0), b.B: (-1.75, 54.0), b.C: (-1.25, 54.0)}
SVG = "{http://www.w3.org/2000/svg}"


def located(place: Place) -> Place:
    longitude, latitude = CENTRES.get(place.code, (None, None))
    return replace(place, longitude=longitude, latitude=latitude)


def client_of(tmp_path: Path, **tables: object) -> Client:
    facts = b.small_facts()
    places = tuple(located(place) for place in facts.places)
    named = (replace(facts.areas[0], name=BITING), *facts.areas[1:])
    work = (b.local_work("Homes for All", "housing", (b.A,)),)
    snapshot = b.small_snapshot(
        **{
            "places": places,
            "areas": named,
            "organisations": (b.organisation("Homes for All"),),
            "sizes": (b.size("Homes for All", 5e6, 2e7),),
            "capabilities": work,
            **tables,
        }
    )
    settings = Settings(store="sqlite://", log_level="error", boundaries=str(tmp_path))
    return Client(create_app(settings, Service(snapshot)))


@pytest.fixture
def small(tmp_path: Path) -> Client:
    return client_of(tmp_path)


def links(svg: str) -> list[tuple[str, str, str]]:
    """Give name, address and fill of every place of a map that is a link."""
    root = ET.fromstring(svg)  # noqa: S314  (we wrote it)
    found = []
    for link in root.iter(f"{SVG}a"):
        path = link.find(f"{SVG}path")
        assert path is not None
        assert link.findtext(f"{SVG}title") == link.get("aria-label")
        found.append((link.get("aria-label", ""), link.get("href", ""), path.get("fill", "")))
    return found


def of_page(text: str) -> str:
    """Give the map of a page."""
    found = re.search(r'<figure class="areamap">\s*(<svg.*?</svg>)', text, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize("fill", [*SHADES, UNKNOWN])
def test_edges_stand_out_from_every_fill_and_marks_can_be_read(fill: str) -> None:
    assert contrast(LINE, fill) >= 4.5  # 3:1 is enough for an edge


def test_each_shade_is_darker_than_the_one_before() -> None:
    for light, dark in pairwise(SHADES):
        assert contrast(light, LINE) > 1.15 * contrast(dark, LINE)


@pytest.mark.parametrize(
    ("shares", "legend"),
    [
        (
            [0.72, 0.96],
            ["70 to 75%", "75 to 80%", "80 to 85%", "85 to 90%", "90 to 95%", "95 to 100%"],
        ),
        ([0.0, 1.0], ["0 to 20%", "20 to 40%", "40 to 60%", "60 to 80%", "80 to 100%"]),
        ([0.93, 0.95], ["93 to 94%", "94 to 95%"]),
        ([0.5], ["50 to 51%"]),
        ([0.3, 0.3, None], ["30 to 31%", "not known"]),
        ([None], ["not known"]),
        ([], []),
    ],
)
def test_classes_have_round_ends(shares: list[float | None], legend: list[str]) -> None:
    assert [each.words for each in Classes(shares).legend()] == legend


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_every_share_has_the_fill_of_the_class_that_holds_it(shares: list[float]) -> None:
    classes = Classes(shares)
    ends = {}
    for each in classes.legend():
        low, high = (float(text) / 100 for text in re.findall(r"[\d.]+", each.words))
        ends[each.fill] = (low, high)
    assert len(ends) == len(classes.legend()) <= len(SHADES)
    for share in shares:
        low, high = ends[classes.fill(share)]
        assert low - 1e-6 <= share <= high + 1e-6


def test_more_of_the_need_is_never_lighter() -> None:
    classes = Classes([0.1, 0.55, 0.8])
    order = [*SHADES].index
    rows = [order(classes.fill(share)) for share in (0.1, 0.3, 0.55, 0.8)]
    assert rows == sorted(rows)


@pytest.mark.parametrize("path", ["/", "/areas"])
def test_a_page_has_the_map_beside_its_table(small: Client, path: str) -> None:
    text = small.page(path).text
    assert len({link[1] for link in links(of_page(text))}) == 2
    names = [link[0] for link in links(of_page(text))]
    assert names == [f"{BITING}: 11%", "Second County and Coast: 0%"]
    assert text.index("<table") < text.index("<figure")
    assert "Shapes are approximate" in text
    assert "<script>alert" not in text
    assert " style=" not in text


def test_every_link_of_the_map_leads_to_an_area(small: Client) -> None:
    for _, address, _ in links(of_page(small.page("/").text)):
        assert small.page(address).status_code == 200


def test_the_map_is_a_file_of_its_own(small: Client) -> None:
    answer = small.get("/areas.svg")
    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert links(answer.text) == links(of_page(small.page("/areas").text))
    assert "<script>" not in answer.text
    assert "Shapes are approximate" in answer.text


def test_the_map_and_the_table_and_the_json_say_the_same(small: Client) -> None:
    areas = small.get("/areas").json()["areas"]
    assert [area["could_be_met"] for area in areas] == pytest.approx([1 / 9, 0], abs=1e-4)
    assert "0.1111" in small.get("/areas.csv").text
    assert 'data-label="Line-up could meet, about">11%</td>' in small.page("/areas").text


def test_an_area_has_a_map_of_its_local_authorities(small: Client) -> None:
    text = small.page("/areas/1").text
    drawn = ET.fromstring(of_page(text))  # noqa: S314
    said = [each.get("aria-label") for each in drawn.iter(f"{SVG}g") if each.get("role") == "img"]
    assert said == ["Ayton: 33%", "Beeton: 0%"]
    assert [each.text for each in drawn.iter(f"{SVG}text")] == ["1", "2"]
    authorities = small.get("/areas/1").json()["authorities"]
    assert authorities[0]["could_be_met"] == pytest.approx(1 / 3, abs=1e-4)
    ET.fromstring(small.get("/areas/1.svg").text)  # noqa: S314


def test_a_programme_that_names_itself_is_named_in_the_links(small: Client) -> None:
    addresses = [link[1] for link in links(of_page(small.page("/?programme=small").text))]
    assert all(address.endswith("?programme=small") for address in addresses)


def test_a_programme_without_centres_has_its_table_and_a_sentence(client: Client) -> None:
    text = client.page("/areas").text
    assert '<figure class="areamap empty">' in text
    assert "There is no map, since no local authority" in text
    assert "<svg" not in text
    assert "First County" in text
    assert "There is no map" in client.get("/areas.svg").text


def test_loaded_boundaries_are_drawn_at_once_and_gone_at_once(tmp_path: Path) -> None:
    from graph.maps.boundaries import read_boundaries  # noqa: PLC0415
    from graph.maps.kept import boundaries_path, keep, remove  # noqa: PLC0415

    small = client_of(tmp_path)
    before = of_page(small.page("/").text)
    places = [located(place) for place in b.small_facts().places if place.code in CENTRES]
    codes = tuple(str(place.code) for place in places)
    found = read_boundaries(
        [write(tmp_path / "real.json", squares(codes=codes))],
        places,
        attribution="Crown <copyright>",
    )
    path = boundaries_path(tmp_path, "small")
    keep(path, found)
    text = small.page("/").text
    assert of_page(text) != before
    assert "Boundaries: Crown &lt;copyright&gt;." in text
    assert "approximate" not in text
    path.write_text("{}")
    assert "cannot be read: load them again" in small.page("/").text
    remove(path)
    assert of_page(small.page("/").text) == before


def test_all_21_areas_are_on_the_map_of_the_built_in_programme() -> None:
    real = builtin_client()
    text = real.page("/").text
    drawn = links(of_page(text))
    assert [address for _, address, _ in drawn] == [
        f"/areas/CPA{number}" for number in range(1, 22)
    ]
    assert len({fill for _, _, fill in drawn}) > 3
    assert len(text) < 60_000
    said = dict(re.findall(r"<a href=\"(/areas/CPA\d+)\" aria-label=\"([^\"]*)\"", text))
    assert said["/areas/CPA19"].startswith("Essex: ")
    london = ET.fromstring(of_page(real.page("/areas/London").text))  # noqa: S314
    assert len(list(london.iter(f"{SVG}path"))) == 33
