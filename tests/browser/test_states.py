"""Every page of a small programme, and every state that an address or a fault can bring about.

A crawler opens what links lead to, so a page that is new is read too.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest

from api.service.staleness import Stale
from api.web import forms
from graph.errors import StoreUnavailableError
from matcher.errors import SolverError
from tests.api.running import running
from tests.api.web.test_lineups import Recorder
from tests.api.world import BITING, small_service
from tests.browser.checks import axe, by_keyboard, narrow, printed, unscripted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Response

    from tests.api.running import Running

STATES = [
    "/areas/1/lineups?k=3&min_difference=1",
    "/areas/1/lineups?k=10&min_difference=1&max_members=2",
    "/areas/1/lineups?k=1&as_of=2010-01-01",
    "/areas/1/lineups?k=many&must=nobody&equity=7&gates=none&colour=red",
    "/areas/1/lineups?" + "&".join(f"p{number}=1" for number in range(20)),
    "/areas/2/lineups?lead=Latecomer",
    "/areas/1/lineups?gates=local_or_small=5&max_members=2",
    "/areas/1/lineups?must=Workwise%0AHomes for All&never=Latecomer",
    "/areas/1/line-up?members=Workwise&members=Homes for All&must=Workwise&never=Zenith Trust",
    "/areas/1/line-up?members=Latecomer&members=Homes for All&came=Latecomer&lead=Latecomer",
    "/areas/1/line-up?members=nobody&k=many",
    "/areas/1/line-up/change?members=Workwise&add=nobody",
    "/areas/1/why-not?organisation=Latecomer",
    "/areas/1/why-not?organisation=nobody",
    "/areas/1/complete?members=Homes for All",
    "/areas/1/judge?members=Homes for All&members=Latecomer",
    "/areas/1/replacements?members=Workwise&members=Homes for All",
    "/areas/1/replacements?members=Workwise&members=Homes for All&of=Workwise",
    "/areas/1/stress?members=Workwise&members=Homes for All",
    "/areas/1/compare?members=Workwise&members=Homes for All&other=Workwise",
    "/areas/Frist Conty",
    "/areas/nowhere",
    "/organisations/nobody at all",
    "/organisations/Homes for All?as_of=2016-01-01",
    "/organisations/Homes for All?as_of=2016-02-30",
    "/organisations/Latecomer",
    "/organisations/Homes for All/partners?area=1&vcse_only=true",
    "/organisations/Homes for All/partners?limit=many&area=Atlantis&colour=red",
    "/fairness?area=1&fair=sector",
    "/fairness?area=Atlantis&limit=many",
    "/organisations/Homes for All/needed?where=next door&area=Second County",
    "/organisations/Homes for All/needed?limit=many&area=Atlantis&colour=red",
    "/organisations/Latecomer/needed",
    "/network?focus=Workwise&to=Sharp&area=1",
    "/network?to=Atlantis&depth=many",
    "/gaps?level=authority&cohorts=true",
    "/gaps?area=Atlantis&limit=0",
    "/organisations?kind=charty&limit=0",
    "/areas/1/brief?k=many&must=nobody",
    "/areas/1/brief/members?must=nobody&answered=yes",
    "/areas/1/brief/gates?gate-exposure=all&answered=yes",
    "/areas/1.docx",
    "/nowhere",
]
"""Addresses that no link leads to: what was asked for, and everything that can be wrong with it."""


STALE = Stale(since=datetime(2026, 11, 25, 12, tzinfo=UTC))
FAULTS = [SolverError("out of time"), StoreUnavailableError("gone", retry_after_s=3)]


def root(served: Running) -> str:
    return f"http://127.0.0.1:{served.address[1]}"


def is_page(answer: Response) -> bool:
    return answer.headers["content-type"].startswith("text/html")


def crawled(page: Page, site: str) -> Iterator[tuple[str, str]]:
    """Open every page that links lead to from the first one, and every state besides.

    Of the links that differ only in what they ask for, one is followed.
    """
    waiting = ["/", "/problems/busy", *STATES]
    paths = {each.partition("?")[0] for each in waiting}
    while waiting:
        address = waiting.pop(0)
        answer = page.goto(site + address)
        assert answer is not None
        if is_page(answer):
            yield f"{address} ({answer.status})", answer.text()
            for link in re.findall(r'href="(/[^"#]*)', answer.text()):
                path = unescape(link).partition("?")[0]
                if path not in paths and not is_file(path):
                    paths.add(path)
                    waiting.append(unescape(link))


def is_file(path: str) -> bool:
    """Say whether a browser would keep what is there, by the ending of the path."""
    return bool(re.search(r"[.](json|csv|xlsx|docx|toml|gexf|graphml|svg|css)$", path))


def test_no_page_has_a_fault(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "PATIENCE_S", 60.0)  # a page that asks again leaves in between
    texts, faults = {}, []
    with running() as served:
        for address, text in crawled(page, root(served)):
            texts[address] = text
            faults += [f"{address}: {each}" for each in axe(page)]
    assert faults == []
    for part in ("/ (200)", "/areas/CPA2 (200)", "/problems/busy (200)", "/nowhere (404)"):
        assert part in texts
    assert any(BITING.split("<", maxsplit=1)[0] in text for text in texts.values())
    assert len(texts) > 40


@pytest.mark.parametrize("error", FAULTS, ids=lambda error: type(error).__name__)
def test_what_fails_on_our_side_has_a_page_without_faults(page: Page, error: Exception) -> None:
    recorder = Recorder()
    recorder.error = error
    with running(recorder) as served:
        answer = page.goto(f"{root(served)}/areas/1/lineups")
        assert answer is not None
        assert answer.status == 503
        assert [*axe(page), *narrow(page)] == []


@pytest.mark.parametrize("address", ["/", "/areas/1", "/organisations/Workwise", "/nowhere"])
def test_a_page_of_old_facts_has_no_fault(page: Page, address: str) -> None:
    with running(small_service().marked(STALE)) as served:
        page.goto(root(served) + address)
        assert page.get_by_text("The facts may be out of date").is_visible()
        assert [*axe(page), *narrow(page)] == []


def test_a_page_that_waits_for_its_search_has_no_fault_and_becomes_the_answer(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "PATIENCE_S", 0.01)
    recorder = Recorder()
    recorder.may_go_on.clear()
    with running(recorder) as served:
        answer = page.goto(f"{root(served)}/areas/1/lineups")
        assert answer is not None
        assert answer.status == 202
        assert page.get_by_text("This page asks again every").is_visible()
        faults = [*axe(page), *narrow(page), *by_keyboard(page), *printed(page), *unscripted(page)]
        recorder.may_go_on.set()
        monkeypatch.setattr(forms, "PATIENCE_S", 20.0)
        page.get_by_role("heading", name="Line-ups for First County").wait_for(timeout=20_000)
    assert faults == []
