"""Opening the facts for one command, and saying so if they come from a copy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from api.cli.output import note
from api.service import Service
from api.staleness import Stale
from graph.errors import StoreUnavailableError
from graph.stores.urls import is_server

if TYPE_CHECKING:
    from pathlib import Path

    from graph.stores import GraphStore


def open_service(store_url: str) -> Service:
    """Open a store's facts, or the copy at hand where a remote store does not answer.

    Raises
    ------
    graph.errors.GraphError
        If neither can be read.
    """
    service = Service.open(store_url, cache=_cache(store_url), say=note)
    if service.stale is not None:
        note(service.stale.note)
    return service


def open_to_ask(store_url: str, *, stale: bool = False) -> GraphStore:
    """Open a store to ask questions of, or the copy at hand where a remote store does not answer.

    Parameters
    ----------
    store_url : address of the store
    stale : whether it is known, and was said, that the store does not answer

    Raises
    ------
    graph.errors.GraphError
        If neither can be opened.
    """
    from graph.stores import open_store  # noqa: PLC0415
    from graph.stores.cache import local_copy  # noqa: PLC0415

    try:
        if not stale:
            return open_store(store_url)
    except StoreUnavailableError:
        copy = local_copy(store_url, folder=_cache(store_url))
        since = None if copy is None else copy.equal_at
        if copy is None or since is None:
            raise
        note(Stale.copied_at(since).note)
        return copy.open()
    copy = local_copy(store_url, folder=_cache(store_url))
    return open_store(store_url) if copy is None else copy.open()


def _cache(store_url: str) -> Path | None:
    if not is_server(store_url):
        return None
    from api.settings import cache_folder  # noqa: PLC0415  (pydantic comes with it)

    return cache_folder(os.environ.get("MATCHER_CACHE"))
