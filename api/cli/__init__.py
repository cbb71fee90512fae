"""The command `matcher`: what people type, and what they see when something is wrong."""

from __future__ import annotations

import errno
import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.errors import StoreUnavailableError

__all__ = ["main"]

FAILED, WRONG, INTERRUPTED, READER_GONE = 1, 2, 130, 141
_COLLECTED_AFTER = 20_000, 20, 10
"""A command keeps most of what it makes; looking for garbage every 700 objects took a tenth."""
_FULL = {errno.ENOSPC, errno.EDQUOT}
_INTERRUPTED = "Interrupted; nothing was written."
_REPORT = "This is a mistake of the program. Run it again with MATCHER_DEBUG=1 and report it."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code.

    0: done; 2: what was asked cannot be done, and the message says what to do; 1: a mistake of
    this program; 130: interrupted, whether or not the best so far was written; 141: whoever read
    the output has read enough, as with ``| head``.
    """
    gc.set_threshold(*_COLLECTED_AFTER)
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command and give its exit code."""
    from api.cli.destination import ReaderGone, to_standard_output  # noqa: PLC0415

    try:
        code = _run(arguments)
        with to_standard_output():  # the last of it
            pass
    except ReaderGone:
        return READER_GONE
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("MATCHER_DEBUG"):
            raise
        return _explain(error)
    return _say(_INTERRUPTED, INTERRUPTED) if code == INTERRUPTED else code


def _run(arguments: Sequence[str]) -> int:
    from api.cli.app import app  # noqa: PLC0415  (needed only here)
    from api.cli.destination import ReaderGone, forget_output  # noqa: PLC0415  (the same)

    try:
        result = app(list(arguments), standalone_mode=False)
    except SystemExit as end:  # what typer makes of a reader that is gone while it writes help
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        forget_output()
        raise ReaderGone from None
    return result if isinstance(result, int) else 0


def _explain(error: BaseException) -> int:
    """Say what went wrong, and give the exit code for it."""
    import typer  # noqa: PLC0415

    from api.cli.destination import CommandError, forget_output  # noqa: PLC0415
    from api.cli.output import StoppedEarly  # noqa: PLC0415
    from graph.errors import GraphError  # noqa: PLC0415
    from matcher.errors import MatcherError  # noqa: PLC0415

    if isinstance(error, (typer.Abort, KeyboardInterrupt)):
        return _say(_INTERRUPTED, INTERRUPTED)
    if isinstance(error, StoppedEarly):
        return _say(str(error), INTERRUPTED) if str(error) else INTERRUPTED
    if isinstance(error, OSError) and error.errno in _FULL:
        forget_output()
        return _say(f"Nothing more can be written: {error.strerror}.", WRONG)
    if isinstance(error, (typer.TyperException, CommandError, GraphError, MatcherError)):
        return _say(_words(error), WRONG)
    return _say(f"{type(error).__name__}: {error}\n{_REPORT}", FAILED)


def _words(error: Exception) -> str:
    import typer  # noqa: PLC0415

    from graph.errors import StoreUnavailableError  # noqa: PLC0415

    if isinstance(error, typer.TyperException):
        return error.format_message()
    return _with_the_wait(error) if isinstance(error, StoreUnavailableError) else str(error)


def _with_the_wait(error: StoreUnavailableError) -> str:
    """Say when to try again, unless the store's own words do."""
    from api.formats.words import seconds_words  # noqa: PLC0415  (needed only here)

    if "try again" in str(error):
        return str(error)
    wait = seconds_words(error.retry_after_s)
    return f"{str(error).rstrip('.')}. Try again in {wait}."


def _say(message: str, code: int) -> int:
    from api.cli.output import note  # noqa: PLC0415

    note(message)
    return code
