"""Making the search ready before a question, and saying so where that takes long."""

from __future__ import annotations

from api.cli.output import note, working

ONCE = "Compiling the search for this machine; this is done once and takes some seconds."


def make_ready() -> None:
    """Compile what is not found on disk; what it is doing is said once, on standard error."""
    from matcher.engine.warming import ready  # noqa: PLC0415  (numba)

    with working("Loading the search") as update:

        def say(done: int, of: int) -> None:
            if done == 0:
                note(ONCE)
            update(f"Compiling the search: {done} of {of} functions")

        ready(say)
