"""The description for programs: stable names, examples that fit, every error documented."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from api.records.listed import AreaDetail, OrganisationDetail
from api.web import examples
from api.web.problems import MEDIA_TYPE
from api.web.routes.areas import AreaList
from api.web.routes.organisations import OrganisationPage
from matcher.answer.records import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.api.client import Client

OPERATIONS = {
    "/health/live": "getLiveness",
    "/health/ready": "getReadiness",
    "/areas": "listAreas",
    "/areas/{area}": "getArea",
    "/areas/{area}/lineups": "recommendLineUps",
    "/organisations": "listOrganisations",
    "/organisations/{organisation}": "getOrganisation",
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
    assert by_name["k"]["schema"] == {"type": "integer", "default": 3}
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
