"""Where the browser of the tests is, and what to install where there is none."""

from __future__ import annotations

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
NEEDED = (
    "Chromium is needed for the tests of the pages: install it (Debian, as root: apt-get install "
    "chromium; elsewhere: .venv/bin/playwright install --with-deps chromium), or name one of your "
    "own in MATCHER_TEST_BROWSER."
)


class NoBrowserError(Exception):
    """There is no browser where one was named."""


def found() -> str | None:
    """Give the program to start, or None where only Playwright's own is left to try.

    Raises
    ------
    NoBrowserError
        If MATCHER_TEST_BROWSER names what is no program.
    """
    if named := os.environ.get("MATCHER_TEST_BROWSER"):
        if program := shutil.which(named):
            return program
        message = f"MATCHER_TEST_BROWSER names {named!r}, which is no program here. {NEEDED}"
        raise NoBrowserError(message)
    return next(filter(None, map(shutil.which, NAMES)), None)
