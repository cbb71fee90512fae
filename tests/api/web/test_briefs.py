"""The brief, question by question, until its line-ups are found."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from api.service.settings import Settings
from api.web.application import create_app
from api.web.briefing import STEPS
from api.web.parameters import BRIEF_PARAMETERS
from tests.api.client import Client
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    import httpx

    from api.service.service import Service


def sent(client: Client, step: str, query: str) -> httpx.Response:
    return client.page(f"/areas/1/brief/{step}?{query}&answered=yes")


def asked_after(answer: httpx.Response) -> tuple[str, dict[str, list[str]]]:
    to = urlsplit(answer.headers["Location"])
    return to.path, parse_qs(to.query)


def test_the_questions_ask_every_field_once() -> None:
    asked = [name for step in STEPS for name in step.fields]
    assert sorted(asked) == sorted(BRIEF_PARAMETERS)


def test_an_answer_leads_to_the_next_question_and_is_kept(client: Client) -> None:
    answer = sent(client, "members", "lead=Workwise&must=Homes+for+All%0D%0AZenith+Trust&never=")
    assert answer.status_code == 303
    path, asked = asked_after(answer)
    assert path == "/areas/CPA1/brief/size"
    assert asked == {"lead": ["Workwise"], "must": ["Homes for All\r\nZenith Trust"]}
    page = client.page(answer.headers["Location"]).text
    assert '<input type="hidden" name="lead" value="Workwise">' in page


def test_the_last_question_and_a_change_lead_to_all_answers(client: Client) -> None:
    assert asked_after(sent(client, "answer", "k=2"))[0] == "/areas/CPA1/brief"
    path, asked = asked_after(sent(client, "lead", "lead=Workwise&k=2&back=check"))
    assert (path, asked) == ("/areas/CPA1/brief", {"lead": ["Workwise"], "k": ["2"]})


def test_a_gate_is_switched_by_its_own_field(client: Client) -> None:
    query = "gate-exposure=off&gate-guarantee=0.75&gate-consent=&gates=market_share%3Doff"
    asked = asked_after(sent(client, "gates", query))[1]
    assert asked["gates"] == ["market_share=off", "guarantee=0.75", "exposure=off"]
    page = client.page("/areas/1/brief/gates?gates=exposure%3Doff").text
    field = re.search(r'<input[^>]*name="gate-exposure"[^>]*>', page)
    assert field is not None
    assert 'value="off"' in field[0]
    assert 'name="gates"' not in page


def test_a_mistake_stays_on_its_question_beside_its_field(client: Client) -> None:
    answer = sent(client, "members", "must=Nobody+at+all&k=many")
    page = Outline(answer.text)
    assert answer.status_code == 422
    assert {f["name"] for f in page.all("input", "textarea") if "aria-invalid" in f} == {"must"}
    assert "#must" in {link["href"] for link in page.all("a")}
    assert "Nobody at all" in answer.text
    assert sent(client, "gates", "gate-exposure=all").status_code == 422


def test_a_brief_with_mistakes_leads_to_the_question_of_each(client: Client) -> None:
    for path in ("/areas/1/lineups", "/areas/1/brief"):
        answer = client.page(path, params={"k": "many", "must": "nobody", "equity": "7"})
        assert answer.status_code == 422
        links = [unescape(str(link["href"])) for link in Outline(answer.text).all("a")]
        for step in ("members", "weights", "answer"):
            wanted = f"/areas/CPA1/brief/{step}?k=many&must=nobody&equity=7&back=check"
            assert wanted in links


def test_all_answers_stand_on_one_page_and_lead_to_the_line_ups(client: Client) -> None:
    text = client.page("/areas/1/brief?lead=Workwise&k=1").text
    rows = re.findall(r"<dt>([^<]*)</dt>\s*<dd[^>]*>([^<]*)", text)
    assert ("Lead", "Workwise") in rows
    assert ("Line-ups", "1") in rows
    assert ("Must be in", "nobody in particular") in rows
    assert len(rows) == len(BRIEF_PARAMETERS)
    (link,) = re.findall(r'href="([^"]*/lineups[^"]*)"', text)
    assert client.page(unescape(link)).status_code == 200


def test_what_was_asked_can_be_changed_from_the_answer(client: Client) -> None:
    text = client.page("/areas/1/lineups?lead=Workwise&k=1").text
    assert "/areas/CPA1/brief?lead=Workwise&amp;k=1" in text


@pytest.mark.parametrize("step", ["nothing", "lead.json"])
def test_a_question_that_there_is_not_is_not_found(client: Client, step: str) -> None:
    assert client.page(f"/areas/1/brief/{step}").status_code == 404


def test_the_questions_start_from_defaults_that_the_server_accepts(service: Service) -> None:
    settings = Settings(
        store="sqlite://", log_level="error", max_k=1, max_members=4, max_time_limit_s=2
    )
    client = Client(create_app(settings, service))
    pages = [Outline(client.page(f"/areas/1/brief/{each}").text) for each in ("size", "answer")]
    fields = {field["name"]: field for page in pages for field in page.all("input")}
    for name in ("k", "max_members", "time_limit_s"):
        assert fields[name]["value"] == fields[name]["max"]
    assert fields["as_of"]["value"] == "2013-09-19"
