"""Line-ups as files for handing on, and formats that follow from a file's name."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher

AREA = ("lineups", "First County", "-k", "1", "--max-members", "4")


def test_a_workbook_has_the_members_of_the_json(small_matcher: Matcher, tmp_path: Path) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    path = tmp_path / "line-ups.xlsx"
    code, out, err = small_matcher(*AREA, "--output", str(path))
    assert (code, out) == (0, "")
    assert f"Written to {path}" in err
    answer = json.loads(small_matcher(*AREA, "-f", "json")[1])
    sheet = load_workbook(io.BytesIO(path.read_bytes()))["Members"]
    found = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == [member["id"] for member in answer["lineups"][0]["members"]]


def test_a_document_is_written_by_its_format_too(small_matcher: Matcher, tmp_path: Path) -> None:
    from docx import Document  # noqa: PLC0415  (slow to import)

    path = tmp_path / "line-ups"
    assert small_matcher(*AREA, "-f", "docx", "--output", str(path))[0] == 0
    document: Any = Document(io.BytesIO(path.read_bytes()))
    assert document.paragraphs[0].text == "Suggested line-ups for First County"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*AREA, "-f", "docx"), "name a file with --output, such as x.docx"),
        ((*AREA, "-f", "xlsx", "-o", "-"), "name a file with --output, such as x.xlsx"),
        (("areas", "-o", "areas.docx"), "This command writes no docx. It writes: table, json, csv"),
        (("-f", "xlsx", "areas"), "This command writes no xlsx. It writes: table, json, csv."),
        (("lineups", "--all", "-o", "all.xlsx"), "This command writes no xlsx"),
        (("areas", "-f", "pdf"), "'pdf' is not one of"),
    ],
)
def test_what_cannot_be_written_is_refused_before_any_work(
    small_matcher: Matcher, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = small_matcher(*arguments)
    assert (code, out) == (2, "")
    assert message in " ".join(err.split())


def test_a_files_name_says_the_format_unless_an_option_does(
    small_matcher: Matcher, tmp_path: Path
) -> None:
    table, data, text = (tmp_path / name for name in ("a.CSV", "a.json", "b.csv"))
    small_matcher("areas", "-o", str(table))
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"), newline="")))
    small_matcher("areas", "-o", str(data))
    assert [row["id"] for row in rows] == [each["id"] for each in json.loads(data.read_text())]
    small_matcher("-f", "table", "areas", "-o", str(text))
    assert "First County" in text.read_text("utf-8")
    assert "," not in text.read_text("utf-8").splitlines()[0]
