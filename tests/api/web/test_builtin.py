"""The faces on the built-in programme."""

from __future__ import annotations

import re

import pytest

from api.service.service import Service
from api.service.settings import Settings
from api.web.application import create_app
from graph.snapshot.snapshot import Snapshot
from tests.api.client import Client
from tests.builtin import read_builtin


def builtin_client() -> Client:
    service = Service(Snapshot(read_builtin()))
    return Client(create_app(Settings(store="sqlite://", log_level="error"), service))


@pytest.fixture(scope="module")
def real() -> Client:
    return builtin_client()


def test_lists_the_21_areas_by_their_cpa_numbers(real: Client) -> None:
    areas = real.get("/areas").json()["areas"]
    assert [area["codes"]["CPA"] for area in areas] == [str(n) for n in range(1, 22)]
    assert sum(area["population"] for area in areas) == 56_075_912
    assert len(set(re.findall(r"/areas/CPA\w+\"", real.get("/").text))) == 21


def test_finds_an_area_by_either_of_its_numbers_and_its_name(real: Client) -> None:
    answers = [real.get(f"/areas/{name}").json() for name in ("CPA19", "19", "C18", "essex")]
    assert {answer["id"] for answer in answers} == {"CPA19"}


def test_shows_an_areas_line_ups_as_a_page_and_as_json(real: Client) -> None:
    wishes = {"k": "1", "max_members": "5", "must": "Nacro"}
    body = real.get("/areas/Essex/lineups", params=wishes).json()
    page = real.page("/areas/Essex/lineups", params=wishes)
    members = body["lineups"][0]["members"]
    assert "Nacro" in {member["name"] for member in members}
    assert page.status_code == 200
    assert page.text.count('scope="row"><a href="/organisations/') == len(members)


def test_every_organisation_that_is_listed_has_its_page_and_its_record(real: Client) -> None:
    listed = real.get("/organisations", params={"limit": 200}).json()
    assert listed["total"] >= 160
    for organisation in listed["organisations"][::10]:
        assert real.get(f"/organisations/{organisation['id']}").json()["id"] == organisation["id"]
        assert real.page(f"/organisations/{organisation['id']}").status_code == 200


def test_a_name_with_a_slip_is_answered_with_the_right_one(real: Client) -> None:
    answer = real.get("/areas/Esex/lineups")
    assert (answer.status_code, answer.json()["nearest"][0]) == (404, "Essex")


def test_the_examples_of_the_description_are_names_that_are_known(real: Client) -> None:
    """Who copies an operation with its examples gets an answer, not a mistake."""
    shown = {
        (path, parameter["name"]): parameter["example"]
        for path, item in real.get("/openapi.json").json()["paths"].items()
        for parameter in item.get("get", {}).get("parameters", ())
        if "example" in parameter
    }
    assert shown["/areas/{area}/judge", "members"] == ["Ingeus UK", "Nacro", "Shelter"]
    for (_, name), example in shown.items():
        kind = {"area": "areas", "offer": ""}.get(name, "organisations")
        for each in example if isinstance(example, list) else [example]:
            assert not kind or real.get(f"/{kind}/{each}").status_code == 200
    offers = shown["/offers", "offer"]
    assert real.get("/offers", params={"offer": offers}).status_code == 200


def test_who_only_paid_for_work_is_not_said_to_have_worked_with_anybody(real: Client) -> None:
    page = " ".join(real.page("/organisations/Family Support Clacton").text.split())
    assert "Nobody is known to have worked with it. Lloyds Bank Foundation for" in page
    assert "paid for its work." in page
    assert "It worked with G4S, Galliford Try and RAPt." in real.page("/organisations/Nacro").text


def test_a_published_caseload_is_told_with_its_source(real: Client) -> None:
    page = " ".join(real.page("/areas/Essex").text.split())
    assert "Caseload: 5,500 people at one time, public in 2016-09" in page
    assert '#source-S43">' in page
    assert "Caseload:" not in real.page("/areas/Northumbria").text
