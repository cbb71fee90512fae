"""How somebody uses a page: with a mouse, or with the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Locator

_MOST_STOPS = 400
_HAS_FOCUS = "element => element === document.activeElement"
_IS_BEHIND = """element => {
  const stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  const many = stops.length, way = stops.indexOf(document.activeElement) - stops.indexOf(element)
  return stops.includes(element) && (way + many) % many < (many - way) % many
}"""


class Hand(Protocol):
    """Presses what can be pressed, and writes where something can be written."""

    def press(self, target: Locator) -> None:
        """Follow a link, press a button or open a summary."""

    def write(self, target: Locator, text: str) -> None:
        """Put a text in the place of what stands in a field."""

    def choose(self, target: Locator, option: str) -> None:
        """Choose one of a list."""


class Mouse:
    """Points and clicks."""

    def press(self, target: Locator) -> None:
        """Click."""
        target.click()

    def write(self, target: Locator, text: str) -> None:
        """Click into the field, and type."""
        target.fill(text)

    def choose(self, target: Locator, option: str) -> None:
        """Open the list, and click."""
        target.select_option(label=option)


class Keyboard:
    """Goes to what it wants with the Tab key, and never points."""

    def press(self, target: Locator) -> None:
        """Go there, and press Enter."""
        self._reach(target)
        target.page.keyboard.press("Enter")

    def write(self, target: Locator, text: str) -> None:
        """Go there, mark what stands there, and type over it."""
        self._reach(target)
        target.page.keyboard.press("Control+A")
        target.page.keyboard.type(text)

    def choose(self, target: Locator, option: str) -> None:
        """Go to the list, and type how the option begins."""
        self._reach(target)
        target.page.keyboard.type(option)

    def _reach(self, target: Locator) -> None:
        """Go on, or back where that is the shorter way."""
        step = "Shift+Tab" if target.evaluate(_IS_BEHIND) else "Tab"
        for _ in range(_MOST_STOPS):
            if target.evaluate(_HAS_FOCUS):
                return
            target.page.keyboard.press(step)
        message = f"the Tab key never comes to {target}"
        raise AssertionError(message)
