"""Structured logs: one JSON line to stderr for every request, and for every surprise."""

from __future__ import annotations

import logging
import re
import sys
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import structlog
import structlog.tracebacks

if TYPE_CHECKING:
    from collections.abc import Iterator

_SERVER_LOGGERS = ("uvicorn", "asyncio")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}")


def make_logger(level: str) -> Any:  # noqa: ANN401  (structlog's loggers have no common type)
    """Make a logger that writes JSON lines to stderr; nothing global is changed."""
    return structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
    )


class ServerLines(logging.Handler):
    """Writes the lines of the server's own loggers as ours are written."""

    def __init__(self, logger: Any) -> None:  # noqa: ANN401  (structlog's loggers have no common type)
        super().__init__()
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line: what it says, and who says it."""
        more = {"exc_info": record.exc_info} if record.exc_info else {}
        self._logger.log(record.levelno, record.getMessage(), logger=record.name, **more)


@contextmanager
def server_lines(logger: Any, level: str) -> Iterator[None]:  # noqa: ANN401  (the same)
    """Send what uvicorn and asyncio log to a structlog logger, and nowhere else."""
    handler, loggers = ServerLines(logger), [logging.getLogger(name) for name in _SERVER_LOGGERS]
    before = [(each.level, each.propagate) for each in loggers]
    for each in loggers:
        each.addHandler(handler)
        each.setLevel(level.upper())
        each.propagate = False
    try:
        yield
    finally:
        for each, (old_level, propagate) in zip(loggers, before, strict=True):
            each.removeHandler(handler)
            each.setLevel(old_level)
            each.propagate = propagate


def request_id(offered: str | None) -> str:
    """Take over a client's request id if it is well-formed, or make a new one.

    >>> request_id("my-own-id-42")
    'my-own-id-42'
    >>> len(request_id("no spaces, please"))
    32
    """
    if offered is not None and _WELL_FORMED.fullmatch(offered):
        return offered
    return uuid.uuid4().hex
