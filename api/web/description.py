"""The parameters as OpenAPI describes them: what is accepted, and what holds without them."""

from __future__ import annotations

import math
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from api.service.queries import OrganisationQuery
from api.web.asking import brief_fields, of_country
from api.web.offer_asking import LONGEST_QUERY, MOST_COMPARED, OFFER
from api.web.parameters import (
    BRIEF_WORDS,
    COMPARISON_WORDS,
    COUNTRY_WORDS,
    FAIRNESS_WORDS,
    GAPS_WORDS,
    INVESTOR_WORDS,
    LARGEST_PAGE,
    LINE_UP_WORDS,
    LONGEST_LIST,
    LONGEST_TEXT,
    MEMBERS,
    MEMBERS_WORDS,
    NEEDED_WORDS,
    NETWORK_WORDS,
    OTHER,
    PAGING_WORDS,
    PARTNER_WORDS,
    QUERY_WORDS,
    READINESS_WORDS,
    REPLACEMENT_WORDS,
    SUPPORT_WORDS,
    WHY_NOT_WORDS,
)
from api.web.reading import Paging, longest
from matcher.brief.request import Brief
from matcher.offers.checking import service_field
from matcher.offers.from_line_up import SHARE_FIELDS
from matcher.offers.words import MOST_SERVICES, OFFER_FIELDS, SERVICE_FIELDS
from matcher.questions.fairness_records import MOST_LISTS, FairnessQuery
from matcher.questions.gap_records import MOST_GAPS, GapsQuery
from matcher.questions.needed_records import MOST_ROWS, NeededQuery
from matcher.questions.network_records import MOST_DEPTH, MOST_NODES, NetworkQuery
from matcher.questions.partner_records import MOST_PARTNERS, MOST_VARIETY, PartnerQuery
from matcher.readiness.investor_records import (
    MOST_DAYS,
    MOST_GBP,
    MOST_MONTHS,
    MOST_SEATS,
    MOST_SURPLUS,
    InvestorQuery,
)
from matcher.readiness.questions import QUESTIONS
from matcher.readiness.records import ROLES, ReadinessQuery
from matcher.readiness.support_records import SUPPORT_QUESTIONS, SupportQuery

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from api.service.settings import Settings
    from matcher.brief.fields import Range
    from matcher.readiness.question import Question

AS_OF = {"as_of": QUERY_WORDS["as_of"]}
BRIEF_PATHS: Mapping[str, Mapping[str, str]] = {
    "/areas/{area}/lineups": {},
    "/areas/{area}/explanation": {},
    "/areas/{area}/line-up": LINE_UP_WORDS,
    "/areas/{area}/replacements": REPLACEMENT_WORDS,
    "/areas/{area}/stress": MEMBERS_WORDS,
    "/areas/{area}/judge": MEMBERS_WORDS,
    "/areas/{area}/complete": MEMBERS_WORDS,
    "/areas/{area}/compare": COMPARISON_WORDS,
    "/areas/{area}/why-not": WHY_NOT_WORDS,
    "/areas/{area}/trade-offs": {},
    "/market": {},
    "/national": {},
    "/portfolio": {},
    "/investors": {},
}
"""The addresses that take the parameters of a brief, each with names that it takes besides."""
_TEAM = ["Ingeus UK", "Nacro", "Shelter"]
NAMES_TO_TRY: Mapping[str, Any] = {
    "area": "Essex",
    "organisation": "St Giles Trust",
    MEMBERS: _TEAM,
    OTHER: ["Ingeus UK", "Sova"],
    "offer": ["payment_days=60", "payment_days=10"],
}
"""Of the built-in programme: what makes an operation answer as it is copied."""
_LEAD_TO_TRY = "Interserve"
_NOTHING: tuple[object, ...] = (None, "", [])


class DescribedApp(FastAPI):
    """An application that describes the parameters of a brief by its settings.

    The routes are the same for every application; only what they accept of a brief is not.
    """

    def openapi(self) -> dict[str, Any]:
        """Describe the application."""
        if self.openapi_schema is None:
            paths = super().openapi()["paths"]
            for path in BRIEF_PATHS.keys() & paths.keys():
                described = _texts(BRIEF_PATHS[path])
                if path == "/national":
                    described += _country_parameters(self.state.settings)
                else:
                    described += brief_parameters(self.state.settings)
                paths[path]["get"]["parameters"] += described
            for path, item in paths.items():
                for parameter in item.get("get", {}).get("parameters", ()):
                    _add_example(path, parameter)
        return super().openapi()


def _add_example(path: str, parameter: dict[str, Any]) -> None:
    """Show what an operation could be asked, where it does not answer without."""
    name = parameter["name"]
    if path == "/portfolio" and name == "lead":
        parameter["example"] = _LEAD_TO_TRY
    elif name in NAMES_TO_TRY and (parameter["in"] == "path" or name != "area"):
        parameter["example"] = NAMES_TO_TRY[name]


def _texts(words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Describe parameters that name organisations; of members there may be several."""
    text = {"type": "string", "maxLength": LONGEST_TEXT}
    several = {"type": "array", "maxItems": LONGEST_LIST, "items": text}
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": said,
            "schema": several if name in {MEMBERS, OTHER} else text,
        }
        for name, said in words.items()
    ]


def brief_parameters(settings: Settings) -> list[dict[str, Any]]:
    """Describe the parameters of a brief on a server with these settings."""
    limits, described = brief_fields(settings), _parameters(Brief, BRIEF_WORDS)
    for parameter in described:
        limit, schema = limits[parameter["name"]], parameter["schema"]
        if limit.range is not None:
            schema |= _ends(limit.range)
        if "default" in schema:
            schema["default"] = limit.default
        if parameter["name"] == "time_limit_s":
            most = schema.pop("maximum")
            parameter["description"] += f" More than {most:g} seconds are shortened to them."
    return described


def _country_parameters(settings: Settings) -> list[dict[str, Any]]:
    """Describe the parameters of a brief for all areas together; blank is the longest search."""
    described = brief_parameters(of_country(settings))
    for parameter in described:
        if parameter["name"] == "time_limit_s":
            parameter["schema"]["default"] = settings.max_country_s
    return described


def query_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a list of organisations."""
    described = [*_parameters(OrganisationQuery, QUERY_WORDS), *_parameters(Paging, PAGING_WORDS)]
    for parameter in described:
        if parameter["name"] == "limit":
            parameter["schema"] |= {"minimum": 1, "maximum": LARGEST_PAGE}
    return described


def partner_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about partners."""
    ends = {"limit": (1, MOST_PARTNERS), "variety": (0, MOST_VARIETY)}
    return _within(_parameters(PartnerQuery, PARTNER_WORDS), ends)


def country_parameters(*names: str) -> list[dict[str, Any]]:
    """Describe parameters of a question about several areas."""
    schemas: dict[str, dict[str, Any]] = {
        "areas": {
            "type": "array",
            "maxItems": LONGEST_LIST,
            "items": {"type": "string", "maxLength": LONGEST_TEXT},
        },
        "free": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "default": 1},
    }
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": COUNTRY_WORDS[name],
            "schema": schemas[name],
        }
        for name in names
    ]


def fairness_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about fairness."""
    ends = {
        "limit": (1, MOST_PARTNERS),
        "variety": (0, MOST_VARIETY),
        "lists": (1, MOST_LISTS),
        "seed": (0, 2**32 - 1),
    }
    return _within(_parameters(FairnessQuery, FAIRNESS_WORDS), ends)


def network_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about the network."""
    ends = {
        "depth": (1, MOST_DEPTH),
        "limit": (1, MOST_NODES),
        "first_year": (date.min.year, date.max.year),
        "last_year": (date.min.year, date.max.year),
    }
    return _within(_parameters(NetworkQuery, NETWORK_WORDS), ends)


def needed_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about where somebody is needed."""
    return _within(_parameters(NeededQuery, NEEDED_WORDS), {"limit": (1, MOST_ROWS)})


def gaps_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about unmet needs."""
    return _within(_parameters(GapsQuery, GAPS_WORDS), {"limit": (1, MOST_GAPS)})


def offer_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of an offer: its fields, those of each service by number.

    All are texts: shares may be written as percents, amounts with a pound sign.
    """
    services = {
        service_field(number, name): field
        for number in range(1, MOST_SERVICES + 1)
        for name, field in SERVICE_FIELDS.items()
    }
    described = {name: field.help for name, field in {**OFFER_FIELDS, **services}.items()}
    described |= dict.fromkeys(SHARE_FIELDS, "What a line-up suggests: a link from one has it.")
    return _texts(described)


def readiness_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of the self-assessment."""
    return _answers(_parameters(ReadinessQuery, READINESS_WORDS), QUESTIONS)


def support_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about support."""
    questions = (*QUESTIONS, *SUPPORT_QUESTIONS)
    return _answers(_parameters(SupportQuery, SUPPORT_WORDS), questions)


def _answers(
    described: list[dict[str, Any]], questions: Iterable[Question]
) -> list[dict[str, Any]]:
    """Add what each answer may be."""
    asked = {question.name: question for question in questions}
    for parameter in described:
        question, schema = asked.get(parameter["name"]), parameter["schema"]
        if parameter["name"] == "role":
            schema |= {"enum": list(ROLES)}
        elif question is not None and question.choices:
            schema |= {"enum": [choice.key for choice in question.choices]}
        elif question is not None and question.range is not None:
            schema |= _ends(question.range)
    return described


def comparison_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a comparison of offers."""
    text = {"type": "string", "maxLength": LONGEST_QUERY}
    described = "An offer, as the query of its address or the whole address. Repeat it for more."
    schema = {"type": "array", "maxItems": MOST_COMPARED, "items": text}
    return [
        {
            "name": OFFER,
            "in": "query",
            "required": False,
            "description": described,
            "schema": schema,
        }
    ]


def investor_parameters() -> list[dict[str, Any]]:
    """Describe the parameters of a question about working capital."""
    ends = {
        "least_gbp": (0, MOST_GBP),
        "most_gbp": (0, MOST_GBP),
        "back_months": (0, MOST_MONTHS),
        "payment_days": (0, MOST_DAYS),
        "surplus_share": (0, MOST_SURPLUS),
        "limit": (1, MOST_SEATS),
    }
    described = _within(_parameters(InvestorQuery, INVESTOR_WORDS), ends)
    return [*described, *country_parameters("areas")]


def as_of_parameter() -> list[dict[str, Any]]:
    """Describe the day, where it is the only parameter."""
    return _parameters(OrganisationQuery, AS_OF)


def _within(
    described: list[dict[str, Any]], ends: Mapping[str, tuple[float, float]]
) -> list[dict[str, Any]]:
    """Add the least and the most that parameters may be."""
    for parameter in described:
        if parameter["name"] in ends:
            least, most = ends[parameter["name"]]
            parameter["schema"] |= {"minimum": least, "maximum": most}
    return described


def _parameters(asked: type, words: Mapping[str, str]) -> list[dict[str, Any]]:
    schemas = TypeAdapter(asked).json_schema()["properties"]
    known = {field.name for field in fields(asked)}
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": _schema(name, schemas[name]),
        }
        for name, text in words.items()
        if name in known
    ]


def _schema(name: str, found: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one value; null is left out, since an address has no way to say it."""
    kind = next((each for each in found.get("anyOf", ()) if each["type"] != "null"), found)
    left_out = {"title", "anyOf"} | ({"default"} if found.get("default") in _NOTHING else set())
    schema = {key: value for key, value in {**found, **kind}.items() if key not in left_out}
    if schema["type"] == "array":
        entry = {"type": "string", "maxLength": longest(name)}
        schema |= {"maxItems": LONGEST_LIST, "items": entry}
    elif schema["type"] == "string" and "format" not in schema:
        schema["maxLength"] = longest(name)
    return schema


def _ends(span: Range) -> dict[str, float]:
    """Write a range in the words of JSON Schema."""
    ends = {"exclusiveMinimum" if span.open_least else "minimum": span.least}
    if math.isfinite(span.most):
        ends["exclusiveMaximum" if span.open_most else "maximum"] = span.most
    return ends
