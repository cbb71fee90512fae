"""Which error becomes which problem; it says nothing of the inside of the service."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.web.problems import (
    RETRY_SOON,
    BusyProblem,
    HttpProblem,
    InternalProblem,
    MethodProblem,
    NoAnswerProblem,
    NoLineUpProblem,
    NotFoundProblem,
    Problem,
    RequestProblem,
    StoreProblem,
    StoreUnavailableProblem,
    TooLargeProblem,
    UnknownNameProblem,
    UnreadableProblem,
    UnsupportedProblem,
)
from graph.errors import GraphError, ProgrammeMissingError, StoreUnavailableError
from matcher.errors import (
    BriefError,
    BriefMistake,
    DocumentError,
    DocumentKindError,
    DocumentsWaitingError,
    DocumentTooLargeError,
    NoLineUpError,
    SolverError,
    UnknownNameError,
)


def as_problem(error: Exception) -> Problem:  # noqa: PLR0911  (one line for each kind)
    """Translate any error into the problem that a client gets to see."""
    match error:
        case Problem():
            return error
        case BriefError():
            return RequestProblem.of(error.mistakes)
        case DocumentError():
            return _from_document(error)
        case UnknownNameError():
            return UnknownNameProblem(str(error), nearest=list(error.nearest))
        case NoLineUpError():
            detail = "No line-up satisfies all the rules; see the remedies."
            remedies, conflict = list(error.remedies), list(error.conflict)
            return NoLineUpProblem(detail, conflict=conflict, remedies=remedies)
        case SolverError():
            detail = "No line-up was found in the time allowed; raise time_limit_s or lower k."
            return NoAnswerProblem(detail, headers=RETRY_SOON)
        case GraphError():
            return _from_store(error)
        case RequestValidationError():
            return _from_validation(error)
        case HTTPException():
            return _from_http(error)
        case _:
            return InternalProblem("An unexpected error; please report it with the request id.")


def _from_document(error: DocumentError) -> Problem:
    if isinstance(error, DocumentTooLargeError):
        return TooLargeProblem(str(error))
    if isinstance(error, DocumentsWaitingError):
        return BusyProblem(str(error), headers=RETRY_SOON)
    if isinstance(error, DocumentKindError):
        return UnsupportedProblem(str(error))
    return UnreadableProblem(str(error))


def _from_store(error: GraphError) -> Problem:
    """Say nothing of where the store is."""
    match error:
        case ProgrammeMissingError(programme=None):
            detail = "The store contains several programmes: name one by `?programme=`."
            return UnknownNameProblem(detail, nearest=list(error.held))
        case ProgrammeMissingError():
            detail = f"No programme is called {error.programme!r}."
            return UnknownNameProblem(detail, nearest=list(error.held))
        case StoreUnavailableError():
            return StoreUnavailableProblem.of(error)
        case _:
            detail = "The store of facts cannot be read at the moment; try again soon."
            return StoreProblem(detail, headers=RETRY_SOON)


def _from_validation(error: RequestValidationError) -> RequestProblem:
    return RequestProblem.of(
        [
            BriefMistake(".".join(map(str, mistake["loc"][1:])), str(mistake["msg"]))
            for mistake in error.errors()
        ]
    )


def _from_http(error: HTTPException) -> Problem:
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.NOT_FOUND:
        return NotFoundProblem("Nothing is at this address.", headers=headers)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        takes = {method.strip() for method in headers.get("Allow", "GET").split(",")}
        allowed = ", ".join(sorted(takes | ({"HEAD"} if "GET" in takes else set())))
        return MethodProblem(f"This address accepts {allowed}.", headers={"Allow": allowed})
    return HttpProblem(str(error.detail), status=error.status_code, headers=headers)
