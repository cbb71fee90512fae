"""Structured logs: one JSON line to stderr for every request, and for every surprise."""

from __future__ import annotations

import logging
import re
import sys
import uuid
from typing import Any

import structlog
import structlog.tracebacks

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
