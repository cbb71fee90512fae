"""Line-ups as files from the service: the same members as in the JSON."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.api.client import Client

PATH = "/areas/1/lineups"


def test_a_workbook_has_the_members_of_the_json(client: Client) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    answer = client.get(f"{PATH}.xlsx?k=2")
    assert answer.headers["Content-Type"].startswith("application/vnd.openxmlformats")
    kept = answer.headers["Content-Disposition"]
    assert kept == 'attachment; filename="areas-1-lineups.xlsx"'
    assert answer.headers["X-Partnership-Status"] == "suggested"
    sheet = load_workbook(io.BytesIO(answer.content))["Members"]
    found = [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [
        (line_up["rank"], member["name"], member["id"])
        for line_up in client.get(PATH, params={"k": 2}).json()["lineups"]
        for member in line_up["members"]
    ]


def test_a_document_says_what_was_asked(client: Client) -> None:
    from docx import Document  # noqa: PLC0415  (slow to import)

    answer = client.get(f"{PATH}.docx?never=Workwise")
    assert answer.headers["Content-Disposition"].endswith('filename="areas-1-lineups.docx"')
    document: Any = Document(io.BytesIO(answer.content))
    asked = {row.cells[0].text: row.cells[1].text for row in document.tables[1].rows}
    assert asked["Must not be in"] == "Workwise (ZZ-PMS-workwise)"


def test_a_mistake_in_the_brief_is_told_and_no_file_is_made(client: Client) -> None:
    answer = client.get(f"{PATH}.docx?k=0")
    assert answer.status_code == 422
    assert "application/problem+json" in answer.headers["Content-Type"]


def test_the_page_leads_to_both_files(client: Client) -> None:
    page = client.page(f"{PATH}?k=1").text
    assert 'href="/areas/CPA1/lineups.docx?k=1">a Word document</a>' in page
    assert 'href="/areas/CPA1/lineups.xlsx?k=1">an Excel workbook</a>' in page
    foot = page.split("<footer")[1]
    assert f'href="{PATH}.docx?k=1">Word</a>' in foot
    assert f'href="{PATH}.xlsx?k=1">Excel</a>' in foot


OWN = "/areas/CPA1/line-up"
QUERY = "members=Workwise&members=Homes+for+All"


def test_a_line_up_of_ones_own_has_the_same_files(client: Client) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    line_up = client.get(f"{OWN}?{QUERY}").json()["line_up"]
    answer = client.get(f"{OWN}.xlsx?{QUERY}")
    assert answer.headers["Content-Disposition"].endswith('filename="areas-CPA1-line-up.xlsx"')
    assert answer.headers["X-Partnership-Status"] == "suggested"
    sheet = load_workbook(io.BytesIO(answer.content))["Members"]
    found = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [member["id"] for member in line_up["members"]]
    assert client.get(f"{OWN}.docx?{QUERY}").content.startswith(b"PK")


def test_the_page_of_ones_own_leads_to_its_files(client: Client) -> None:
    page = client.page(f"{OWN}?{QUERY}").text
    for ending, words in (("docx", "a Word document"), ("xlsx", "an Excel workbook")):
        (address,) = re.findall(rf'href="([^"]*)">{words}<', page)
        assert address.startswith(f"{OWN}.{ending}?members=ZZ-PMS-workwise")


def test_a_mistake_in_ones_own_is_told_and_no_file_is_made(client: Client) -> None:
    answer = client.get(f"{OWN}.docx?members=nobody")
    assert answer.status_code == 422
    assert "application/problem+json" in answer.headers["Content-Type"]
