"""Who needs working capital, over HTTP: one question, one answer, three forms."""

from __future__ import annotations

import csv
import io
from html import unescape
from typing import TYPE_CHECKING

from api.service.questions import CapitalOf
from matcher.brief.request import Brief
from matcher.readiness.investor_records import InvestorQuery
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from api.service.service import Service
    from tests.api.client import Client

AREA = "/investors?areas=1&max_members=4"


def test_page_csv_and_json_have_the_same_seats(client: Client) -> None:
    found = client.get(AREA).json()
    sheet = list(csv.DictReader(io.StringIO(client.get(f"/investors.csv?{AREA[11:]}").text)))
    page = Outline(client.page(AREA).text)
    names = [each["name"] for each in found["needs"]]
    assert names
    assert [row["name"] for row in sheet] == names
    caption = next(each for each in page.tables if each.startswith("Seats in the best line-ups"))
    assert [cells[1] for cells in page.tables[caption]] == names
    assert "Assumptions behind every amount" in page.tables


def test_each_seat_leads_to_the_offer_that_needs_as_much(client: Client) -> None:
    found = client.get(AREA).json()
    page = client.page(AREA).text
    links = [unescape(str(e.get("href"))) for e in Outline(page).all("a")]
    offers = [link for link in links if link.startswith("/offer?")]
    assert len(offers) == len(found["needs"])
    for link, need in zip(offers, found["needs"], strict=True):
        answer = client.get(link)
        assert answer.status_code == 200
        capital = str(answer.json()).split("'working_capital': {'amount_gbp': ")[1]
        assert float(capital.split(",")[0].strip("'")) == need["amount_gbp"]


def test_who_asks_nothing_yet_gets_the_question(client: Client) -> None:
    page = client.page("/investors")
    assert page.status_code == 200
    assert "Name areas; you get each seat" in page.text
    assert "Seats in the best line-ups" not in page.text


def test_all_areas_are_looked_at_where_none_is_named(client: Client) -> None:
    found = client.get("/investors?max_members=4").json()
    assert [row["area"]["id"] for row in found["areas"]] == ["CPA1", "CPA2"]
    assert any("Each area is solved for itself" in note for note in found["notes"])


def test_filters_and_assumptions_are_asked_in_the_form_and_kept(client: Client) -> None:
    page = Outline(client.page(f"{AREA}&sector=vcse&payment_days=60").text)
    fields = {each["name"]: each for each in page.all("input")}
    assert fields["payment_days"]["value"] == "60"
    assert "60 days" in page.text
    found = client.get(f"{AREA}&sector=private").json()
    assert {each["sector"] for each in found["needs"]} <= {"private"}


def test_mistakes_stand_beside_their_fields_all_at_once(client: Client) -> None:
    query = "areas=Atlantis&limit=0&sector=church&payment_days=many&colour=red&must=nobody"
    answer = client.get(f"/investors?{query}")
    assert answer.status_code == 422
    fields = {each["field"] for each in answer.json()["errors"]}
    assert fields == {"areas", "limit", "sector", "payment_days", "colour", "must"}
    page = client.page(f"/investors?{query}")
    wrong = {
        each["name"]
        for each in Outline(page.text).all("input", "select", "textarea")
        if "aria-invalid" in each
    }
    assert wrong == {"areas", "limit", "sector", "payment_days"}


def test_the_question_says_what_it_asks_and_how_far_it_is(service: Service) -> None:
    brief, said = Brief(area="CPA1", max_members=4), list[str]()
    question = CapitalOf(brief, ("CPA1", "CPA2"), InvestorQuery())
    assert question.words(service) == "Who needs working capital for a seat in a line-up?"
    assert not question.in_time
    assert CapitalOf(brief, ("CPA1",), InvestorQuery()).in_time
    found = question.answer(service, stop=lambda: False, say=said.append)
    assert said == ["1 of 2 areas done.", "2 of 2 areas done."]
    assert len(found.areas) == 2


def test_a_search_that_is_stopped_gives_what_is_done(service: Service) -> None:
    brief = Brief(area="CPA1", max_members=4)
    done: list[str] = []
    question = CapitalOf(brief, ("CPA1", "CPA2"), InvestorQuery())
    found = question.answer(service, stop=lambda: bool(done), say=done.append)
    assert len(found.areas) == 1
    assert any("stopped before 1 of 2 areas" in note for note in found.notes)


def test_an_area_without_a_line_up_is_told(service: Service) -> None:
    brief = Brief(area="CPA1", max_members=1, min_vcse_share=1.0, lead="Workwise")
    found = CapitalOf(brief, ("CPA1",), InvestorQuery()).answer(
        service, stop=lambda: False, say=lambda _: None
    )
    assert found.total == 0
    assert any("No line-up keeps all the rules in: CPA1." in note for note in found.notes)
