"""What every page keeps to; each check gives a list of sentences, empty where all is well."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from urllib.parse import SplitResult

    from playwright.sync_api import ConsoleMessage, Dialog, Page, Request, Response

ROOT = Path(__file__).parents[2]
AXE = ROOT / ".tools" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS = Path(__file__).with_name("looks.js")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 256}
"""1280 x 1024 at 400 %, as WCAG 1.4.10 has it."""
PAPER = {"width": 718, "height": 1047}
"""A4 within its margins, at 96 pixels an inch."""
_OF_NO_PAGE = ("Failed to load resource", "[.WebGL-")
"""What the console says of an answer that `Watch` sees itself, and of the browser's own drawing."""
_UNUSED = "was preloaded using link preload but not used"
"""So it is where scripts are off, or somebody goes on at once."""


@dataclass  # Playwright keeps notes of its own in whoever listens to it
class Watch:
    """What a page does while it is open that no page may do."""

    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page, *, site: str) -> Callable[[], None]:
        """Note errors, broken policies, requests that leave the site and what is not found.

        What is given back ends that.
        """
        listeners: dict[str, Callable[[Any], None]] = {
            "console": self._said,
            "pageerror": lambda error: self.faults.append(f"a script failed: {error}"),
            "dialog": self._interrupted,
            "request": lambda request: self._asked(request, urlsplit(site)),
            "response": self._answered,
        }
        window: Any = page  # Playwright has a signature for each name of an event
        for event, note in listeners.items():
            window.on(event, note)

        def leave() -> None:
            for event, note in listeners.items():
                window.remove_listener(event, note)

        return leave

    def _said(self, message: ConsoleMessage) -> None:
        known = message.text.startswith(_OF_NO_PAGE) or _UNUSED in message.text
        if message.type in {"error", "warning"} and not known:
            self.faults.append(f"the console says: {message.text}")

    def _interrupted(self, dialog: Dialog) -> None:
        self.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def _asked(self, request: Request, site: SplitResult) -> None:
        asked = urlsplit(request.url)
        if asked.scheme != "data" and asked[:2] != site[:2]:
            self.faults.append(f"a request leaves the site: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.faults.append(f"{response.status} for {response.url}")


def axe(page: Page) -> list[str]:
    """Read the page with axe-core, evaluated beside it: the page's policy stays in force."""
    if not AXE.exists():
        message = f"{AXE} is missing: run `make axe`"
        raise RuntimeError(message)
    page.evaluate(AXE.read_text("utf-8"))
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']} ({each['help']}): {[node['html'][:120] for node in each['nodes'][:5]]}"
        for each in found["violations"]
    ]


def narrow(page: Page) -> list[str]:
    """Look for what is lost on a screen of 320 pixels, as a phone or 400 % zoom has it."""
    return _sized(page, NARROW, lambda: [*_looks(page, "reflow"), *_looks(page, "space")])


def printed(page: Page) -> list[str]:
    """Look for what paper would lose."""
    page.emulate_media(media="print")
    try:
        return _sized(page, PAPER, lambda: [*_looks(page, "print"), *_too_wide(page)])
    finally:
        page.emulate_media(media="screen")


def by_keyboard(page: Page) -> list[str]:
    """Walk through the page with the Tab key."""
    for _ in range(_evaluated(page, "watchFocus")):
        page.keyboard.press("Tab")
    return _looks(page, "missedFocus")


def unscripted(page: Page) -> list[str]:
    """Look for what needs a script, in a page that has none."""
    return _looks(page, "unscripted")


def in_words(page: Page) -> list[str]:
    """Look for keys, codes and days that a person would not write so."""
    return _looks(page, "raw")


_LAID_OUT = """new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(done, 2000);
})"""
"""A busy machine takes a moment until a page fits its new window; a browser may draw no frame."""

CHECKS: Mapping[str, Callable[[Page], list[str]]] = {
    "axe": axe,
    "narrow": narrow,
    "printed": printed,
    "by keyboard": by_keyboard,
    "in words": in_words,
}
"""What is looked at in each page, in this order; scripts are on."""


def _sized(page: Page, size: Mapping[str, int], check: Callable[[], list[str]]) -> list[str]:
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.evaluate(_LAID_OUT)
    try:
        return check()
    finally:
        page.set_viewport_size({"width": DESKTOP["width"], "height": DESKTOP["height"]})


def _too_wide(page: Page) -> list[str]:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} px do not fit on paper"] if width > PAPER["width"] else []


def _looks(page: Page, name: str) -> list[str]:
    found: list[str] = _evaluated(page, name)
    return found


def _evaluated(page: Page, name: str) -> Any:
    return page.evaluate(f"{LOOKS.read_text('utf-8').rstrip()}.{name}()")
