"""Fairness over HTTP: one question, as JSON, CSV and a page."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.api.client import Client


def test_the_report_holds_each_group_with_its_share(client: Client) -> None:
    found = client.get("/fairness", params={"limit": 3, "lists": 4}).json()
    assert found["of"] == "partners"
    assert found["lists"] <= 4
    for grouping in found["groupings"]:
        assert sum(row["exposure"] for row in grouping["groups"]) == pytest.approx(1.0)


def test_lists_that_name_nobody_are_counted_apart(client: Client) -> None:
    found = client.get("/fairness", params={"limit": 3, "lists": 4}).json()
    assert found["lists"] == 3
    assert "1 of 4 lists name nobody, and are not compared." in found["notes"]


def test_csv_and_page_show_the_same_as_json(client: Client) -> None:
    asked = {"by": "sector", "area": "First County"}
    found = client.get("/fairness", params=asked).json()
    sheet = client.get("/fairness.csv", params=asked)
    accepted = client.get("/fairness", params=asked, headers={"Accept": "text/csv"})
    assert sheet.text == accepted.text
    groups = [row["group"] for row in found["groupings"][0]["groups"]]
    rows = list(csv.DictReader(io.StringIO(sheet.text)))
    assert [row["group"] for row in rows] == groups
    page = client.page("/fairness", params=asked)
    assert page.status_code == 200
    assert all(group.lower() in page.text.lower() for group in groups)


def test_mistakes_are_told_together_and_beside_their_fields(client: Client) -> None:
    wrong = {"limit": "0", "lists": "many", "x": "1"}
    answer = client.get("/fairness", params=wrong)
    assert answer.status_code == 422
    assert {each["field"] for each in answer.json()["errors"]} == {"limit", "lists", "x"}
    page = client.page("/fairness", params={"area": "Atlantis", "by": "star sign"})
    assert page.status_code == 422
    assert 'id="area-mistake"' in page.text
    assert 'id="by-mistake"' in page.text
