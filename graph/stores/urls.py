"""The addresses of stores: ``sqlite:///relative.db``, ``sqlite:////absolute.db``."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.errors import StoreUrlError

FORMS = "sqlite:///relative.db or sqlite:////absolute.db"


def sqlite_path(url: str) -> Path:
    """Give the file that an address names.

    >>> sqlite_path("sqlite:///market.db")
    PosixPath('market.db')
    >>> sqlite_path("sqlite:////var/lib/market%20one.db")
    PosixPath('/var/lib/market one.db')

    Raises
    ------
    StoreUrlError
        If the address has another form; the message says which there are.
    """
    parts = urlsplit(url)
    if parts.scheme.startswith(("neo4j", "bolt")):
        message = f"{parts.scheme}:// is not available yet; use {FORMS}"
        raise StoreUrlError(message)
    path = unquote(parts.path).removeprefix("/")
    if parts.scheme != "sqlite" or parts.netloc or parts.query or parts.fragment or not path:
        message = f"{url!r} is not the address of a store; use {FORMS}"
        raise StoreUrlError(message)
    if "\x00" in path:
        message = "the address of a store cannot hold a NUL character"
        raise StoreUrlError(message)
    return Path(path)


def is_remote(url: str) -> bool:
    """Whether an address is that of a server.

    >>> is_remote("neo4j+s://graph.example.org"), is_remote("sqlite:///market.db")
    (True, False)
    """
    return url.lower().startswith(("neo4j", "bolt"))


def sqlite_url(path: Path) -> str:
    """Give the address of a file; the inverse of `sqlite_path`."""
    return f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F').replace('#', '%23')}"
