"""From the parameters of a request to a brief or a query, with all the mistakes at once.

The parameters are the fields of `Brief` and `OrganisationQuery`: their types and defaults are
read from those classes, and the limits of the server added. A blank parameter counts as absent
(forms send them). A list is given by repeating its parameter, or a line for each entry.
"""

from __future__ import annotations

import math
import re
from dataclasses import MISSING, dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import QueryParams

from api.service.queries import OrganisationQuery, QueryError, find_organisations
from api.web.addresses import PROGRAMME
from api.web.parameters import (
    BRIEF_PARAMETERS,
    BRIEF_WORDS,
    CAPPED,
    COUNTRY_WORDS,
    ENOUGH,
    FAIRNESS_WORDS,
    GAPS_WORDS,
    LARGEST_PAGE,
    LONGEST_LIST,
    LONGEST_TEXT,
    MEMBERS,
    NEEDED_WORDS,
    NETWORK_WORDS,
    OTHER,
    PAGING_WORDS,
    PARTNER_WORDS,
    QUERY_WORDS,
)
from matcher.brief.request import BRIEF_FIELDS, Brief, ResolvedBrief, resolve
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
    from collections.abc import Mapping, Sequence

    from api.service.service import Service
    from api.service.settings import Settings
    from matcher.brief.fields import RequestField

_LONGEST_CURSOR = 20_000
"""It holds the name of an organisation, in which a character may take sixteen."""
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTS = {MEMBERS, OTHER, *(name for name, field in BRIEF_FIELDS.items() if field.is_list)}

_IN_PLAIN_WORDS = {
    "should be a valid integer": "must be a whole number",
    "should be a valid number": "must be a number",
    "should be a finite number": "must be a number",
    "should be a valid boolean": "must be true or false",
}
_Asked = TypeVar("_Asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Which stretch of a list: how many, and after which cursor."""

    limit: int = 50
    cursor: str = ""


_ADAPTERS: Mapping[type[Any], TypeAdapter[Any]] = {
    asked: TypeAdapter(asked)
    for asked in (
        Brief,
        FairnessQuery,
        GapsQuery,
        NeededQuery,
        NetworkQuery,
        OrganisationQuery,
        Paging,
        PartnerQuery,
    )
}


@dataclass(frozen=True, slots=True)
class Parsed(Generic[_Asked]):
    """What could be read of the parameters, and the mistakes in the rest."""

    asked: _Asked
    mistakes: tuple[BriefMistake, ...]


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
    parsed = _read(Brief, default, BRIEF_WORDS, parameters, known=known)
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
    given = [entry.strip() for text in parameters.getlist(name) for entry in _entries(name, text)]
    given = [entry for entry in given if entry]
    if mistakes := _misshapen(name, given) if given else []:
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
    query = _read(OrganisationQuery, OrganisationQuery(), QUERY_WORDS, parameters, known=known)
    paging = _read(Paging, Paging(), PAGING_WORDS, parameters, known=known)
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
    """Read a question about the partners of an organisation; its names are found when it is asked.

    Raises
    ------
    UnknownNameError
        With the nearest names, if no organisation is called so.
    PartnerQueryError
        With all that cannot be read.
    """
    find_organisation(service, organisation)
    default = PartnerQuery(organisation=organisation)
    parsed = _read(PartnerQuery, default, PARTNER_WORDS, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise PartnerQueryError(mistakes)
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
    parsed = _read(FairnessQuery, FairnessQuery(), FAIRNESS_WORDS, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise FairnessQueryError(mistakes)
    return parsed.asked


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
    parsed = _read(NeededQuery, default, NEEDED_WORDS, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise NeededQueryError(mistakes)
    return parsed.asked


def read_network_query(parameters: QueryParams) -> NetworkQuery:
    """Read a question about the network; its names are found when it is asked.

    Raises
    ------
    NetworkQueryError
        With all that cannot be read.
    """
    parsed = _read(NetworkQuery, NetworkQuery(), NETWORK_WORDS, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise NetworkQueryError(mistakes)
    return parsed.asked


def read_gaps_query(parameters: QueryParams) -> GapsQuery:
    """Read a question about unmet needs; its names are found when it is asked.

    Raises
    ------
    GapsQueryError
        With all that cannot be read.
    """
    parsed = _read(GapsQuery, GapsQuery(), GAPS_WORDS, parameters)
    mistakes = [*parsed.mistakes, *parsed.asked.mistakes()]
    if mistakes:
        raise GapsQueryError(mistakes)
    return parsed.asked


def read_as_of(parameters: QueryParams) -> date | None:
    """Read the day, where it is the only parameter.

    Raises
    ------
    QueryError
        If it cannot be read, or there are other parameters.
    """
    words = {"as_of": BRIEF_WORDS["as_of"]}
    parsed = _read(OrganisationQuery, OrganisationQuery(), words, parameters)
    if parsed.mistakes:
        raise QueryError(parsed.mistakes)
    return parsed.asked.as_of


def _read(
    asked: type[_Asked],
    default: _Asked,
    words: Mapping[str, str],
    parameters: QueryParams,
    *,
    known: Mapping[str, str] | None = None,
) -> Parsed[_Asked]:
    known = known or words
    mistakes = [
        BriefMistake(name[:LONGEST_TEXT], f"is not a parameter here; there are: {', '.join(known)}")
        for name in dict.fromkeys(parameters)
        if name not in {*known, PROGRAMME, ENOUGH}
    ]
    values: dict[str, Any] = {}
    for name in words:
        given = [
            entry.strip() for text in parameters.getlist(name) for entry in _entries(name, text)
        ]
        given = [entry for entry in given if entry]
        if given:
            problems = list(_misshapen(name, given))
            mistakes += problems
            if not problems:
                values[name] = given if name in _LISTS else given[0]
    parsed, unreadable = _validated(asked, default, values)
    return Parsed(parsed, (*mistakes, *unreadable))


def _entries(name: str, text: str) -> list[str]:
    return text.splitlines() if name in _LISTS else [text]


def _misshapen(name: str, given: Sequence[str]) -> list[BriefMistake]:
    if name in _LISTS and len(given) > LONGEST_LIST:
        return [BriefMistake(name, f"{len(given)} entries; at most {LONGEST_LIST} are taken")]
    if name not in _LISTS and len(given) > 1:
        return [BriefMistake(name, "is given more than once")]
    if any(len(entry) > longest(name) for entry in given):
        return [BriefMistake(name, f"is longer than {longest(name):,} characters")]
    if name == "as_of" and not _is_date(given[0]):
        return [BriefMistake(name, f"{given[0]!r} is not a date such as 2013-09-19")]
    return []


def longest(name: str) -> int:
    """Give the most characters that a parameter, or an entry of its list, may have."""
    return _LONGEST_CURSOR if name == "cursor" else LONGEST_TEXT


def _is_date(text: str) -> bool:
    try:
        return bool(_ISO_DATE.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _validated(
    asked: type[_Asked], default: _Asked, values: Mapping[str, Any]
) -> tuple[_Asked, list[BriefMistake]]:
    """Convert texts to the fields' types; what cannot be converted keeps its default."""
    required = {
        field.name: getattr(default, field.name)
        for field in fields(asked)  # type: ignore[arg-type]
        if field.default is MISSING
    }
    adapter = _ADAPTERS[asked]
    mistakes: list[BriefMistake] = []
    try:
        read = adapter.validate_python({**required, **values})
    except ValidationError as error:
        wrong = {str(one["loc"][0]): one["msg"] for one in error.errors(include_url=False)}
        mistakes = [BriefMistake(name, _plain(message)) for name, message in wrong.items()]
        values = {name: value for name, value in values.items() if name not in wrong}
        read = adapter.validate_python({**required, **values})
    return replace(default, **{name: getattr(read, name) for name in values}), mistakes  # type: ignore[type-var]


def _plain(message: str) -> str:
    """Say what pydantic says in plain words.

    >>> _plain("Input should be a valid integer, unable to parse string as an integer")
    'must be a whole number'
    """
    said = message.removeprefix("Input ").split(",", maxsplit=1)[0]
    return _IN_PLAIN_WORDS.get(said, said)


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
