"""From the parameters of a request to what providers and investors ask; all mistakes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

from api.web.asking import CountryAsked, read_country
from api.web.parameters import (
    BRIEF_WORDS,
    COUNTRY_WORDS,
    INVESTOR_WORDS,
    READINESS_WORDS,
    SUPPORT_WORDS,
)
from api.web.reading import read_parameters
from matcher.errors import BriefError, BriefMistake
from matcher.readiness.investor_records import InvestorQuery, InvestorQueryError
from matcher.readiness.investor_records import check as check_investor_query
from matcher.readiness.records import ReadinessQuery
from matcher.readiness.support_records import SupportQuery

if TYPE_CHECKING:
    from api.service.service import Service
    from api.service.settings import Settings


def read_readiness(parameters: QueryParams) -> tuple[ReadinessQuery, list[BriefMistake]]:
    """Read answers to the self-assessment, and what cannot be read."""
    parsed = read_parameters(ReadinessQuery, ReadinessQuery(), READINESS_WORDS, parameters)
    return parsed.asked, list(parsed.mistakes)


def read_support(parameters: QueryParams) -> tuple[SupportQuery, list[BriefMistake]]:
    """Read a question about support, and what cannot be read."""
    parsed = read_parameters(SupportQuery, SupportQuery(), SUPPORT_WORDS, parameters)
    return parsed.asked, list(parsed.mistakes)


def read_investors(
    service: Service, parameters: QueryParams, settings: Settings
) -> tuple[InvestorQuery, CountryAsked]:
    """Read which seats an investor looks for, in which areas, and what holds of their line-ups.

    Raises
    ------
    BriefError
        With all the mistakes at once.
    """
    known = {**INVESTOR_WORDS, **COUNTRY_WORDS, **BRIEF_WORDS}
    parsed = read_parameters(
        InvestorQuery, InvestorQuery(), INVESTOR_WORDS, parameters, known=known
    )
    mistakes, query = list(parsed.mistakes), parsed.asked
    try:
        check_investor_query(query, service.directory)
    except BriefError as error:
        mistakes += error.mistakes
    foreign = [each for each in parameters.multi_items() if each[0] in known]
    rest = QueryParams([pair for pair in foreign if pair[0] not in INVESTOR_WORDS])
    try:
        asked = read_country(service, rest, settings)
    except BriefError as error:
        raise InvestorQueryError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise InvestorQueryError(mistakes)
    return query, asked
