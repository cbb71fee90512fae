"""Ten seconds without the real server: reads go on, writes say when to try again, both recover."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.service.settings import Settings
from api.web.application import create_app
from graph.errors import StoreUnavailableError
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.passwords import VARIABLE
from tests.api.client import Client
from tests.matcher.market import market
from tests.neo4j_server.fixtures import account_of, wipe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from graph.records.facts import Facts
    from tests.neo4j_server.server import Neo4jServer

STALE = "X-Data-Stale-Since"


def until(hopefully: Callable[[], bool], *, seconds: float = 90.0) -> None:
    """Wait until something holds; it fails if it never does."""
    deadline = time.monotonic() + seconds
    while not hopefully():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.2)


def small_facts() -> Facts:
    """A small market in the built-in programme's place: it is written in a moment."""
    facts = market().facts
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    return replace(facts, programmes=(programme,))


def test_reads_go_on_stale_and_all_recovers_when_the_server_is_back(
    own_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = account_of(own_server)
    wipe(account)
    monkeypatch.setenv(VARIABLE, account[1])
    facts = small_facts()
    with Neo4jStore(*account) as store:
        store.write(facts)
    settings = Settings(store=str(account[0]), cache=str(tmp_path / "cache"), refresh_s=0.5)
    app = create_app(settings)
    client = Client(app)

    def line_ups() -> httpx.Response:
        return client.get("/areas/1/lineups?k=1")

    fresh = line_ups()
    assert fresh.status_code == 200
    app.state.watch.start()
    with Neo4jStore(*account, retry_s=1.0) as store:
        own_server.stop()
        stopped = time.monotonic()
        until(lambda: STALE in client.get("/health/ready").headers)
        assert client.get("/health/ready").json()["status"] == "stale"
        during = line_ups()
        assert (during.status_code, during.json()) == (200, fresh.json())
        assert STALE in during.headers
        with pytest.raises(StoreUnavailableError, match="nothing was changed") as caught:
            store.write(facts)
        assert caught.value.retry_after_s > 0
        time.sleep(max(0.0, 10 - (time.monotonic() - stopped)))
        own_server.start()
        until(lambda: STALE not in client.get("/health/ready").headers)
        assert line_ups().json() == fresh.json()
        store.write(replace(facts, evidence=()))  # by itself, the same object
        moved = fresh.headers["X-Data-Version"]
        until(lambda: client.get("/health/live").headers["X-Data-Version"] != moved)
        assert store.check() == ()
    app.state.watch.stop()
    assert not any(thread.name == "watch store" for thread in threading.enumerate())
