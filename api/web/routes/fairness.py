"""Who is shown in lists of partners, against who could do the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.serialise import FAIRNESS_COLUMNS, fairness_rows
from api.formats.words import Words
from api.service.questions import FairnessOf
from api.web import examples, forms
from api.web.asking import read_fairness_query
from api.web.choices import fairness_form
from api.web.description import fairness_parameters
from api.web.forms import Sheet
from api.web.parameters import FAIRNESS_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from matcher.questions.fairness_records import Fairness, FairnessQuery

if TYPE_CHECKING:
    from api.service.service import Service

router = APIRouter(tags=["fairness"])


@router.get(
    "/fairness",
    operation_id="reportFairness",
    summary="Report who is shown against who could do the work",
    response_model=Fairness,
    responses={
        200: forms.also_csv(examples.response(examples.FAIRNESS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": fairness_parameters()},
)
async def report_fairness(request: Request, service: ServiceNow) -> Response:
    """Compare each group's exposure in everybody's lists with its share of relevant capability.

    It takes seconds: every list is made. As CSV with `Accept: text/csv`.
    """
    forms.on_problem(request, lambda problem: _page(request, service, problem=problem))
    query = read_fairness_query(request.query_params)
    await run_in_threadpool(service.check_fairness, query)
    found: Fairness = await forms.searched(request, service, FairnessOf(query))
    return await run_in_threadpool(
        forms.give,
        request,
        found,
        page=lambda: _page(request, service, found=found),
        sheet=Sheet(FAIRNESS_COLUMNS, lambda: fairness_rows(found)),
    )


def _page(
    request: Request,
    service: Service,
    *,
    found: Fairness | None = None,
    problem: Problem | None = None,
) -> Page:
    default = FairnessQuery(as_of=service.default_as_of)
    fields = fairness_form(service).filled(request.query_params, default, problem=problem)
    values = {"found": found, "problem": problem, "labels": FAIRNESS_LABELS}
    return Page("fairness.html", {**values, "fields": fields, "words": Words(service.snapshot)})
