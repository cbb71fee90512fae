"""One question from the command line: the facts opened, the brief read, Ctrl-C heard."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.asked import read_asked
from api.cli.opening import open_service
from api.cli.output import StoppedEarly, working
from api.cli.stopping import stoppable
from matcher.errors import SolverError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.cli.options import Asked
    from api.cli.state import FactsAddress
    from api.service.service import Service
    from matcher.brief.request import Brief

_SEARCHING = "Searching (Ctrl-C gives the best so far)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a command needs to search: `stop` says whether to end, `say` shows how far it is."""

    service: Service
    brief: Brief
    stop: Callable[[], bool]
    say: Callable[[str], None]

    def end(self) -> None:
        """End after the answer was written; the exit code tells whether it was stopped early."""
        if self.stop():
            raise StoppedEarly


@contextmanager
def searching(
    facts: FactsAddress, asked: Asked, *, one_area: bool = True, spinner: bool = True
) -> Iterator[Session]:
    """Open the facts, read the brief, and show that a search is on, on a terminal only."""
    service = open_service(facts)
    brief = read_asked(service, asked, one_area=one_area)
    with stoppable() as stop, working(_SEARCHING, visible=spinner) as update:

        def say(text: str) -> None:
            update(f"{_SEARCHING}: {text}")

        try:
            yield Session(service=service, brief=brief, stop=stop, say=say)
        except SolverError as error:
            if stop():
                raise StoppedEarly(str(error)) from None
            raise
