"""Unmet needs over HTTP: one question, as JSON, CSV and a page."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.web.test_builtin import builtin_client
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client


@pytest.mark.parametrize(
    "asked", [{}, {"area": "1"}, {"level": "authority", "cohorts": "true"}, {"limit": 2}]
)
def test_page_csv_and_json_have_the_same_rows(client: Client, asked: dict[str, Any]) -> None:
    gaps = client.get("/gaps", params=asked).json()["gaps"]
    rows = list(csv.DictReader(io.StringIO(client.get("/gaps.csv", params=asked).text)))
    tables = Outline(client.page("/gaps", params=asked).text).tables
    (shown,) = (cells for caption, cells in tables.items() if "most unmet first" in caption)
    assert len(gaps) == len(rows) == len(shown) > 0
    for gap, row, cells in zip(gaps, rows, shown, strict=True):
        assert float(row["unmet"]) == gap["unmet"]
        assert cells[0] == row["place_name"] or row["area_name"]
        assert f"{gap['unmet']:,.0f}" in cells


def test_the_page_says_the_answer_first(client: Client) -> None:
    text = " ".join(client.page("/gaps?pathway=work&cohort=women").text.split())
    assert "of the need for Work of Women. Most is missing in" in text
    assert "Nobody has been asked" in text


def test_a_pathway_that_nobody_needs_has_a_page_that_says_so(client: Client) -> None:
    page = client.page("/gaps?pathway=centre")
    assert page.status_code == 200
    assert "Nobody is known to have such a need" in page.text


def test_an_area_leads_to_its_authorities_and_to_those_who_work_there(client: Client) -> None:
    text = unescape(client.page("/gaps?pathway=housing").text)
    links = re.findall(r'href="(/(?:gaps|organisations)\?[^"]*)"', text)
    assert "/gaps?area=CPA1&pathway=housing&as_of=2013-09-19" in links
    assert "/organisations?area=CPA1&pathway=housing&as_of=2013-09-19" in links
    for link in links:
        assert client.page(link).status_code == 200


def test_mistakes_are_told_beside_their_fields(client: Client) -> None:
    answer = client.get("/gaps", params={"limit": "0", "cohorts": "perhaps", "x": "1"})
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {"limit", "cohorts", "x"}
    page = client.page("/gaps", params={"area": "Atlantis", "level": "ward"})
    assert page.status_code == 422
    assert 'id="area-mistake"' in page.text
    assert 'id="level-mistake"' in page.text


def test_the_map_of_all_areas_leads_to_the_gaps_of_each() -> None:
    client = builtin_client()
    answer = client.get("/gaps.svg?pathway=finance")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    links = set(re.findall(r'href="([^"]*)"', unescape(answer.text)))
    assert len(links) == 21
    assert "/gaps?area=CPA19&pathway=finance&as_of=2013-09-19" in links
    assert "Share of the needs that all known organisations together could meet" in answer.text
    assert "href" not in client.get("/gaps.svg?area=Essex").text
    assert "<svg" in client.page("/gaps?area=Essex").text
