"""What is near, and the shortest way: the page, JSON and CSV give what the terminal gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.serialise import to_plain
from api.service.nodes import find_node
from graph.questions import Filters, LinkKind
from graph.questions.walking import neighbourhood, shortest_path
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from api.service.service import Service
    from tests.api.client import Client

NEAR = "/neighbours?of=Homes for All&depth=2&links=all"
WAY = "/path?of=Workwise&to=area:First County&links=all"


def every(service: Service) -> Filters:
    return Filters(as_of=service.default_as_of, links=frozenset(LinkKind))


def test_page_json_and_csv_tell_what_is_near(client: Client, service: Service) -> None:
    node = find_node(service, "Homes for All")
    found = neighbourhood(service.links, node, depth=2, filters=every(service), limit=50)
    assert client.get(NEAR).json() == to_plain(found)
    sheet = client.get(NEAR.replace("neighbours", "neighbours.csv")).text.splitlines()
    assert len(sheet) == 1 + len(found.links)
    (rows,) = Outline(client.page(NEAR).text).tables.values()
    assert [cells[0] for cells in rows] == [each.name for each in found.nodes[1:]]


def test_page_json_and_csv_tell_the_way(client: Client, service: Service) -> None:
    ends = [find_node(service, name) for name in ("Workwise", "area:First County")]
    found = shortest_path(service.links, ends[0], ends[1], filters=every(service))
    assert found
    assert client.get(WAY).json() == to_plain(found)
    (rows,) = Outline(client.page(WAY).text).tables.values()
    assert len(rows) == len(found.links)
    assert [cells[2] for cells in rows] == [each.name for each in found.nodes[1:]]


def test_where_no_way_leads_the_page_says_what_to_try(client: Client) -> None:
    page = Outline(client.page("/path?of=Workwise&to=Zenith Trust").text)
    assert "No way of at most 12 links leads from Workwise to Zenith Trust" in page.text


def test_mistakes_stand_beside_their_fields(client: Client) -> None:
    answer = client.page("/path?of=Nobody&to=area:Mars&longest=99")
    assert answer.status_code == 422
    assert 'id="longest-mistake"' in answer.text
    names = client.page("/path?of=Nobody&to=area:Mars")
    assert names.status_code == 422
    assert 'id="of-mistake"' in names.text
    assert 'id="to-mistake"' in names.text


def test_a_blank_question_is_asked(client: Client) -> None:
    for address in ("/neighbours", "/path"):
        page = client.page(address)
        assert page.status_code == 200
        assert 'name="of"' in page.text
