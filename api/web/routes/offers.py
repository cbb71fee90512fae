"""Offers of sub-contracts: what one comes to, and several side by side. Nothing is kept of any."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.formats.offer_file import offer_of_bytes, offer_toml
from api.formats.offer_rows import (
    COMPARISON_COLUMNS,
    PERIOD_COLUMNS,
    comparison_rows,
    period_rows,
)
from api.formats.offer_workbook import offer_workbook
from api.records.offers import AssessedOffer, SuggestedShare
from api.web import examples, forms, offer_examples
from api.web.addresses import address_to
from api.web.description import comparison_parameters, offer_parameters
from api.web.forms import Sheet
from api.web.offer_asking import (
    BESIDE,
    OFFER,
    AskedOffer,
    is_short,
    read_comparison,
    read_offer,
    read_start,
    texts_of_parameters,
)
from api.web.offer_pages import (
    comparison_mistakes_page,
    comparison_page,
    hidden_of,
    mistakes_page,
    offer_page,
)
from api.web.offer_turns import AtOnce
from api.web.problems import BusyProblem, responses
from api.web.uploads import uploaded
from matcher.offers.assessment import assess
from matcher.offers.base_case import base_case
from matcher.offers.comparing import FEWEST_COMPARED, Comparison, compare

if TYPE_CHECKING:
    from api.web.problems import Problem
    from api.web.rendering import Page

router = APIRouter(tags=["offers"])

CONFIDENTIAL = {"Cache-Control": "private, no-store"}
"""Rivals may share a machine or a proxy: nobody on the way keeps an answer."""
_UNWEIGHED = {"csv", "xlsx", "toml"}
"""Forms that hold what is expected only, which takes a moment."""
_TURNS = AtOnce(2, waiting=10)
_SUGGESTED = (
    "It starts from a suggested line-up. Nobody named in it has been asked, and nobody has made "
    "this offer."
)


@router.get(
    "/offer",
    operation_id="assessOffer",
    summary="Assess an offer of a sub-contract",
    response_model=AssessedOffer,
    responses={
        200: forms.also_csv(examples.response(offer_examples.ASSESSED)),
        **responses(BusyProblem),
    },
    openapi_extra={"parameters": offer_parameters()},
)
def assess_offer(request: Request) -> Response:
    """Say whether an offer is any good: the verdict, what to negotiate, and the cash by month.

    The address holds the whole offer: parameters that are not given are as in the example, or as
    the line-up suggests that the offer starts from. Nothing is kept. CSV has a row for each month;
    `.xlsx` behind the path is a live workbook, `.toml` a file of the inputs to keep.
    """
    forms.on_problem(request, lambda problem: _wrong(request, problem))
    asked = read_offer(request.query_params)
    if forms.page_wanted(request) and not is_short(request.query_params, asked):
        return _leading_to(request, asked)
    found = None if request.state.form in _UNWEIGHED else _weighed(asked)
    return forms.give(
        request,
        found,
        page=None if found is None else partial(offer_page, asked, found),
        sheet=Sheet(PERIOD_COLUMNS, lambda: period_rows(base_case(asked.offer).months)),
        files={
            "xlsx": lambda: offer_workbook(asked.offer),
            "toml": lambda: offer_toml(asked.offer).encode(),
        },
        headers=CONFIDENTIAL,
    )


@router.post("/offer", include_in_schema=False)
async def take_offer(request: Request) -> Response:
    """Read an offer from a file, and lead to its address; the file is not kept."""
    forms.on_problem(request, lambda problem: _wrong(request, problem))
    offer = offer_of_bytes(await uploaded(request, "file"), named="the file")
    return _leading_to(request, AskedOffer(offer=offer))


def _leading_to(request: Request, asked: AskedOffer) -> Response:
    answer = RedirectResponse(address_to(request.scope, "/offer", asked.whole_query), 303)
    answer.headers.update(CONFIDENTIAL)
    return answer


def _weighed(asked: AskedOffer) -> AssessedOffer:
    """Work out all that is told of an offer, when it is its turn."""
    line_up = None
    if asked.share:
        line_up = SuggestedShare(share=asked.share, origins=asked.origins, note=_SUGGESTED)
    with _TURNS.turn():
        said = assess(asked.offer)
    return AssessedOffer(query=asked.query, line_up=line_up, assessment=said)


@router.get(
    "/offers",
    operation_id="compareOffers",
    summary="Compare offers of sub-contracts",
    response_model=Comparison,
    responses={
        200: forms.also_csv(examples.response(offer_examples.COMPARED)),
        **responses(BusyProblem),
    },
    openapi_extra={"parameters": comparison_parameters()},
)
def compare_offers(request: Request) -> Response:
    """Set two to five offers side by side; each is given as the query of its address.

    CSV has a row for each figure of each offer. Nothing is kept.
    """
    queries = request.query_params.getlist(OFFER)
    forms.on_problem(request, lambda problem: comparison_mistakes_page(queries, problem))
    offers = read_comparison(request.query_params)
    if len(offers) < FEWEST_COMPARED and forms.page_wanted(request):
        answer = forms.give_page(request, comparison_page(offers, None))
        answer.headers.update(CONFIDENTIAL)
        return answer
    with _TURNS.turn():
        found = compare([assess(each.offer, terms_told=0) for each in offers])
    return forms.give(
        request,
        found,
        page=lambda: comparison_page(offers, found),
        sheet=Sheet(COMPARISON_COLUMNS, lambda: comparison_rows(found)),
        headers=CONFIDENTIAL,
    )


def _wrong(request: Request, problem: Problem) -> Page:
    """Show the form with what was typed, and the mistakes."""
    texts, _ = texts_of_parameters(request.query_params)
    _, start, _ = read_start(texts)
    hidden = hidden_of(texts, request.query_params.getlist(BESIDE))
    return mistakes_page(texts, start, hidden, problem)
