"""Searches: stopped when nobody waits, shared out by turns, and truly said how long."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from typing import TYPE_CHECKING, Any, cast

import pytest
from starlette.requests import ClientDisconnect, Request

from api.service.line_up_questions import WhyNot
from api.service.questions import LineUps, WholeCountry, WholeMarket
from api.service.service import Service
from api.service.settings import Settings
from api.web import forms, searches
from api.web.application import create_app
from api.web.problems import BusyProblem
from api.web.searches import Searches, StillSearching, client_of
from api.web.turns import Turns
from matcher.brief.request import Brief
from matcher.errors import NoLineUpError, SolverError
from tests.api.client import Client
from tests.api.running import LIVE, running, wait_until
from tests.api.world import small_service

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from matcher.answer.records import Answer


class Slow(Service):
    """A service whose searches run until they are told to end, or stopped."""

    def __init__(self) -> None:
        super().__init__(small_service().snapshot)
        self.began: list[str] = []
        self.stopped: list[str] = []
        self.may_end = threading.Event()

    def recommend(self, brief: Brief, **options: Any) -> Answer:
        self.began.append(brief.area)
        while not self.may_end.wait(0.005):
            if options["stop"]():
                self.stopped.append(brief.area)
                message = "stopped"
                raise SolverError(message)
        return cast("Answer", brief.area)  # any answer will do


class Visitor:
    """A client that asks, and may hang up."""

    def __init__(self, address: str = "10.0.0.1") -> None:
        self.gone = asyncio.Event()
        self.request = Request(
            {"type": "http", "headers": [], "client": (address, 1)}, self._receive
        )
        self._asked = False

    async def _receive(self) -> dict[str, Any]:
        if not self._asked:
            self._asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}


@pytest.fixture
def slow() -> Iterator[Slow]:
    service = Slow()
    yield service
    service.may_end.set()


class Desk:
    """Asks for what is named by its area, as visitors."""

    def __init__(self, service: Slow, **sizes: int) -> None:
        self.service = service
        self.searches = Searches(**{"threads": 1, "waiting": 16, "kept": 9, **sizes})

    def ask(
        self, visitor: Visitor, name: str, time_limit_s: float = 30.0, **more: Any
    ) -> asyncio.Future[Any]:
        brief = Brief(area=name, time_limit_s=time_limit_s)
        question = LineUps(brief)
        return asyncio.ensure_future(
            self.searches.ask(visitor.request, self.service, question, **more)
        )

    async def until(self, true: Any) -> None:
        for _ in range(2000):
            if true():
                return
            await asyncio.sleep(0.005)
        pytest.fail("it never came true")


def told(story: Coroutine[Any, Any, None], desk: Desk) -> None:
    async def whole() -> None:
        try:
            await story
        finally:
            desk.service.may_end.set()
            await asyncio.to_thread(desk.searches.close)

    asyncio.run(whole())


def test_a_search_stops_when_its_last_reader_is_gone(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        one, other = Visitor(), Visitor("10.0.0.2")
        first, second = desk.ask(one, "a"), desk.ask(other, "a")
        await desk.until(lambda: slow.began == ["a"])
        one.gone.set()
        with pytest.raises(ClientDisconnect):
            await first
        await asyncio.sleep(0.05)
        assert slow.stopped == []  # the other still waits
        other.gone.set()
        with pytest.raises(ClientDisconnect):
            await second
        await desk.until(lambda: slow.stopped == ["a"])

    told(story(), desk)


def test_a_search_that_waits_for_nobody_never_begins(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        visitors = [Visitor() for _ in range(9)]
        asked = [
            desk.ask(visitor, name) for visitor, name in zip(visitors, "abcdefghi", strict=True)
        ]
        await desk.until(lambda: slow.began == ["a"])
        for visitor in visitors:
            visitor.gone.set()
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert {type(each) for each in found} == {ClientDisconnect}
        last = desk.ask(Visitor(), "z")
        await desk.until(lambda: slow.began == ["a", "z"])
        slow.may_end.set()
        assert await last == "z"

    told(story(), desk)


def test_who_asks_again_gets_no_search_that_is_being_stopped(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        visitor = Visitor()
        first = desk.ask(visitor, "a")
        await desk.until(lambda: slow.began == ["a"])
        visitor.gone.set()
        with pytest.raises(ClientDisconnect):
            await first
        second = desk.ask(Visitor(), "a")
        await desk.until(lambda: slow.began == ["a", "a"])
        slow.may_end.set()
        assert await second == "a"
        assert await desk.ask(Visitor(), "a") == "a"  # kept
        assert slow.began == ["a", "a"]

    told(story(), desk)


def test_a_reader_that_is_cancelled_is_gone_too(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        asked = desk.ask(Visitor(), "a")
        await desk.until(lambda: slow.began == ["a"])
        asked.cancel()
        await desk.until(lambda: slow.stopped == ["a"])

    told(story(), desk)


def test_clients_take_turns(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        asked = [desk.ask(Visitor("10.0.0.1"), name) for name in ("a1", "a2", "a3", "a4")]
        await desk.until(lambda: slow.began == ["a1"])
        asked += [desk.ask(Visitor("10.0.0.2"), name) for name in ("b1", "b2")]
        asked += [desk.ask(Visitor("10.0.0.3"), "c1")]
        await asyncio.sleep(0.02)
        slow.may_end.set()
        await asyncio.gather(*asked)
        assert slow.began == ["a1", "a2", "b1", "c1", "a3", "b2", "a4"]

    told(story(), desk)


def test_a_full_house_has_room_for_who_asks_for_less(slow: Slow) -> None:
    desk = Desk(slow, waiting=4)

    async def story() -> None:
        greedy = [desk.ask(Visitor("10.0.0.1"), name) for name in ("a1", "a2", "a3", "a4", "a5")]
        await desk.until(lambda: slow.began == ["a1"] and greedy[4].done())
        with pytest.raises(BusyProblem):
            await greedy[4]
        modest = desk.ask(Visitor("10.0.0.2"), "b1")
        with pytest.raises(BusyProblem):
            await greedy[3]  # the newest made room
        with pytest.raises(BusyProblem):  # b would have as many as a
            await desk.ask(Visitor("10.0.0.2"), "b2")
        slow.may_end.set()
        assert await modest == "b1"
        assert await asyncio.gather(*greedy[:3]) == ["a1", "a2", "a3"]

    told(story(), desk)


@pytest.mark.parametrize(("threads", "seconds"), [(1, "50"), (2, "25")])
def test_says_how_long_the_searches_before_may_take(slow: Slow, threads: int, seconds: str) -> None:
    desk = Desk(slow, threads=threads, waiting=2)

    async def story() -> None:
        asked = [desk.ask(Visitor(), "a", 30.0), desk.ask(Visitor(), "b", 20.0)]
        await desk.until(lambda: slow.began)
        with pytest.raises(BusyProblem) as caught:
            await desk.ask(Visitor(), "c")
        assert caught.value.headers == {"Retry-After": seconds}
        assert caught.value.detail == (
            f"2 searches run or wait already. Try again in {seconds} seconds."
        )
        slow.may_end.set()
        await asyncio.gather(*asked)

    told(story(), desk)


def test_says_how_long_by_how_long_the_last_ones_took(slow: Slow) -> None:
    desk = Desk(slow, waiting=1)

    async def story() -> None:
        slow.may_end.set()
        await desk.ask(Visitor(), "quick")
        slow.may_end.clear()
        asked = desk.ask(Visitor(), "a")
        await desk.until(lambda: slow.began == ["quick", "a"])
        with pytest.raises(BusyProblem) as caught:
            await desk.ask(Visitor(), "b")
        assert int(caught.value.headers["Retry-After"]) < 30
        slow.may_end.set()
        await asked

    told(story(), desk)


def test_that_no_line_up_satisfies_a_brief_is_kept_without_a_growing_traceback(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(slow)

    def nothing(brief: Brief, **_options: Any) -> Answer:
        slow.began.append(brief.area)
        raise NoLineUpError(["x: y"], ["z"])

    monkeypatch.setattr(slow, "recommend", nothing)

    async def story() -> None:
        errors = [await _error(desk.ask(Visitor(), "a")) for _ in range(4)]
        assert [(error.remedies, error.conflict) for error in errors] == [(("x: y",), ("z",))] * 4
        assert slow.began == ["a"]
        assert len({id(error) for error in errors[1:]}) == 3

    told(story(), desk)


async def _error(asked: asyncio.Future[Any]) -> NoLineUpError:
    with pytest.raises(NoLineUpError) as caught:
        await asked
    return caught.value


def test_closing_stops_what_runs_and_refuses_what_waits(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        asked = [desk.ask(Visitor(), name) for name in "ab"]
        await desk.until(lambda: slow.began == ["a"])
        await asyncio.to_thread(desk.searches.close)
        found = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each) for each in found] == [SolverError, BusyProblem]
        assert slow.stopped == ["a"]

    told(story(), desk)


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("a name", "a name"),
    ],
)
def test_a_client_is_an_address_or_a_home_network(address: str, client: str) -> None:
    assert client_of(Request({"type": "http", "headers": [], "client": (address, 1)})) == client
    assert client_of(Request({"type": "http", "headers": []})) == ""


def test_what_waits_no_longer_is_taken_out() -> None:
    turns = Turns[str]()
    for name in ("a1", "a2", "b1"):
        turns.add(name[0], name)
    turns.remove("a", "a1")
    turns.remove("a", "a1")
    turns.remove("c", "c1")
    assert (len(turns), list(turns)) == (2, ["a2", "b1"])
    assert turns.make_room("c") is None
    assert [turns.take(), turns.take(), len(turns)] == ["a2", "b1", 0]


@pytest.mark.parametrize("more", [b"G", LIVE, b"x" * 9000])
def test_a_client_that_sends_more_and_closes_is_gone_too(slow: Slow, more: bytes) -> None:
    asked = LIVE.replace(b"/health/live", b"/areas/1/lineups")
    with running(slow) as served:
        with socket.create_connection(served.address, timeout=20) as client:
            client.sendall(asked)
            wait_until(lambda: slow.began)
            client.sendall(more)
        wait_until(lambda: slow.stopped)
        assert served.ask().startswith(b"HTTP/1.1 200 OK")


def test_connections_that_are_closed_at_once_leave_the_server_free(
    slow: Slow, capsys: pytest.CaptureFixture[str]
) -> None:
    path = b"/areas/CPA%d/lineups?k=%d"
    with running(slow, log_level="info", solver_threads=2, max_k=20) as served:
        for number in range(30):
            asked = path % (number % 2 + 1, number % 20 + 1)
            with socket.create_connection(served.address, timeout=20) as client:
                client.sendall(LIVE.replace(b"/health/live", asked))
        wait_until(lambda: 2 <= len(slow.began) == len(slow.stopped))
        assert served.ask(LIVE.replace(b"/health/live", b"/areas")).startswith(b"HTTP/1.1 200")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["status"] for line in lines if line["event"] == "request"} <= {499, 503, 200}
    assert sum(line.get("status") == 499 for line in lines) >= 2
    assert not [line for line in lines if line["level"] == "error"]


def test_who_is_impatient_is_told_how_far_it_is_and_the_search_goes_on(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        with pytest.raises(StillSearching) as caught:
            await desk.ask(Visitor(), "CPA1", patience_s=0.05)
        progress = caught.value.progress
        assert (progress.heading, progress.of_s) == ("Line-ups for First County", 30.0)
        assert progress.seconds is not None
        assert slow.stopped == []
        slow.may_end.set()
        assert await desk.ask(Visitor(), "CPA1") == "CPA1"
        assert slow.began == ["CPA1"]

    told(story(), desk)


def test_who_waits_behind_others_is_told_how_many(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        first = desk.ask(Visitor(), "CPA1")
        await desk.until(lambda: slow.began == ["CPA1"])
        with pytest.raises(StillSearching) as caught:
            await desk.ask(Visitor(), "CPA2", patience_s=0.05)
        assert (caught.value.progress.seconds, caught.value.progress.before) == (None, 1)
        slow.may_end.set()
        await first

    told(story(), desk)


def test_a_search_whose_page_asks_no_more_ends(slow: Slow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "LEASE_S", 0.1)
    desk = Desk(slow)

    async def story() -> None:
        with pytest.raises(StillSearching):
            await desk.ask(Visitor(), "CPA1", patience_s=0.05)
        await desk.until(lambda: slow.stopped == ["CPA1"])

    told(story(), desk)


def test_only_who_waits_alone_may_have_enough(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        first = desk.ask(Visitor("10.0.0.1"), "CPA1")
        await desk.until(lambda: slow.began == ["CPA1"])
        with pytest.raises(StillSearching) as caught:
            await desk.ask(Visitor("10.0.0.2"), "CPA1", patience_s=0.05, enough=True)
        assert not caught.value.progress.can_end
        slow.may_end.set()
        assert await first == "CPA1"
        slow.may_end.clear()
        alone = desk.ask(Visitor(), "CPA2")
        await desk.until(lambda: slow.began == ["CPA1", "CPA2"])
        with pytest.raises(SolverError):  # this one knows nothing before it ends
            await desk.ask(Visitor(), "CPA2", patience_s=2.0, enough=True)
        assert type(await _outcome(alone)) is SolverError
        assert slow.stopped == ["CPA2"]

    told(story(), desk)


async def _outcome(asked: asyncio.Future[Any]) -> object:
    outcomes: list[object] = await asyncio.gather(asked, return_exceptions=True)
    return outcomes[0]


def test_a_page_says_how_far_its_search_is_and_asks_again(
    slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "PATIENCE_S", 0.05)
    client = Client(create_app(Settings(store="sqlite://", log_level="error"), slow))
    answer = client.page("/areas/1/lineups?k=2")
    assert answer.status_code == 202
    assert answer.headers["Refresh"] == str(searches.AGAIN_S)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "<h1>Line-ups for First County</h1>" in answer.text
    assert "Stop, and show" not in answer.text  # nothing is found yet


def test_only_what_leaves_something_can_be_ended(slow: Slow) -> None:
    desk = Desk(slow)

    async def story() -> None:
        with pytest.raises(StillSearching) as early:
            await desk.ask(Visitor(), "CPA1", patience_s=0.05)
        assert not early.value.progress.can_end  # nothing is found yet
        (search,) = desk.searches._wanted.values()
        search.say("1 of 3 found so far.")
        with pytest.raises(StillSearching) as later:
            await desk.ask(Visitor(), "CPA1", patience_s=0.05)
        assert later.value.progress.can_end
        slow.may_end.set()

    told(story(), desk)


def test_a_question_of_several_searches_promises_no_end() -> None:
    brief = Brief(area="CPA1", time_limit_s=30.0)
    assert LineUps(brief).in_time
    assert WholeCountry(brief, (), 1.0).in_time
    for question in (LineUps(brief, explain=True), WholeMarket(brief), WhyNot(brief, "a")):
        assert not question.in_time
    assert not WhyNot(brief, "a").leaves_some
