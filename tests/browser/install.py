"""Find a browser for the tests, or install one: ``python -m tests.browser.install``.

What is there is used; else, as root on Debian, its package is installed; else Playwright fetches
its own; else one sentence says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests.browser.finding import NEEDED, NoBrowserError, found

PACKAGES = ("chromium", "fonts-liberation")  # letters as wide as Arial's, in which pages are set
APT = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES])
FETCH = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]


def install() -> None:
    """Leave a browser that starts.

    Raises
    ------
    SystemExit
        If there is none, and none can be installed or started.
    """
    try:
        if found():
            return
    except NoBrowserError as error:
        sys.exit(str(error))
    if _by_package() and found():
        return
    if subprocess.run(FETCH, check=False).returncode or not _starts():
        sys.exit(NEEDED)


def _by_package() -> bool:
    """Install Debian's package, where that is possible."""
    if os.geteuid() or not shutil.which("apt-get"):
        return False
    print("Installing chromium", flush=True)  # noqa: T201  (said to a developer)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", *step] for step in APT)
    return all(subprocess.run(step, env=quiet, check=False).returncode == 0 for step in steps)


def _starts() -> bool:
    """Start what Playwright fetched: it may lack libraries of the system."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch().close()
        except Error:
            return False
    return True


if __name__ == "__main__":
    install()
