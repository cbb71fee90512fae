"""How ready an organisation is, and who helps it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.formats.readiness_rows import (
    READINESS_COLUMNS,
    answer_words,
    area_words,
    origin_words,
    range_words,
    readiness_rows,
)
from api.formats.support_rows import (
    SUPPORT_COLUMNS,
    page_rule_words,
    support_rows,
    support_words,
    themes_words,
)
from api.formats.words import Words
from api.service.support_file import support_offers
from api.web import examples, forms, readiness_examples
from api.web.addresses import address_to
from api.web.assessing import READINESS_STEPS, SelfAssessment
from api.web.choices import support_form
from api.web.description import readiness_parameters, support_parameters
from api.web.forms import Sheet
from api.web.parameters import READINESS_LABELS, SUPPORT_LABELS
from api.web.problems import STORE_PROBLEMS, NotFoundProblem, Problem, responses
from api.web.provider_asking import read_readiness, read_support
from api.web.rendering import Page, asked_again
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    ServiceNow,
    SettingsNow,
)
from api.web.stepping import ANSWERED
from graph.errors import SourceError
from matcher.readiness.records import ROLES, Readiness, told_together
from matcher.readiness.support_records import SupportFound, SupportQuery
from matcher.readiness.supporting import find_support, with_support

if TYPE_CHECKING:
    from api.service.service import Service
    from api.service.settings import Settings
    from matcher.readiness.records import ReadinessQuery
    from matcher.readiness.support_records import SupportOffer

router = APIRouter(tags=["organisations"])
PRIVATE = {"Cache-Control": "private, no-store"}
"""What an organisation says of itself is for nobody else, and no cache keeps it."""
UNREAD = (
    "The table of support that this server adds cannot be read, so only what comes with the "
    "product is told."
)


@router.get(
    "/readiness",
    operation_id="assessReadiness",
    summary="Assess how ready an organisation is",
    response_model=Readiness,
    responses={
        200: forms.also_csv(examples.response(readiness_examples.READINESS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": readiness_parameters()},
)
def assess(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Assess how ready an organisation is for a part in a contract.

    Scores by theme are ranges: what is unknown is neither zero nor full marks. Gates are told as
    they stand today, on what is known, by the rules that searches use. Answers are not kept, and no
    cache may keep them. As CSV with `Accept: text/csv`.
    """
    forms.on_problem(request, lambda problem: _page(request, service, problem))
    query, mistakes = read_readiness(request.query_params)
    offers, _ = offers_of(request, settings)
    found = told_together(lambda: _assessed(service, offers, query), mistakes)
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, found),
        sheet=Sheet(READINESS_COLUMNS, lambda: readiness_rows(found)),
        headers=PRIVATE,
    )


def _assessed(
    service: Service, offers: tuple[SupportOffer, ...], query: ReadinessQuery
) -> Readiness:
    """Assess, with who helps in the plan."""
    found = service.assessments.assess(query)
    asked = SupportQuery(**{name: getattr(query, name) for name in READINESS_LABELS})
    return with_support(found, find_support(service.snapshot, service.assessments, offers, asked))


def offers_of(request: Request, settings: Settings) -> tuple[tuple[SupportOffer, ...], str]:
    """Read the tables of support that there are, and say so if the server's own cannot be read."""
    if not settings.support:
        return support_offers(), ""
    try:
        return support_offers(Path(settings.support).expanduser()), ""
    except SourceError as error:
        name, logger = request.state.request_id, request.app.state.logger
        logger.warning("support not read", request_id=name, error=str(error))
        return support_offers(), UNREAD


def _page(request: Request, service: Service, outcome: Readiness | Problem) -> Page:
    found, problem = (None, outcome) if isinstance(outcome, Problem) else (outcome, None)
    values = {
        "found": found,
        "problem": problem,
        "begun": bool(asked_again(request.query_params)),
        "answer": answer_words(found) if found else "",
        "labels": READINESS_LABELS,
        "step_of": {name: step.key for step in READINESS_STEPS.steps for name in step.fields},
        "here": READINESS_STEPS.here,
        "roles": ROLES,
        "words": Words(service.snapshot),
        "ranged": range_words,
        "by": origin_words,
        "in_areas": area_words,
    }
    return Page("readiness.html", values)


@router.get("/readiness/questions", include_in_schema=False)
def check_answers(request: Request, service: ServiceNow) -> Response:
    """Show all answers to the self-assessment, each with a way to change it."""
    asked = SelfAssessment(service=service, asked=request.query_params)
    forms.on_problem(request, asked.check_page)
    asked.check()
    response = forms.give_page(request, asked.check_page())
    response.headers.update(PRIVATE)
    return response


@router.get("/readiness/questions/{step}", include_in_schema=False)
def ask(step: str, request: Request, service: ServiceNow) -> Response:
    """Ask the questions of one theme; answers that are sent are checked, and lead on."""
    asked = SelfAssessment(service=service, asked=request.query_params)
    found = READINESS_STEPS.find(step)
    if found is None:
        message = f"The self-assessment has no question {step[:40]!r}."
        raise NotFoundProblem(message)
    if not request.query_params.get(ANSWERED):
        response = forms.give_page(request, asked.step_page(found))
        response.headers.update(PRIVATE)
        return response
    problem = asked.problem(found.fields)
    if problem is not None:
        forms.on_problem(request, lambda wrong: asked.step_page(found, wrong))
        raise problem
    answers = urlencode([pair for pair in asked.sent.multi_items() if pair[1].strip()])
    path = READINESS_STEPS.after(found, request.query_params)
    return RedirectResponse(address_to(request.scope, path, answers), 303, headers=PRIVATE)


@router.get(
    "/support",
    operation_id="findSupport",
    summary="Find who helps an organisation to become ready",
    response_model=SupportFound,
    responses={
        200: forms.also_csv(examples.response(readiness_examples.SUPPORT)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": support_parameters()},
)
def support(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """Match support to an organisation's gaps: its rules, its dates, its source.

    Each rule is told as met, not met or not known. What has expired by the day stays in the list,
    and is marked. Parameters are those of `/readiness` and a few more. As CSV with
    `Accept: text/csv`.
    """
    forms.on_problem(request, lambda problem: _support_page(request, service, problem))
    query, mistakes = read_support(request.query_params)
    offers, unread = offers_of(request, settings)
    found = told_together(
        lambda: find_support(service.snapshot, service.assessments, offers, query), mistakes
    )
    if unread:
        found = replace(found, notes=(*found.notes, unread))
    return forms.give(
        request,
        found,
        page=lambda: _support_page(request, service, found),
        sheet=Sheet(SUPPORT_COLUMNS, lambda: support_rows(found)),
        headers=PRIVATE,
    )


def _support_page(request: Request, service: Service, outcome: SupportFound | Problem) -> Page:
    found, problem = (None, outcome) if isinstance(outcome, Problem) else (outcome, None)
    form, default = support_form(), SupportQuery(as_of=service.default_as_of)
    asked = [pair for pair in request.query_params.multi_items() if pair[0] in READINESS_LABELS]
    values = {
        "found": found,
        "problem": problem,
        "answer": support_words(found) if found else "",
        "labels": SUPPORT_LABELS,
        "fields": form.filled(request.query_params, default, problem=problem),
        "kept": [pair for pair in asked if pair[0] not in form.words],
        "readiness": urlencode(asked),
        "words": Words(service.snapshot),
        "themes": themes_words,
        "rule": page_rule_words,
    }
    return Page("support.html", values)
