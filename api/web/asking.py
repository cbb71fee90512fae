"""From the parameters of a request to a brief or a query, with all the mistakes at once.

The parameters are the fields of each question's record (`api.web.reading`); the limits of the
server are added here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from starlette.datastructures import QueryParams

from api.service.queries import OrganisationQuery, QueryError, find_organisations
from api.web.parameters import (
    BRIEF_PARAMETERS,
    BRIEF_WORDS,
    CAPPED,
    COUNTRY_WORDS,
    FAIRNESS_WORDS,
    GAPS_WORDS,
    LARGEST_PAGE,
    LONGEST_TEXT,
    NEEDED_WORDS,
    NETWORK_WORDS,
    PAGING_WORDS,
    PARTNER_WORDS,
    QUERY_WORDS,
)
from api.web.reading import Paging, entries, read_parameters
from matcher.brief.request import Brief, ResolvedBrief, resolve
from matcher.errors import BriefError, BriefMistake, UnknownNameError
from matcher.questions.fairness_records import FairnessQuery, FairnessQueryError
from matcher.questions.gap_records import GapsQuery, GapsQueryError
from matcher.questions.needed_records import NeededQuery, NeededQueryError
from matcher.questions.network_records import NetworkQuery, NetworkQueryError
from matcher.questions.partner_records import (
    PartnerQuery,
    PartnerQueryError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from api.service.service import Service
    from api.service.settings import Settings
    from matcher.brief.fields import RequestField


def find_area(service: Service, text: str) -> int:
    """Give the index of an area by identifier, code or name.

    Raises
    ------
    UnknownNameError
        With the nearest names, if there is none.
    """
    return service.directory.area(_short_enough("area", text))


def find_organisation(service: Service, text: str) -> int:
    """Give the index of an organisation by identifier, name or alias.

    Raises
    ------
    UnknownNameError
        With the nearest names, if there is none.
    """
    return service.directory.organisation(_short_enough("organisation", text))


def _short_enough(kind: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnknownNameError(kind, f"{text[:LONGEST_TEXT]}…", ())
    return text


def default_brief(service: Service, area: str, settings: Settings) -> Brief:
    """Give the brief of somebody who wishes for nothing in particular, within the limits."""
    limits = brief_fields(settings)
    capped = {name: limits[name].default for name in CAPPED}
    return replace(Brief(area=area, as_of=service.default_as_of), **capped)


def of_country(settings: Settings) -> Settings:
    """Give a server's limits of a question about all areas together, which takes longer."""
    return settings.model_copy(update={"max_time_limit_s": settings.max_country_s})


def brief_fields(settings: Settings) -> Mapping[str, RequestField]:
    """Give the parameters of a brief with the ranges and defaults of a server."""
    most = {
        "k": settings.max_k,
        "max_members": settings.max_members,
        "time_limit_s": settings.max_time_limit_s,
    }
    capped = {
        name: replace(one, default=min(one.default, most[name])).up_to(most[name])
        for name, one in BRIEF_PARAMETERS.items()
        if name in CAPPED
    }
    return {**BRIEF_PARAMETERS, **capped}


def read_brief(
    service: Service,
    area: str,
    parameters: QueryParams,
    settings: Settings,
    *,
    besides: Mapping[str, str] | None = None,
) -> ResolvedBrief:
    """Read and resolve a brief; `besides` are parameters that somebody else reads.

    Raises
    ------
    BriefError
        With all the mistakes at once: unreadable, unknown, out of range, contradictory.
    """
    default = default_brief(service, area, settings)
    known = {**(besides or {}), **BRIEF_WORDS}
    parsed = read_parameters(Brief, default, BRIEF_WORDS, parameters, known=known)
    brief, capped = _capped(parsed.asked, default, settings)
    mistakes = [*parsed.mistakes, *capped]
    try:
        resolved = resolve(service.snapshot, brief, directory=service.directory)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    return _canonical(service, resolved)


def read_organisations(
    service: Service, parameters: QueryParams, name: str
) -> tuple[tuple[str, ...], list[BriefMistake]]:
    """Read the organisations that a parameter names: their identifiers, and what is wrong."""
    given, mistakes = entries(name, parameters)
    if mistakes:
        return (), mistakes
    found: list[str] = []
    for text in given:
        try:
            index = find_organisation(service, text)
        except UnknownNameError as error:
            mistakes.append(BriefMistake(name, str(error)))
        else:
            found.append(str(service.snapshot.organisations[index].id))
    return tuple(dict.fromkeys(found)), mistakes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a query asks for, and the indices of the organisations it finds."""

    query: OrganisationQuery
    paging: Paging
    organisations: tuple[int, ...]


def read_query(service: Service, parameters: QueryParams) -> Listing:
    """Read a query and its paging, and find what it asks for.

    Raises
    ------
    QueryError
        With all the mistakes at once: unreadable, unknown, out of range.
    """
    known = {**QUERY_WORDS, **PAGING_WORDS}
    query = read_parameters(
        OrganisationQuery, OrganisationQuery(), QUERY_WORDS, parameters, known=known
    )
    paging = read_parameters(Paging, Paging(), PAGING_WORDS, parameters, known=known)
    mistakes = list(dict.fromkeys([*query.mistakes, *paging.mistakes]))
    if not 1 <= paging.asked.limit <= LARGEST_PAGE:
        message = f"{paging.asked.limit} is not between 1 and {LARGEST_PAGE}"
        mistakes.append(BriefMistake("limit", message))
    try:
        found = find_organisations(service, query.asked)
    except QueryError as error:
        raise QueryError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise QueryError(mistakes)
    return Listing(query=query.asked, paging=paging.asked, organisations=found)


def read_partner_query(
    service: Service, organisation: str, parameters: QueryParams
) -> PartnerQuery:
    """Read a question about the partners of an organisation.

    Its names are found when it is asked, and so is what is out of range: all are told at once.

    Raises
    ------
    UnknownNameError
        With the nearest names, if no organisation is called so.
    PartnerQueryError
        With all that cannot be read.
    """
    find_organisation(service, organisation)
    default = PartnerQuery(organisation=organisation)
    parsed = read_parameters(PartnerQuery, default, PARTNER_WORDS, parameters)
    if parsed.mistakes:
        raise PartnerQueryError([*parsed.mistakes, *parsed.asked.mistakes()])
    return parsed.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryAsked:
    """What is asked of several areas: the identifiers of the areas, none for all; and the rest."""

    areas: tuple[str, ...]
    free: float
    brief: Brief


def read_country(service: Service, parameters: QueryParams, settings: Settings) -> CountryAsked:
    """Read which areas a question is about, how much capacity is free, and what holds everywhere.

    Raises
    ------
    BriefError
        With all the mistakes at once.
    """
    mistakes: list[BriefMistake] = []
    areas = [_area_named(service, name, mistakes) for name in _areas_in(service, parameters)]
    free = parameters.get("free", "").strip()[:LONGEST_TEXT] or "1"
    try:
        share = float(free)
    except ValueError:
        share = math.nan
    if not 0 < share <= 1:
        mistakes.append(BriefMistake("free", f"{free!r} is not above 0 and up to 1"))
    own = set(COUNTRY_WORDS)
    rest = QueryParams([pair for pair in parameters.multi_items() if pair[0] not in own])
    try:
        some_area = str(service.snapshot.areas[0].id)
        brief = read_brief(service, some_area, rest, settings).brief
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    found = tuple(dict.fromkeys(area for area in areas if area))
    return CountryAsked(areas=found, free=share, brief=brief)


def _areas_in(service: Service, parameters: QueryParams) -> list[str]:
    texts = [text for each in parameters.getlist("areas") for text in each.splitlines()]
    names = dict.fromkeys(text.strip() for text in texts if text.strip())
    return list(names)[: len(service.snapshot.areas) + 1]


def _area_named(service: Service, name: str, mistakes: list[BriefMistake]) -> str:
    try:
        return str(service.snapshot.areas[find_area(service, name)].id)
    except UnknownNameError as error:
        mistakes.append(BriefMistake("areas", str(error)))
        return ""


def read_fairness_query(parameters: QueryParams) -> FairnessQuery:
    """Read a question about fairness; its names are found when it is asked.

    Raises
    ------
    FairnessQueryError
        With all that cannot be read.
    """
    return _whole(FairnessQuery(), FAIRNESS_WORDS, parameters, FairnessQueryError)


def read_needed_query(service: Service, organisation: str, parameters: QueryParams) -> NeededQuery:
    """Read a question about where an organisation is needed; names are found when it is asked.

    Raises
    ------
    UnknownNameError
        With the nearest names, if no organisation is called so.
    NeededQueryError
        With all that cannot be read.
    """
    find_organisation(service, organisation)
    default = NeededQuery(organisation=organisation)
    return _whole(default, NEEDED_WORDS, parameters, NeededQueryError)


def read_network_query(parameters: QueryParams) -> NetworkQuery:
    """Read a question about the network; its names are found when it is asked.

    Raises
    ------
    NetworkQueryError
        With all that cannot be read.
    """
    return _whole(NetworkQuery(), NETWORK_WORDS, parameters, NetworkQueryError)


def read_gaps_query(parameters: QueryParams) -> GapsQuery:
    """Read a question about unmet needs; its names are found when it is asked.

    Raises
    ------
    GapsQueryError
        With all that cannot be read.
    """
    return _whole(GapsQuery(), GAPS_WORDS, parameters, GapsQueryError)


class _Checked(Protocol):
    """A question that knows what is wrong with itself."""

    def mistakes(self) -> Iterable[BriefMistake]: ...


_Question = TypeVar("_Question", bound=_Checked)


def _whole(
    default: _Question,
    words: Mapping[str, str],
    parameters: QueryParams,
    error: Callable[[list[BriefMistake]], BriefError],
) -> _Question:
    """Read a question, or tell all that is wrong with it."""
    parsed = read_parameters(type(default), default, words, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise error(mistakes)
    return parsed.asked


def read_as_of(parameters: QueryParams) -> date | None:
    """Read the day, where it is the only parameter.

    Raises
    ------
    QueryError
        If it cannot be read, or there are other parameters.
    """
    words = {"as_of": BRIEF_WORDS["as_of"]}
    parsed = read_parameters(OrganisationQuery, OrganisationQuery(), words, parameters)
    if parsed.mistakes:
        raise QueryError(parsed.mistakes)
    return parsed.asked.as_of


def _capped(brief: Brief, default: Brief, settings: Settings) -> tuple[Brief, list[BriefMistake]]:
    """Keep to the server's limits: refuse too many, shorten too long."""
    brief = replace(brief, time_limit_s=min(brief.time_limit_s, settings.max_time_limit_s))
    limits, mistakes = brief_fields(settings), []
    for name in ("k", "max_members"):
        if wrong := limits[name].mistake(getattr(brief, name)):
            mistakes.append(BriefMistake(name, wrong))
            brief = replace(brief, **{name: getattr(default, name)})
    return brief, mistakes


def _canonical(service: Service, resolved: ResolvedBrief) -> ResolvedBrief:
    """Write the brief with identifiers in the place of names, so that equal wishes are equal."""
    snapshot = service.snapshot

    def ids(indices: Sequence[int]) -> tuple[str, ...]:
        return tuple(str(snapshot.organisations[index].id) for index in indices)

    brief = replace(
        resolved.brief,
        area=str(snapshot.areas[resolved.area].id),
        lead=None if resolved.lead is None else ids([resolved.lead])[0],
        must=ids(resolved.must),
        never=ids(resolved.never),
        consented=ids(resolved.consented),
        as_of=resolved.as_of,
    )
    return replace(resolved, brief=brief)
