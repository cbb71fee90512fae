"""docs/gaps.md tells what the answers hold."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from api.formats.gap_rows import GAP_COLUMNS
from matcher.questions.gap_records import Gap, Gaps, PlaceCoverage

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "gaps.md").read_text("utf-8")


@pytest.mark.parametrize("record", [Gaps, PlaceCoverage, Gap])
def test_the_fields_are_documented_in_their_order(record: type[Any]) -> None:
    section = TEXT.split(f"\n## {record.__name__}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
    documented = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert documented == [field.name for field in fields(record)]


def test_the_columns_of_csv_are_documented() -> None:
    (listed,) = re.findall(r"`(\w+,[^`]*)`", TEXT.split("\n## CSV\n")[1])
    assert tuple(listed.split(", ")) == GAP_COLUMNS
