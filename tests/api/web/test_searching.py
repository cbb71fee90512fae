"""The search for organisations: one query for page, JSON and CSV, and help where nothing fits."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.api.web.test_pages import Outline
from tests.api.world import BITING

if TYPE_CHECKING:
    from tests.api.client import Client

CAPTION = "In the order of their names"
EVERYBODY = ["Homes for All", BITING, "Workwise", "Zenith Trust"]


def names_in(client: Client, query: str) -> tuple[list[str], list[str], list[str]]:
    listed = client.get(f"/organisations{query}").json()["organisations"]
    sheet = csv.DictReader(io.StringIO(client.get(f"/organisations.csv{query}").text))
    shown = Outline(client.page(f"/organisations{query}").text).tables.get(CAPTION, [])
    return (
        [each["name"] for each in listed],
        [each["name"] for each in sheet],
        [each[0] for each in shown],
    )


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?text=homes",
        "?text=1234567",
        "?sector=vcse&limit=1",
        "?pathway=work&area=1",
        "?kind=charity&cohort=women",
        "?text=nobody",
    ],
)
def test_page_json_and_csv_have_the_same_rows(client: Client, query: str) -> None:
    listed, sheet, shown = names_in(client, query)
    assert listed == sheet == shown


def test_the_sheet_that_a_page_offers_is_the_whole_list(client: Client) -> None:
    first = client.page("/organisations?limit=1&as_of=2013-09-19")
    links = [str(each["href"]) for each in Outline(first.text).all("a")]
    (whole,) = (link for link in links if ".csv" in link and "limit" not in link)
    rows = list(csv.DictReader(io.StringIO(client.get(whole).text)))
    assert [row["name"] for row in rows] == EVERYBODY
    assert "1 of 4 on this page" in Outline(first.text).text


def test_pages_of_a_list_lead_on_and_back_to_the_first(client: Client) -> None:
    address, seen = "/organisations?limit=1&sector=vcse", []
    for _ in range(5):
        page = Outline(client.page(address).text)
        seen += [row[0] for row in page.tables[CAPTION]]
        links = [str(each["href"]) for each in page.all("a")]
        following = [link for link in links if "cursor=" in link and link.startswith("/")]
        onward = [link for link in following if link.startswith("/organisations?")]
        if not onward or onward[0] == address:
            break
        assert "sector=vcse" in onward[0]
        address = onward[0]
    assert seen == ["Homes for All", BITING, "Zenith Trust"]
    assert "/organisations?limit=1&sector=vcse" in links


def test_a_name_spelled_wrong_finds_the_nearest(client: Client) -> None:
    listed = client.get("/organisations", params={"text": "Zenit Trsut"}).json()
    assert (listed["total"], listed["nearest"][0]["name"]) == (0, "Zenith Trust")
    page = client.page("/organisations?text=Zenit Trsut")
    assert "Names that look like it" in page.text
    assert 'href="/organisations/ZZ-PMS-zenith-trust?as_of=2013-09-19">Zenith Trust' in page.text


def test_nobody_is_offered_who_was_not_known_on_the_day(client: Client) -> None:
    then = client.get("/organisations", params={"text": "Latecommer"}).json()
    later = client.get("/organisations?text=Latecommer&as_of=2016-06-01").json()
    assert "Latecomer" not in [each["name"] for each in then["nearest"]]
    assert later["nearest"][0]["name"] == "Latecomer"


def test_where_only_filters_stand_in_the_way_the_page_says_what_to_do(client: Client) -> None:
    page = client.page("/organisations?sector=mutual")
    assert client.get("/organisations?sector=mutual").json()["nearest"] == []
    assert "Leave out a filter" in page.text
    assert 'href="/statement"' in page.text


def test_the_form_keeps_what_was_asked_and_opens_its_filters(client: Client) -> None:
    page = Outline(client.page("/organisations?text=%3Cb%3E&area=CPA1").text)
    (text,) = (each for each in page.all("input") if each.get("name") == "text")
    assert (text["value"], text["type"]) == ("<b>", "search")
    assert any("open" in each for each in page.all("details"))
    shut = Outline(client.page("/organisations?text=homes").text)
    assert not any("open" in each for each in shut.all("details"))


def test_mistakes_stand_at_their_fields(client: Client) -> None:
    page = client.page("/organisations?kind=charty&colour=red")
    assert page.status_code == 422
    assert 'href="#kind"' in page.text
    assert 'aria-invalid="true"' in page.text
    assert CAPTION not in page.text
