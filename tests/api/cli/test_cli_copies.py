"""The command line over a remote store: from the copy at hand, and when the store is gone."""

from __future__ import annotations

import os
import re
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from api.web.connections import Server
from graph.errors import StoreUnavailableError
from graph.stores import DEFAULT_PROGRAMME
from tests.api.command import Matcher
from tests.matcher.market import market
from tests.remote import URL, FakeServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from graph.stores import GraphStore
    from graph.stores.protocol import Progress

WHEN = datetime(2026, 11, 25, 12, 3, tzinfo=UTC).timestamp()
NOTE = (
    "The store cannot be reached; these answers use the facts copied on 25 November 2026 12:03.\n"
)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    facts = market().facts
    facts = replace(facts, programmes=(replace(facts.programme, id=DEFAULT_PROGRAMME),))
    with closing(FakeServer(tmp_path / "server.db", facts)) as server:
        monkeypatch.setattr("graph.stores.open_store", server.open)
        monkeypatch.setenv("MATCHER_CACHE", str(tmp_path / "cache"))
        yield server


@pytest.fixture
def remote_matcher(capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(URL, capsys)


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "command",
    [
        ["search", "homes"],
        ["neighbours", "Big Firm"],
        ["path", "Big Firm", "area:1", "--links", "all"],
    ],
    ids=lambda c: c[0],
)
@pytest.mark.usefixtures("in_utc")
def test_questions_about_the_graph_are_answered_from_the_copy_too(
    server: FakeServer, remote_matcher: Matcher, tmp_path: Path, command: list[str]
) -> None:
    remote_matcher("areas")
    code, out, err = remote_matcher(*command)
    assert (code, err) == (0, "")
    age_copy(tmp_path / "cache")
    server.switch_off()
    assert remote_matcher(*command) == (0, out, NOTE)


def test_a_server_that_goes_before_the_question_is_stood_in_for(
    server: FakeServer, remote_matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote_matcher("areas")
    _, out, _ = remote_matcher("search", "homes")
    opened = server.open

    def then_gone(url: str, *, progress: Progress) -> GraphStore:
        store = opened(url, progress=progress)
        server.switch_off()
        return store

    monkeypatch.setattr("graph.stores.open_store", then_gone)
    code, again, err = remote_matcher("search", "homes")
    assert (code, again) == (0, out)
    assert "these answers use the facts copied" in err


def age_copy(folder: Path) -> None:
    (mark,) = folder.glob("*.equal")
    os.utime(mark, (WHEN, WHEN))


@pytest.mark.parametrize(
    "command", [["areas"], ["organisations"], ["lineups", "1", "-k", "1"]], ids=lambda c: c[0]
)
@pytest.mark.usefixtures("in_utc")
def test_answers_from_a_copy_are_the_same_and_say_so(
    server: FakeServer, remote_matcher: Matcher, tmp_path: Path, command: list[str]
) -> None:
    code, out, err = remote_matcher(*command)
    assert (code, err) == (0, "")
    age_copy(tmp_path / "cache")
    server.switch_off()
    assert remote_matcher(*command) == (0, out, NOTE)
    server.switch_on()
    assert remote_matcher(*command) == (0, out, "")
    assert server.reads == 1


def test_a_store_that_never_answered_says_when_to_try_again(
    server: FakeServer, remote_matcher: Matcher
) -> None:
    server.switch_off(retry_after_s=29.5)
    code, out, err = remote_matcher("areas")
    assert (code, out) == (2, "")
    assert err == "graph.example.org:7687 does not answer. Try again in 30 seconds.\n"


def test_says_only_once_when_to_try_again(server: FakeServer, remote_matcher: Matcher) -> None:
    message = "db does not answer; try again in 5 seconds"
    server.error = StoreUnavailableError(message)
    assert remote_matcher("areas") == (2, "", f"{message}\n")


@pytest.mark.usefixtures("in_utc")
def test_a_server_starts_from_the_copy_and_says_so(
    server: FakeServer,
    remote_matcher: Matcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served: list[FastAPI] = []

    def run(server: Server) -> None:
        served.append(server.config.app)  # type: ignore[arg-type]
        for listener in server._listeners:
            listener.close()

    monkeypatch.setattr(Server, "run", run)
    remote_matcher("areas")
    age_copy(tmp_path / "cache")
    server.switch_off()
    code, out, err = remote_matcher("serve", "--port", "0")
    assert (code, out) == (0, "")
    assert err.startswith(f"{NOTE}Serving ")
    assert re.search(r"at http://127.0.0.1:[1-9]\d+/$", err, re.MULTILINE)
    (app,) = served
    assert app.state.openings.at_hand().stale.copied
    assert app.state.watch is not None


def test_a_server_that_has_no_facts_at_all_does_not_start(
    server: FakeServer, remote_matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "run", None)
    server.switch_off(retry_after_s=1)
    code, _, err = remote_matcher("serve")
    assert code == 2
    assert err == "graph.example.org:7687 does not answer. Try again in 1 second.\n"


def test_a_copy_does_not_stand_in_for_a_wrong_password(
    server: FakeServer, remote_matcher: Matcher
) -> None:
    remote_matcher("areas")
    server.refuse()
    code, out, err = remote_matcher("areas")
    assert (code, out, err) == (2, "", "graph.example.org refuses the user alice\n")


def test_copies_can_be_switched_off(
    server: FakeServer,
    remote_matcher: Matcher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MATCHER_CACHE", "off")
    assert remote_matcher("areas")[0] == 0
    assert not (tmp_path / "cache").exists()
    server.switch_off()
    assert remote_matcher("areas")[0] == 2


def test_a_copy_that_cannot_be_kept_is_said_once_beside_the_answer(
    server: FakeServer, remote_matcher: Matcher, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_text("in the way")
    code, out, err = remote_matcher("areas")
    assert code == 0
    assert out
    assert server.reads == 1
    assert err.startswith("A copy of the store could not be kept in ")
    assert len(err.splitlines()) == 1
