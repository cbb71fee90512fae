"""Addresses: whose host they name, a proxy's prefix, the form asked for, slashes inside a name.

Servers hand over a path in which every escape is undone, so that a slash inside a name looks like
one between names. `Addresses` reads the path as it was sent instead: it undoes all escapes but
those of the slash and of the percent sign, and `{...:name}` in a route undoes these two.

An ending such as ``.csv`` names a form of the answer (`FORMS`). It is taken off the path and noted,
so that one route serves all forms of an address. A name that itself ends so escapes its last dot.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.routing import Match

from api.web.problems import HostProblem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    Respond = Callable[[Scope, Receive, Send, Exception], Awaitable[None]]

PROGRAMME = "programme"
"""The parameter that names a programme at any address."""
LOOPBACK_HOSTS = ("localhost", "*.localhost", "127.0.0.1", "::1")
FORMS = {
    "json": "application/json",
    "csv": "text/csv; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gexf": "application/gexf+xml",
    "graphml": "application/graphml+xml",
    "svg": "image/svg+xml",
    "toml": "application/toml",
}
"""The endings that name a form, each with its media type."""
_KEPT = re.compile(r"%(2[Ff]|25)")
_ENDING = re.compile(rf"\.({'|'.join(FORMS)})$")
_AS_THEY_ARE = ("/static/", "/openapi.json")
"""Addresses whose ending is part of a file's name."""


class NameConvertor(Convertor[str]):
    """One part of a path that may hold any character, slashes included."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        """Undo the two escapes that `Addresses` left."""
        return value.replace("%2F", "/").replace("%25", "%")

    def to_string(self, value: str) -> str:
        """Write a name as a part of a path."""
        return value.replace("%", "%25").replace("/", "%2F")


register_url_convertor("name", NameConvertor())


def segment(text: object) -> str:
    """Write a name as one part of an address.

    >>> segment("GB-CHC/1 & co"), segment("Data.csv")
    ('GB-CHC%2F1%20%26%20co', 'Data%2Ecsv')
    """
    return _ENDING.sub(r"%2E\1", quote(str(text), safe=""))


def allowed_hosts(named: str, *, listening: str) -> tuple[str, ...]:
    """Read the setting: names with commas between them; ``*.example.org`` stands for all below.

    Names of this machine are always allowed: a page elsewhere cannot make a browser send them.
    Without names, a server that listens on loopback allows no others, one that listens to the
    world all.

    >>> allowed_hosts("matcher.example.org", listening="0.0.0.0")[0]
    'matcher.example.org'
    >>> allowed_hosts("", listening="0.0.0.0")
    ('*',)
    """
    names = tuple(name.strip().lower() for name in named.split(",") if name.strip())
    if names or _is_loopback(listening):
        return (*names, *LOOPBACK_HOSTS, listening.lower())
    return ("*",)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Addresses:
    """Layer that reads the address of a request before any route does, and notes it in the scope.

    Parameters
    ----------
    app : what answers
    prefix : what every address starts with, such as ``/matcher``, whether a proxy takes it away
        before it passes requests on or not
    hosts : see `allowed_hosts`
    respond : answers with a problem
    """

    def __init__(
        self, app: ASGIApp, *, prefix: str, hosts: Sequence[str], respond: Respond
    ) -> None:
        self.app, self.prefix, self.hosts, self.respond = app, prefix, hosts, respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it where it is meant for another host."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        root = self.prefix or scope.get("root_path", "")
        path, scope["state"]["form"] = _split(_below(root, _routed(scope)), _sent(scope))
        scope["path"], scope["root_path"] = root + path, root
        host = Headers(scope=scope).get("Host")
        if host is None or self._ours(host):
            await self.app(scope, receive, send)
        else:
            await self.respond(scope, receive, send, HostProblem.of(host))

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return "*" in self.hosts
        return any(
            pattern in {"*", name} or (pattern.startswith("*.") and name.endswith(pattern[1:]))
            for pattern in self.hosts
        )


def _sent(scope: Scope) -> str:
    """Give a path as it was sent, or without escapes where nobody kept that."""
    raw = scope.get("raw_path")
    return str(scope["path"]).replace("%", "%25") if raw is None else raw.decode("latin-1")


def _routed(scope: Scope) -> str:
    """Undo the escapes of a path, but for slash and percent sign."""
    if scope.get("raw_path") is None:
        return _sent(scope)
    return unquote(_KEPT.sub(lambda kept: f"%25{kept[1].upper()}", _sent(scope)))


def _split(path: str, sent: str) -> tuple[str, str | None]:
    """Take the form off a path, if it names one where nothing is escaped.

    >>> _split("/areas/1.csv", "/areas/1.csv"), _split("/areas/a.csv", "/areas/a%2Ecsv")
    (('/areas/1', 'csv'), ('/areas/a.csv', None))
    """
    found = _ENDING.search(sent)
    if found is None or path.startswith(_AS_THEY_ARE):
        return path, None
    return path[: -len(found[0])], found[1]


def _below(root: str, path: str) -> str:
    """Take the prefix away where it is there.

    >>> _below("/matcher", "/matcher/areas"), _below("/matcher", "/areas"), _below("/m", "/m")
    ('/areas', '/areas', '/')
    """
    if root and (path == root or path.startswith(f"{root}/")):
        return path[len(root) :] or "/"
    return path


def root_of(scope: Scope) -> str:
    """Give the prefix of all addresses; a mounted application has a longer one of its own."""
    return str(scope.get("app_root_path", scope.get("root_path", "")))


def named_programme(scope: Scope) -> str | None:
    """Give the programme that an address names, or None."""
    query = scope.get("query_string", b"").decode("latin-1")
    return dict(parse_qsl(query)).get(PROGRAMME)


def address_to(scope: Scope, path: str, query: str = "") -> str:
    """Write the address of a page or answer: below the prefix, on the request's programme.

    >>> address_to({"root_path": "/m", "state": {"programme": "crs"}}, "/areas", "k=2")
    '/m/areas?k=2&programme=crs'
    """
    named = scope["state"].get("programme")
    parts = [query] if query else []
    parts += [urlencode({PROGRAMME: named})] if named else []
    return root_of(scope) + path + (f"?{'&'.join(parts)}" if parts else "")


def own_path(scope: Scope) -> str:
    """Give the path below the prefix."""
    return str(scope["path"])[len(root_of(scope)) :]


def written_path(scope: Scope) -> str:
    """Give the path, prefix and form included, as it is written in an address."""
    form = scope["state"].get("form")
    return quote(scope["path"], safe="/%:@!$&'()*+,;=~") + (f".{form}" if form else "")


def without_slash(scope: Scope, routes: Sequence[BaseRoute]) -> str | None:
    """Give the address without the slash at its end, from the root of this host on.

    None where there is no slash, or nothing at the address without it.
    """
    path = scope["path"]
    shorter = {**scope, "path": path.rstrip("/")}
    if not path.endswith("/") or all(route.matches(shorter)[0] is Match.NONE for route in routes):
        return None
    query = scope["query_string"].decode("latin-1")
    return written_path(shorter) + (f"?{query}" if query else "")
