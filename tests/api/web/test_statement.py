"""How an organisation tells of itself: the page, its rows in all forms, and the spreadsheet."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from graph.packs.statement_questions import COLUMNS, SHEET
from tests.api.web.test_pages import Outline

if TYPE_CHECKING:
    from tests.api.client import Client


def test_page_json_and_csv_list_the_same_columns(client: Client) -> None:
    columns = client.get("/statement").json()["columns"]
    assert [each["column"] for each in columns] == [each.heading for each in COLUMNS]
    assert len(client.get("/statement.csv").text.splitlines()) == 1 + len(columns)
    page = Outline(client.page("/statement").text)
    rows = page.tables["What the spreadsheet asks; the examples are invented"]
    assert [cells[0] for cells in rows] == [each["column"] for each in columns]


def test_the_spreadsheet_has_a_column_for_each_question(client: Client) -> None:
    answer = client.get("/statement.xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content))[SHEET]
    assert [cell.value for cell in sheet[1]] == [each.heading for each in COLUMNS]


def test_who_is_not_found_is_led_to_it(client: Client) -> None:
    page = Outline(client.page("/organisations?text=Quite+unheard+of").text)
    assert "/statement" in {str(each.get("href")) for each in page.all("a")}
