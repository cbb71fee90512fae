"""Partners over HTTP."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client


def test_partners_are_suggestions_with_their_sum(client: Client) -> None:
    answer = client.get("/organisations/Homes for All/partners", params={"limit": 2})
    found = answer.json()
    assert answer.headers["X-Partnership-Status"] == "suggested"
    assert found["status"] == "suggested"
    assert 1 <= len(found["partners"]) <= 2
    for partner in found["partners"]:
        total = found["base"] + sum(part["log_odds"] for part in partner["parts"])
        assert total == pytest.approx(partner["log_odds"])


def test_filters_are_parameters(client: Client) -> None:
    params = {"vcse_only": "true", "never": "Zenith Trust", "area": "First County"}
    found = client.get("/organisations/Homes for All/partners", params=params).json()
    assert {each["sector"] for each in found["partners"]} <= {"vcse"}
    assert found["area"]["name"] == "First County"
    assert len(found["never"]) == 1


def test_whom_filters_leave_is_said_on_the_page_and_the_less_usual_ones_are_folded(
    client: Client,
) -> None:
    path = "/organisations/Homes for All/partners"
    params = {"pathway": "housing", "delivers_only": "true", "new_only": "true"}
    page = client.page(path, params=params).text
    assert "only those known to deliver it, and not yet worked with" in " ".join(page.split())
    assert "<details>\n<summary>More filters" in page
    page = client.page(path, params={"only": "sector=private"}).text
    assert "<details open>\n<summary>More filters" in page
    assert 'value="size=' in page
    found = client.get(path, params={"only": "sector=private"}).json()
    assert {each["sector"] for each in found["partners"]} <= {"private"}


def test_a_filter_without_what_it_is_about_is_a_mistake_beside_its_field(client: Client) -> None:
    path = "/organisations/Homes for All/partners"
    asked = {"delivers_only": "true", "in_area_only": "true", "only": "size=big"}
    wrong = client.get(path, params=asked)
    assert {each["field"] for each in wrong.json()["errors"]} == set(asked)
    page = client.page(path, params={"delivers_only": "true"}).text
    assert 'id="delivers_only-mistake"' in page


def test_mistakes_are_told_together_and_an_unknown_name_is_not_found(client: Client) -> None:
    wrong = client.get("/organisations/Homes for All/partners", params={"limit": 0, "x": 1})
    assert wrong.status_code == 422
    assert {each["field"] for each in wrong.json()["errors"]} == {"limit", "x"}
    area = client.get("/organisations/Homes for All/partners", params={"area": "Atlantis"})
    assert area.status_code == 422
    assert client.get("/organisations/Nobody at all/partners").status_code == 404


def test_every_source_on_the_page_is_a_link(client: Client) -> None:
    page = Outline(client.page("/organisations/Homes for All/partners").text)
    anchors = {row["id"] for row in Outline(client.page("/sources").text).all("tr") if "id" in row}
    linked = [str(each.get("href", "")) for each in page.all("a")]
    cited = {each.partition("#")[2] for each in linked if each.startswith("/sources#")}
    assert cited
    assert cited <= anchors


def test_the_same_partners_are_csv_at_their_own_address_and_by_the_accept_header(
    client: Client,
) -> None:
    path = "/organisations/Homes for All/partners"
    plain = client.get(path, params={"limit": 3}).json()
    one = client.get(f"{path}.csv", params={"limit": 3})
    other = client.get(path, params={"limit": 3}, headers={"Accept": "text/csv"})
    assert one.text == other.text
    assert one.headers["Content-Type"].startswith("text/csv")
    assert one.headers["X-Partnership-Status"] == "suggested"
    rows = list(csv.DictReader(io.StringIO(one.text)))
    assert [row["id"] for row in rows] == [each["id"] for each in plain["partners"]]
    assert client.get(f"{path}.csv", params={"limit": 0}).status_code == 422


def test_a_fair_list_says_on_its_page_what_it_costs(client: Client) -> None:
    params = {"fair": "sector", "limit": "3"}
    found = client.get("/organisations/Homes for All/partners", params=params).json()
    assert found["fair"]["by"] == "sector"
    page = client.page("/organisations/Homes for All/partners", params=params)
    assert "The fair order gives up" in page.text
    wrong = client.get("/organisations/Homes for All/partners", params={"fair": "star sign"})
    assert {each["field"] for each in wrong.json()["errors"]} == {"fair"}


def test_the_page_says_that_nobody_was_asked_and_names_the_sum(client: Client) -> None:
    page = client.page("/organisations/Homes for All/partners")
    assert page.headers["X-Partnership-Status"] == "suggested"
    text = " ".join(page.text.split())
    assert "Nobody named here has been asked" in text
    assert "orks where you work (" in text or "oes what you do not (" in text
    assert "<script>alert" not in text


def test_the_page_shows_every_mistake_beside_its_field(client: Client) -> None:
    page = client.page("/organisations/Homes for All/partners", params={"limit": "0", "x": "1"})
    assert page.status_code == 422
    assert 'id="limit-mistake"' in page.text
    assert "is not a parameter here" in page.text
    area = client.page("/organisations/Homes for All/partners", params={"area": "Atlantis"})
    assert 'id="area-mistake"' in area.text


def test_an_organisations_page_leads_to_its_partners(client: Client) -> None:
    assert "/partners?as_of=" in client.page("/organisations/Homes for All").text
