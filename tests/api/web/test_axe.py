"""Every kind of page, read by axe-core: no violation of the rules for accessible pages.

axe runs in jsdom, which lays nothing out. Rules that need a layout are off (tests/axe/check.cjs);
colours and focus are tested in test_pages.py.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.service.settings import Settings
from api.service.staleness import Stale
from api.web.application import create_app
from api.web.problems import KINDS
from graph.errors import StoreUnavailableError
from matcher.errors import SolverError
from tests.api.client import Client
from tests.api.web.test_lineups import Recorder
from tests.api.world import BITING, small_service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.service.service import Service

ROOT = Path(__file__).parents[3]
PACKAGES = ROOT / ".tools" / "axe"
PAGE = {"Accept": "text/html"}

STATES = [
    "/areas/1/lineups?k=3&min_difference=1",
    "/areas/1/lineups?k=10&min_difference=1&max_members=2",
    "/areas/1/lineups?k=1&as_of=2010-01-01",
    "/areas/1/lineups?k=many&must=nobody&equity=7&gates=none&colour=red",
    "/areas/1/lineups?" + "&".join(f"p{number}=1" for number in range(20)),
    "/areas/2/lineups?lead=Latecomer",
    "/areas/1/lineups?gates=local_or_small=5&max_members=2",
    "/areas/1/lineups?must=Workwise%0AHomes for All&never=Latecomer",
    "/areas/Frist Conty",
    "/areas/nowhere",
    "/organisations/nobody at all",
    "/organisations/Homes for All?as_of=2016-01-01",
    "/organisations/Homes for All?as_of=2016-02-30",
    "/organisations/Latecomer",
    "/organisations/Homes for All/partners?area=1&vcse_only=true",
    "/organisations/Homes for All/partners?limit=many&area=Atlantis&colour=red",
    "/organisations/Homes for All/needed?where=next door&area=Second County",
    "/organisations/Homes for All/needed?limit=many&area=Atlantis&colour=red",
    "/organisations/Latecomer/needed",
    "/fairness?area=1&fair=sector",
    "/fairness?area=Atlantis&limit=many",
    "/network?focus=Workwise&to=Sharp&area=1",
    "/network?to=Atlantis&depth=many",
    "/organisations?kind=charty&limit=0",
    "/areas/1/brief?k=many&must=nobody",
    "/areas/1/brief/members?must=nobody&answered=yes",
    "/areas/1/brief/gates?gate-exposure=all&answered=yes",
    "/areas/1.docx",
    "/nowhere",
]
"""Addresses that no link leads to: what was asked for, and everything that can be wrong with it."""


def violations(pages: dict[str, str], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read pages with axe; give what is wrong with each, by its address."""
    if not (PACKAGES / "node_modules" / "axe-core").exists():
        message = f"{PACKAGES} holds no axe-core: run `make axe`"
        raise RuntimeError(message)
    for number, text in enumerate(pages.values()):
        (folder / f"{number:04}.html").write_text(text, "utf-8")
    node = Path(sys.executable).with_name("node")
    script = ROOT / "tests" / "axe" / "check.cjs"
    run = subprocess.run(
        [node, script, PACKAGES, folder], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return dict(zip(pages, json.loads(run.stdout).values(), strict=True))


def wrong(pages: dict[str, str], folder: Path) -> list[str]:
    return [
        f"{address}: {each['id']} ({each['help']}): {each['nodes']}"
        for address, found in violations(pages, folder).items()
        for each in found
    ]


def client_of(service: Service, **more: Any) -> Client:
    return Client(create_app(Settings(store="sqlite://", log_level="error", **more), service))


def crawled(client: Client) -> Iterator[tuple[str, str]]:
    """Give every page that links lead to from the first one, and every state besides."""
    waiting = ["/", *STATES, *(f"/problems/{kind.slug}" for kind in KINDS)]
    seen = set()
    while waiting:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address, headers=PAGE)
        if answer.headers["Content-Type"].startswith("text/html"):
            yield f"{address} ({answer.status_code})", answer.text
            waiting += [unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text)]


def failing() -> Iterator[tuple[str, str]]:
    """Give the pages of what goes wrong on our side."""
    recorder = Recorder()
    for error in (SolverError("out of time"), StoreUnavailableError("gone", retry_after_s=3)):
        recorder.error = error
        yield f"{type(error).__name__}", client_of(recorder).page("/areas/1/lineups").text
    stale = Stale(since=datetime(2026, 11, 25, 12, tzinfo=UTC))
    for address in ("/", "/areas/1", "/organisations/Workwise", "/nowhere"):
        text = client_of(small_service().marked(stale)).get(address, headers=PAGE).text
        assert "The facts may be out of date" in text
        yield f"stale {address}", text


def test_no_page_has_a_violation(tmp_path: Path, client: Client) -> None:
    pages = dict(crawled(client)) | dict(failing())
    for part in ("/ (200)", "/areas/CPA2 (200)", "/problems/busy (200)", "/nowhere (404)"):
        assert part in pages
    assert any(BITING.split("<", maxsplit=1)[0] in text for text in pages.values())
    assert len(pages) > 40
    assert wrong(pages, tmp_path) == []


@pytest.mark.no_cover  # the small pages go through the same lines
def test_no_page_of_the_built_in_programme_has_a_violation(tmp_path: Path) -> None:
    from tests.api.web.test_builtin import builtin_client  # noqa: PLC0415

    client = builtin_client()
    links = re.findall(r'href="(/organisations/[^"]*)', client.page("/areas/Essex/lineups").text)
    addresses = [
        "/",
        "/areas/Essex",
        "/areas/Essex/lineups",
        "/areas/Essex/brief",
        *sorted(set(links)),
    ]
    assert wrong({each: client.page(each).text for each in addresses}, tmp_path) == []


@pytest.mark.parametrize(
    ("found", "put", "rule"),
    [
        (
            "<main",
            "<nav><a href='/'>a</a></nav><nav><a href='/'>b</a></nav><main",
            "landmark-unique",
        ),
        ('lang="en-GB"', "", "html-has-lang"),
        ("<footer", "<img src='x.png'><footer", "image-alt"),
        ("</main>", "<input type='text'></main>", "label"),
        ("</main>", "<h5>deep</h5></main>", "heading-order"),
    ],
)
def test_what_is_wrong_with_a_page_is_seen(
    tmp_path: Path, client: Client, found: str, put: str, rule: str
) -> None:
    text = client.page("/problems/busy").text
    assert found in text
    seen = violations({"page": text.replace(found, put, 1)}, tmp_path)
    assert rule in {each["id"] for each in seen["page"]}
