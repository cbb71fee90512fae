"""Every page and state in a real browser: read, narrowed, printed, walked through by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.checks import CHECKS, unscripted
from tests.browser.pages import STATES, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

EVERY = pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)


@EVERY
def test_everybody_can_use_the_page(state: State, shown_at: Callable[..., Page]) -> None:
    """A page without scripts is opened once; one that has some is opened without them besides."""
    page = shown_at(state.address, status=state.status)
    faults = {name: check(page) for name, check in CHECKS.items()}
    bare = page
    if page.locator("script").count():
        bare = shown_at(state.address, status=state.status, scripts=False)
    faults["no scripts"] = unscripted(bare)
    assert {name: found for name, found in faults.items() if found} == {}
    assert bare.get_by_role("heading", level=1).count() == 1
    assert bare.get_by_role("contentinfo").is_visible()


def test_the_grid_of_a_line_up_fits_a_phone(page_at: Callable[..., Page]) -> None:
    page = page_at("/areas/CPA19/line-up?members=Ingeus UK&members=Nacro&members=Shelter")
    page.set_viewport_size({"width": 390, "height": 844})
    grid = page.locator("table.grid").first
    assert grid.evaluate("each => each.scrollWidth - each.parentElement.clientWidth") <= 0
    assert grid.get_by_role("columnheader", name="Health").is_visible()
    assert "%" not in grid.locator("tbody").inner_text()
