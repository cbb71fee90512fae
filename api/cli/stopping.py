"""Ctrl-C on a long search: once gives the best so far, twice ends at once."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.output import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

_STOPPING = "Stopping: the best so far follows. Press Ctrl-C again to end at once."


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Give a question that says yes from the first Ctrl-C on; the second interrupts."""
    asked = threading.Event()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        note(_STOPPING)

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
