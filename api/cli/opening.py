"""Opening the facts for one command, and saying so if they come from a copy."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from api.cli.output import note
from api.service import Service
from graph.stores.urls import is_server

if TYPE_CHECKING:
    from pathlib import Path


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


def _cache(store_url: str) -> Path | None:
    if not is_server(store_url):
        return None
    from api.settings import cache_folder  # noqa: PLC0415  (pydantic comes with it)

    return cache_folder(os.environ.get("MATCHER_CACHE"))
