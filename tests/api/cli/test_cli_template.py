"""`matcher template`, filled in and imported again."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.packs.statement_questions import COLUMNS
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.matcher.market import market

if TYPE_CHECKING:
    from pathlib import Path

HARBOUR = {
    "Name": "Harbour",
    "Kind": "charity",
    "Consent": "yes",
    "Since": "2020-05-01",
    "Pathways": "Housing",
    "Places": "Ayton",
}


@pytest.fixture
def matcher(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Matcher:
    path = tmp_path / "facts.db"
    facts = market().facts
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    SqliteStore.create(path, replace(facts, programmes=(programme,))).close()
    return Matcher(sqlite_url(path), capsys)


def fill(path: Path, *rows: dict[str, str]) -> None:
    from openpyxl import load_workbook  # noqa: PLC0415  (slow to import)

    book = load_workbook(path)
    sheet = book["Organisations"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, text in row.items():
            sheet.cell(row=number, column=columns[heading], value=text)
    book.save(path)


def test_a_template_that_is_filled_in_comes_back(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "harbour.xlsx"
    code, _, told = matcher("template", str(path))
    assert (code, told) == (
        0,
        f"Written to {path}. Filled in, it comes back with: matcher import template {path}\n",
    )
    fill(path, HARBOUR, {"Name": '=cmd|"/c calc"!A1', "Kind": "thing"})
    code, out, _ = matcher("-f", "json", "import", "template", str(path))
    (read,) = json.loads(out)["files"]
    assert code == 0
    assert (read["part"], read["rows"], read["entries"], read["rejected"]) == ("harbour", 2, 1, 1)
    code, out, _ = matcher("organisation", "Harbour", "--as-of", "2020-05-01")
    assert code == 0
    assert "own-statement" in out
    assert "IMPORT-TEMPLATE" in out
    _, out, _ = matcher("-f", "csv", "sources", "rejects", "template")
    (reject,) = csv.DictReader(io.StringIO(out))
    assert reject["row"] == "3"


def test_a_template_of_csv_says_what_each_column_is_for(matcher: Matcher, tmp_path: Path) -> None:
    code, out, told = matcher("template", str(tmp_path / "harbour.csv"))
    assert (code, out) == (0, "")
    for each in COLUMNS:
        assert f"  {each.heading}{'*' if each.needed else ''}: {each.asks}" in told


def test_csv_goes_out_without_formulas(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "harbour.csv"
    matcher("template", str(path))
    row = "=1+1" + "," * path.read_text("utf-8").count(",")
    path.write_text(path.read_text("utf-8") + row + "\n", "utf-8")
    assert matcher("import", "template", str(path))[0] == 0
    _, out, _ = matcher("-f", "csv", "sources", "rejects", "template")
    (reject,) = csv.DictReader(io.StringIO(out))
    assert (reject["key"], reject["field"]) == ("'=1+1", "Kind")


def test_files_of_two_organisations_stand_side_by_side(matcher: Matcher, tmp_path: Path) -> None:
    for name in ("one", "two"):
        path = tmp_path / f"{name}.xlsx"
        matcher("template", str(path))
        fill(path, {**HARBOUR, "Name": f"Harbour {name}"})
        assert matcher("import", "template", str(path))[0] == 0
    _, out, _ = matcher("-f", "json", "sources")
    assert [each["part"] for each in json.loads(out)] == ["one", "two"]


def test_another_form_is_refused(matcher: Matcher, tmp_path: Path) -> None:
    code, _, told = matcher("template", str(tmp_path / "harbour.ods"))
    assert code == 2
    assert "is neither .xlsx nor .csv; name the file after the form that you want." in told
    assert not (tmp_path / "harbour.ods").exists()
