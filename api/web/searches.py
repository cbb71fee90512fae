"""Searching for line-ups off the main thread: few at a time, each answer kept, none twice.

A search stops when nobody waits for it any more. Clients take turns (`api.web.turns`).
"""

from __future__ import annotations

import asyncio
import ipaddress
import math
import threading
import time
from collections import OrderedDict, deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect

from api.web.problems import BusyProblem
from api.web.turns import Turns
from matcher.errors import NoLineUpError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from api.service.service import Service
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief

    Key = tuple[str, Brief]

_REMEMBERED = 20
"""How many of the last searches say how long the next ones will take."""
_HOME_BITS = 64
"""The part of an IPv6 address that is one client's: it may use any address below."""


@dataclass(eq=False, slots=True, kw_only=True)
class Search:
    """A search that waits or runs, for how many readers, and since when it runs (monotonic, s)."""

    key: Key
    client: str
    service: Service
    future: Future[Answer] = field(default_factory=Future)
    stopped: threading.Event = field(default_factory=threading.Event)
    readers: int = 0
    began_s: float | None = None

    @property
    def brief(self) -> Brief:
        """What is asked for."""
        return self.key[1]


class Searches:
    """A small pool of threads and the answers it found, kept by data version and brief.

    Requests for a search that already waits or runs share it. "No line-up satisfies this brief" is
    an answer too, and is kept. Running out of time is not.

    Parameters
    ----------
    threads : searches at the same time
    waiting : searches that may run or wait; beyond it a request is refused, or one of a client
        that has more of them waiting
    kept : answers to keep, the last used ones
    """

    def __init__(self, *, threads: int, waiting: int, kept: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="search")
        self._lock = threading.Lock()
        self._threads, self._most_waiting, self._most_kept = threads, waiting, kept
        self._wanted: dict[Key, Search] = {}
        self._turns: Turns[Search] = Turns()
        self._running: list[Search] = []
        self._kept: OrderedDict[Key, Answer | NoLineUpError] = OrderedDict()
        self._durations_s: deque[float] = deque(maxlen=_REMEMBERED)

    async def recommend(self, request: Request, service: Service, brief: Brief) -> Answer:
        """Give the answer to a brief, as long as the client of a request waits for it.

        Raises
        ------
        BusyProblem
            If too many searches wait already.
        MatcherError
            As `matcher.lineups.recommend` does.
        starlette.requests.ClientDisconnect
            If the client is gone.
        """
        answer = asyncio.ensure_future(self._answer(service, brief, client=client_of(request)))
        gone = asyncio.ensure_future(_disconnected(request))
        try:
            await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answer.done():
                raise ClientDisconnect
            return answer.result()
        finally:
            answer.cancel()
            gone.cancel()

    def close(self) -> None:
        """Stop what runs, refuse what waits, and start no further search."""
        with self._lock:
            for search in self._running:
                search.stopped.set()
            while self._turns:
                self._refuse(self._turns.take())
        self._pool.shutdown(cancel_futures=True)

    async def _answer(self, service: Service, brief: Brief, *, client: str) -> Answer:
        key = (service.snapshot.data_version, brief)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return _given(self._kept[key])
            search = self._wanted.get(key) or self._add(
                Search(key=key, client=client, service=service)
            )
            search.readers += 1
        try:
            return await asyncio.wrap_future(search.future)
        finally:
            self._leave(search)

    def _add(self, search: Search) -> Search:
        if len(self._running) + len(self._turns) >= self._most_waiting:
            displaced = self._turns.make_room(search.client)
            if displaced is None:
                raise self._busy()
            self._refuse(displaced)
        search.future.set_running_or_notify_cancel()  # a reader who leaves cancels it for no other
        self._wanted[search.key] = search
        self._turns.add(search.client, search)
        self._start()
        return search

    def _leave(self, search: Search) -> None:
        """Stop a search whose last reader is gone; a later request starts a new one."""
        with self._lock:
            search.readers -= 1
            if search.readers or search.future.done():
                return
            search.stopped.set()
            self._forget(search)
            self._turns.remove(search.client, search)

    def _forget(self, search: Search) -> None:
        if self._wanted.get(search.key) is search:
            del self._wanted[search.key]

    def _refuse(self, search: Search) -> None:
        self._forget(search)
        search.future.set_exception(self._busy())

    def _start(self) -> None:
        while self._turns and len(self._running) < self._threads:
            search = self._turns.take()
            search.began_s = time.monotonic()
            self._running.append(search)
            self._pool.submit(self._run, search)

    def _run(self, search: Search) -> None:
        outcome: Answer | BaseException
        try:
            outcome = search.service.recommend(search.brief, stop=search.stopped.is_set)
        except BaseException as error:  # noqa: BLE001  (whoever waits gets it)
            outcome = error
        with self._lock:
            self._running.remove(search)
            self._forget(search)
            if not search.stopped.is_set():
                self._learn(search, outcome)
            if isinstance(outcome, BaseException):
                search.future.set_exception(outcome)
            else:
                search.future.set_result(outcome)
            self._start()

    def _learn(self, search: Search, outcome: Answer | BaseException) -> None:
        """Keep an answer, and how long it took; of a search that was stopped neither is true."""
        self._durations_s.append(time.monotonic() - (search.began_s or 0.0))
        if isinstance(outcome, NoLineUpError) or not isinstance(outcome, BaseException):
            self._kept[search.key] = outcome
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)

    def _busy(self) -> BusyProblem:
        wait_s = max(1, math.ceil(sum(self._left_s()) / self._threads))
        count = len(self._running) + len(self._turns)
        return BusyProblem.of(count, wait_s=wait_s)

    def _left_s(self) -> Iterator[float]:
        """Say of each search how long it will take from now on, by those that ended last.

        Before one has ended it is as long as its brief allows.
        """
        now = time.monotonic()
        known = self._durations_s
        usual_s = sum(known) / len(known) if known else math.inf
        for search in [*self._running, *self._turns]:
            done_s = 0.0 if search.began_s is None else now - search.began_s
            yield max(0.0, min(usual_s, search.brief.time_limit_s) - done_s)


def _given(kept: Answer | NoLineUpError) -> Answer:
    if isinstance(kept, NoLineUpError):  # raised itself, it would grow a traceback every time
        raise NoLineUpError(kept.remedies, kept.conflict, irreducible=kept.irreducible)
    return kept


def client_of(request: Request) -> str:
    """Name the client of a request: its address, or its network's where it has many (IPv6)."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if address.version == 4:  # noqa: PLR2004
        return host
    return str(ipaddress.ip_network((address, _HOME_BITS), strict=False))


async def _disconnected(request: Request) -> None:
    """Return when the client is gone; what it sends until then is nobody's."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
