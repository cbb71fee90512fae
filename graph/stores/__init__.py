"""Stores of facts: one protocol, and what implements it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.errors import ProgrammeMissingError, StoreMissingError, StoreWriteError
from graph.stores.passwords import store_password
from graph.stores.protocol import GraphStore, silent
from graph.stores.urls import is_server, neo4j_address, sqlite_path

if TYPE_CHECKING:
    from graph.records.facts import Facts
    from graph.stores.protocol import Progress

__all__ = [
    "BUILT_IN_PROGRAMMES",
    "DEFAULT_PROGRAMME",
    "GraphStore",
    "chosen_programme",
    "open_existing",
    "open_store",
    "programme_at_hand",
]

DEFAULT_PROGRAMME = "transforming-rehabilitation"
BUILT_IN_PROGRAMMES = (DEFAULT_PROGRAMME, "commissioned-rehabilitative-services")
"""The programmes that come with the product: a new store is filled with the first alone, and any
store is given one that it lacks when somebody names it."""


def open_store(url: str, *, fill: bool = True, progress: Progress = silent) -> GraphStore:
    """Open the store at an address; one that does not exist yet is made.

    Parameters
    ----------
    url : its address
    fill : whether a store that is made holds the first built-in pack; otherwise it is empty
    progress : told how many records of that pack are written, and of how many

    Raises
    ------
    StoreError
        If the address is wrong, or the store cannot be opened or made.
    """
    if is_server(url):
        return _open_server(url, fill=fill, progress=progress)
    from graph.stores.sqlite.store import SqliteStore  # noqa: PLC0415  (numpy comes with it)

    path = sqlite_path(url)
    if path.exists():
        return SqliteStore(path)
    return SqliteStore.create(path, _built_in() if fill else None, progress=progress)


def open_existing(url: str) -> GraphStore:
    """Open the store at an address; nothing is made, and nothing is filled.

    Raises
    ------
    StoreMissingError
        If the address is that of a file that does not exist, or of a database that is empty.
    StoreError
        If the address is wrong, or the store cannot be opened.
    """
    if is_server(url):
        return _open_server(url, make=False)
    if urlsplit(url).scheme == "sqlite" and not sqlite_path(url).exists():
        message = f"there is no store at {url}; check the address"
        raise StoreMissingError(message)
    return open_store(url, fill=False)


def _open_server(
    url: str, *, make: bool = True, fill: bool = False, progress: Progress = silent
) -> GraphStore:
    address, password = neo4j_address(url), store_password(os.environ)
    from graph.stores.neo4j.store import Neo4jStore  # noqa: PLC0415  (the driver comes with it)

    store = Neo4jStore(address, password, make=make, to_fill=fill)
    if fill:
        try:
            store.fill(_built_in, progress=progress)
        except BaseException:
            store.close()
            raise
    return store


def _built_in(programme: str = DEFAULT_PROGRAMME) -> Facts:
    """Read a pack that comes with the product."""
    from graph.packs.reading import builtin, read_pack  # noqa: PLC0415  (most openings fill nothing)

    return read_pack(builtin(programme))


def programme_at_hand(store: GraphStore, named: str | None = None) -> str:
    """Give the programme meant, which the store holds then if it comes with the product.

    Raises
    ------
    ProgrammeMissingError
        If none is named and it is not clear which is meant, or if the one named comes with the
        product, the store lacks it, and nothing may be written to the store.
    """
    programme = chosen_programme(store, named)
    if programme in BUILT_IN_PROGRAMMES and programme not in (held := store.programmes()):
        try:
            store.write(_built_in(programme))
        except StoreWriteError as error:
            hint = f"it could not be added ({error}): who may write there can, by using it once"
            raise ProgrammeMissingError(store.url, programme, held, hint=hint) from error
    return programme


def chosen_programme(store: GraphStore, named: str | None = None) -> str:
    """Give the programme meant: the one named, else the only one, else the default one.

    A built-in programme besides does not count: who has one of their own means that.

    Raises
    ------
    ProgrammeMissingError
        If none is named, and the store holds none, or several others than built-in ones.
    """
    if named:
        return named
    held = store.programmes()
    if len(held) == 1:
        return held[0]
    if DEFAULT_PROGRAMME in held:
        return DEFAULT_PROGRAMME
    own = [programme for programme in held if programme not in BUILT_IN_PROGRAMMES]
    if len(own) == 1:
        return own[0]
    raise ProgrammeMissingError(store.url, None, held)
