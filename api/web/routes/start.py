"""The start page, and the pages that explain errors."""

from __future__ import annotations

from inspect import getdoc

from fastapi import APIRouter, Request, Response

from api.formats.area_codes import schemes_of
from api.service.queries import area_summary
from api.web import forms
from api.web.drawing import areas_map
from api.web.maps import LINE
from api.web.problems import KINDS, HttpProblem, NotFoundProblem
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    MapsNow,
    ServiceNow,
)

router = APIRouter(include_in_schema=False)

_REFUSED = {
    "414": "The address is too long to be read. Ask for less at once, such as fewer names.",
    "431": "The headers are too long to be read. Remove what this site stored in your browser.",
}


@router.get("/")
def start(request: Request, service: ServiceNow, maps: MapsNow) -> Response:
    """Say what can be asked here, and list the areas."""
    areas = [area_summary(service, index) for index in range(len(service.snapshot.areas))]
    values = {
        "areas": areas,
        "schemes": schemes_of(areas),
        "picture": areas_map(request.scope, areas, maps.of(service)),
        "line": LINE,
    }
    return forms.give_page(request, Page("start.html", values))


@router.get("/problems/{kind}")
def problem_kind(kind: str, request: Request) -> Response:
    """Explain a kind of error."""
    for known in KINDS:
        if known.slug == kind:
            values = {"kind": known, "text": getdoc(known)}
            return forms.give_page(request, Page("problem_kind.html", values))
    message = "No error has this name."
    raise NotFoundProblem(message)


@router.get("/refused/{status}")
def refuse(status: str) -> Response:
    """Say what was wrong with a request that was too long to be read (`api.web.overlong`)."""
    if status in _REFUSED:
        raise HttpProblem(_REFUSED[status], status=int(status), headers=None)
    message = "No request is refused so."
    raise NotFoundProblem(message)
