"""Every error that a client can get, as problem details (RFC 9457).

Problem
├── RequestProblem          422  the request holds mistakes; all of them are listed
├── UnknownNameProblem      404  no area or organisation has this name; the nearest are offered
├── NoLineUpProblem         422  no line-up satisfies the rules; says what would do
├── NoAnswerProblem         503  the time allowed was too short for a first line-up
├── BusyProblem             503  too many searches wait already
├── StoreProblem            503  the facts cannot be read at the moment
├── StoreUnavailableProblem 503  the store's server does not answer; nothing was changed
├── NotFoundProblem         404  nothing is at this address
├── MethodProblem           405  the address exists but does not take this method
├── TooLargeProblem         413  what was sent is larger than is accepted
├── UnsupportedProblem      415  the file is of a kind that is not read
├── UnreadableProblem       422  the file is protected, damaged, or a scan
├── HostProblem             421  the request is meant for another host
├── HttpProblem             4xx  anything else that the framework refuses
└── InternalProblem         500  our mistake; the log has the details under the request id

Each class documents its own response for OpenAPI, and its page at its type's address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from api.formats.words import seconds_words, whole_seconds
from matcher.errors import (
    LISTED_MISTAKES,
    BriefMistake,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.errors import StoreUnavailableError

MEDIA_TYPE = "application/problem+json"
PATH = "/problems/"
LONGEST_PATH = 300
"""Longer paths are cut in problems and in the log: nobody reads them."""
LONGEST_HOST = 100


class Problem(Exception):  # noqa: N818  (RFC 9457 calls it a problem)
    """An error as problem details: `type`, `title`, `status`, `detail` and members of its own."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: int
    example: ClassVar[Mapping[str, Any]]
    schema: ClassVar[Mapping[str, Any]] = {}

    def __init__(
        self, detail: str, *, headers: Mapping[str, str] | None = None, **members: object
    ) -> None:
        super().__init__(detail)
        self.detail, self.headers, self.members = detail, dict(headers or {}), members

    def document(self, *, instance: str, request_id: str, root: str = "") -> dict[str, Any]:
        """Write the problem details for one request; `root` is the prefix of all addresses."""
        return {
            "type": f"{root}{PATH}{self.slug}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance[:LONGEST_PATH],
            "request_id": request_id,
            **self.members,
        }

    @classmethod
    def response(cls) -> dict[str, Any]:
        """Describe the response for OpenAPI."""
        schema = {
            "type": "object",
            "required": [*_BASE, *cls.schema],
            "properties": {**_BASE, **cls.schema},
        }
        example = {
            "type": f"{PATH}{cls.slug}",
            "title": cls.title,
            "status": cls.status,
            "instance": "/areas/CPA19",
            "request_id": "4f1c0a9be27d4b6fa3a6a9f4f6cf9e52",
            **cls.example,
        }
        shown = {cls.slug: {"summary": cls.title, "value": example}}
        content = {MEDIA_TYPE: {"schema": schema, "examples": shown}}
        return {"description": f"{cls.title}.", "content": content}


_BASE = {
    "type": {"type": "string", "description": "address of a page on this kind of error"},
    "title": {"type": "string"},
    "status": {"type": "integer"},
    "detail": {"type": "string"},
    "instance": {"type": "string", "description": "the path asked for"},
    "request_id": {"type": "string", "description": "quote it when you report an error"},
}
_TEXTS = {"type": "array", "items": {"type": "string"}}
RETRY_SOON = {"Retry-After": "5"}


class RequestProblem(Problem):
    """The request contains mistakes.

    `errors` lists all of them at once, each with the field as you named it and what is wrong. If
    there are very many, it lists the first dozen, and `more` counts the others.
    """

    slug, title, status = "request", "The request contains mistakes", 422
    schema: ClassVar[Mapping[str, Any]] = {
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "more": {"type": "integer", "minimum": 0},
    }
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "2 mistakes: k, must.",
        "errors": [
            {"field": "k", "message": "0 is not between 1 and 20"},
            {"field": "must", "message": "No organisation is called 'Nakro'. Did you mean: Nacro?"},
        ],
        "more": 0,
    }

    @classmethod
    def of(cls, mistakes: Sequence[BriefMistake]) -> RequestProblem:
        """List the first mistakes and count the others."""
        noun = "mistake" if len(mistakes) == 1 else "mistakes"
        listed, more = mistakes[:LISTED_MISTAKES], max(0, len(mistakes) - LISTED_MISTAKES)
        fields = ", ".join(dict.fromkeys(mistake.field for mistake in listed))
        others = f" and {more:,} more" if more else ""
        errors = [{"field": mistake.field, "message": mistake.message} for mistake in listed]
        return cls(f"{len(mistakes):,} {noun}: {fields}{others}.", errors=errors, more=more)


class UnknownNameProblem(Problem):
    """No programme, area or organisation has this name, or more than one has it.

    `nearest` lists known names that look like it, the likeliest first.
    """

    slug, title, status = "unknown-name", "Nothing has this name", 404
    schema: ClassVar[Mapping[str, Any]] = {"nearest": _TEXTS}
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "No area is called 'Esex'. Did you mean: Essex; Wales?",
        "nearest": ["Essex", "Wales"],
    }


class NoLineUpProblem(Problem):
    """No line-up satisfies all the rules.

    `conflict` is a smallest set of rules that cannot all be kept. `remedies` lists the changes that
    would each help alone. It is empty if only several changes together would help.
    """

    slug, title, status = "no-line-up", "No line-up satisfies the rules", 422
    schema: ClassVar[Mapping[str, Any]] = {"conflict": _TEXTS, "remedies": _TEXTS}
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "No line-up satisfies all the rules; see the remedies.",
        "conflict": [
            "local_or_small: at least 2 local or small members",
            "max_members: at most 1 member",
        ],
        "remedies": ["max_members: 1 is too few; 2 is enough"],
    }


class TooLargeProblem(Problem):
    """What was sent is larger than is accepted. Nothing of it was read or kept."""

    slug, title, status = "too-large", "What was sent is too large", 413
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "The file is larger than 10 MB. Send a smaller one."
    }


class UnsupportedProblem(Problem):
    """The file is of a kind that is not read, whatever its name says."""

    slug, title, status = "unsupported", "This kind of file is not read", 415
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "This is a picture, whatever its name says. Send a Word file (.docx), a PDF with "
        "text, or plain text."
    }


class UnreadableProblem(Problem):
    """The file cannot be read: it is protected, damaged, a scan, or costs too much to read."""

    slug, title, status = "unreadable", "The file cannot be read", 422
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "The PDF is protected by a password. Save it without one."
    }


class NoAnswerProblem(Problem):
    """The time allowed was too short to find a first line-up. Allow more, or ask for less."""

    slug, title, status = "no-answer-in-time", "No line-up was found in time", 503
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "No line-up was found within 0.01 seconds; raise time_limit_s or lower k."
    }


class BusyProblem(Problem):
    """Too many searches run or wait already. Try again after the seconds in `Retry-After`.

    The estimate depends on the waiting searches and on how long the last searches took.
    """

    slug, title, status = "busy", "Too many searches wait already", 503
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "16 searches run or wait already. Try again in 40 seconds."
    }

    @classmethod
    def of(cls, searches: int, *, wait_s: int) -> BusyProblem:
        """Say how many searches are ahead, and when to try again."""
        detail = f"{searches} searches run or wait already. Try again in {seconds_words(wait_s)}."
        return cls(detail, headers={"Retry-After": str(wait_s)})


class StoreProblem(Problem):
    """The facts cannot be read at the moment. The server's log says why."""

    slug, title, status = "store", "The facts cannot be read", 503
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "The store of facts cannot be read at the moment; try again soon."
    }


class StoreUnavailableProblem(Problem):
    """The store of facts does not answer, and nothing was changed.

    The same request may succeed after the seconds in `Retry-After`.
    """

    slug, title, status = "store-unavailable", "The store of facts does not answer", 503
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "Nothing was changed. Try again after 5 seconds."
    }

    @classmethod
    def of(cls, error: StoreUnavailableError) -> StoreUnavailableProblem:
        """Say when to try again, and nothing of where the store is."""
        detail = f"Nothing was changed. Try again after {seconds_words(error.retry_after_s)}."
        return cls(detail, headers={"Retry-After": str(whole_seconds(error.retry_after_s))})


STORE_PROBLEMS: tuple[type[Problem], ...] = (
    UnknownNameProblem,
    RequestProblem,
    StoreProblem,
    StoreUnavailableProblem,
)
"""The errors that every route which reads facts may answer with."""


class NotFoundProblem(Problem):
    """Nothing is at this address. The start page and `/openapi.json` list every address."""

    slug, title, status = "not-found", "Nothing is at this address", 404
    example: ClassVar[Mapping[str, Any]] = {"detail": "Nothing is at this address."}


class MethodProblem(Problem):
    """The address exists but does not accept this method; `Allow` lists those that it accepts."""

    slug, title, status = "method", "This address does not accept that method", 405
    example: ClassVar[Mapping[str, Any]] = {"detail": "This address accepts GET, HEAD."}


class HostProblem(Problem):
    """The request names a host that this server does not answer for.

    The operator of the server lists its hosts in `MATCHER_ALLOWED_HOSTS`.
    """

    slug, title, status = "host", "This server does not answer for that host", 421
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "This server does not answer for 'matcher.example.org'."
    }

    @classmethod
    def of(cls, host: str) -> HostProblem:
        """Repeat the name, and say where it could be allowed."""
        shown = host if len(host) <= LONGEST_HOST else f"{host[:LONGEST_HOST]}…"
        where = "If it is yours, name it in MATCHER_ALLOWED_HOSTS."
        return cls(f"This server does not answer for {shown!r}. {where}")


class InternalProblem(Problem):
    """We made a mistake. Please report it with the request id, so that we find it in the log."""

    slug, title, status = "internal", "Something went wrong on our side", 500
    example: ClassVar[Mapping[str, Any]] = {
        "detail": "An unexpected error; please report it with the request id."
    }


class HttpProblem(Problem):
    """The server refused the request before it reached any of our pages."""

    slug, title, status = "http", "The server refused the request", 400
    example: ClassVar[Mapping[str, Any]] = {"detail": "Bad Request"}

    def __init__(self, detail: str, *, status: int, headers: Mapping[str, str] | None) -> None:
        super().__init__(detail, headers=headers)
        self.status = status


KINDS: tuple[type[Problem], ...] = (
    *STORE_PROBLEMS,
    NoLineUpProblem,
    NoAnswerProblem,
    BusyProblem,
    TooLargeProblem,
    UnsupportedProblem,
    UnreadableProblem,
    NotFoundProblem,
    MethodProblem,
    HostProblem,
    HttpProblem,
    InternalProblem,
)


def responses(*kinds: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """Describe the errors of a route for OpenAPI; kinds that share a status share a response."""
    found: dict[int | str, dict[str, Any]] = {}
    for kind in dict.fromkeys(kinds):
        one = kind.response()
        key = str(kind.status)
        if key not in found:
            found[key] = one
            continue
        first, second = found[key]["content"][MEDIA_TYPE], one["content"][MEDIA_TYPE]
        alternatives = first["schema"].get("anyOf", [first["schema"]])
        first["examples"].update(second["examples"])
        first["schema"] = {"anyOf": [*alternatives, second["schema"]]}
        found[key]["description"] += f" Or: {one['description']}"
    return found
