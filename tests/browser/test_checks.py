"""What the checks of pages see; each is shown a page with a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser import checks

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page

LONG = "longerthananyscreeniswide" * 9
MARKED = "style='overflow: auto' role=region tabindex=0 aria-label=x"


def shown(page: Page, body: str, head: str = "") -> Page:
    page.set_content(
        f"<!DOCTYPE html><html lang='en'><head><title>Page</title>{head}</head>"
        f"<body><main><h1>Page</h1>{body}</main></body></html>"
    )
    return page


def test_a_page_without_faults_passes_all_checks(page: Page) -> None:
    text = (
        "<p>Words. <a href='/there'>A link</a></p><details open><summary>More</summary>x</details>"
    )
    shown(page, text)
    assert [each for check in checks.CHECKS.values() for each in check(page)] == []
    assert checks.unscripted(page) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("<nav><a href='/'>a</a></nav><nav><a href='/'>b</a></nav>", "landmark-unique"),
        ("<img src='data:,'>", "image-alt"),
        ("<input type='text'>", "label"),
        ("<h5>deep</h5>", "heading-order"),
        ("<p style='color: #aaa; background: #fff'>pale</p>", "color-contrast"),
        ("<button style='width: 9px; height: 9px; padding: 0'>i</button> " * 2, "target-size"),
    ],
)
def test_axe_sees_what_is_wrong(page: Page, body: str, rule: str) -> None:
    found = checks.axe(shown(page, body))
    assert rule in {each.split(" ")[0] for each in found}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"<p>{LONG}</p>", "px wider than the screen"),
        (f"<p style='overflow: hidden'>{LONG}</p>", "cut off: <p"),
        (f"<div style='overflow: auto'><table><td>{LONG}</table></div>", "scrolls unmarked"),
        (f"<div {MARKED}>{LONG}</div>", "scrolls unmarked"),
    ],
)
def test_what_is_lost_on_a_narrow_screen_is_seen(page: Page, body: str, told: str) -> None:
    assert told in checks.narrow(shown(page, body))[0]


@pytest.mark.parametrize(
    "text", ["womens_provider: nobody", "public by 2013-09-19", "It is vcse.", "Nhs trust"]
)
def test_what_people_do_not_write_so_is_seen(page: Page, text: str) -> None:
    assert checks.in_words(shown(page, f"<p>{text}</p>")) == [f"raw: {text}"]
    assert checks.in_words(shown(page, f"<p><code>{text}</code></p>")) == []


def test_a_marked_table_may_scroll(page: Page) -> None:
    body = f"<div {MARKED}><table><td>{LONG}</table></div>"
    assert checks.narrow(shown(page, body)) == []


def test_what_only_more_space_cuts_off_is_seen(page: Page) -> None:
    style = "overflow: hidden; white-space: nowrap; width: 270px; font: 10px monospace"
    body = f"<p style='{style}'>{'forty letters of six pixels each fit in!'}</p>"
    assert all("with more space" in each for each in checks.narrow(shown(page, body)))
    assert checks.narrow(page)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p style='color: #fff; background: #000'>white on black</p>", "pale"),
        ("<details><summary>More</summary><p>hidden</p></details>", "behind a closed summary"),
        (
            f"<div style='overflow: auto'><table><td>{LONG}</table></div>",
            "cut off by the scrolling",
        ),
        (f"<table><td>{LONG}</table>", "do not fit on paper"),
    ],
)
def test_what_paper_would_lose_is_seen(page: Page, body: str, told: str) -> None:
    assert any(told in each for each in checks.printed(shown(page, body)))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<a href='/a' style='outline: none'>a</a>", "shows no focus"),
        ("<a href='/a' style='position: fixed; left: -9999px'>a</a>", "out of sight"),
        ("<a href='/a'>a</a><a href='/b' onfocus='this.blur()'>b</a><a href='/c'>c</a>", "misses"),
    ],
)
def test_what_a_keyboard_cannot_do_is_seen(page: Page, body: str, told: str) -> None:
    assert any(told in each for each in checks.by_keyboard(shown(page, body)))


def test_the_keyboard_goes_through_every_kind_of_field(page: Page) -> None:
    fields = "<input type=date><input type=radio name=a><input type=radio name=a>"
    assert (
        checks.by_keyboard(
            shown(page, f"{fields}<select></select><textarea></textarea><p tabindex=0>x</p>")
        )
        == []
    )


def test_what_needs_a_script_is_seen(page: Page) -> None:
    body = "<form action='/'><button>Go</button></form><canvas></canvas><button>Do</button>"
    assert len(checks.unscripted(shown(page, body))) == 2


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("<script>undefinedName()</script>", "a script failed"),
        ("<script>console.error('no')</script>", "the console says: no"),
        ("<img src='http://127.0.0.1:1/x.png' alt=''>", "a request leaves the site"),
        ("<script>alert('x')</script>", "a dialog: x"),
    ],
)
def test_what_a_page_must_not_do_is_seen(page: Page, head: str, told: str) -> None:
    watch = checks.Watch()
    watch.follow(page, site="http://127.0.0.1:2")
    shown(page, "", head)
    page.wait_for_load_state()
    assert any(told in each for each in watch.faults)


def test_a_file_that_is_missing_is_seen(new_context: Callable[[], BrowserContext]) -> None:
    watch, page = checks.Watch(), new_context().new_page()
    page.goto("/problems/busy")
    watch.follow(page, site=page.url)
    page.evaluate("fetch('/static/nothing.js')")
    (fault,) = watch.faults
    assert fault.startswith("404 for ")
