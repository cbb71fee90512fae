"""The page of an organisation: the answer first, what is missing, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client

MISSING = "What nobody knows of it, and how to add it"


def test_what_is_known_stands_before_the_tables(client: Client) -> None:
    text = Outline(client.page("/organisations/Homes for All").text).text
    assert text.index("Known for housing, in First County.") < text.index("What it can do, and")


def test_what_is_missing_comes_with_how_to_add_it(client: Client) -> None:
    rows = Outline(client.page("/organisations/Workwise").text).tables[MISSING]
    evidence = next(row for row in rows if row[0] == "Evidence of effect")
    assert evidence[2] == "Its own statement, under Evidence kind and Evidence level"


def test_it_leads_to_every_question_about_it(client: Client) -> None:
    page = Outline(client.page("/organisations/Homes for All?as_of=2013-09-19").text)
    links = [str(each.get("href")) for each in page.all("a")]
    here = "/organisations/ZZ-PMS-homes-for-all"
    for start in (
        f"{here}/needed?",
        f"{here}/partners?",
        "/network?focus=",
        "/areas/CPA1/why-not?",
    ):
        (first, *_) = (link for link in links if link.startswith(start))
        assert "as_of=2013-09-19" in first
        assert client.page(first).status_code == 200
