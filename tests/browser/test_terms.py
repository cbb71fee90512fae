"""A contract sent by the form, in a real browser: the answer is read like every other page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.checks import CHECKS
from tests.matcher.terms.agreement import AGREEMENT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


@pytest.mark.parametrize("scripts", [True, False])
def test_everybody_can_use_the_answer(page_at: Callable[..., Page], *, scripts: bool) -> None:
    page = page_at("/terms", java_script_enabled=scripts)
    page.get_by_label("A file").set_input_files(
        {"name": "contract.txt", "mimeType": "text/plain", "buffer": AGREEMENT.encode()}
    )
    page.get_by_role("button", name="Check the terms").click()
    assert page.get_by_role("heading", level=1).inner_text() == "The terms, checked"
    assert page.get_by_text("5 points are red").is_visible()
    if scripts:
        faults = {name: check(page) for name, check in CHECKS.items()}
        assert {name: found for name, found in faults.items() if found} == {}
