"""`matcher needed`: the same rows in every form, and words for people."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from api.formats.needed_rows import NEEDED_COLUMNS

if TYPE_CHECKING:
    from tests.api.command import Matcher


def test_the_answer_comes_first_then_the_rows_then_whom_to_approach(matcher: Matcher) -> None:
    code, out, err = matcher("needed", "Safer Places")
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "Where it works, Safer Places is needed most for domestic and sexual abuse in" in text
    assert "Next door, most for" in text
    assert "nobody named here has been asked" in text
    assert text.index("needed most") < text.index("Needs a year, what others could meet")
    assert text.index("Needs a year, what") < text.index("Likely primes to approach")


def test_csv_has_the_rows_of_the_json(matcher: Matcher) -> None:
    asked = ("needed", "St Giles Trust", "-n", "5", "--where", "here")
    found = json.loads(matcher(*asked, "-f", "json")[1])
    rows = list(csv.DictReader(io.StringIO(matcher(*asked, "-f", "csv")[1], newline="")))
    assert tuple(rows[0]) == NEEDED_COLUMNS
    assert len(rows) == len(found["rows"]) == 5 < found["total"]
    for row, record in zip(rows, found["rows"], strict=True):
        assert (row["area"], row["pathway"]) == (record["area"], record["pathway"])
        assert float(row["adds_a_year"]) == record["adds_a_year"]
        assert row["others"].split(";") == record["others"]
    assert {record["where"] for record in found["rows"]} == {"here"}
    lows = [record["adds_a_year"] for record in found["rows"]]
    assert lows == sorted(lows, reverse=True)


def test_likely_primes_could_hold_the_contract(matcher: Matcher) -> None:
    found = json.loads(matcher("needed", "St Giles Trust", "-f", "json")[1])
    named = {each["name"] for each in found["approach"]}
    assert named & {"Serco", "G4S"}
    assert "St Giles Trust" not in named
    assert all(each["why"] for each in found["approach"])
    areas = list(dict.fromkeys(each["area"] for each in found["approach"]))
    assert areas == list(dict.fromkeys(row["area"] for row in found["rows"]))[:3]


def test_of_whom_nothing_is_known_is_told_how_to_be_known(matcher: Matcher) -> None:
    text = " ".join(matcher("needed", "Sodexo Justice Services", "-n", "2")[1].split())
    assert "these are the gaps of the whole market" in text
    assert "matcher organisation add" in text
    assert "The largest gaps of the market: " in text
    assert "more: ask for a larger --limit" in text
    assert "Likely primes" not in text


def test_mistakes_and_unknown_names_are_told(matcher: Matcher) -> None:
    code, out, err = matcher("needed", "Nacro", "--where", "up", "--limit", "0")
    assert (code, out) == (2, "")
    assert "2 mistakes in the question" in err
    assert "St Giles Trust" in matcher("needed", "St Gilse Trust")[2]


def test_a_body_that_cannot_join_is_told_so(matcher: Matcher) -> None:
    text = " ".join(matcher("needed", "Ministry of Justice")[1].split())
    assert "is a government body, which cannot join a bid." in text
    assert "Likely primes" not in text
