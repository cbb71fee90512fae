"""Searching for line-ups off the main thread: few at a time, each answer kept, none twice."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from api.web.problems import BusyProblem
from matcher.errors import NoLineUpError

if TYPE_CHECKING:
    from api.service.service import Service
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief

    Key = tuple[str, Brief]


class Searches:
    """A small pool of threads and the answers it found, kept by data version and brief.

    Who asks for what is being searched already waits for that search. That no line-up satisfies
    a brief is an answer too, and kept; that time ran out is not.

    Parameters
    ----------
    threads : searches at the same time
    waiting : searches that may run or wait; beyond it a request is refused
    kept : answers to keep, the last used ones
    """

    def __init__(self, *, threads: int, waiting: int, kept: int) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="search")
        self._lock = threading.Lock()
        self._most_waiting, self._most_kept = waiting, kept
        self._running: dict[Key, Future[Answer]] = {}
        self._kept: OrderedDict[Key, Future[Answer]] = OrderedDict()

    async def recommend(self, service: Service, brief: Brief) -> Answer:
        """Give the answer to a brief.

        Raises
        ------
        BusyProblem
            If too many searches wait already.
        MatcherError
            As `matcher.lineups.recommend` does.
        """
        future = self._future(service, brief)
        try:
            return await asyncio.shield(asyncio.wrap_future(future))
        except NoLineUpError as error:  # a kept one would grow a traceback with every request
            raise NoLineUpError(
                error.remedies, error.conflict, irreducible=error.irreducible
            ) from None

    def close(self) -> None:
        """Start no further search; those that run are waited for."""
        self._pool.shutdown(cancel_futures=True)

    def _future(self, service: Service, brief: Brief) -> Future[Answer]:
        key = (service.snapshot.data_version, brief)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            if key in self._running:
                return self._running[key]
            if len(self._running) >= self._most_waiting:
                detail = f"{len(self._running)} searches wait already; try again soon."
                raise BusyProblem(detail, headers={"Retry-After": "5"})
            future = self._pool.submit(service.recommend, brief)
            self._running[key] = future
        future.add_done_callback(lambda done: self._done(key, done))
        return future

    def _done(self, key: Key, future: Future[Answer]) -> None:
        with self._lock:
            self._running.pop(key, None)
            if future.cancelled():
                return
            error = future.exception()
            if error is None or isinstance(error, NoLineUpError):
                self._kept[key] = future
                while len(self._kept) > self._most_kept:
                    self._kept.popitem(last=False)
