"""The command `matcher`: what people type, and what they see when something is wrong."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.errors import StoreUnavailableError

__all__ = ["main"]

FAILED, WRONG, INTERRUPTED = 1, 2, 130
_INTERRUPTED = "Interrupted; nothing was written."
_REPORT = "This is a mistake of the program. Run it again with MATCHER_DEBUG=1 and report it."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code.

    0: done; 2: what was asked cannot be done, and the message says what to do; 1: a mistake of
    this program; 130: interrupted, whether or not the best so far was written.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command and give its exit code."""
    from api.cli.app import app  # noqa: PLC0415  (needed only here)

    try:
        result = app(list(arguments), standalone_mode=False)
        code = result if isinstance(result, int) else 0
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:
        if os.environ.get("MATCHER_DEBUG"):
            raise
        return _explain(error)
    return _say(_INTERRUPTED, INTERRUPTED) if code == INTERRUPTED else code


def _explain(error: BaseException) -> int:
    """Say what went wrong, and give the exit code for it."""
    import typer  # noqa: PLC0415

    from api.cli.output import CommandError, StoppedEarly  # noqa: PLC0415
    from graph.errors import GraphError, StoreUnavailableError  # noqa: PLC0415
    from matcher.errors import MatcherError  # noqa: PLC0415

    if isinstance(error, (typer.Abort, KeyboardInterrupt)):
        return _say(_INTERRUPTED, INTERRUPTED)
    if isinstance(error, StoppedEarly):
        return _say(str(error), INTERRUPTED) if str(error) else INTERRUPTED
    if isinstance(error, typer.TyperException):
        return _say(error.format_message(), WRONG)
    if isinstance(error, StoreUnavailableError):
        return _say(_with_the_wait(error), WRONG)
    if isinstance(error, (CommandError, GraphError, MatcherError)):
        return _say(str(error), WRONG)
    return _say(f"{type(error).__name__}: {error}\n{_REPORT}", FAILED)


def _with_the_wait(error: StoreUnavailableError) -> str:
    """Say when to try again, unless the store's own words do."""
    from api.formats.words import seconds_words  # noqa: PLC0415  (needed only here)

    if "try again" in str(error):
        return str(error)
    wait = seconds_words(error.retry_after_s)
    return f"{str(error).rstrip('.')}. Try again in {wait}."


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201  (errors go to standard error)
    return code
