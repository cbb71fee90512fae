"""The forms of an answer: by the ending of its address, or as the client prefers."""

from __future__ import annotations

import csv
import io
import json
from html import unescape
from typing import TYPE_CHECKING

import pytest

from api.web.addresses import segment
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client

CENTRAL = "organisations, the most central first. 1 is as central as the average."
LISTS = {
    "/areas": ("areas", "The 2 contract areas"),
    "/organisations": ("organisations", "In the order of their names"),
    "/network": ("nodes", f"3 {CENTRAL}"),
    "/network?focus=Workwise": ("nodes", f"2 {CENTRAL}"),
    "/organisations?kind=charity&limit=1": ("organisations", "In the order of their names"),
}
"""Each list with the name of its rows in JSON and the caption of its table."""
ANSWERS = ["/areas", "/areas/1", "/areas/1/lineups", "/organisations/Workwise"]
ANSWERS += ["/fairness", "/network", "/network/ties", "/gaps"]


def ended(path: str, ending: str) -> str:
    address, mark, query = path.partition("?")
    return f"{address}.{ending}{mark}{query}"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/json, text/html;q=0.9", "application/json"),
        ("text/html, */*;q=0.8", "text/html"),
        ("text/*", "text/html"),
        ("text/csv", "text/csv"),
        ("text/csv;q=0.5, text/html", "text/html"),
        ("image/png", "application/json"),
    ],
)
def test_the_client_chooses_among_the_forms(client: Client, accept: str, kind: str) -> None:
    answer = client.get("/fairness?lists=2", headers={"Accept": accept})
    assert answer.headers["Content-Type"].startswith(kind)
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ANSWERS)
def test_an_ending_asks_for_a_form_whatever_the_client_prefers(client: Client, path: str) -> None:
    browser = client.page(ended(path, "json"))
    assert browser.json() == client.get(path).json()
    assert "Content-Disposition" not in browser.headers


@pytest.mark.parametrize(("path", "named"), LISTS.items())
def test_page_csv_and_json_have_the_same_rows(
    client: Client, path: str, named: tuple[str, str]
) -> None:
    rows, caption = named
    body = client.get(path).json()[rows]
    sheet = list(csv.DictReader(io.StringIO(client.get(ended(path, "csv")).text)))
    shown = Outline(client.page(path).text).tables[caption]
    names = [row["name"] for row in body]
    assert [row["name"] for row in sheet] == names
    assert [cells[0] for cells in shown] == names


def test_a_sheet_is_kept_under_the_name_of_its_address(client: Client) -> None:
    kept = client.page("/areas/1/lineups.csv").headers["Content-Disposition"]
    assert kept == 'attachment; filename="areas-1-lineups.csv"'


@pytest.mark.parametrize("path", ANSWERS)
def test_a_page_leads_to_its_other_forms_with_the_same_question(client: Client, path: str) -> None:
    asked = f"{path}?as_of=2013-09-19" if path != "/areas" else path
    foot = client.page(asked).text.split("This page as ")[1].split("</p>")[0]
    links = [unescape(part.split('"')[0]) for part in foot.split('href="')[1:]]
    assert ended(asked, "json") in links
    for link in links:
        answer = client.page(link)
        assert answer.status_code == 200
        assert not answer.headers["Content-Type"].startswith("text/html")


def test_a_form_that_an_answer_has_not_is_told_with_those_it_has(client: Client) -> None:
    answer = client.get("/areas/1.gexf")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "This address has no form .gexf; it has: .json, .svg."
    assert client.get("/areas/1/brief.csv").json()["detail"].endswith("it is only a page.")


def test_the_start_is_a_page_for_everybody(client: Client) -> None:
    for accept in ("*/*", "application/json"):
        answer = client.get("/", headers={"Accept": accept})
        assert answer.headers["Content-Type"].startswith("text/html")


def test_a_name_that_ends_like_a_form_is_reached_by_its_link(client: Client) -> None:
    answer = client.get(f"/areas/{segment('Frist.json')}")
    assert "'Frist.json'" in answer.json()["detail"]


def test_a_problem_of_a_form_is_a_page_for_browsers_alone(client: Client) -> None:
    assert json.loads(client.page("/areas/nowhere.json").text)["status"] == 404
    assert client.page("/areas/nowhere.csv").headers["Content-Type"].startswith("text/html")
    assert client.get("/areas/nowhere.csv").json()["status"] == 404
