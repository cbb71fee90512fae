"""The HTTP service put together."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from api import pages
from api.envelope import Conditional, Envelope
from api.logs import make_logger
from api.opening import opening
from api.problems import MEDIA_TYPE, InternalProblem, Problem, as_problem, responses
from api.routes import areas, health, lineups, organisations
from api.searches import Searches
from api.settings import Settings
from graph.errors import GraphError
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from api.service import Service

DESCRIPTION = """
Recommends consortium line-ups for rehabilitation contracts, each with its proof and reasons.

**Every line-up is a suggestion.** Nobody named in one has been asked or has consented.

Every answer carries `X-Data-Version` (equal versions, equal facts) and `X-Request-ID`; every error
is problem details (RFC 9457). A GET answer carries an ETag; HEAD works wherever GET does. The
same for people: `/` and `/areas/{area}.html`.
"""
_STATIC = Path(__file__).parent / "static"
_ERRORS = (Problem, MatcherError, GraphError, RequestValidationError, HTTPException)


def create_app(settings: Settings | None = None, service: Service | None = None) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    settings : how it is set up; without them, from the environment
    service : a service that is open already; without one, the store of the settings is opened
        in the background when the server starts, or with the first request that needs it
    """
    settings = settings or Settings()
    app = FastAPI(
        title="Partnership matcher",
        version=_version(),
        description=DESCRIPTION,
        docs_url=None,  # their pages need scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        responses=responses(InternalProblem),
    )
    app.state.settings = settings
    app.state.opening = opening(settings.store, service)
    app.state.logger = make_logger(settings.log_level)
    app.state.searches = Searches(
        threads=settings.solver_threads,
        waiting=settings.max_waiting,
        kept=settings.cached_answers,
    )
    _add_routes(app)
    _add_layers(app)
    return app


def _version() -> str:
    try:
        return version("partnership-matcher")
    except PackageNotFoundError:  # run from a source tree that nobody installed
        return "0"


def _add_routes(app: FastAPI) -> None:
    """Pages first: ``/areas/CPA19.html`` would be an area called ``CPA19.html`` otherwise."""
    app.include_router(pages.router)
    for routes in (health, areas, lineups, organisations):
        app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")


def _add_layers(app: FastAPI) -> None:
    for kind in _ERRORS:
        app.add_exception_handler(kind, _answer_with_problem)
    app.add_middleware(Conditional)
    app.add_middleware(
        Envelope,
        logger=app.state.logger,
        data_version=lambda: app.state.opening.data_version,
        respond=_respond,
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    threading.Thread(target=_open_early, args=[app], name="open store", daemon=True).start()
    yield
    app.state.searches.close()


def _open_early(app: FastAPI) -> None:
    with suppress(GraphError):  # the first request tries again, and reports
        app.state.opening.service()


async def _answer_with_problem(request: Request, error: Exception) -> Response:
    problem = as_problem(error)
    name = request.state.request_id
    if isinstance(error, GraphError):
        request.app.state.logger.error("store failed", request_id=name, error=str(error))
    document: dict[str, Any] = problem.document(instance=request.url.path, request_id=name)
    if pages.wants_page(request):
        response: Response = pages.problem_page(document)
    else:
        response = JSONResponse(document, media_type=MEDIA_TYPE)
    response.status_code = problem.status
    response.headers.update({**problem.headers, "Vary": "Accept"})
    response.headers["Cache-Control"] = "no-store"
    return response


async def _respond(scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
    """Answer with our mistake; plainly, since the pages themselves may be what is broken."""
    name = scope["state"]["request_id"]
    problem = as_problem(error)
    document = problem.document(instance=scope["path"], request_id=name)
    response = JSONResponse(document, status_code=problem.status, media_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    await response(scope, receive, send)
