"""The reader of formulas: it works out what spreadsheet programs do, and refuses what it cannot."""

from __future__ import annotations

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from tests.api.formats.recalculated import Recalculated


def book_of(cells: dict[str, object]) -> Recalculated:
    book = Workbook()
    for cell, value in cells.items():
        book.active[cell] = value
    book.create_sheet("In puts")["A1"] = 7
    book.defined_names["seven"] = DefinedName("seven", attr_text="'In puts'!$A$1")
    content = io.BytesIO()
    book.save(content)
    return Recalculated.read(content.getvalue())


CELLS: dict[str, object] = {
    "A1": 2, "A2": 3, "A3": "text", "A5": date(2015, 1, 31), "B1": 10, "B2": 20, "B3": 30, "B4": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("=(1+2)*3", 9),
        ("=2^3^2", 64),
        ("=-2^2", 4),
        ("=10-2-3", 5),
        ("=50%*4", 2),
        ("=A1*A2", 6),
        ("=A4+1", 1),
        ("=SUM(A1:A4)", 5),
        ("=SUM(A1:A2,B1:B3,1)", 66),
        ("=SUMPRODUCT(A1:A3,B1:B3)", 80),
        ("=MAX(A1:B3)", 30),
        ("=MIN(B1:B3,-1)", -1),
        ("=IF(A1>2,1/0,A2)", 3),
        ("=IF(A1>=2,A2,1/0)", 3),
        ("=IF(AND(A1=2,OR(A2=4,A2=3)),1,2)", 1),
        ('=IF(A3="TEXT",1,2)', 1),
        ("=IF(A1<>2,1,2)", 2),
        ('=IF(A4="",1,2)', 1),
        ("=IF(A4=0,1,2)", 1),
        ('=IF(B4="",1,2)', 2),
        ('=IF("2"=2,1,2)', 2),
        ("=ROUND(2.5,0)", 3),
        ("=ROUND(-2.5,0)", -3),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUNDUP(1.2,0)", 2),
        ("=INT(-1.5)", -2),
        ("=ABS(-3)", 3),
        ("=INDEX(B1:B3,2)", 20),
        ("=INDEX(A1:B3,2,2)", 20),
        ("=INDEX(A1:B1,2)", 10),
        ("=MATCH(20,B1:B3,0)", 2),
        ("=seven+'In puts'!A1", 14),
        ("=$B$2", 20),
        ("=YEAR(A5)*100+MONTH(A5)", 201501),
        ("=MONTH(EDATE(A5,1))", 2),
        ("=EDATE(A5,1)-A5", 28),
        ("=DATE(2015,1,31)-A5", 0),
        ('="a"&A1', "a2.0"),
    ],
)
def test_formulas_come_to_what_they_do_in_a_spreadsheet(formula: str, value: object) -> None:
    found = book_of({**CELLS, "D9": formula}).value("Sheet", "D9")
    assert found == pytest.approx(value) if isinstance(value, float) else found == value


def test_formulas_stand_on_each_other_and_a_change_reaches_them_all() -> None:
    book = book_of({"A1": 5, "A2": "=A1*2", "A3": "=SUM(A1:A2)"})
    assert book.number("Sheet", "A3") == 15
    book.change("Sheet", "A1", 10)
    assert book.number("Sheet", "A3") == 30


@pytest.mark.parametrize("formula", ["=NOW()", "=A1 B1", '=1+"x"', "=A1:A2+1", "=#REF!"])
def test_what_it_does_not_know_is_refused(formula: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        book_of({**CELLS, "D9": formula}).value("Sheet", "D9")


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=8))
def test_sums_agree_with_those_of_python(numbers: list[int]) -> None:
    cells = {f"A{row}": number for row, number in enumerate(numbers, start=1)}
    written = "+".join(f"({number})" for number in numbers)
    book = book_of({**cells, "B1": f"=SUM(A1:A{len(numbers)})", "B2": f"={written}"})
    assert book.number("Sheet", "B1") == book.number("Sheet", "B2") == sum(numbers)
