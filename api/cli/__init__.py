"""The command `matcher`: what people type, and what they see when something is wrong."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

FAILED, WRONG, INTERRUPTED = 1, 2, 130
_REPORT = "This is a mistake of the program. Run it again with MATCHER_DEBUG=1 and report it."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the process with its exit code.

    0: done; 2: what was asked cannot be done, and the message says what to do; 1: a mistake of
    this program; 130: interrupted.
    """
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command and give its exit code."""
    import typer  # noqa: PLC0415  (what follows is needed only here)

    from api.cli.app import app  # noqa: PLC0415
    from api.cli.output import CommandError  # noqa: PLC0415
    from graph.errors import GraphError  # noqa: PLC0415
    from matcher.errors import MatcherError  # noqa: PLC0415

    try:
        result = app(list(arguments), standalone_mode=False)
    except (typer.Abort, KeyboardInterrupt):
        return _say("Interrupted; nothing was written.", INTERRUPTED)
    except typer.TyperException as error:
        return _say(error.format_message(), WRONG)
    except (CommandError, GraphError, MatcherError) as error:
        return _say(str(error), WRONG)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if os.environ.get("MATCHER_DEBUG"):
            raise
        return _say(f"{type(error).__name__}: {error}\n{_REPORT}", FAILED)
    if result == INTERRUPTED:
        return _say("Interrupted; nothing was written.", INTERRUPTED)
    return result if isinstance(result, int) else 0


def _say(message: str, code: int) -> int:
    print(message, file=sys.stderr)  # noqa: T201  (errors go to standard error)
    return code
