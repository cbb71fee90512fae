"""One step from a member of a line-up to the offer that it would mean for it."""

from __future__ import annotations

import html
import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from api.formats.words import Words
from api.web.offer_links import offer_queries
from api.web.routes import offers
from matcher.answer.records import AreaLabel
from matcher.offers.assessment import assess
from tests.api.web.test_builtin import builtin_client

if TYPE_CHECKING:
    from api.service.service import Service
    from tests.api.client import Client


@pytest.fixture(autouse=True)
def _few_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "assess", partial(assess, runs=100))


ASKED = "max_members=6&k=1"


def links(page: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r'href="(/offer\?from_[^"]*)"', page)]


def members(client: Client) -> dict[str, dict[str, object]]:
    answer = client.get(f"/areas/CPA19/lineups?{ASKED}").json()
    return {each["id"]: each for each in answer["lineups"][0]["members"]}


def test_each_paid_member_but_the_lead_has_a_link_with_its_share() -> None:
    client = builtin_client()
    found = links(client.page(f"/areas/CPA19/lineups?{ASKED}").text)
    own = members(client)
    shares = {parse_qs(urlsplit(each).query)["from_member"][0]: each for each in found}
    paid = {key for key, each in own.items() if each["role"] in {"tier-2", "tier-3"}}
    assert set(shares) == paid
    assert paid
    for key, address in shares.items():
        given = parse_qs(urlsplit(address).query)
        assert float(given["from_value_gbp"][0]) == round(float(str(own[key]["value_gbp"])), 2)
        assert given["from_area"] == ["CPA19"]


def test_the_link_leads_to_an_offer_worth_as_much() -> None:
    client = builtin_client()
    address = links(client.page(f"/areas/CPA19/lineups?{ASKED}").text)[0]
    answer = client.get(address).json()
    share = answer["line_up"]["share"]
    inputs = answer["assessment"]["inputs"]
    people = float(inputs["service1_people_expected"])
    worth = float(inputs["service1_unit_price_gbp"]) * people
    assert abs(worth - share["from_value_gbp"]) <= 0.005 * people + 0.01
    assert share["from_name"] in html.unescape(client.page(address).text)


def test_a_line_up_of_ones_own_has_the_links_too() -> None:
    client = builtin_client()
    query = urlencode({"members": list(members(client)), "max_members": 6}, doseq=True)
    page = client.page(f"/areas/CPA19/line-up?{query}").text
    assert links(page)
    assert client.page(links(page)[0]).status_code == 200


def test_no_line_up_has_no_links(service: Service) -> None:
    area = AreaLabel(id="1", codes={}, name="First")
    assert offer_queries(None, area, Words(service.snapshot)) == {}
