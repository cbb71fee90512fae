"""Opening the facts for one command, and saying so if they come from a copy."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from api.cli.output import note, working
from api.service.service import Service
from api.service.staleness import Stale
from graph.errors import StoreUnavailableError
from graph.stores.urls import is_server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from api.cli.state import FactsAddress
    from graph.questions import GraphQuestions
    from graph.stores.cache import Opener

_Answer = TypeVar("_Answer")


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
        service = Service.open(
            store_url, programme, cache=_cache(store_url), opener=opener, say=note
        )
    if service.stale is not None:
        note(service.stale.note)
    return service


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
    from graph.stores import chosen_programme  # noqa: PLC0415  (numpy)
    from graph.stores.cache import local_copy  # noqa: PLC0415  (the same)

    store_url, programme = facts
    copy = local_copy(store_url, programme, folder=_cache(store_url))
    if copy is None or not stale:
        try:
            with _working("Asking the store") as opener, opener(store_url) as store:
                return question(store.ask(chosen_programme(store, programme)))
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


def _cache(store_url: str) -> Path | None:
    if not is_server(store_url):
        return None
    from api.service.settings import cache_folder  # noqa: PLC0415  (pydantic comes with it)

    return cache_folder(os.environ.get("MATCHER_CACHE"))
