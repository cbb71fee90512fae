"""Take pictures of the main pages: ``python -m tests.browser.screenshots FOLDER``.

Each is as high as a screen, in few colours, so that the repository stays small.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.browser.arriving import arrive
from tests.browser.finding import found
from tests.browser.served import serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PAGES = {
    "start": "/",
    "area": "/areas/CPA19",
    "line-ups": "/areas/CPA19/lineups",
    "line-up": "/areas/CPA19/line-up?members=Nacro&members=Shelter&members=Addaction",
    "organisation": "/organisations/Nacro",
    "network": "/network",
}
ON_A_PHONE = ("start", "line-ups")
DESK, PHONE = {"width": 1280, "height": 1100}, {"width": 390, "height": 844}
_COLOURS = 64
_DRAWN_MS = 3_000


def take(folder: Path) -> None:
    """Take all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as site,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found())
        for name, address in PAGES.items():
            _take(browser, site + address, folder / f"{name}.png", DESK)
        for name in ON_A_PHONE:
            _take(browser, site + PAGES[name], folder / f"{name}-phone.png", PHONE)
        browser.close()


def _take(browser: Browser, address: str, file: Path, size: dict[str, int]) -> None:
    page = browser.new_page(viewport={"width": size["width"], "height": size["height"]})
    arrive(page, address)
    if page.locator("#map").count():
        page.wait_for_timeout(_DRAWN_MS)
        page.locator("#map").scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(_COLOURS).save(file, optimize=True)
    page.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]))
