"""Who is tied to whom by work done together, as a table, a map and files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from api.formats.network_files import gexf, graphml
from api.formats.network_rows import (
    NODE_COLUMNS,
    TIE_COLUMNS,
    node_rows,
    tie_rows,
    works_in_words,
)
from api.formats.network_words import SECTORS, filter_words, steps
from api.formats.words import Words
from api.web import examples, forms, network_examples
from api.web.addresses import PROGRAMME, address_to
from api.web.asking import read_network_query
from api.web.choices import network_form
from api.web.description import network_parameters
from api.web.forms import Sheet
from api.web.parameters import NETWORK_LABELS
from api.web.problems import STORE_PROBLEMS, Problem, responses
from api.web.rendering import Page, asked_again
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from matcher.questions.network_records import FIRST_VIEW, Network, NetworkQuery, NetworkTie

if TYPE_CHECKING:
    from api.service.service import Service

router = APIRouter(tags=["network"])

_OF_ONE_VIEW = {"focus", "to", "depth", "limit", PROGRAMME}
"""What does not go on to the network of another organisation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkTies:
    """The ties of a network; the fields are those of `Network`."""

    programme: str
    data_version: str
    as_of: str
    ties: tuple[NetworkTie, ...]


@router.get(
    "/network",
    operation_id="getNetwork",
    summary="Who is tied to whom by shared work",
    response_model=Network,
    responses={
        200: forms.also_csv(examples.response(network_examples.NETWORK)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": network_parameters()},
)
def get_network(request: Request, service: ServiceNow) -> Response:
    """Give an organisation's network, or that of the most central, with places on a map.

    CSV (`Accept: text/csv`) has a row for each organisation. `/network.gexf` and
    `/network.graphml` are files for other programs.
    """
    forms.on_problem(request, lambda problem: _page(request, service, problem=problem))
    found = service.networks.find(read_network_query(request.query_params))
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, found=found),
        sheet=Sheet(NODE_COLUMNS, lambda: node_rows(found)),
        files={"gexf": partial(gexf, found), "graphml": partial(graphml, found)},
    )


@router.get(
    "/network/ties",
    operation_id="listTies",
    summary="Who did what with whom",
    response_model=NetworkTies,
    responses={
        200: forms.also_csv(examples.response(network_examples.TIES)),
        **responses(*STORE_PROBLEMS),
    },
    openapi_extra={"parameters": network_parameters()},
)
def list_ties(request: Request, service: ServiceNow) -> Response:
    """List the ties between the organisations that the same question shows at `/network`."""
    found = service.networks.find(read_network_query(request.query_params))
    listed = NetworkTies(
        programme=found.programme,
        data_version=found.data_version,
        as_of=found.as_of,
        ties=found.ties,
    )
    return forms.give(
        request,
        listed,
        page=lambda: Page("network_ties.html", _told(request, service, found)),
        sheet=Sheet(TIE_COLUMNS, lambda: tie_rows(found)),
    )


def _page(
    request: Request,
    service: Service,
    *,
    found: Network | None = None,
    problem: Problem | None = None,
) -> Page:
    default = NetworkQuery(as_of=service.default_as_of)
    fields = network_form(service).filled(request.query_params, default, problem=problem)
    values = {"found": found, "problem": problem, "labels": NETWORK_LABELS, "fields": fields}
    return Page("network.html", values | (_told(request, service, found) if found else {}))


def _told(request: Request, service: Service, found: Network) -> dict[str, object]:
    """Give what pages about a network say of it, and where they lead."""
    words, asked = Words(service.snapshot), asked_again(request.query_params)
    kept = urlencode(
        [(n, text) for n, text in request.query_params.multi_items() if n not in _OF_ONE_VIEW]
    )
    return {
        "found": found,
        "words": words,
        "sectors": SECTORS,
        "first_view": FIRST_VIEW,
        "filters": filter_words(found, words),
        "steps": list(steps(found)),
        "works_in_words": works_in_words,
        "others": address_to(request.scope, "/network", kept),
        "network_at": address_to(request.scope, "/network", asked),
        "ties_at": address_to(request.scope, "/network/ties", asked),
        "data_at": address_to(request.scope, "/network.json", asked),
    }
