"""What is wrong with a request, shown in the site's own design, with its own status."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.api.running import running
from tests.browser.checks import Watch
from tests.browser.pages import STATES
from tests.browser.served import serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

BITING = "\"'><script>alert('x')</script><img src=x onerror=alert(1)>"
FIELDS = ("lead", "must", "never", "add", "members", "text", "area", "focus", "to", "k", "as_of")
PATHS = sorted({each.address.partition("?")[0] for each in STATES})


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/areas/CPA19.html", 404, "Did you mean"),
        ("/areas/CPA99", 404, "CPA99"),
        ("/areas/CPA19/lineups?k=3&k=4", 422, "is given more than once"),
        ("/areas/CPA19/lineups?colour=red", 422, "is not a parameter here"),
        ("/areas/CPA19/lineups?max_members=1&lead=Nacro", 422, "No line-up"),
        ("/areas/CPA19/brief/colour", 404, "The brief has no question"),
        ("/organisations?cursor=made-up", 422, "cursor"),
        ("/?programme=another", 404, "No programme is called"),
        ("/%00%ff", 404, "Nothing is at this address"),
    ],
)
def test_a_page_says_what_is_wrong(
    shown_at: Callable[..., Page], address: str, status: int, told: str
) -> None:
    page = shown_at(address, status=status)
    expect(page.locator("main")).to_contain_text(told)
    expect(page.get_by_role("link", name="Partnership matcher", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", PATHS)
def test_what_somebody_writes_is_never_a_part_of_the_page(
    windows: dict[bool, Page], base_url: str, path: str
) -> None:
    page, watch = windows[True], Watch()
    leave = watch.follow(page, site=base_url)
    page.goto(f"{path}?{urlencode([(name, BITING) for name in FIELDS])}")
    assert page.locator("img").count() == 0
    assert page.locator("script:not([src])").count() == 0
    page.goto("about:blank")
    leave()
    assert [each for each in watch.faults if not each.startswith("the console")] == []


def test_an_address_that_is_too_long_has_a_page(page_at: Callable[..., Page]) -> None:
    page = page_at(f"/organisations?text={'x' * 1_900_000}", status=414)
    expect(page.locator("main")).to_contain_text("The address is too long to be read.")


def test_a_name_that_is_too_long_is_a_mistake(page_at: Callable[..., Page]) -> None:
    page = page_at(f"/organisations?text={'x' * 5_000}", status=422)
    expect(page.locator("main")).to_contain_text("is longer than")


def test_a_store_that_is_gone_leaves_the_facts_and_says_how_old_they_are(
    page_at: Callable[..., Page], tmp_path: Path
) -> None:
    with serving(tmp_path, MATCHER_REFRESH_S="0.1") as address:
        assert page_at(address).get_by_role("status").count() == 0
        for file in tmp_path.glob("facts.db*"):
            file.write_bytes(b"no database any more" * 100)
        page = page_at(address)
        for _ in range(100):
            if page.get_by_text("The facts may be out of date").count():
                break
            page.wait_for_timeout(100)
            page.reload()
        expect(page.get_by_role("status")).to_contain_text("The facts may be out of date")
        expect(page.get_by_role("link", name="Essex", exact=True)).to_be_visible()


def test_a_host_that_is_not_ours_is_refused(page: Page) -> None:
    with running() as served:
        answer = page.goto(f"http://127.0.0.1:{served.address[1]}/")
        assert answer
        assert answer.ok
        other = page.request.get(
            f"http://127.0.0.1:{served.address[1]}/", headers={"Host": "elsewhere.example"}
        )
        assert other.status == 421
