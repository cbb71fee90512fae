"""All areas at once over HTTP: as JSON, CSV and pages."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

import pytest

from api.service.questions import Bids, WholeCountry, WholeMarket
from matcher.brief.request import Brief
from matcher.questions.market import market
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from api.service.service import Service
    from tests.api.client import Client


def test_the_market_shows_each_areas_best_line_up(client: Client) -> None:
    found = client.get("/market").json()
    assert [row["area"]["id"] for row in found["areas"]] == ["CPA1", "CPA2"]
    for row in found["areas"]:
        best = client.get(f"/areas/{row['area']['id']}/lineups?k=1").json()["lineups"][0]
        assert (row["lead"], row["score"]) == (best["lead"], pytest.approx(best["score"]))
    page = Outline(client.page("/market").text)
    shown = page.tables["Every area's best line-up, each for itself"]
    assert [cells[0] for cells in shown] == [row["area"]["name"] for row in found["areas"]]
    assert [cells[6] for cells in shown] == [f"{row['score']:.4f}" for row in found["areas"]]


def test_who_is_in_demand_is_the_same_in_csv_and_on_the_page(client: Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/market.csv").text)))
    assert rows
    page = Outline(client.page("/market").text)
    assert [row["name"] for row in rows] == [
        cells[0]
        for cells in page.tables["Who is in the line-ups, by the number of areas"]
        if len(cells) > 1
    ]


def test_one_plan_for_all_areas_says_what_sharing_costs(client: Client) -> None:
    found = client.get("/national", params={"free": "0.5"}).json()
    assert found["free_capacity"] == 0.5
    assert len(found["areas"]) == 2
    one = client.get("/national", params={"areas": "First County"}).json()
    assert [row["area"]["id"] for row in one["areas"]] == ["CPA1"]
    page = client.page("/national", params={"free": "0.5"})
    assert page.headers["X-Partnership-Status"] == "suggested"
    assert "Of each estimated capacity 50% counts." in " ".join(page.text.split())


def test_a_plan_has_its_own_time_unless_somebody_gives_one(client: Client) -> None:
    assert client.get("/national").json()["brief"]["time_limit_s"] == 180
    assert client.get("/national?time_limit_s=2").json()["brief"]["time_limit_s"] == 2
    assert client.get("/national?time_limit_s=90").json()["brief"]["time_limit_s"] == 90
    assert client.get("/national?time_limit_s=900").json()["brief"]["time_limit_s"] == 180


def test_the_form_and_the_description_of_a_plan_tell_that_time(client: Client) -> None:
    page = client.page("/national").text
    assert re.search(r'name="time_limit_s"[^>]* value="180"', page)
    assert not re.search(r'name="time_limit_s"[^>]* value="180"', client.page("/market").text)
    described = client.get("/openapi.json").json()["paths"]["/national"]["get"]["parameters"]
    (limit,) = [each for each in described if each["name"] == "time_limit_s"]
    assert limit["schema"]["default"] == 180
    assert "More than 180 seconds are shortened" in limit["description"]


def test_a_lead_is_told_which_areas_to_bid_for(client: Client) -> None:
    found = client.get("/portfolio", params={"lead": "Workwise"}).json()
    assert found["lead_name"] == "Workwise"
    page = client.page("/portfolio", params={"lead": "Workwise"})
    assert "<h1>Which areas should Workwise bid for?</h1>" in page.text
    sheet = client.get("/portfolio.csv", params={"lead": "Workwise", "areas": "1"})
    assert {row["area"] for row in csv.DictReader(io.StringIO(sheet.text))} == {"CPA1"}


def test_who_names_no_lead_yet_gets_the_question(client: Client) -> None:
    page = client.page("/portfolio")
    assert page.status_code == 200
    assert "Name a lead." in page.text
    answer = client.get("/portfolio")
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["lead"]


@pytest.mark.parametrize("path", ["/market", "/national", "/portfolio"])
def test_mistakes_stand_beside_their_fields(client: Client, path: str) -> None:
    asked = {"must": "nobody", "max_members": "99", "lead": "Workwise"}
    more = {} if path == "/market" else {"areas": "Atlantis"}
    page = Outline(client.page(path, params={**asked, **more}).text)
    wrong = {each["name"] for each in page.all("input", "textarea") if "aria-invalid" in each}
    assert wrong == {"must", "max_members", *more}
    errors = client.get(path, params={**asked, **more}).json()["errors"]
    assert {each["field"] for each in errors} == wrong


@pytest.mark.parametrize("free", ["0", "1.5", "nan", "much"])
def test_free_capacity_is_a_share(client: Client, free: str) -> None:
    answer = client.get("/national", params={"free": free})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["free"]


def test_questions_say_what_they_ask_and_how_far_they_are(service: Service) -> None:
    brief, said = Brief(area="CPA1", lead="Workwise"), list[str]()
    questions = (WholeMarket(brief), WholeCountry(brief, (), 1.0), Bids(brief, ()))
    headings = [question.words(service) for question in questions]
    assert headings[2] == "Which areas should Workwise bid for?"
    assert len(set(headings)) == 3
    for question in questions:
        before = len(said)
        question.answer(service, stop=lambda: False, say=said.append)
        assert len(said) > before
    assert "2 of 2 areas done, the last: Second County and Coast." in said


def test_the_question_gives_the_answer_of_the_command_line(service: Service) -> None:
    brief = Brief(area="CPA1")
    found = WholeMarket(brief).answer(service, stop=lambda: False, say=lambda _: None)
    assert found == market(service.snapshot, brief)
