"""JSON and CSV."""

from __future__ import annotations

import csv
import io

import pytest

from api.formats.serialise import to_csv, to_json


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
