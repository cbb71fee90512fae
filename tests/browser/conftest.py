"""A browser, the server that it looks at, and pages that are watched while they are open."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Error

from tests.browser.arriving import arrive
from tests.browser.checks import DESKTOP, Watch
from tests.browser.finding import NEEDED, NoBrowserError, found
from tests.browser.served import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

_PATIENCE_MS = 60_000
"""A search may take its time on a machine that does other things too."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Put Playwright's event loop aside after each test here.

    Playwright calls it running as long as the browser is open; nobody else in this process could
    run one.
    """
    if Path(__file__).parent not in item.path.parents:
        return (yield)
    asyncio._set_running_loop(_kept_loop[0])
    result = yield
    _kept_loop[0] = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    return result


_kept_loop: list[asyncio.AbstractEventLoop | None] = [None]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the browser that is installed; without one, Playwright's own."""
    try:
        program = found()
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)
    return {**browser_type_launch_args, **({"executable_path": program} if program else {})}


@pytest.fixture(scope="session")
def browser(launch_browser: Callable[[], Browser]) -> Iterator[Browser]:
    """One browser for all tests of this process."""
    try:
        browser = launch_browser()
    except Error as error:
        pytest.fail(f"{NEEDED}\n{error.message}", pytrace=False)
    loop = asyncio.get_running_loop()
    yield browser
    asyncio._set_running_loop(loop)  # the last test of all may be none of ours
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the service with the built-in data."""
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Let Playwright open the addresses of the site without its host."""
    return site


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Open every page in the window of a desk."""
    return {**browser_context_args, "viewport": DESKTOP}


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the open pages do that no page may do; it fails the test."""
    watch = Watch()
    yield watch
    assert watch.faults == []


@pytest.fixture
def page_at(
    new_context: Callable[..., BrowserContext], watch: Watch, base_url: str
) -> Callable[..., Page]:
    """Open an address in a new window, of the site unless it names another.

    ``status`` is what the server should say; what else is given is for Playwright's new context.
    """

    def opened(address: str, *, status: int = 200, **how: Any) -> Page:
        page = new_context(**how).new_page()
        page.set_default_timeout(_PATIENCE_MS)
        watch.follow(page, site=urljoin(base_url, address))
        assert arrive(page, address) == status
        return page

    return opened


@pytest.fixture(scope="session")
def windows(
    browser: Browser, browser_context_args: dict[str, Any], base_url: str
) -> dict[bool, Page]:
    """Two windows that stay open from test to test, by whether scripts run in them.

    Opening a window takes the browser longer than showing most pages. They close with the browser.
    """
    return {
        scripts: browser.new_context(
            **{**browser_context_args, "base_url": base_url, "java_script_enabled": scripts}
        ).new_page()
        for scripts in (True, False)
    }


@pytest.fixture
def shown_at(
    windows: dict[bool, Page], watch: Watch, base_url: str
) -> Iterator[Callable[..., Page]]:
    """Open an address of the site in a window that stays, for tests that only look at a page.

    ``status`` is what the server should say, ``scripts`` whether they run.
    """
    leave = [watch.follow(page, site=base_url) for page in windows.values()]

    def opened(address: str, *, status: int = 200, scripts: bool = True) -> Page:
        page = windows[scripts]
        page.set_default_timeout(_PATIENCE_MS)
        assert arrive(page, address) == status
        return page

    yield opened
    for page in windows.values():
        page.goto("about:blank")  # what the page still does is its own
    for each in leave:
        each()
