"""Where an organisation is needed, and whom it could approach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from api.formats.needed_rows import NEEDED_COLUMNS, best_words, needed_rows, where_words
from api.formats.words import Words
from api.web import examples, forms, needed_examples
from api.web.asking import find_organisation, read_needed_query
from api.web.choices import needed_form
from api.web.description import needed_parameters
from api.web.forms import Sheet
from api.web.parameters import NEEDED_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page
from api.web.routes.dependencies import (  # noqa: TC001  (FastAPI reads them while running)
    NameInPath,
    ServiceNow,
)
from api.web.routes.lineups import STATUS
from matcher.questions.needed_records import MOST_ROWS, Needed, NeededQuery

if TYPE_CHECKING:
    from api.service.service import Service

router = APIRouter(tags=["organisations"])


@router.get(
    "/organisations/{organisation:name}/needed",
    operation_id="tellNeeded",
    summary="Tell where an organisation is needed",
    response_model=Needed,
    responses={
        200: forms.also_csv(examples.response(needed_examples.NEEDED)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": needed_parameters()},
)
def tell_needed(organisation: NameInPath, request: Request, service: ServiceNow) -> Response:
    """Tell in which areas, and on which pathways, an organisation would fill a gap.

    Each row has the need, how much of it others could meet and what the organisation would add, in
    needs a year. **Whom it could approach is a suggestion.** Nobody named has been asked or has
    consented. As CSV with `Accept: text/csv`.
    """
    index = find_organisation(service, organisation)
    forms.on_problem(request, lambda problem: _page(request, service, index, problem))
    query = read_needed_query(service, organisation, request.query_params)
    found = service.need_search.find(query)
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, index, found),
        sheet=Sheet(NEEDED_COLUMNS, lambda: needed_rows(found)),
        headers=STATUS,
    )


def _page(request: Request, service: Service, index: int, outcome: Needed | Problem) -> Page:
    who, words = service.snapshot.organisations[index], Words(service.snapshot)
    found, problem = (None, outcome) if isinstance(outcome, Problem) else (outcome, None)
    default = NeededQuery(organisation=str(who.id), as_of=service.default_as_of)
    values = {
        "who": who,
        "found": found,
        "best": best_words(found, words) if found else "",
        "problem": problem,
        "labels": NEEDED_LABELS,
        "fields": needed_form(service).filled(request.query_params, default, problem=problem),
        "words": words,
        "where": where_words,
        "most": MOST_ROWS,
    }
    return Page("needed.html", values)
