"""Every fact's source is a link away, and the list of sources has them all."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from api.web.routes.sources import sites
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client

CITING = [
    "/areas/1/lineups",
    "/organisations/Homes for All",
    "/support",
]


def test_the_list_has_each_source_with_an_anchor(client: Client) -> None:
    answer = client.get("/sources").json()
    found, support = answer["sources"], answer["support"]
    page = Outline(client.page("/sources").text)
    anchors = [row["id"] for row in page.all("tr") if "id" in row]
    assert len(anchors) == len(set(anchors)) == len(found) + len(support)
    shown = [cells[0] for cells in page.tables["Sources, by their identifiers"]]
    assert shown == [row["title"] for row in found]
    assert len(client.get("/sources.csv").text.splitlines()) == len(found) + 1


def test_support_has_its_sources_and_its_version_there_too(client: Client) -> None:
    answer, support = client.get("/sources").json(), client.get("/support").json()
    assert answer["support_version"] == support["support_version"]
    known = {row["id"] for row in answer["support"]}
    assert support["offers"]
    assert {offer["source_id"] for offer in support["offers"]} <= known
    told = {name for row in answer["support"] for name in row["tells_of"]}
    assert {offer["name"] for offer in support["offers"]} <= told
    page = client.page("/sources").text
    assert answer["support_version"] in page


@pytest.mark.parametrize("path", CITING)
def test_a_fact_leads_to_its_source(client: Client, path: str) -> None:
    known = {f"/sources#{row['id']}" for row in outline_rows(client) if "id" in row}
    links = re.findall(r'href="(/sources#[^"]*)"', client.page(path).text)
    assert links
    assert {unescape(link) for link in links} <= known


def outline_rows(client: Client) -> list[dict[str, str | None]]:
    return Outline(client.page("/sources").text).all("tr")


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("gov.uk/a?b=c", "https://gov.uk/a?b=c"),
        ("https://gov.uk/a", "https://gov.uk/a"),
        ("http://gov.uk", "https://gov.uk"),
        ("docs/demand.md", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("gov.uk/a b", None),
        ('x.uk/"onclick', 'https://x.uk/"onclick'),
    ],
)
def test_only_pages_of_sites_are_links(address: str, link: str | None) -> None:
    assert sites(address) == [(address, link)]
