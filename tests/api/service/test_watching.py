"""The server follows its store, and answers on when the store is gone."""

from __future__ import annotations

import asyncio
import io
import json
import re
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.service.service import Service
from api.service.settings import Settings
from api.service.staleness import Stale
from api.web.application import create_app
from graph.errors import StoreUnavailableError
from graph.snapshot.version import data_version
from graph.stores import DEFAULT_PROGRAMME, saved
from graph.stores.cache import LocalCopy
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests import builders as b
from tests.api.client import Client
from tests.api.world import small_service
from tests.remote import URL, FakeServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

    from api.service.opening import Opening
    from graph.records.facts import Facts
    from matcher.answer.records import Answer

PATHS = ["/", "/areas", "/areas/1", "/health/live", "/openapi.json", "/static/style.css"]
MISSING = ["/nowhere", "/areas/nowhere", "/areas/1/lineups?k=0", "/areas.docx"]


def world() -> Facts:
    facts = small_service().snapshot.facts
    return replace(facts, programmes=(replace(facts.programme, id=DEFAULT_PROGRAMME),))


FACTS = world()
LATER = replace(FACTS, organisations=(*FACTS.organisations, b.organisation("Newcomer")))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[FakeServer]:
    with closing(FakeServer(tmp_path / "server.db", FACTS)) as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=URL, cache=str(tmp_path / "cache"), log_level="info")


@pytest.fixture
def lines() -> io.StringIO:
    """What the application logs."""
    return io.StringIO()


@pytest.fixture
def app(
    server: FakeServer, settings: Settings, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> Iterator[FastAPI]:
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", lines)
        app = create_app(settings, opener=server.open)
    yield app
    app.state.watch._connection.close()
    assert server.open_now == 0


@pytest.fixture
def client(app: FastAPI) -> Client:
    return Client(app)


def unnamed(app: FastAPI) -> Opening:
    """The opening of the programme that needs no name."""
    opening: Opening = next(iter(app.state.openings))
    return opening


def look(client: Client) -> None:
    client.app.state.watch.look()


def lost(client: Client, server: FakeServer) -> None:
    """Answer one request, then lose sight of the store."""
    client.get("/areas")
    server.switch_off()
    look(client)


def log(lines: io.StringIO) -> list[dict[str, Any]]:
    """Everything logged since the last call but requests."""
    entries = [json.loads(line) for line in lines.getvalue().splitlines()]
    lines.seek(0)
    lines.truncate()
    return [entry for entry in entries if entry["event"] != "request"]


def test_a_store_that_moved_on_is_followed(client: Client, server: FakeServer) -> None:
    assert client.get("/areas").headers["X-Data-Version"] == data_version(FACTS)
    look(client)
    assert client.get("/organisations/Newcomer").status_code == 404
    server.store.write(LATER)
    look(client)
    answer = client.get("/organisations/Newcomer")
    assert answer.status_code == 200
    assert answer.headers["X-Data-Version"] == data_version(LATER)
    assert "X-Data-Stale-Since" not in answer.headers


def test_looking_keeps_one_connection_and_reads_only_what_is_new(
    client: Client, server: FakeServer
) -> None:
    client.get("/areas")
    for _ in range(5):
        look(client)
    assert (server.opened, server.open_now, server.reads) == (2, 1, 1)
    server.store.write(LATER)
    for _ in range(5):
        look(client)
    assert (server.opened, server.open_now, server.reads) == (2, 1, 2)


def test_a_request_under_way_finishes_on_the_facts_it_began_with(
    client: Client, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, go_on, recommend = threading.Event(), threading.Event(), Service.recommend

    def slowly(service: Service, *arguments: Any, **options: Any) -> Answer:
        began.set()
        assert go_on.wait(20)
        return recommend(service, *arguments, **options)

    monkeypatch.setattr(Service, "recommend", slowly)

    async def run() -> tuple[Any, Any]:
        asked = asyncio.create_task(client.send("GET", "/areas/1/lineups?k=1"))
        assert await asyncio.to_thread(began.wait, 20)
        server.store.write(LATER)
        await asyncio.to_thread(client.app.state.watch.look)
        during = await client.send("GET", "/areas")
        go_on.set()
        return await asked, during

    answer, during = asyncio.run(run())
    assert answer.status_code == 200
    assert answer.json()["data_version"] == data_version(FACTS)
    assert answer.headers["X-Data-Version"] == data_version(FACTS)
    assert during.headers["X-Data-Version"] == data_version(LATER)
    again = client.get("/areas/1/lineups?k=1")
    assert again.json()["data_version"] == data_version(LATER)


@pytest.mark.parametrize("path", [*PATHS, *MISSING])
def test_every_answer_says_since_when_it_is_stale(
    client: Client, server: FakeServer, path: str
) -> None:
    fresh = client.get(path)
    assert "X-Data-Stale-Since" not in fresh.headers
    before = datetime.now(UTC).replace(microsecond=0)
    lost(client, server)
    answer = client.get(path)
    assert answer.status_code == fresh.status_code
    assert answer.headers["X-Data-Version"] == data_version(FACTS)
    stamp = answer.headers["X-Data-Stale-Since"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp)
    assert before <= datetime.fromisoformat(stamp) <= datetime.now(UTC)


def test_the_time_is_that_of_the_first_look_that_failed(client: Client, server: FakeServer) -> None:
    client.get("/areas")
    server.switch_off()
    day = datetime(2026, 11, 25, 12, 3, tzinfo=UTC)
    unnamed(client.app).mark(Stale(since=day))
    look(client)
    look(client)
    assert client.get("/areas").headers["X-Data-Stale-Since"] == "2026-11-25T12:03:00Z"


def test_answers_are_fresh_again_when_the_store_is_back(client: Client, server: FakeServer) -> None:
    lost(client, server)
    assert "X-Data-Stale-Since" in client.get("/areas").headers
    server.switch_on()
    look(client)
    assert "X-Data-Stale-Since" not in client.get("/areas").headers
    assert "out of date" not in client.get("/").text
    assert client.get("/health/ready").json()["status"] == "ready"
    assert server.reads == 1


def test_a_store_that_moved_on_while_it_was_gone_is_caught_up_with(
    client: Client, server: FakeServer
) -> None:
    lost(client, server)
    server.store.write(LATER)
    look(client)
    assert client.get("/areas").headers["X-Data-Version"] == data_version(FACTS)
    server.switch_on()
    look(client)
    headers = client.get("/areas").headers
    assert headers["X-Data-Version"] == data_version(LATER)
    assert "X-Data-Stale-Since" not in headers


def test_a_stale_server_is_ready_and_says_why_in_general_words(
    client: Client, server: FakeServer
) -> None:
    assert client.get("/health/ready").json() == {
        "status": "ready",
        "programme": DEFAULT_PROGRAMME,
        "data_version": data_version(FACTS),
    }
    lost(client, server)
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "stale",
        "programme": DEFAULT_PROGRAMME,
        "data_version": data_version(FACTS),
        "since": answer.headers["X-Data-Stale-Since"],
        "why": "The store of facts does not answer.",
    }
    server.refuse()
    look(client)
    why = client.get("/health/ready").json()["why"]
    assert why == "The store of facts cannot be read."


@pytest.mark.parametrize(
    "path",
    ["/", "/areas/1", "/organisations/Workwise", "/areas/x", "/problems/busy"],
)
def test_every_page_carries_a_banner_while_it_is_stale(
    client: Client, server: FakeServer, path: str
) -> None:
    lost(client, server)
    unnamed(client.app).mark(Stale(since=datetime(2026, 11, 25, 12, 3, tzinfo=UTC)))
    text = " ".join(client.page(path).text.split())
    assert (
        "The store of facts has not been reachable since 12:03 on 25 November 2026 (UTC). "
        "These answers use the facts read before then."
    ) in text
    unnamed(client.app).mark(None)
    assert "not been reachable" not in client.page(path).text


@pytest.mark.parametrize("path", ["/", "/areas", "/areas/1/lineups"])
def test_a_stale_answer_has_another_etag_than_a_fresh_one(
    client: Client, server: FakeServer, path: str
) -> None:
    fresh = client.get(path).headers["ETag"]
    lost(client, server)
    stale = client.get(path, headers={"If-None-Match": fresh})
    assert stale.status_code == 200
    assert stale.headers["ETag"] != fresh
    known = client.get(path, headers={"If-None-Match": stale.headers["ETag"]})
    assert known.status_code == 304
    assert known.headers["X-Data-Stale-Since"] == stale.headers["X-Data-Stale-Since"]
    server.switch_on()
    look(client)
    again = client.get(path, headers={"If-None-Match": stale.headers["ETag"]})
    assert (again.status_code, again.headers["ETag"]) == (200, fresh)


def test_the_log_says_once_that_the_store_is_lost_and_once_that_it_is_back(
    client: Client, server: FakeServer, lines: io.StringIO
) -> None:
    lost(client, server)
    for _ in range(3):
        look(client)
    (entry,) = log(lines)
    assert (entry["event"], entry["level"]) == ("store lost", "warning")
    assert entry["error"] == "graph.example.org:7687 does not answer"
    server.switch_on()
    for _ in range(3):
        look(client)
    (entry,) = log(lines)
    assert entry["event"] == "store back"


def test_facts_that_nobody_can_lay_out_leave_the_old_ones_in_place(
    client: Client,
    server: FakeServer,
    monkeypatch: pytest.MonkeyPatch,
    lines: io.StringIO,
) -> None:
    client.get("/areas")
    server.store.write(LATER)
    monkeypatch.setattr("graph.stores.saved.Snapshot", None)
    look(client)
    monkeypatch.undo()
    answer = client.get("/areas")
    assert answer.headers["X-Data-Version"] == data_version(FACTS)
    assert "X-Data-Stale-Since" in answer.headers
    (entry,) = log(lines)
    assert entry["event"] == "store lost"
    assert entry["exception"]
    look(client)
    assert client.get("/areas").headers["X-Data-Version"] == data_version(LATER)


def test_a_store_that_was_never_reached_is_a_problem_with_the_time_to_wait(
    client: Client, server: FakeServer, lines: io.StringIO
) -> None:
    server.switch_off(retry_after_s=29.5)
    answer = client.get("/areas")
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-unavailable")
    assert answer.headers["Retry-After"] == "30"
    assert answer.json()["detail"] == "Nothing was changed. Try again after 30 seconds."
    assert "X-Data-Stale-Since" not in answer.headers
    assert "example.org" not in answer.text
    (entry,) = log(lines)
    assert entry["error"] == "graph.example.org:7687 does not answer"
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/live").status_code == 200
    page = client.get("/")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")


def test_requests_do_not_queue_up_for_a_store_that_asked_to_wait(
    client: Client, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer() -> None:
        asked.append(1)
        message = "no answer"
        raise StoreUnavailableError(message, retry_after_s=30)

    monkeypatch.setattr(server, "answer", answer)
    clock = [1000.0]
    monkeypatch.setattr("api.service.opening.time.monotonic", lambda: clock[0])
    assert client.get("/areas").headers["Retry-After"] == "30"
    clock[0] += 20.5
    assert client.get("/areas").headers["Retry-After"] == "10"
    assert len(asked) == 1
    clock[0] += 10
    assert client.get("/areas").headers["Retry-After"] == "30"
    assert len(asked) == 2


def test_a_store_reached_at_last_is_answered_from(
    client: Client, server: FakeServer, lines: io.StringIO
) -> None:
    server.switch_off(retry_after_s=3600)
    look(client)
    assert client.get("/areas").status_code == 503
    server.switch_on()
    look(client)
    assert client.get("/areas").status_code == 200
    assert [entry["event"] for entry in log(lines)] == [
        "store lost",
        "store failed",
        "facts read",
        "store back",
    ]


def test_a_server_starts_from_the_copy_and_recovers(
    server: FakeServer, settings: Settings, app: FastAPI
) -> None:
    Client(app).get("/areas")
    server.switch_off()
    other = create_app(settings, opener=server.open)
    client = Client(other)
    answer = client.get("/areas")
    assert answer.status_code == 200
    copied = LocalCopy(Path(settings.cache), URL, DEFAULT_PROGRAMME).equal_at
    assert copied
    assert answer.headers["X-Data-Stale-Since"] == f"{copied:%Y-%m-%dT%H:%M:%SZ}"
    look(client)
    assert "These answers use the facts copied at" in client.get("/").text
    server.switch_on()
    look(client)
    assert "X-Data-Stale-Since" not in client.get("/areas").headers
    assert server.reads == 1
    other.state.watch._connection.close()


def test_what_is_followed_is_copied(client: Client, server: FakeServer, settings: Settings) -> None:
    client.get("/areas")
    server.store.write(LATER)
    look(client)
    assert LocalCopy(Path(settings.cache), URL, DEFAULT_PROGRAMME).read() == LATER


def test_a_copy_that_cannot_be_kept_spoils_no_answer(
    client: Client,
    server: FakeServer,
    settings: Settings,
    lines: io.StringIO,
) -> None:
    Path(settings.cache).write_text("in the way")
    client.get("/areas")
    server.store.write(LATER)
    look(client)
    answer = client.get("/areas")
    assert answer.headers["X-Data-Version"] == data_version(LATER)
    assert "X-Data-Stale-Since" not in answer.headers
    events = [entry["event"] for entry in log(lines)]
    assert events == ["no copy kept", "no copy kept", "facts read"]


def test_a_service_that_was_given_is_not_followed() -> None:
    app = create_app(Settings(store="sqlite:////nowhere.db"), small_service())
    assert app.state.watch is None

    async def run() -> None:
        async with app.router.lifespan_context(app):
            assert (await Client(app).send("GET", "/areas")).status_code == 200

    asyncio.run(run())


def wait_until(said: Any) -> None:
    deadline = time.monotonic() + 20
    while not said() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert said()


def test_the_server_looks_by_itself_until_it_ends(server: FakeServer, settings: Settings) -> None:
    often = settings.model_copy(update={"refresh_s": 0.005})
    app = create_app(often, opener=server.open)
    opening = unnamed(app)

    def stale() -> Stale | None:
        return None if opening.at_hand is None else opening.at_hand.stale

    async def run() -> None:
        async with app.router.lifespan_context(app):
            await asyncio.to_thread(wait_until, lambda: opening.at_hand is not None)
            server.switch_off()
            await asyncio.to_thread(wait_until, lambda: stale() is not None)
            server.switch_on()
            await asyncio.to_thread(wait_until, lambda: stale() is None)

    asyncio.run(run())
    assert not app.state.watch._thread.is_alive()
    assert server.open_now == 0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "market.db"
    SqliteStore.create(path, FACTS).close()
    return path


@pytest.fixture
def file_client(file: Path) -> Iterator[Client]:
    client = Client(create_app(Settings(store=sqlite_url(file), log_level="error")))
    assert client.get("/areas").headers["X-Data-Version"] == data_version(FACTS)
    look(client)
    yield client
    client.app.state.watch._connection.close()


def version_now(client: Client) -> str:
    look(client)
    headers = client.get("/areas").headers
    assert "X-Data-Stale-Since" not in headers
    return headers["X-Data-Version"]


def test_a_file_that_another_process_writes_is_followed(file: Path, file_client: Client) -> None:
    with SqliteStore(file) as other:
        other.write(LATER)
    assert version_now(file_client) == data_version(LATER)


def test_the_snapshot_of_a_large_programme_is_kept_and_used_when_its_file_changes(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "LARGE", 10)
    monkeypatch.setattr(SqliteStore, "read", lambda *_: pytest.fail("all records were made"))
    cache = tmp_path / "cache"
    settings = Settings(store=sqlite_url(file), cache=str(cache), log_level="error")
    client = Client(create_app(settings))
    assert version_now(client) == data_version(FACTS)
    with SqliteStore(file) as other:
        other.write(LATER)
    assert version_now(client) == data_version(LATER)
    kept = {path.name.partition("-")[0] for path in (cache / "snapshots").iterdir()}
    assert kept == {data_version(FACTS), data_version(LATER)}
    client.app.state.watch._connection.close()


def test_a_file_that_another_one_replaces_is_followed(
    file: Path, file_client: Client, tmp_path: Path
) -> None:
    SqliteStore.create(tmp_path / "new.db", LATER).close()
    (tmp_path / "new.db").replace(file)
    assert version_now(file_client) == data_version(LATER)


def test_a_file_that_is_gone_is_not_made_anew_behind_our_back(
    file: Path, file_client: Client
) -> None:
    aside = file.rename(file.with_suffix(".aside"))
    look(file_client)
    answer = file_client.get("/areas")
    assert answer.headers["X-Data-Version"] == data_version(FACTS)
    assert "X-Data-Stale-Since" in answer.headers
    assert not file.exists()
    aside.rename(file)
    assert version_now(file_client) == data_version(FACTS)
