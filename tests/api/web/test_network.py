"""The network over HTTP: one question, as JSON, CSV, files and a page."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import networkx as nx
import pytest

from api.service.settings import Settings
from api.web.application import create_app
from tests.api.client import Client
from tests.api.web.test_pages import Outline
from tests.api.world import BITING, small_service

if TYPE_CHECKING:
    from api.service.service import Service

TIED = {"Homes for All", "Workwise", BITING}


@pytest.fixture(scope="module")
def client(service: Service) -> Client:
    return Client(create_app(Settings(store="sqlite://", log_level="error"), service))


def table(client: Client, path: str, caption: str) -> list[list[str]]:
    return Outline(client.page(path).text).tables[caption]


def test_the_page_shows_who_is_central(client: Client) -> None:
    page = client.page("/network")
    assert "3 organisations are tied by work that they did together" in page.text
    assert "Homes for All is the most central, with 2 partners." in page.text.replace("\n", " ")
    assert "It stands on more of the shortest ways" in page.text
    assert BITING not in page.text


def test_an_organisation_stands_in_the_middle_of_its_own_network(client: Client) -> None:
    page = client.page("/network", params={"focus": "workwise", "to": "Sharp"})
    assert "<h1>The network of Workwise</h1>" in page.text
    assert "Workwise did work together with 1 other," in page.text
    steps = re.findall(r"<li>(.* and .*: Project .*)</li>", unescape(page.text))
    assert steps == [
        "Workwise and Homes for All: Project joint",
        f"Homes for All and {BITING}: Project older",
    ]


def test_one_whom_nothing_ties_gets_a_page_that_says_so(client: Client) -> None:
    page = client.page("/network", params={"focus": "Zenith Trust"})
    assert page.status_code == 200
    assert "No work that counts here ties Zenith Trust to anybody." in page.text
    assert "map-section" not in page.text


def test_filters_are_told_in_words(client: Client) -> None:
    asked = {
        "area": "1",
        "pathway": "housing",
        "kind": "contract",
        "sector": "vcse",
        "first_year": 2009,
        "last_year": 2009,
        "min_strength": 0.1,
    }
    text = client.page("/network", params=asked).text
    said = (
        "of the kind contract, in First County, on Housing, between those of the VCSE sector, "
        "in 2009, with ties of at least 0.1"
    )
    assert said in text
    for years, words in (({"first_year": 2009}, "since 2009"), ({"last_year": 9}, "until 9")):
        assert f"together, {words}, as" in client.page("/network", params=years).text
    both = {"first_year": 2009, "last_year": 2010}
    assert "together, from 2009 to 2010, as" in client.page("/network", params=both).text


def test_ties_have_a_page_a_sheet_and_json(client: Client) -> None:
    found = client.get("/network/ties").json()["ties"]
    rows = list(csv.DictReader(io.StringIO(client.get("/network/ties.csv").text)))
    shown = table(client, "/network/ties", "Work that two delivered together")
    assert {row["works"] for row in rows} == {"Project joint", "Project older"}
    assert [tie["second_name"] for tie in found] == [row["second_name"] for row in rows]
    assert [(cells[0], cells[1]) for cells in shown] == [
        (tie["first_name"], tie["second_name"]) for tie in found
    ]
    assert {cells[3] for cells in shown} == {"2010 to 2012", "2005 to 2012"}


def test_without_ties_their_page_says_so(client: Client) -> None:
    assert "Nothing ties them." in client.page("/network/ties?kind=grant").text


@pytest.mark.parametrize(("ending", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_files_open_again(client: Client, ending: str, read: Any) -> None:
    answer = client.page(f"/network.{ending}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="network.{ending}"'
    graph = read(io.BytesIO(answer.content))
    assert {data["label"] for _, data in graph.nodes(data=True)} == TIED


def test_another_network_keeps_the_filters(client: Client) -> None:
    text = unescape(client.page("/network?first_year=2000&focus=Workwise&depth=2").text)
    links = re.findall(r'href="(/network\?[^"]*focus=[^"]*)"', text)
    assert links
    assert all(link.startswith("/network?first_year=2000&focus=ZZ-PMS-") for link in links)


def test_the_map_reads_the_same_question_as_json(client: Client) -> None:
    text = unescape(client.page("/network?focus=Workwise&depth=2").text)
    (address,) = re.findall(r'data-network="([^"]*)"', text)
    assert address == "/network.json?focus=Workwise&depth=2"
    assert {node["name"] for node in client.get(address).json()["nodes"]} == TIED
    for script in re.findall(r'<script [^>]*src="([^"]*)"', text):
        assert client.get(script).status_code == 200


def test_a_page_runs_only_scripts_of_its_own(client: Client) -> None:
    page = client.page("/network")
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page.text))
    assert "style=" not in page.text


def test_mistakes_are_told_together_and_beside_their_fields(client: Client) -> None:
    wrong = {"focus": "Nobody", "depth": "far", "limit": "6000", "kind": "gift", "x": "1"}
    answer = client.get("/network", params=wrong)
    assert answer.status_code == 422
    fields = {each["field"] for each in answer.json()["errors"]}
    assert fields == {"depth", "limit", "x"}  # names are looked up once all can be read
    page = client.page("/network", params={"focus": "Nobody", "kind": "gift"})
    assert page.status_code == 422
    assert 'id="focus-mistake"' in page.text
    assert 'id="kind-mistake"' in page.text
    assert "<details open>" in page.text


def test_a_programme_that_is_named_is_named_in_every_link() -> None:
    service = small_service()
    app = create_app(Settings(store="sqlite://", log_level="error"), service)
    text = unescape(Client(app).page(f"/network?programme={service.programme}").text)
    links = re.findall(r'(?:href|data-network)="(/(?:network|organisations)[^"]*)"', text)
    assert links
    assert all(f"programme={service.programme}" in link for link in links)


def test_rows_after_the_first_view_wait_behind_a_click(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.web.routes.network.FIRST_VIEW", 2)
    text = client.page("/network").text
    tables = Outline(text).tables
    (rest,) = (rows for caption, rows in tables.items() if "after the first 2" in caption)
    assert "<summary>The other 1</summary>" in text
    assert len(rest) == 1
    assert {cells[0] for rows in tables.values() for cells in rows} >= {"Homes for All", "Workwise"}
