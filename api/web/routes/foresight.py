"""How well partners are foreseen: what was measured of the model on works that it had not seen."""

from __future__ import annotations

from dataclasses import fields

from fastapi import APIRouter, Request, Response

from api.formats.listed_rows import listed_rows
from api.records.foresight import Foresight, Trial
from api.service.foresight import foresight
from api.service.partner_model import built_in_model
from api.web import examples, forms
from api.web.foresight_examples import FORESIGHT
from api.web.forms import Sheet
from api.web.problems import STORE_PROBLEMS, responses
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)

router = APIRouter(tags=["organisations"])

_COLUMNS = tuple(field.name for field in fields(Trial))


@router.get(
    "/evaluation",
    operation_id="tellForesight",
    summary="Tell how well partners are foreseen",
    response_model=Foresight,
    responses={
        200: forms.also_csv(examples.response(FORESIGHT)),
        **responses(*STORE_PROBLEMS),
    },
)
def tell_foresight(request: Request, service: ServiceNow) -> Response:  # noqa: ARG001  (its programme stands below the page)
    """Tell what the model of partners learnt from, and how it did on works that it had not seen.

    CSV has a row for each trial.
    """
    found = foresight(built_in_model().card)
    return forms.give(
        request,
        found,
        page=lambda: _page(found),
        sheet=Sheet(_COLUMNS, lambda: listed_rows(found.trials)),
    )


def _page(found: Foresight) -> Page:
    trials = found.trials
    simple = [max(each.order_by_works, each.order_by_best_signal) for each in trials]
    values = {
        "found": found,
        "beaten": sum(each.order > best for each, best in zip(trials, simple, strict=True)),
        "too_low": sum(each.said_of_first < each.first_came_true for each in trials),
        "too_high": sum(each.said_of_first > each.first_came_true for each in trials),
    }
    return Page("foresight.html", values)
