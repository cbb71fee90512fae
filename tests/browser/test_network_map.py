"""The map of a network: drawn, moved, searched, coloured and opened, by pointer and by keyboard."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from tests.browser.checks import CHECKS

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

NETWORK = "/network?as_of=2020-01-01"
DRAWN = "#map[data-ready]"
VCSE, PRIVATE, WAY = (0, 112, 60), (29, 112, 184), (11, 12, 12)


@pytest.fixture
def map_at(page_at: Callable[..., Page]) -> Callable[..., Page]:
    """Open an address and wait for its map, which moves at once."""

    def opened(address: str = NETWORK) -> Page:
        page = page_at(address, reduced_motion="reduce")
        page.wait_for_selector(DRAWN)
        return page

    return opened


def picture(page: Page) -> bytes:
    page.wait_for_timeout(200)  # a frame
    return page.locator("#map").screenshot()


def colours(page: Page) -> set[tuple[int, ...]]:
    image = Image.open(io.BytesIO(picture(page))).convert("RGB")
    found = image.getcolors(image.width * image.height) or []
    return {colour for _, colour in found if isinstance(colour, tuple)}


def choose(page: Page, name: str) -> str:
    page.get_by_label("Find on the map").fill(name)
    page.keyboard.press("Enter")
    return page.get_by_role("status").inner_text()


def test_circles_have_the_colours_of_the_legend(map_at: Callable[..., Page]) -> None:
    page = map_at()
    assert {VCSE, PRIVATE} <= colours(page)
    assert page.get_by_label("Colours of sectors").is_visible()
    page.get_by_label("Community", exact=True).check()
    assert page.get_by_label("Colours of communities").is_visible()
    assert not page.get_by_label("Colours of sectors").is_visible()
    assert page.url.endswith("#colour=community")
    faults = {name: check(page) for name, check in CHECKS.items()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_an_address_keeps_how_circles_are_coloured(map_at: Callable[..., Page]) -> None:
    page = map_at(f"{NETWORK}#colour=community")
    assert page.get_by_label("Community", exact=True).is_checked()
    assert page.get_by_label("Colours of communities").is_visible()


@pytest.mark.parametrize("button", ["Zoom in", "Zoom out", "Left", "Right", "Up", "Down"])
def test_buttons_move_the_map_for_those_who_use_no_pointer(
    map_at: Callable[..., Page], button: str
) -> None:
    page = map_at()
    before = picture(page)
    page.get_by_role("button", name=button, exact=True).press("Enter")
    assert picture(page) != before
    page.get_by_role("button", name="Whole map").press("Enter")
    assert picture(page) == before


def test_a_name_is_found_and_leads_to_its_page(map_at: Callable[..., Page]) -> None:
    page = map_at()
    before = picture(page)
    assert re.fullmatch(
        r"St Giles Trust: VCSE, community \d+, \d+ partners\. Its network", choose(page, "st giles")
    )
    assert picture(page) != before
    page.get_by_role("status").get_by_role("link", name="Its network").press("Enter")
    page.wait_for_url("**/network?*focus=*")
    assert page.get_by_role("heading", level=1).inner_text() == "The network of St Giles Trust"


def test_a_name_that_is_not_there_is_said(map_at: Callable[..., Page]) -> None:
    assert choose(map_at(), "Nobody at all") == "Nobody on this map is called “Nobody at all”."


def test_a_circle_that_is_chosen_again_opens_its_page(map_at: Callable[..., Page]) -> None:
    page = map_at()
    choose(page, "Catch22")  # it stands in the middle now
    page.locator("#map").click()
    page.wait_for_url("**/organisations/*")
    assert page.get_by_role("heading", level=1).inner_text() == "Catch22"


def test_the_way_between_two_stands_out(map_at: Callable[..., Page]) -> None:
    assert WAY in colours(map_at(f"{NETWORK}&focus=Nacro&to=Serco&depth=2"))
    page = map_at(f"{NETWORK}&focus=Nacro")
    assert page.get_by_role("status").inner_text().startswith("Nacro: VCSE")


def test_a_browser_that_cannot_draw_keeps_the_table(page_at: Callable[..., Page]) -> None:
    page = page_at("/gaps")
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(NETWORK)
    said = page.get_by_text("The map could not be drawn here.")
    said.wait_for()
    assert not page.locator("#map").is_visible()
    assert page.get_by_role("table").first.is_visible()


def test_without_script_there_is_no_map_and_the_whole_table(page_at: Callable[..., Page]) -> None:
    page = page_at(NETWORK, java_script_enabled=False)
    assert not page.locator("#map-section").is_visible()
    assert page.locator("tr[data-id]").count() == 128


@pytest.mark.parametrize(
    ("name", "colour", "least", "most"),
    [
        ("Nacro", VCSE, 0.7, 0.85),
        ("Interserve", PRIVATE, 0.93, 1.0),
        ("The Manchester College", (111, 63, 160), 0.42, 0.6),
        ("Innovation Wessex", (180, 95, 0), 0.42, 0.6),
    ],
    ids=["circle", "square", "diamond", "triangle"],
)
def test_a_sector_has_a_shape_besides_its_colour(
    map_at: Callable[..., Page], name: str, colour: tuple[int, ...], least: float, most: float
) -> None:
    """The mark in the middle fills so much of the box around it: pi/4, all, or half."""
    page = map_at()
    choose(page, name)
    image = np.asarray(Image.open(io.BytesIO(picture(page))).convert("RGB")).astype(int)
    marks, _ = ndimage.label((abs(image - colour) < 12).all(axis=2))
    middle = marks[image.shape[0] // 2, image.shape[1] // 2]
    assert middle > 0
    rows, columns = np.nonzero(marks == middle)
    assert least <= len(rows) / (np.ptp(rows) + 1) / (np.ptp(columns) + 1) <= most


def test_the_legend_draws_the_shapes_of_the_map(map_at: Callable[..., Page]) -> None:
    legend = map_at().get_by_label("Colours of sectors")
    drawn = legend.locator("svg").evaluate_all("all => all.map((each) => each.innerHTML)")
    assert len(set(drawn)) == len(drawn) == 4
