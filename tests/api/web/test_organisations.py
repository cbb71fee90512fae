"""Organisations over HTTP: filters, cursors, details."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.api.world import BITING

if TYPE_CHECKING:
    from tests.api.client import Client


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_following_cursors_lists_everybody_once(client: Client, limit: int) -> None:
    names, cursor = [], ""
    for _ in range(9):
        page = client.get("/organisations", params={"limit": limit, "cursor": cursor}).json()
        names += [organisation["name"] for organisation in page["organisations"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["Homes for All", BITING, "Workwise", "Zenith Trust"]
    assert page["total"] == 4


def test_the_link_header_leads_to_the_next_stretch_of_the_same_query(client: Client) -> None:
    answer = client.get("/organisations", params={"sector": "vcse", "limit": 1})
    address = answer.headers["Link"].split(">")[0].removeprefix("<")
    following = client.get(address).json()
    assert [organisation["name"] for organisation in following["organisations"]] == [BITING]
    assert following["query"] == "organisations of the vcse sector"


@pytest.mark.parametrize("text", ["%", "&", "'", "and"])
def test_a_text_without_a_word_finds_nothing_and_says_so(client: Client, text: str) -> None:
    answer = client.get("/organisations", params={"text": text}).json()
    assert (answer["total"], answer["organisations"]) == (0, [])
    assert "has no word in it" in answer["query"]


@pytest.mark.parametrize("cursor", ["abc", "WzFd", "WzEsMl0", "e30", "!!!!", "W1tbW1tb", "ÿ"])
def test_a_strange_cursor_is_a_mistake_like_any_other(client: Client, cursor: str) -> None:
    answer = client.get("/organisations", params={"cursor": cursor})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["cursor"]


def test_all_the_mistakes_of_a_query_come_at_once(client: Client) -> None:
    parameters = {"limit": 0, "kind": "charty", "as_of": "soon", "colour": "red", "area": "x" * 999}
    answer = client.get("/organisations", params=parameters)
    assert answer.status_code == 422
    fields = {error["field"] for error in answer.json()["errors"]}
    assert fields == {"limit", "kind", "as_of", "colour", "area"}


def test_describes_an_organisation_by_identifier_name_or_alias(client: Client) -> None:
    answers = [
        client.get(f"/organisations/{name}").json()
        for name in ("ZZ-PMS-zenith-trust", "zenith trust", "Acme Training")
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["id"] == "ZZ-PMS-zenith-trust"


def test_offers_the_nearest_names_for_an_unknown_organisation(client: Client) -> None:
    answer = client.get("/organisations/Home for Al")
    assert answer.status_code == 404
    assert answer.json()["nearest"][0] == "Homes for All"


def test_a_detail_counts_facts_as_of_the_day_asked_for(client: Client) -> None:
    then = client.get("/organisations/Latecomer").json()
    later = client.get("/organisations/Latecomer?as_of=2016-01-01").json()
    assert (then["origin"]["counts"], later["origin"]["counts"]) == (False, True)
    assert client.get("/organisations/Latecomer?as_of=2016-02-30").status_code == 422
