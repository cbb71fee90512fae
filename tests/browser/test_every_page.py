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
def test_everybody_can_use_the_page(state: State, page_at: Callable[..., Page]) -> None:
    page = page_at(state.address, status=state.status)
    faults = {name: check(page) for name, check in CHECKS.items()}
    assert {name: found for name, found in faults.items() if found} == {}


@EVERY
def test_the_page_needs_no_script(state: State, page_at: Callable[..., Page]) -> None:
    page = page_at(state.address, status=state.status, java_script_enabled=False)
    assert unscripted(page) == []
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.get_by_role("contentinfo").is_visible()
