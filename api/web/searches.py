"""Searching off the main thread: few at a time, each answer kept, none twice.

A search stops when nobody waits for it any more. Clients take turns (`api.web.turns`). People who
wait are told how far it is: a page that was not answered at once asks again every `AGAIN_S`, and
the search goes on for `LEASE_S` without it.
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
from typing import TYPE_CHECKING, Any

from starlette.requests import ClientDisconnect

from api.web.problems import BusyProblem
from api.web.turns import Turns
from matcher.errors import NoLineUpError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from api.service.questions import Question
    from api.service.service import Service

    Key = tuple[str, Question]

_REMEMBERED = 20
"""How many of the last searches say how long the next ones will take."""
AGAIN_S = 2
"""How often a page asks again, in whole seconds."""
LEASE_S = 15.0
"""How long a search goes on after its page was last shown, unless the page asks again."""
_HOME_BITS = 64
"""The part of an IPv6 address that is one client's: it may use any address below."""


@dataclass(eq=False, slots=True, kw_only=True)
class Search:
    """A search that waits or runs.

    Attributes
    ----------
    client : who asked first
    clients : all who wait or waited for it
    stopped : says to the search that it should end
    readers : how many wait for it now
    began_s, leased_s : since when it runs; until when it goes on without readers (monotonic, s)
    said : how far it is, in a sentence
    """

    key: Key
    client: str
    service: Service
    future: Future[Any] = field(default_factory=Future)
    stopped: threading.Event = field(default_factory=threading.Event)
    clients: set[str] = field(default_factory=set)
    readers: int = 0
    began_s: float | None = None
    leased_s: float = 0.0
    said: str = ""

    @property
    def question(self) -> Question:
        """What is asked."""
        return self.key[1]

    def say(self, text: str) -> None:
        """Note how far it is."""
        self.said = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search is.

    Attributes
    ----------
    heading : what is asked
    said : how far it is, in a sentence; empty if nothing is known yet
    seconds : how long it runs, None while it waits
    of_s : how long it may, in seconds; None if it takes several searches
    can_end : whether there is something to leave, if it is ended now
    before : how many searches run or wait before it
    """

    heading: str
    said: str
    seconds: float | None
    of_s: float | None
    can_end: bool
    before: int


class StillSearching(Exception):  # noqa: N818  (nothing is wrong)
    """The answer is not there yet, and whoever asked wants to be told how far it is."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress.heading)
        self.progress = progress


class Searches:
    """A small pool of threads and the answers it found, kept by data version and question.

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
        self._kept: OrderedDict[Key, Any] = OrderedDict()
        self._durations_s: deque[float] = deque(maxlen=_REMEMBERED)

    async def ask(
        self,
        request: Request,
        service: Service,
        question: Question,
        *,
        patience_s: float | None = None,
        enough: bool = False,
    ) -> Any:  # noqa: ANN401  (the answer to any question)
        """Give the answer to a question, as long as the client of a request waits for it.

        Parameters
        ----------
        request : whose client waits
        service : the facts
        question : what is asked
        patience_s : after so many seconds the client is told how far the search is, which goes on
            for a while; None for who waits to the end
        enough : the client takes the best that is found by now; it is not heard while others wait
            for the same answer

        Raises
        ------
        StillSearching
            If the patience was too short.
        BusyProblem
            If too many searches wait already.
        MatcherError
            As the question's answer does.
        starlette.requests.ClientDisconnect
            If the client is gone.
        """
        client = client_of(request)
        answer = asyncio.ensure_future(
            self._answer(service, question, client=client, enough=enough, patience_s=patience_s)
        )
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

    async def _answer(
        self,
        service: Service,
        question: Question,
        *,
        client: str,
        enough: bool,
        patience_s: float | None,
    ) -> Any:  # noqa: ANN401
        key = (service.snapshot.data_version, question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return _given(self._kept[key])
            search = self._wanted.get(key) or self._add(
                Search(key=key, client=client, service=service)
            )
            search.readers += 1
            search.clients.add(client)
            if enough and search.clients == {client} and search.began_s is not None:
                search.stopped.set()
        try:
            waiting = asyncio.wrap_future(search.future)
            return await asyncio.wait_for(asyncio.shield(waiting), patience_s)
        except TimeoutError:
            search.leased_s = time.monotonic() + LEASE_S
            asyncio.get_running_loop().call_later(LEASE_S + 0.1, self._end_unread, search)
            raise StillSearching(self._progress(search)) from None
        finally:
            self._leave(search)

    def _progress(self, search: Search) -> Progress:
        with self._lock:
            waiting = list(self._turns)
            before = len(self._running) + waiting.index(search) if search in waiting else 0
        began, question = search.began_s, search.question
        alone = len(search.clients) == 1  # nobody ends what others wait for
        return Progress(
            heading=question.words(search.service),
            said=search.said,
            seconds=None if began is None else time.monotonic() - began,
            of_s=question.time_limit_s if question.in_time else None,
            can_end=alone and question.leaves_some and bool(search.said),
            before=before,
        )

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
        with self._lock:
            search.readers -= 1
        self._end_unread(search)

    def _end_unread(self, search: Search) -> None:
        """Stop a search that nobody waits for; a later request starts a new one."""
        with self._lock:
            leased = time.monotonic() < search.leased_s
            if search.readers or leased or search.future.done():
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
        outcome: Any
        try:
            outcome = search.question.answer(
                search.service, stop=search.stopped.is_set, say=search.say
            )
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

    def _learn(self, search: Search, outcome: object) -> None:
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
            yield max(0.0, min(usual_s, search.question.time_limit_s) - done_s)


def _given(kept: Any) -> Any:  # noqa: ANN401  (the answer to any question)
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
