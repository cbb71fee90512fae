"""Who is shown in lists of partners, against who could do the work."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.web import examples, sheets
from api.web.asking import read_fairness_query
from api.web.description import fairness_parameters
from api.web.problems import STORE_PROBLEMS, responses
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from matcher.questions.fairness_records import Fairness

router = APIRouter(tags=["fairness"])


@router.get(
    "/fairness",
    operation_id="reportFairness",
    summary="Report who is shown against who could do the work",
    response_model=Fairness,
    responses={
        200: sheets.also(examples.response(examples.FAIRNESS)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": fairness_parameters()},
)
def report_fairness(
    request: Request, response: Response, service: ServiceNow
) -> Fairness | Response:
    """Compare each group's exposure in everybody's lists with its share of relevant capability.

    It takes seconds: every list is made. As CSV with `Accept: text/csv`.
    """
    found = service.fairness(read_fairness_query(request.query_params))
    if sheets.wants_sheet(request):
        return sheets.fairness_sheet(found)
    response.headers["Vary"] = "Accept"
    return found
