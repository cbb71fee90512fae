"""Where an organisation is needed, over HTTP: one question, one answer, three forms."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.api.web.test_pages import Outline
from tests.api.world import BITING

if TYPE_CHECKING:
    from tests.api.client import Client

HOMES = "/organisations/Homes for All/needed"
CAPTION = "Needs a year, what the best three others could meet, and what {} would add"


@pytest.mark.parametrize("query", ["", "?limit=1", "?pathway=housing&where=here", "?area=2"])
def test_page_csv_and_json_have_the_same_rows(client: Client, query: str) -> None:
    found = client.get(f"{HOMES}{query}").json()
    sheet = list(csv.DictReader(io.StringIO(client.get(f"{HOMES}.csv{query}").text)))
    page = Outline(client.page(f"{HOMES}{query}").text)
    shown = page.tables.get(CAPTION.format("Homes for All"), [])
    ranks = [str(row["rank"]) for row in found["rows"]]
    assert [row["rank"] for row in sheet] == ranks
    assert [cells[0] for cells in shown] == ranks
    assert [cells[6] for cells in shown] == [f"{row['adds_a_year']:,.0f}" for row in found["rows"]]


def test_every_row_leads_to_the_area_to_primes_and_to_why_not(client: Client) -> None:
    row = client.get(HOMES).json()["rows"][0]
    links = [str(each.get("href")) for each in Outline(client.page(HOMES).text).all("a")]
    assert f"/areas/{row['area']}" in links
    partners = next(link for link in links if "/partners?" in link)
    assert f"area={row['area']}" in partners
    assert f"pathway={row['pathway']}" in partners
    assert "direction=leads" in partners
    why_not = next(link for link in links if "/why-not?" in link)
    assert "organisation=ZZ-PMS-homes-for-all" in why_not
    for link in (partners, why_not):
        assert client.get(link).status_code == 200


def test_the_best_are_said_in_a_sentence_first(client: Client) -> None:
    text = Outline(client.page(HOMES).text).text
    assert "Where it works, Homes for All is needed most for" in text
    assert text.index("is needed most for") < text.index("Rank")
    assert client.get(HOMES).headers["X-Partnership-Status"] == "suggested"


def test_who_was_not_there_on_the_day_is_told_so(client: Client) -> None:
    path = "/organisations/Latecomer/needed?as_of=2016-06-01"
    assert client.get(path).json()["known"]
    none = client.page("/organisations/Latecomer/needed")
    assert "Nothing public shows that Latecomer existed" in none.text


def test_of_whom_nothing_is_known_gets_the_market_and_is_told_how_to_be_known(
    client: Client,
) -> None:
    path = "/organisations/Zenith Trust/needed?as_of=2001-01-01"
    found = client.get(path).json()
    assert not found["known"]
    assert {row["where"] for row in found["rows"]} == {"anywhere"}
    page = Outline(client.page(path).text).text
    assert "The largest gaps of the market: " in page
    assert "Tell of its work" in page
    assert "why not in the best line-up" not in page


def test_mistakes_stand_in_the_form_and_at_their_fields(client: Client) -> None:
    asked = f"{HOMES}?limit=0&area=Atlantis&where=up&colour=red"
    problem = client.get(asked)
    assert problem.status_code == 422
    assert {each["field"] for each in problem.json()["errors"]} == {"limit", "where", "colour"}
    assert {each["field"] for each in client.get(f"{HOMES}?area=Atlantis").json()["errors"]} == {
        "area"
    }
    page = client.page(asked)
    assert page.status_code == 422
    assert 'href="#limit"' in page.text
    assert client.get("/organisations/nobody at all/needed").status_code == 404


def test_a_name_that_bites_is_only_text(client: Client) -> None:
    (sharp,) = client.get("/organisations", params={"text": "Sharp"}).json()["organisations"]
    page = client.page(f"/organisations/{sharp['id']}/needed")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert BITING in Outline(page.text).text
