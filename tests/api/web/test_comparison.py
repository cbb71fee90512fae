"""Two line-ups beside each other on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client

PATH = "/areas/1/compare?members=Workwise&members=Sharp&other=Workwise&other=Zenith Trust"


def test_the_page_names_who_is_only_in_one(client: Client) -> None:
    page = Outline(client.page(PATH).text)
    assert "Only in line-up 1: Sharp" in page.text
    assert "Only in line-up 2: Zenith Trust" in page.text
    assert "more. Line-up 1 could meet" in page.text


def test_the_page_calls_no_given_line_up_the_proven_best(client: Client) -> None:
    page = Outline(client.page(PATH).text)
    assert "proven best" not in page.text
    assert "proven best" in Outline(client.page("/areas/1/lineups?k=1").text).text
