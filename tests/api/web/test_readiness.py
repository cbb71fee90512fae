"""How ready somebody is, and who helps, over HTTP: one question, one answer, three forms."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from api.formats.support_rows import example_table
from api.service.settings import Settings
from api.web.application import create_app
from api.web.assessing import STEPS
from api.web.parameters import READINESS_LABELS, READINESS_WORDS
from api.web.routes.readiness import UNREAD
from matcher.readiness.questions import QUESTION
from tests.api.client import Client
from tests.api.web.test_pages import Outline
from tests.api.world import small_service

if TYPE_CHECKING:
    from pathlib import Path

    import httpx

HOMES = "/readiness?organisation=Homes+for+All"


def sent(client: Client, step: str, query: str) -> httpx.Response:
    return client.page(f"/readiness/questions/{step}?{query}&answered=yes")


def asked_after(answer: httpx.Response) -> tuple[str, dict[str, list[str]]]:
    to = urlsplit(answer.headers["Location"])
    return to.path, parse_qs(to.query)


@pytest.mark.parametrize("query", ["", "&role=lead", "&role=tier-2&insurance=no&area=1"])
def test_page_csv_and_json_tell_the_same(client: Client, query: str) -> None:
    found = client.get(f"{HOMES}{query}").json()
    sheet = list(
        csv.DictReader(io.StringIO(client.get(f"/readiness.csv?{HOMES[11:]}{query}").text))
    )
    page = Outline(client.page(f"{HOMES}{query}").text)
    gates = [row["name"] for row in sheet if row["part"] == "gate"]
    assert gates == [each["name"] for each in found["gates"]]
    caption = "Gates of the programme, as they stand today, on what is known"
    assert [cells[0] for cells in page.tables[caption]] == gates
    themes = page.tables["At least, and at most if all that is unknown were good"]
    assert [cells[0] for cells in themes] == [each["name"] for each in found["themes"]]
    steps = [row["name"] for row in sheet if row["part"] == "step"]
    assert steps == [each["todo"] for each in found["plan"]]
    assert all(each in page.text for each in steps)


def test_the_answer_is_said_first_and_calls_nobody_unfit(client: Client) -> None:
    text = Outline(client.page(f"{HOMES}&role=lead").text).text
    assert "Homes for All as prime provider (tier 1): on what is known, it would fail" in text
    assert text.index("on what is known") < text.index("Gates of the programme")
    assert "They call nobody unfit." in text


def test_what_facts_know_is_filled_in_and_marked(client: Client) -> None:
    found = client.get(HOMES).json()
    known = {each["question"]: each["origin"] for each in found["answers"] if each["value"]}
    assert known["turnover_gbp"] == "estimated"
    assert known["evidence"] == "stated"
    text = Outline(
        client.page("/readiness/questions/evidence?organisation=Homes+for+All").text
    ).text
    assert "Facts say A comparison with people like them" in text
    assert "blank keeps that" in text


def test_who_asks_nothing_yet_is_told_what_it_is_and_led_to_the_questions(client: Client) -> None:
    page = Outline(client.page("/readiness").text)
    assert "Start now" in page.text
    assert "/readiness/questions/who" in {str(each.get("href")) for each in page.all("a")}
    assert "Gates of the programme" not in page.text
    assert client.get("/readiness").json()["least"] == 0.0


def test_the_questions_ask_every_field_once() -> None:
    asked = [name for step in STEPS for name in step.fields]
    assert sorted(asked) == sorted(READINESS_WORDS) == sorted(READINESS_LABELS)


def test_each_page_of_questions_leads_to_the_next_and_the_last_to_all_answers(
    client: Client,
) -> None:
    query = "organisation=Workwise"
    for step, following in pairwise(STEPS):
        path, asked = asked_after(sent(client, step.key, query))
        assert path == f"/readiness/questions/{following.key}"
        assert asked == {"organisation": ["Workwise"]}
    assert asked_after(sent(client, STEPS[-1].key, query))[0] == "/readiness/questions"
    path, asked = asked_after(sent(client, "reserves", "reserves_months=2&tupe=done&back=check"))
    assert (path, asked) == ("/readiness/questions", {"reserves_months": ["2"], "tupe": ["done"]})


def test_answers_of_other_pages_are_kept(client: Client) -> None:
    page = client.page("/readiness/questions/reserves?tupe=done&reserves_months=4").text
    assert '<input type="hidden" name="tupe" value="done">' in page
    assert 'type="hidden" name="reserves_months"' not in page
    field = re.search(r'<input[^>]*name="reserves_months"[^>]*>', page)
    assert field is not None
    assert 'value="4"' in field[0]


def test_a_mistake_stays_on_its_question_beside_its_field(client: Client) -> None:
    answer = sent(client, "reserves", "reserves_months=-2&insurance=maybe")
    page = Outline(answer.text)
    assert answer.status_code == 422
    wrong = {f["name"] for f in page.all("input", "select") if "aria-invalid" in f}
    assert wrong == {"reserves_months"}
    assert "-2 months is not between 0 and 240" in answer.text
    who = sent(client, "who", "organisation=Nobody+at+all&area=Atlantis")
    assert who.status_code == 422
    assert who.text.count('aria-invalid="true"') == 2


def test_all_mistakes_lead_to_the_question_of_each(client: Client) -> None:
    query = "reserves_months=many&insurance=maybe&role=king&organisation=Nobody"
    problem = client.get(f"/readiness?{query}")
    assert problem.status_code == 422
    fields = {each["field"] for each in problem.json()["errors"]}
    assert fields == {"reserves_months", "insurance", "role", "organisation"}
    for path in ("/readiness", "/readiness/questions"):
        answer = client.page(f"{path}?{query}")
        assert answer.status_code == 422
        links = [unescape(str(link["href"])) for link in Outline(answer.text).all("a")]
        for step in ("reserves", "insurance", "who"):
            wanted = f"/readiness/questions/{step}?{query}&back=check"
            assert wanted in links


def test_all_answers_stand_on_one_page_and_lead_to_the_result(client: Client) -> None:
    text = client.page("/readiness/questions?organisation=Homes+for+All&insurance=no").text
    rows = dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)", text))
    assert len(rows) == len(READINESS_LABELS)
    assert rows["Insurance"] == "No"
    assert rows["Turnover"] == "£12,500,000 (estimated)"
    assert rows["Vetting"] == "not known"
    assert rows["Part"] == "Subcontractor of tier 3"
    (link,) = re.findall(r'href="(/readiness\?[^"]*)"', text)
    assert client.page(unescape(link)).status_code == 200


def test_a_number_that_cannot_be_read_is_shown_as_it_was_typed(client: Client) -> None:
    page = client.page("/readiness/questions?reserves_months=many&turnover_gbp=-5")
    assert page.status_code == 422
    rows = dict(re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)", page.text))
    assert (rows["Free reserves"], rows["Turnover"]) == ("many", "-5")


@pytest.mark.parametrize("step", ["nothing", "reserves.json"])
def test_a_question_that_there_is_not_is_not_found(client: Client, step: str) -> None:
    assert client.page(f"/readiness/questions/{step}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/readiness?insurance=no",
        "/support?insurance=no",
        "/readiness/questions?insurance=no",
        "/readiness/questions/insurance?insurance=no",
    ],
)
def test_answers_are_kept_by_no_cache(client: Client, path: str) -> None:
    assert client.page(path).headers["Cache-Control"] == "private, no-store"


def test_an_answer_that_leads_on_is_kept_by_no_cache(client: Client) -> None:
    answer = sent(client, "insurance", "insurance=no")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_lead_without_an_area_sees_each_area(client: Client) -> None:
    found = client.get(f"{HOMES}&role=lead").json()
    funding = next(each for each in found["gates"] if each["gate"] == "funding_access")
    assert len(funding["areas"]) == 2
    page = Outline(client.page(f"{HOMES}&role=lead").text)
    assert f"{funding['name']} in each area" in page.tables


def test_every_step_of_the_plan_leads_to_its_question(client: Client) -> None:
    page = Outline(client.page(f"{HOMES}&insurance=no").text)
    links = {str(each.get("href")) for each in page.all("a")}
    wanted = "/readiness/questions/insurance?organisation=Homes+for+All&insurance=no&back=check"
    assert wanted in links


def test_support_page_csv_and_json_have_the_same_offers(client: Client) -> None:
    query = "organisation=Homes+for+All&contract_value_gbp=200000&contract_years=7"
    found = client.get(f"/support?{query}").json()
    sheet = list(csv.DictReader(io.StringIO(client.get(f"/support.csv?{query}").text)))
    page = Outline(client.page(f"/support?{query}").text)
    names = [each["name"] for each in found["offers"]]
    assert names
    assert [row["name"] for row in sheet] == names
    caption = "Support, what can be had first, then by the gaps that it helps with"
    assert [cells[1] for cells in page.tables[caption]] == names
    assert "it is: vcse." in page.text.lower()


def test_answers_to_the_self_assessment_go_on_to_support_and_back(client: Client) -> None:
    page = Outline(client.page(f"{HOMES}&insurance=yes").text)
    links = {str(each.get("href")) for each in page.all("a")}
    on = "/support?organisation=Homes+for+All&insurance=yes"
    assert on in links
    text = client.page(on).text
    assert '<input type="hidden" name="insurance" value="yes">' in text
    assert "/readiness?organisation=Homes+for+All&amp;insurance=yes" in text


def test_mistakes_about_support_stand_in_the_form(client: Client) -> None:
    query = "theme=x&only=y&investment=maybe&contract_years=40&colour=red"
    fields = {each["field"] for each in client.get(f"/support?{query}").json()["errors"]}
    assert fields == {"theme", "only", "investment", "contract_years", "colour"}
    page = client.page(f"/support?{query}")
    assert page.status_code == 422
    assert page.text.count('aria-invalid="true"') == 4


def test_the_hub_leads_to_pages_that_there_are(client: Client) -> None:
    page = Outline(client.page("/providers").text)
    links = {str(each.get("href")) for each in page.all("a")}
    assert {"/readiness", "/support", "/offer", "/terms", "/gaps", "/areas"} <= links
    for link in sorted(each for each in links if each.startswith("/")):
        assert client.page(link).status_code == 200, link


def test_every_question_is_described_for_programs(client: Client) -> None:
    described = client.get("/openapi.json").json()["paths"]["/readiness"]["get"]["parameters"]
    found = {each["name"]: each["schema"] for each in described}
    assert set(found) == {*READINESS_WORDS, "programme"}
    assert found["insurance"]["enum"] == ["yes", "partly", "no"]
    assert found["reserves_months"] == {"type": "number", "minimum": 0, "maximum": 240}
    for name, question in QUESTION.items():
        assert ("enum" in found[name]) == bool(question.choices)


def test_an_organisations_page_leads_to_how_ready_it_is_and_who_helps(client: Client) -> None:
    page = Outline(client.page("/organisations/Homes for All").text)
    links = [str(each.get("href")) for each in page.all("a")]
    for path in ("/readiness", "/support"):
        (link,) = [each for each in links if each.startswith(f"{path}?")]
        assert client.get(link).json()["name"] == "Homes for All"


def test_what_is_answered_stands_in_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    quiet = Settings(store="sqlite://", log_level="info")
    Client(create_app(quiet, small_service())).get("/readiness?turnover_gbp=123457")
    logged = capsys.readouterr().err
    assert '"path": "/readiness"' in logged
    assert "123457" not in logged


def test_the_servers_own_table_adds_to_what_comes_with_the_product(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(example_table().replace("reach-fund", "todays"), "utf-8", newline="")
    own = Client(create_app(Settings(store="sqlite://", support=str(path)), small_service()))
    keys = [each["key"] for each in own.get("/support?as_of=2026-12-01").json()["offers"]]
    assert "todays" in keys


def test_a_table_that_cannot_be_read_is_told_and_the_rest_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "none.csv")
    broken = Client(create_app(Settings(store="sqlite://", support=path), small_service()))
    answer = broken.get("/support")
    assert answer.status_code == 200
    assert answer.json()["offers"]
    assert UNREAD in answer.json()["notes"]
    assert broken.get("/readiness?insurance=no").status_code == 200
    assert '"event": "support not read"' in capsys.readouterr().err
