"""`matcher fairness`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from api.formats.serialise import FAIRNESS_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher


def test_the_table_shows_each_group_beside_its_share(small_matcher: Matcher) -> None:
    code, out, _ = small_matcher("fairness", "--area", "First County", "-n", "3")
    assert code == 0
    words = " ".join(out.split())
    assert "Who is shown as a partner, in First County" in words
    assert "By sector: who owns it" in words
    assert "women-led" in words
    assert "a name is no fact" in words


def test_json_and_csv_hold_the_same_groups(small_matcher: Matcher) -> None:
    _, out, _ = small_matcher("-f", "json", "fairness", "--by", "sector", "--fair", "sector")
    found = json.loads(out)
    assert found["fair"] == "sector"
    _, out, _ = small_matcher("-f", "csv", "fairness", "--by", "sector", "--fair", "sector")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == FAIRNESS_COLUMNS
    assert [row["group"] for row in rows] == [
        each["group"] for each in found["groupings"][0]["groups"]
    ]


def test_line_ups_are_looked_at_in_one_area_and_in_all(small_matcher: Matcher) -> None:
    code, out, _ = small_matcher("fairness", "--line-ups", "--area", "First County")
    assert code == 0
    assert "Who is in the best line-ups, in First County: 1 list" in " ".join(out.split())
    _, out, _ = small_matcher("-f", "json", "fairness", "--line-ups")
    assert json.loads(out)["of"] == "line-ups"
    code, _, err = small_matcher("fairness", "--line-ups", "--by", "star sign")
    assert code != 0
    assert "star sign" in err


def test_a_table_says_who_leads_a_body(small_matcher: Matcher, tmp_path: Path) -> None:
    table = tmp_path / "led.csv"
    table.write_text("Organisation,Women led\nHomes Trust,yes\nBig Firm,no\nHostel Trust,\n")
    asked = ("-f", "json", "fairness", "--by", "women-led", "--groups", str(table))
    _, out, _ = small_matcher(*asked)
    groups = {row["group"]: row for row in json.loads(out)["groupings"][0]["groups"]}
    assert groups["yes"]["bodies"] == 1
    assert groups["not known"]["bodies"] > 0
    _, out, _ = small_matcher(
        "partners", "Big Firm", "--fair", "women-led", "--groups", str(table), "-n", "3"
    )
    assert "share by women-led" in " ".join(out.split())


def test_a_table_that_does_not_fit_is_refused_with_all_that_is_wrong(
    small_matcher: Matcher, tmp_path: Path
) -> None:
    table = tmp_path / "led.csv"
    table.write_text("Name,Women led\nHomes Trust,yes\n")
    code, _, err = small_matcher("fairness", "--groups", str(table))
    assert code != 0
    assert "needs a column 'organisation'" in err
    table.write_text("organisation,women led\nHomes Trsut,yes\nNobody,no\nBig Firm\n")
    code, _, err = small_matcher("fairness", "--groups", str(table))
    assert code != 0
    assert "row 2" in err
    assert "Homes Trust" in err
    assert "row 3" in err
    assert "row 4" in err
    names = "\n".join(f"Big Firm,{number}" for number in range(3))
    table.write_text(f"organisation,mark\n{names}\n")
    code, out, _ = small_matcher("-f", "json", "fairness", "--groups", str(table), "--by", "mark")
    assert {row["group"] for row in json.loads(out)["groupings"][0]["groups"]} >= {"2"}


def test_all_mistakes_of_a_question_are_told(small_matcher: Matcher) -> None:
    code, _, err = small_matcher("fairness", "--area", "Atlantis", "-n", "0", "--lists", "5000")
    assert code != 0
    assert "area" in err
    assert "limit: 0 is not between 1 and 100" in err
    assert "lists: 5000 is not between 1 and 1000" in err
