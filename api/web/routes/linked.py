"""What is near an organisation, place, pathway or work, and the shortest way between two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (a dataclass field, read at run time)
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from api.formats.link_words import link_said, through
from api.formats.serialise import LINK_COLUMNS, link_rows
from api.service.nodes import UnknownNodeNameError, find_node
from api.service.queries import QueryError
from api.web import forms
from api.web.choices import offered_names
from api.web.filling import Form
from api.web.forms import Sheet
from api.web.parameters import BRIEF_LABELS, BRIEF_WORDS
from api.web.reading import read_parameters
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from graph.questions import Filters, LinkKind
from graph.questions.protocol import LONGEST_PATH, MOST_STEPS
from graph.questions.walking import neighbourhood, shortest_path
from matcher.errors import AmbiguousNameError, BriefMistake, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.service.service import Service
    from api.web.problems import Problem
    from graph.questions import GraphPath, Neighbourhood, Node

router = APIRouter(include_in_schema=False)

_ALL = "all"
_MOST_SHOWN = 500
_NAMED = "An organisation; or for something else what it is, such as area:Essex or pathway:health."


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedQuery:
    """What is asked about links; the fields are the parameters."""

    of: str = ""
    to: str = ""
    links: str = LinkKind.MEMBER_OF.value
    depth: int = 2
    longest: int = 12
    limit: int = 50
    verified: bool = False
    as_of: date | None = None


_WORDS: Mapping[str, str] = {
    "of": _NAMED,
    "to": "The other end of the way, named alike.",
    "links": f"Which links are followed: {', '.join(LinkKind)}, with commas; or {_ALL}.",
    "depth": f"How many links to go, 0 to {MOST_STEPS}.",
    "longest": f"The most links of the way, 0 to {LONGEST_PATH}.",
    "limit": f"The most to show, 1 to {_MOST_SHOWN}.",
    "verified": "Whether only facts count for which a source was read.",
    "as_of": BRIEF_WORDS["as_of"],
}
_LABELS = {
    "of": "Of whom or what",
    "to": "The way to",
    "links": "Links to follow",
    "depth": "Links to go",
    "longest": "Most links of the way",
    "limit": "Most to show",
    "verified": "Facts",
    "as_of": BRIEF_LABELS["as_of"],
}
_NEAR = ("of", "links", "depth", "limit", "verified", "as_of")
_WAY = ("of", "to", "links", "longest", "verified", "as_of")
_FORM = Form(
    words=_WORDS,
    labels=_LABELS,
    hints={"links": "", "verified": ""},
    options={
        "links": (("member-of", "Work done together"), (_ALL, "Everything that links")),
        "verified": (("false", "All"), ("true", "Only where a source was read")),
    },
    attributes={"of": {"list": "organisations"}, "as_of": {"type": "date"}},
)


@router.get("/neighbours")
def neighbours(request: Request, service: ServiceNow) -> Response:
    """Show what is near an organisation, area, pathway, place or work, as the terminal does."""
    forms.on_problem(request, lambda problem: _page(request, service, _NEAR, problem=problem))
    query = _read(request, service, _NEAR)
    found = None
    if query.of:
        (node,) = _nodes(service, query, "of")
        found = neighbourhood(
            service.links,
            node,
            depth=query.depth,
            filters=_filters(service, query),
            limit=query.limit,
        )
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, _NEAR, query=query, near=found),
        sheet=Sheet(LINK_COLUMNS, lambda: link_rows(found) if found else ()),
    )


@router.get("/path")
def path(request: Request, service: ServiceNow) -> Response:
    """Show the shortest way between two, as the terminal does."""
    forms.on_problem(request, lambda problem: _page(request, service, _WAY, problem=problem))
    query = _read(request, service, _WAY)
    found = None
    if query.of and query.to:
        first, second = _nodes(service, query, "of", "to")
        found = shortest_path(
            service.links,
            first,
            second,
            filters=_filters(service, query),
            longest=query.longest,
        )
    return forms.give(
        request,
        found,
        page=lambda: _page(request, service, _WAY, query=query, way=found),
        sheet=Sheet(LINK_COLUMNS, lambda: link_rows(found) if found else ()),
    )


def _read(request: Request, service: Service, names: tuple[str, ...]) -> LinkedQuery:
    default = LinkedQuery(as_of=service.default_as_of)
    words = {name: _WORDS[name] for name in names}
    parsed = read_parameters(LinkedQuery, default, words, request.query_params)
    query, mistakes = parsed.asked, list(parsed.mistakes)
    for name, least, most in (
        ("depth", 0, MOST_STEPS),
        ("longest", 0, LONGEST_PATH),
        ("limit", 1, _MOST_SHOWN),
    ):
        if not least <= getattr(query, name) <= most:
            mistakes.append(BriefMistake(name, f"is not between {least} and {most}"))
    wrong = [each for each in _kinds(query) if each not in {*LinkKind, _ALL}]
    mistakes += [BriefMistake("links", f"{each!r} is no kind of link") for each in wrong]
    if mistakes:
        raise QueryError(mistakes)
    return query


def _kinds(query: LinkedQuery) -> list[str]:
    return [part.strip().lower() for part in query.links.split(",") if part.strip()]


def _filters(service: Service, query: LinkedQuery) -> Filters:
    kinds = _kinds(query)
    every = _ALL in kinds
    return Filters(
        as_of=query.as_of or service.default_as_of,
        links=frozenset(LinkKind if every else map(LinkKind, kinds)),
        verified_only=query.verified,
    )


def _nodes(service: Service, query: LinkedQuery, *names: str) -> list[Node]:
    found: list[Node] = []
    mistakes: list[BriefMistake] = []
    for name in names:
        try:
            found.append(find_node(service, getattr(query, name)))
        except (UnknownNameError, UnknownNodeNameError, AmbiguousNameError) as error:
            mistakes.append(BriefMistake(name, str(error)))
    if mistakes:
        raise QueryError(mistakes)
    return found


def _page(
    request: Request,
    service: Service,
    names: tuple[str, ...],
    *,
    query: LinkedQuery | None = None,
    near: Neighbourhood | None = None,
    way: GraphPath | None = None,
    problem: Problem | None = None,
) -> Page:
    default = LinkedQuery(as_of=service.default_as_of)
    fields = _FORM.filled(request.query_params, default, problem=problem, names=names)
    return Page(
        "linked.html",
        {
            "asks_way": names is _WAY,
            "query": query,
            "near": near,
            "through": through(near) if near else {},
            "way": way,
            "said": link_said,
            "fields": fields,
            "names": offered_names(service),
            "problem": problem,
            "labels": _LABELS,
        },
    )
