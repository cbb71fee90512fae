"""`matcher investors`: the same seats in every form, and words for people."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from api.formats.investor_rows import INVESTOR_COLUMNS, back_words, investors_words
from api.web.investor_examples import INVESTORS
from matcher.readiness.investor_records import Investors

if TYPE_CHECKING:
    from tests.api.command import Matcher

ASKED = ("investors", "Essex", "--max-members", "6", "--sector", "vcse")


def test_the_answer_comes_first_then_seats_then_assumptions(matcher: Matcher) -> None:
    code, out, err = matcher(*ASKED)
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "of working capital together, as assumed. It is back after" in text
    parts = ("working capital together", "Seats (", "What is assumed of every contract")
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_csv_has_the_rows_of_the_json(matcher: Matcher) -> None:
    found = json.loads(matcher(*ASKED, "-f", "json")[1])
    rows = list(csv.DictReader(io.StringIO(matcher(*ASKED, "-f", "csv")[1], newline="")))
    assert tuple(rows[0]) == INVESTOR_COLUMNS
    assert [row["id"] for row in rows] == [each["id"] for each in found["needs"]]
    assert {row["area"] for row in rows} == {"CPA19"}
    for row, each in zip(rows, found["needs"], strict=True):
        assert float(row["amount_gbp"]) == each["amount_gbp"]
        assert row["offer"].startswith("from_area=CPA19&from_member=")


def test_areas_must_be_named_or_all_asked_for(matcher: Matcher) -> None:
    for asked in (("investors", "--sector", "vcse"), ("investors", "Essex", "--all")):
        code, _, err = matcher(*asked)
        assert code != 0
        assert "Name areas, or ask for --all of them." in err


def test_mistakes_are_told_by_field(matcher: Matcher) -> None:
    code, _, err = matcher("investors", "Essex", "--sector", "church", "--limit", "0")
    assert code != 0
    assert "2 mistakes in the question:" in err
    assert matcher("investors", "Atlantis")[2].count("areas: No area is called") == 1


def test_words_say_how_much_and_when_it_is_back() -> None:
    found = TypeAdapter(Investors).validate_python(INVESTORS)
    assert investors_words(found) == (
        "20 seats need £810,065 of working capital together, as assumed. "
        "It is back after 47 months."
    )
    need = found.needs[0]
    assert back_words(need) == "November 2018 (47 months)"
    never = replace(need, back_by=None, back_months=None)
    assert back_words(never) == "never"
    assert back_words(replace(never, amount_gbp=0.0)) == "nothing is needed"
    assert "For 1 of those shown it never comes back." in investors_words(
        replace(found, needs=(need, never))
    )
    assert investors_words(replace(found, needs=())).startswith("No seat was found")
