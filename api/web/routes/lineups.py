"""Line-ups recommended for a contract area."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.web import examples
from api.web.asking import find_area, read_brief
from api.web.problems import (
    STORE_PROBLEMS,
    BusyProblem,
    NoAnswerProblem,
    NoLineUpProblem,
    responses,
)
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    SearchesNow,
    ServiceNow,
    SettingsNow,
)
from matcher.answer.records import Answer  # noqa: TC001  (FastAPI reads it while running)

router = APIRouter(tags=["line-ups"])

STATUS = {"X-Partnership-Status": "suggested"}
"""Says of every answer with line-ups what it is: nobody named in it has been asked."""


@router.get(
    "/areas/{area:name}/lineups",
    operation_id="recommendLineUps",
    summary="Recommend line-ups for a contract area",
    responses={
        200: examples.response(examples.ANSWER),
        **responses(
            NoLineUpProblem,
            NoAnswerProblem,
            BusyProblem,
            *STORE_PROBLEMS,
        ),
    },
)
async def recommend_lineups(
    area: NameInPath,
    request: Request,
    response: Response,
    service: ServiceNow,
    settings: SettingsNow,
    searches: SearchesNow,
) -> Answer:
    """Recommend the k best line-ups, each proven or with its gap.

    **Every line-up is a suggestion.** Nobody named in one has been asked or has consented; do
    not present them as partners. The header `X-Partnership-Status: suggested` says so too.
    """
    response.headers.update(STATUS)
    index = find_area(service, area)
    code = str(service.snapshot.areas[index].id)
    resolved = await run_in_threadpool(read_brief, service, code, request.query_params, settings)
    return await searches.recommend(request, service, resolved.brief)
