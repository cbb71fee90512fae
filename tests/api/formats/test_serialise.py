"""JSON and CSV."""

from __future__ import annotations

import csv
import io
import math
import re
from pathlib import Path

import pytest

from api.cli import tables
from api.formats import words
from api.formats.serialise import to_csv, to_json, to_plain


def test_mappings_keep_their_order_and_letters() -> None:
    assert to_json({"b": ("tŷ",), "a": None}) == '{\n  "b": [\n    "tŷ"\n  ],\n  "a": null\n}\n'


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json({"score": float("nan")})


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_formula_in_a_name_stays_a_text(formula: str) -> None:
    text = to_csv(("name", "score"), [{"name": formula, "score": -1.5}])
    row = next(csv.DictReader(io.StringIO(text, newline="")))
    assert row == {"name": f"'{formula}", "score": "-1.5"}


def test_cells_with_commas_quotes_and_lines_come_back_the_same() -> None:
    cell = 'Kent, "Surrey"\nand Sussex'
    text = to_csv(("name",), [{"name": cell}])
    assert next(csv.DictReader(io.StringIO(text, newline="")))["name"] == cell


def test_zero_has_no_sign() -> None:
    record = {"gap": -0.0, "parts": [-0.0, 1.5, -2], "name": "-0.0", "on": True}
    assert "-0.0," not in to_json(record).replace('"-0.0"', "")
    assert to_plain(record) == {"gap": 0.0, "parts": [0.0, 1.5, -2], "name": "-0.0", "on": True}
    assert math.copysign(1.0, to_plain(record)["gap"]) == 1.0
    assert to_csv(("gap", "share"), [{"gap": -0.0, "share": -0.5}]).splitlines()[1] == "0.0,-0.5"


def test_no_number_of_a_table_shows_a_negative_zero() -> None:
    folder = Path(tables.__file__).parent
    files = [*folder.glob("*.py"), Path(words.__file__)]
    formats = [
        (file.name, found)
        for file in files
        for found in re.findall(r"\{[^{}]*:([^{}:]*\.\d[f%])\}", file.read_text("utf-8"))
    ]
    assert len(formats) > 25
    assert [each for each in formats if "z" not in each[1]] == []
    assert (words.percent_words(-0.00001), words.number_words(-0.2)) == ("0.0%", "0")
