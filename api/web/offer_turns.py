"""Offers are weighed a few at a time, so that other pages stay quick; too many more are refused."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.web.problems import BusyProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

_EACH_S = 2
"""Seconds that weighing an offer takes, roughly."""


class AtOnce:
    """Lets a few do something at once, some wait, and refuses all others.

    Parameters
    ----------
    most : so many at once
    waiting : so many may wait
    """

    def __init__(self, most: int, *, waiting: int) -> None:
        self._free = threading.BoundedSemaphore(most)
        self._most, self._room = most, most + waiting
        self._inside = 0
        self._lock = threading.Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it.

        Raises
        ------
        BusyProblem
            If too many wait already.
        """
        with self._lock:
            if self._inside >= self._room:
                waits = -(-self._inside * _EACH_S // self._most)
                raise BusyProblem.of(self._inside, wait_s=waits)
            self._inside += 1
        try:
            with self._free:
                yield
        finally:
            with self._lock:
                self._inside -= 1
