"""One question from the command line: the facts opened, the brief read, Ctrl-C heard."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from api.cli.compiling import make_ready
from api.cli.output import StoppedEarly, note, working
from api.cli.programmes import superseded_note
from api.service.service import Service
from api.service.staleness import Stale
from graph.errors import StoreUnavailableError
from graph.stores.shipped import is_superseded
from matcher.brief.request import Brief, resolve
from matcher.errors import BriefError, BriefMistake, SolverError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import FrameType

    from api.cli.options import Asked
    from api.cli.state import FactsAddress
    from graph.questions import GraphQuestions
    from graph.stores.cache import Opener

_Answer = TypeVar("_Answer")

_SEARCHING = "Searching (Ctrl-C gives the best so far)"
_STOPPING = "Stopping: the best so far follows. Press Ctrl-C again to end at once."


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
    make_ready()
    with stoppable() as stop, working(_SEARCHING, visible=spinner) as update:

        def say(text: str) -> None:
            update(f"{_SEARCHING}: {text}")

        try:
            yield Session(service=service, brief=brief, stop=stop, say=say)
        except SolverError as error:
            if stop():
                raise StoppedEarly(str(error)) from None
            raise


def open_service(facts: FactsAddress) -> Service:
    """Open a store's facts, or the copy at hand where a remote store does not answer.

    On a terminal it shows that it does, and how much of a new store is written.

    Raises
    ------
    graph.errors.GraphError
        If neither can be read.
    """
    store_url, programme = facts
    with _working("Reading the facts") as opener:
        service = Service.open(store_url, programme, cache=_cache(), opener=opener, say=note)
    note_age(service)
    return service


def note_age(service: Service) -> None:
    """Say so if the store does not answer, or holds facts that an earlier product came with."""
    if service.stale is not None:
        note(service.stale.note)
    programme = service.snapshot.facts.programme.id
    if is_superseded(programme, service.snapshot.data_version):
        note(superseded_note(programme))


def ask(
    facts: FactsAddress, question: Callable[[GraphQuestions], _Answer], *, stale: bool = False
) -> _Answer:
    """Put a question to a store, or to the copy at hand where a remote store does not answer.

    Parameters
    ----------
    facts : where they are
    question : what to ask; it may be asked twice, if the store is lost meanwhile
    stale : whether it is known, and was said, that the store does not answer

    Raises
    ------
    graph.errors.GraphError
        If neither answers.
    """
    from graph.stores import chosen_programme, programme_at_hand  # noqa: PLC0415  (numpy)
    from graph.stores.cache import local_copy  # noqa: PLC0415  (the same)

    store_url, programme = facts
    copy = local_copy(store_url, programme, folder=_cache())
    if copy is None or not stale:
        try:
            with _working("Asking the store") as opener, opener(store_url) as store:
                return question(store.ask(programme_at_hand(store, programme)))
        except StoreUnavailableError:
            since = None if copy is None else copy.equal_at
            if copy is None or since is None:
                raise
            note(Stale.copied_at(since).note)
    with copy.open() as kept:
        return question(kept.ask(chosen_programme(kept, programme)))


@contextmanager
def _working(text: str) -> Iterator[Opener]:
    """Show that a store is opened, on a terminal only; give what opens it and says if it fills."""
    from graph.stores import open_store  # noqa: PLC0415  (numpy)

    with working(text) as update:

        def progress(done: int, of: int) -> None:
            update(f"Filling the new store: {done:,} of {of:,} records")

        yield partial(open_store, progress=progress)


def _cache() -> Path | None:
    from api.service.settings import cache_folder  # noqa: PLC0415  (pydantic comes with it)

    return cache_folder(os.environ.get("MATCHER_CACHE"))


def read_asked(service: Service, asked: Asked, *, one_area: bool = True) -> Brief:
    """Make the brief: its file, over it what was typed.

    Raises
    ------
    BriefError
        With all the mistakes at once; one is that no area is named where `one_area` is needed.
    """
    mistakes: tuple[BriefMistake, ...] = ()
    brief = Brief(area="", **asked.defaults)
    if asked.file is not None:
        from api.formats.brief_file import read_brief_file  # noqa: PLC0415  (pydantic: a tenth of a second)

        brief, mistakes = read_brief_file(asked.file, base=brief)
    brief = split_names(service, replace(brief, **asked.given))
    if not brief.area and one_area:
        mistakes += (BriefMistake("area", "name one, here or in the brief's file"),)
    some_area = brief.area or str(service.snapshot.areas[0].id)
    try:
        resolve(service.snapshot, replace(brief, area=some_area), directory=service.directory)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    return brief


def split_names(service: Service, brief: Brief) -> Brief:
    """Split ``A,B`` at its commas, unless it is the name of one organisation as it stands."""
    return replace(
        brief,
        must=split(service, brief.must),
        never=split(service, brief.never),
        consented=split(service, brief.consented),
    )


def split(service: Service, texts: Iterable[str]) -> tuple[str, ...]:
    """Split each text that is not a name itself."""
    return tuple(name for text in texts for name in _names(service, text))


def _names(service: Service, text: str) -> Iterator[str]:
    if "," not in text or service.directory.has_organisation(text):
        yield text
    else:
        yield from (part.strip() for part in text.split(",") if part.strip())


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
