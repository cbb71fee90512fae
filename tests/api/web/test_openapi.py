"""The description for programs: stable names, examples that fit, every error documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from api.records.listed import AreaDetail, OrganisationDetail
from api.records.offers import AssessedOffer
from api.service.service import Service
from api.service.settings import Settings
from api.web import (
    examples,
    gap_examples,
    investor_examples,
    line_up_examples,
    market_examples,
    needed_examples,
    network_examples,
    offer_examples,
    readiness_examples,
)
from api.web.application import create_app
from api.web.problems import MEDIA_TYPE
from api.web.routes.areas import AreaList
from api.web.routes.network import NetworkTies
from api.web.routes.organisations import OrganisationPage
from api.web.routes.sources import SourceList
from matcher.answer.records import Answer
from matcher.offers.comparing import Comparison as OffersComparison
from matcher.questions.findings import (
    Completion,
    Counterfactual,
    Judgement,
    Market,
    National,
    Portfolio,
    Tradeoffs,
)
from matcher.questions.gap_records import Gaps
from matcher.questions.needed_records import Needed
from matcher.questions.network_records import Network
from matcher.questions.rescoring_records import Comparison, Replacements, Rescored, Stressed
from matcher.readiness.investor_records import Investors
from matcher.readiness.records import Readiness
from matcher.readiness.support_records import SupportFound
from tests import builders as b
from tests.api.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATIONS = {
    "/health/live": "getLiveness",
    "/health/ready": "getReadiness",
    "/areas": "listAreas",
    "/areas/{area}": "getArea",
    "/areas/{area}/lineups": "recommendLineUps",
    "/areas/{area}/explanation": "explainLineUp",
    "/areas/{area}/line-up": "rescoreLineUp",
    "/areas/{area}/why-not": "explainAbsence",
    "/areas/{area}/trade-offs": "listTradeOffs",
    "/areas/{area}/complete": "completeLineUp",
    "/areas/{area}/judge": "judgeLineUp",
    "/areas/{area}/replacements": "listReplacements",
    "/areas/{area}/stress": "stressLineUp",
    "/areas/{area}/compare": "compareLineUps",
    "/organisations": "listOrganisations",
    "/organisations/{organisation}": "getOrganisation",
    "/organisations/{organisation}/partners": "suggestPartners",
    "/organisations/{organisation}/needed": "tellNeeded",
    "/network": "getNetwork",
    "/network/ties": "listTies",
    "/market": "getMarket",
    "/investors": "findInvestors",
    "/sources": "listSources",
    "/national": "planCountry",
    "/portfolio": "planBids",
    "/gaps": "listGaps",
    "/fairness": "reportFairness",
    "/evaluation": "tellForesight",
    "/offer": "assessOffer",
    "/offers": "compareOffers",
    "/readiness": "assessReadiness",
    "/support": "findSupport",
    "/terms": "explainTerms",
}


@pytest.fixture(scope="module")
def description(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def responses(description: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in description["paths"].items():
        for status, response in item["get"]["responses"].items():
            yield path, status, response


def test_operation_ids_stay_as_they_are(description: dict[str, Any]) -> None:
    found = {path: item["get"]["operationId"] for path, item in description["paths"].items()}
    assert found == OPERATIONS


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (AreaList, examples.AREA_LIST),
        (AreaDetail, examples.AREA_DETAIL),
        (OrganisationPage, examples.ORGANISATION_PAGE),
        (OrganisationDetail, examples.ORGANISATION_DETAIL),
        (Answer, examples.ANSWER),
        (Needed, needed_examples.NEEDED),
        (Investors, investor_examples.INVESTORS),
        (Readiness, readiness_examples.READINESS),
        (SupportFound, readiness_examples.SUPPORT),
        (Network, network_examples.NETWORK),
        (NetworkTies, network_examples.TIES),
        (Market, market_examples.MARKET),
        (SourceList, examples.SOURCE_LIST),
        (National, market_examples.NATIONAL),
        (Portfolio, market_examples.PORTFOLIO),
        (Gaps, gap_examples.GAPS),
        (Rescored, line_up_examples.RESCORED),
        (Counterfactual, line_up_examples.WHY_NOT),
        (Tradeoffs, line_up_examples.TRADE_OFFS),
        (Completion, line_up_examples.COMPLETION),
        (Judgement, line_up_examples.JUDGEMENT),
        (Replacements, line_up_examples.REPLACEMENTS),
        (Stressed, line_up_examples.STRESSED),
        (Comparison, line_up_examples.COMPARISON),
        (AssessedOffer, offer_examples.ASSESSED),
        (OffersComparison, offer_examples.COMPARED),
    ],
)
def test_every_example_has_the_shape_it_is_an_example_of(kind: type, example: Any) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(example), mode="json") == example


def test_every_answer_has_an_example_and_a_shape(description: dict[str, Any]) -> None:
    for path, status, response in responses(description):
        if status == "200" and "health" not in path:
            content = response["content"]["application/json"]
            assert content["example"], path
            assert content["schema"]["$ref"], path


def test_every_error_is_documented_as_problem_details_with_examples(
    description: dict[str, Any],
) -> None:
    documented = set()
    for path, status, response in responses(description):
        if status == "200":
            continue
        assert list(response["content"]) == [MEDIA_TYPE], path
        content = response["content"][MEDIA_TYPE]
        schemas = content["schema"].get("anyOf", [content["schema"]])
        for slug, example in content["examples"].items():
            documented.add(slug)
            assert example["value"]["status"] == int(status)
            assert any(set(schema["required"]) <= set(example["value"]) for schema in schemas)
    assert documented >= {"request", "unknown-name", "no-line-up", "busy", "store", "internal"}
    assert "store-unavailable" in documented


def test_the_parameters_of_a_brief_are_described_with_types_and_defaults(
    description: dict[str, Any],
) -> None:
    parameters = description["paths"]["/areas/{area}/lineups"]["get"]["parameters"]
    by_name = {parameter["name"]: parameter for parameter in parameters}
    assert by_name["area"]["in"] == "path"
    limits = {"minimum": 1, "maximum": 10}
    assert by_name["k"]["schema"] == {"type": "integer", "default": 3, **limits}
    assert by_name["must"]["schema"]["type"] == "array"
    assert all(parameter["description"] for name, parameter in by_name.items() if name != "area")
    expected = "area k max_members min_difference lead must never as_of min_vcse_share pair_weight"
    assert set(by_name) == {
        *expected.split(),
        "programme",
        "equity",
        "min_work",
        "gates",
        "consented",
        "time_limit_s",
    }


def test_says_that_every_line_up_is_a_suggestion(description: dict[str, Any]) -> None:
    text = description["paths"]["/areas/{area}/lineups"]["get"]["description"]
    assert "Every line-up is a suggestion" in text


def parameters_of(client: Client, path: str) -> dict[str, dict[str, Any]]:
    found = client.get("/openapi.json").json()["paths"][path]["get"]["parameters"]
    return {parameter["name"]: parameter["schema"] for parameter in found}


def outside(schema: dict[str, Any]) -> list[str | list[str]]:
    """Give values that a schema refuses, just beyond each of its limits."""
    step = 1 if schema.get("type") == "integer" else 0.001
    found: list[str | list[str]] = []
    found += [str(schema["minimum"] - step)] if "minimum" in schema else []
    found += [str(schema["maximum"] + step)] if "maximum" in schema else []
    found += [str(schema["exclusiveMinimum"])] if "exclusiveMinimum" in schema else []
    found += ["x" * (schema["maxLength"] + 1)] if "maxLength" in schema else []
    if schema.get("type") == "array":
        found += [["x"] * (schema["maxItems"] + 1), "x" * (schema["items"]["maxLength"] + 1)]
    return found


def within(schema: dict[str, Any]) -> list[str]:
    """Give the last values that a schema accepts."""
    return [str(schema[name]) for name in ("minimum", "maximum", "default") if name in schema]


@pytest.fixture(scope="module")
def small_server(service: Service) -> Client:
    """A server that accepts less than most."""
    settings = Settings(
        store="sqlite://", log_level="error", max_k=2, max_members=4, max_time_limit_s=7.5
    )
    return Client(create_app(settings, service))


@pytest.mark.parametrize("path", ["/areas/{area}/lineups", "/organisations"])
def test_the_schema_refuses_what_the_server_refuses(small_server: Client, path: str) -> None:
    address, tried = path.format(area="1"), 0
    for name, schema in parameters_of(small_server, path).items():
        for value in outside(schema) if name != "area" else ():
            answer = small_server.get(address, params={name: value})
            assert (name, value, answer.status_code) == (name, value, 422)
            assert name in {error["field"] for error in answer.json()["errors"]}
            tried += 1
        for value in within(schema):
            answer = small_server.get(address, params={name: value})
            wrong = {error["field"] for error in answer.json().get("errors", [])}
            assert name not in wrong, (name, value, answer.json())
    assert tried > 5


def test_every_number_and_text_that_can_be_sent_has_its_limits(small_server: Client) -> None:
    brief = parameters_of(small_server, "/areas/{area}/lineups")
    listed = parameters_of(small_server, "/organisations")
    for name, schema in {**brief, **listed}.items():
        if schema.get("type") in {"integer", "number"}:
            assert {"minimum", "exclusiveMinimum"} & set(schema), name
            assert {"maximum"} & set(schema) or name == "time_limit_s"
        elif schema.get("type") == "string":
            assert {"maxLength", "format"} & set(schema), name
    assert brief["area"]["maxLength"] == 200


def test_the_defaults_are_the_servers(small_server: Client) -> None:
    brief = parameters_of(small_server, "/areas/{area}/lineups")
    asked = small_server.get("/areas/1/lineups").json()["brief"]
    for name, schema in brief.items():
        if "default" in schema and name != "programme":
            assert schema["default"] == asked[name], name
    assert (brief["k"]["default"], brief["k"]["maximum"]) == (2, 2)
    assert brief["max_members"]["maximum"] == 4
    assert brief["time_limit_s"] == {"type": "number", "exclusiveMinimum": 0, "default": 7.5}


def test_an_area_name_that_is_too_long_is_nobodys(small_server: Client) -> None:
    assert small_server.get("/areas/" + "x" * 201).status_code == 404


def test_a_cursor_is_taken_back_however_long_the_name_before_it(settings: Settings) -> None:
    names = [f"{letter}{'Ð' * 400}" for letter in "ab"]
    service = Service(b.small_snapshot(organisations=tuple(map(b.organisation, names))))
    client = Client(create_app(settings, service))
    first = client.get("/organisations?limit=1").json()
    second = client.get("/organisations", params={"limit": 1, "cursor": first["next_cursor"]})
    assert [each["name"] for each in second.json()["organisations"]] == names[1:]
