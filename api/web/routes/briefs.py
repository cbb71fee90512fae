"""The brief, asked question by question; pages only, since other programs send it whole."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.web import forms
from api.web.addresses import address_to
from api.web.asking import find_area, read_brief
from api.web.briefing import Briefing
from api.web.problems import NotFoundProblem
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    ServiceNow,
    SettingsNow,
)
from api.web.stepping import ANSWERED

router = APIRouter(include_in_schema=False)


@router.get("/areas/{area:name}/brief")
def check_answers(
    area: NameInPath, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Show all answers before the search, each with a way to change it."""
    briefing = _briefing(area, request, service, settings)
    forms.on_problem(request, briefing.check_page)
    read_brief(service, briefing.code, briefing.sent, settings)
    return forms.give_page(request, briefing.check_page())


@router.get("/areas/{area:name}/brief/{step}")
def ask(
    area: NameInPath, step: str, request: Request, service: ServiceNow, settings: SettingsNow
) -> Response:
    """Ask one question; an answer that is sent is checked, and leads on."""
    briefing = _briefing(area, request, service, settings)
    found = briefing.steps.find(step)
    if found is None:
        message = f"The brief has no question {step[:40]!r}."
        raise NotFoundProblem(message)
    if not request.query_params.get(ANSWERED):
        return forms.give_page(request, briefing.step_page(found))
    problem = briefing.problem(found.fields)
    if problem is not None:
        forms.on_problem(request, lambda wrong: briefing.step_page(found, wrong))
        raise problem
    answers = urlencode([pair for pair in briefing.answers.multi_items() if pair[1].strip()])
    return RedirectResponse(
        address_to(request.scope, briefing.steps.after(found, request.query_params), answers), 303
    )


def _briefing(area: str, request: Request, service: ServiceNow, settings: SettingsNow) -> Briefing:
    index = find_area(service, area)
    return Briefing(service=service, settings=settings, area=index, asked=request.query_params)
