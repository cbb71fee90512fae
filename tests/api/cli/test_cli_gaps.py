"""`matcher gaps`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from typing import TYPE_CHECKING

from api.formats.gap_rows import GAP_COLUMNS
from matcher.questions.gap_records import Gaps

if TYPE_CHECKING:
    from tests.api.command import Matcher


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_most_unmet_needs_come_first(matcher: Matcher) -> None:
    code, out, err = matcher("gaps", "-n", "2")
    assert (code, err) == (0, "")
    text = flat(out)
    assert "All known organisations could meet 84% of the needs" in text
    assert "2 of 210 needs, those with the most unmet first" in text
    assert "Attitudes, " in text


def test_an_area_is_told_by_authority_and_people(matcher: Matcher) -> None:
    text = flat(
        matcher("gaps", "--area", "Wales", "--pathway", "finance", "--cohorts", "-n", "1")[1]
    )
    assert "of the needs in Wales" in text
    assert "Cardiff" in text
    assert "Men 25" in text


def test_a_need_that_nobody_has_is_said(matcher: Matcher) -> None:
    text = flat(matcher("gaps", "--area", "Essex", "--pathway", "funding")[1])
    assert text == "Nobody is known to have such a need in Essex."


def test_json_and_csv_have_the_documented_fields(matcher: Matcher) -> None:
    found = json.loads(matcher("--format", "json", "gaps", "--area", "Essex")[1])
    assert list(found) == [field.name for field in fields(Gaps)]
    rows = list(csv.DictReader(io.StringIO(matcher("-f", "csv", "gaps", "--area", "Essex")[1])))
    assert list(rows[0]) == list(GAP_COLUMNS)
    assert [row["place_name"] for row in rows] == [gap["place_name"] for gap in found["gaps"]]


def test_mistakes_say_what_is_wrong(matcher: Matcher) -> None:
    code, out, err = matcher("gaps", "--level", "ward", "--limit", "0")
    assert (code, out) == (2, "")
    assert "limit: 0 is not between 1 and 20000" in flat(err)
    assert "level: No level is called 'ward'. Did you mean: " in flat(err)
