"""The addresses of stores: a SQLite file, or a database of a Neo4j server.

``sqlite:///relative.db``, ``sqlite:////absolute.db``, ``sqlite:///~/in-your-home.db``,
``neo4j://user@host:7687/database``; the schemes ``neo4j+s`` and ``bolt+s`` encrypt and check the
server's certificate, ``neo4j+ssc`` and ``bolt+ssc`` accept one that signed itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from graph.errors import StoreUrlError

FORMS = (
    "sqlite:///relative.db, sqlite:////absolute.db, sqlite:///~/in-your-home.db or "
    "neo4j://user@host:7687/database (neo4j+s:// with TLS)"
)
_SERVER_SCHEMES = {
    f"{protocol}{tls}" for protocol in ("neo4j", "bolt") for tls in ("", "+s", "+ssc")
}
_PORT = 7687


@dataclass(frozen=True, slots=True)
class Neo4jAddress:
    """A database of a Neo4j server, and the user to ask it as; its text is the address again."""

    scheme: str
    user: str
    host: str
    port: int
    database: str

    @property
    def server(self) -> str:
        """The server's own address, without user and database."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"

    def __str__(self) -> str:
        """Write the address; it holds no password."""
        scheme, rest = self.server.split("://")
        return f"{scheme}://{quote(self.user, safe='')}@{rest}/{quote(self.database, safe='')}"


def is_server(url: str) -> bool:
    """Say whether an address names a server rather than a file.

    >>> is_server("neo4j+s://db.example:7687/neo4j"), is_server("sqlite:///a.db")
    (True, False)
    """
    return urlsplit(url).scheme in _SERVER_SCHEMES


def neo4j_address(url: str) -> Neo4jAddress:
    """Read the address of a Neo4j database; user, port and database may be left out.

    >>> str(neo4j_address("neo4j://db.example"))
    'neo4j://neo4j@db.example:7687/neo4j'

    Raises
    ------
    StoreUrlError
        If the address has another form, or holds a password.
    """
    wrong = _refusal(url)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise StoreUrlError(wrong) from None
    if parts.password is not None:
        message = (
            "an address must not contain a password: lists of processes and logs would show it; "
            "set MATCHER_STORE_PASSWORD, or MATCHER_STORE_PASSWORD_FILE to a file's name"
        )
        raise StoreUrlError(message)
    database = unquote(parts.path).strip("/")
    if not host or parts.query or parts.fragment or "/" in database:
        raise StoreUrlError(wrong)
    return Neo4jAddress(
        scheme=parts.scheme,
        user=unquote(parts.username or "neo4j"),
        host=host,
        port=port or _PORT,
        database=database or "neo4j",
    )


def sqlite_path(url: str) -> Path:
    """Give the file that an address names.

    >>> sqlite_path("sqlite:///market.db")
    PosixPath('market.db')
    >>> sqlite_path("sqlite:////var/lib/market%20one.db")
    PosixPath('/var/lib/market one.db')

    A ``~`` at the beginning is the user's own folder, as in a shell; ``%7E`` is a plain character.

    Raises
    ------
    StoreUrlError
        If the address has another form; the message says which there are.
    """
    parts = urlsplit(url)
    path = unquote(parts.path).removeprefix("/")
    if parts.scheme != "sqlite" or parts.netloc or parts.query or parts.fragment or not path:
        raise StoreUrlError(_refusal(url))
    if "\x00" in path:
        message = "the address of a store cannot contain a NUL character"
        raise StoreUrlError(message)
    return _at_home(path) if parts.path.startswith("/~") else Path(path)


def _at_home(path: str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        message = f"there is no folder {path.partition('/')[0]}; write %7E for a file of that name"
        raise StoreUrlError(message) from None


def _refusal(url: str) -> str:
    """Say that an address has no known form, without the password and options it may hold."""
    shown = re.sub(r"(?<=://).*@", "…@", url.partition("?")[0])
    return f"{shown!r} is not the address of a store; use {FORMS}"


def sqlite_url(path: Path) -> str:
    """Give the address of a file; the inverse of `sqlite_path`."""
    text = str(path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return f"sqlite:///{'%7E' + text[1:] if text.startswith('~') else text}"
