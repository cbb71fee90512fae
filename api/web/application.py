"""The HTTP service put together."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager, suppress
from http import HTTPStatus
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response

from api.service.maps import Maps
from api.service.opening import Openings
from api.service.service import Service
from api.service.settings import Settings, boundaries_folder, cache_folder
from api.service.watching import Watch
from api.web import forms
from api.web.addresses import Addresses, allowed_hosts, root_of, without_slash, written_path
from api.web.description import DescribedApp
from api.web.envelope import Envelope
from api.web.logs import make_logger
from api.web.problems import (
    MEDIA_TYPE,
    InternalProblem,
    NoAnswerProblem,
    NoLineUpProblem,
    NotFoundProblem,
    Problem,
    RequestProblem,
    TooLargeProblem,
    UnreadableProblem,
    UnsupportedProblem,
    responses,
)
from api.web.rendering import Page, render
from api.web.representations import PlainJson, Representations
from api.web.routes import (
    areas,
    briefs,
    fairness,
    foresight,
    gaps,
    health,
    investors,
    line_up,
    line_up_questions,
    lineups,
    linked,
    market,
    needed,
    network,
    offers,
    organisations,
    providers,
    readiness,
    sources,
    start,
    terms,
)
from api.web.searches import AGAIN_S, Searches, StillSearching
from api.web.translating import as_problem
from graph import stores
from graph.errors import GraphError, ProgrammeMissingError
from matcher.affinity import warming as affinity
from matcher.engine import warming
from matcher.errors import MatcherError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

    from graph.stores.cache import Opener

DESCRIPTION = """
Recommends consortium line-ups for rehabilitation contracts, each with its proof and reasons.

**Every line-up is a suggestion.** Nobody named in one has been asked or has consented.

Every answer carries `X-Data-Version` (equal versions, equal facts) and `X-Request-ID`; every error
is problem details (RFC 9457). A GET answer carries an ETag; HEAD works wherever GET does.

Every address is also a page for those who prefer one (`Accept: text/html`), and the ending `.json`
or `.csv` asks for that form whatever the client prefers.

While the store of facts cannot be reached or read, answers come from the facts read last and
carry `X-Data-Stale-Since`, the time since when (ISO 8601, UTC).
"""
_STATIC = Path(__file__).parent / "static"
_ABOUT_THE_QUESTION = (
    RequestProblem,
    NoLineUpProblem,
    NoAnswerProblem,
    TooLargeProblem,
    UnsupportedProblem,
    UnreadableProblem,
)
"""Problems that another question helps with, so they stand beside the one that was asked."""
_LOADED_BESIDE = ("matcher.questions.networks", "matcher.questions.gaps")
"""What the first who asks would wait for."""
_ERRORS = (Problem, MatcherError, GraphError, RequestValidationError, HTTPException)


def create_app(
    settings: Settings | None = None,
    service: Service | None = None,
    *,
    opener: Opener | None = None,
) -> FastAPI:
    """Make the application.

    Parameters
    ----------
    settings : how it is set up; without them, from the environment
    service : a service that never changes; without one, the store of the settings is opened
        in the background when the server starts, or with the first request that needs it, and
        followed from then on
    opener : opens the store's address; without one, `graph.stores.open_store`
    """
    settings = settings or Settings()
    app = DescribedApp(
        title="Partnership matcher",
        version=_version(),
        description=DESCRIPTION,
        docs_url=None,  # their pages need scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,  # `_answer_with_problem` does, and names no host
        lifespan=_lifespan,
        default_response_class=PlainJson,
        responses=responses(InternalProblem),
    )
    app.state.settings = settings
    app.state.logger = make_logger(settings.log_level)
    app.state.maps = Maps(boundaries_folder(settings.boundaries, settings.store))
    _follow(app, opener, service)
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


def _follow(app: FastAPI, opener: Opener | None, service: Service | None) -> None:
    """Open the store, filled if it is new; afterwards look at it as it is, and fill nothing."""
    settings: Settings = app.state.settings
    folder = cache_folder(settings.cache)

    def open_service(programme: str | None) -> Service:
        if service is not None:
            raise ProgrammeMissingError(settings.store, programme, (service.programme,))
        named = programme or settings.programme or None
        return Service.open(settings.store, named, cache=folder, opener=opener, say=say)

    def say(text: str) -> None:
        app.state.logger.warning("no copy kept", error=text)

    app.state.openings = Openings(open_service, service=service)
    app.state.watch = None
    if service is None:
        app.state.watch = Watch(
            app.state.openings,
            url=settings.store,
            programme=settings.programme or None,
            opener=opener or stores.open_existing,
            folder=folder,
            every_s=settings.refresh_s,
            logger=app.state.logger,
            beside=app.state.maps.of,
        )


def _add_routes(app: FastAPI) -> None:
    for routes in (
        start,
        health,
        areas,
        briefs,
        lineups,
        line_up,
        line_up_questions,
        needed,
        organisations,
        providers,
        readiness,
        linked,
        network,
        gaps,
        market,
        investors,
        fairness,
        foresight,
        offers,
        sources,
        terms,
    ):
        app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")


def _add_layers(app: FastAPI) -> None:
    for kind in _ERRORS:
        app.add_exception_handler(kind, _answer_with_problem)
    app.add_exception_handler(StillSearching, _answer_with_progress)
    settings: Settings = app.state.settings
    app.add_middleware(Representations)
    app.add_middleware(
        Addresses,
        prefix=settings.prefix,
        hosts=allowed_hosts(settings.allowed_hosts, listening=settings.host),
        respond=_respond,
    )
    app.add_middleware(
        Envelope,
        logger=app.state.logger,
        at_hand=app.state.openings.at_hand,
        respond=_respond,
    )


def _compile(logger: Any) -> None:  # noqa: ANN401  (structlog's loggers have no common type)
    """Make the search ready beside the first requests; searches meanwhile wait for it."""

    def say(done: int, of: int) -> None:
        if done in {0, of}:
            logger.info("compiling the search", done=done, of=of)

    warming.ready(say)
    for heavy in _LOADED_BESIDE:
        import_module(heavy)
    affinity.ready()


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    watch: Watch | None = app.state.watch
    if watch is not None:
        watch.start()
    threading.Thread(target=_compile, args=(app.state.logger,), daemon=True).start()
    yield
    if watch is not None:
        watch.stop()
    app.state.searches.close()


async def _answer_with_problem(request: Request, error: Exception) -> Response:
    problem = as_problem(error)
    elsewhere = without_slash(request.scope, request.app.routes)
    if isinstance(problem, NotFoundProblem) and elsewhere is not None:
        return RedirectResponse(elsewhere)
    if isinstance(error, GraphError):
        name = request.state.request_id
        request.app.state.logger.error("store failed", request_id=name, error=str(error))
    document = _document(problem, request.scope)
    if forms.wants_page(request):
        response: Response = await run_in_threadpool(_problem_page, problem, document, request)
    else:
        response = JSONResponse(document, media_type=MEDIA_TYPE)
    response.status_code = problem.status
    response.headers.update({**problem.headers, "Vary": "Accept"})
    response.headers["Cache-Control"] = "no-store"
    return response


async def _answer_with_progress(request: Request, error: Exception) -> Response:
    """Say how far a search is; the browser asks again by itself, without a script."""
    assert isinstance(error, StillSearching)  # noqa: S101  (the handler of no other)
    page = Page("searching.html", {"progress": error.progress, "again_s": AGAIN_S})
    response = render(request, page, status=HTTPStatus.ACCEPTED)
    response.headers.update({"Refresh": str(AGAIN_S), "Cache-Control": "no-store"})
    return response


def _problem_page(problem: Problem, document: dict[str, Any], request: Request) -> Response:
    """Show a problem on the page that the route named for it, or on one of its own."""
    page_of_problem = getattr(request.state, "page_of_problem", None)
    if page_of_problem is not None and isinstance(problem, _ABOUT_THE_QUESTION):
        return render(request, page_of_problem(problem))
    unread = request.state.service is None
    no_programme = unread and problem.status == HTTPStatus.NOT_FOUND and "nearest" in document
    if no_programme:
        request.state.programme = None  # no link leads there again
    return render(
        request, Page("problem.html", {"problem": document, "no_programme": no_programme})
    )


def _document(problem: Problem, scope: Scope) -> dict[str, Any]:
    return problem.document(
        instance=written_path(scope),
        request_id=scope["state"]["request_id"],
        root=root_of(scope),
    )


async def _respond(scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
    """Answer with a problem; for people an error of ours has a page, unless pages are broken."""
    problem, request = as_problem(error), Request(scope, receive)
    document = _document(problem, scope)
    response: Response = JSONResponse(document, media_type=MEDIA_TYPE)
    with suppress(Exception):
        if isinstance(problem, InternalProblem) and forms.wants_page(request):
            response = await run_in_threadpool(_problem_page, problem, document, request)
    response.status_code = problem.status
    response.headers.update({"Cache-Control": "no-store", "Vary": "Accept"})
    await response(scope, receive, send)
