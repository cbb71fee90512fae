"""`matcher support`: the same offers in every form, and words for people."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from api.formats.support_rows import SUPPORT_COLUMNS, example_table

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.api.command import Matcher

ASKED = ("support", "St Giles Trust", "--set", "contract_value_gbp=200000")


def test_the_answer_comes_first_then_each_offer_with_rules_and_source(matcher: Matcher) -> None:
    code, out, err = matcher(*ASKED)
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "St Giles Trust could have Central legal function" in text
    assert text.index("could have") < text.index("Support that was known by 19 September 2013")
    assert "Expired: It ended by May 2013." in text
    assert "its kind is staff-mutual or probation-trust: not met." in text
    assert "Innovo (Cumbria, Lancashire and Merseyside trusts)" in text
    assert "read in an official source, 2013-05" in text


def test_csv_has_the_rows_of_the_json(matcher: Matcher) -> None:
    found = json.loads(matcher(*ASKED, "-f", "json")[1])
    rows = list(csv.DictReader(io.StringIO(matcher(*ASKED, "-f", "csv")[1], newline="")))
    assert tuple(rows[0]) == SUPPORT_COLUMNS
    assert [row["key"] for row in rows] == [each["key"] for each in found["offers"]]
    for row, each in zip(rows, found["offers"], strict=True):
        assert row["eligible"] == each["eligible"]
        assert row["helps"].split(";") == each["helps"]
        assert all(f"{check['rule']}: {check['met']}" in row["rules"] for check in each["rules"])


def test_the_years_of_the_contract_decide_about_the_fund(matcher: Matcher) -> None:
    def fund(*more: str) -> str:
        found = json.loads(matcher(*ASKED, *more, "-f", "json")[1])
        offers = {each["key"]: each["eligible"] for each in found["offers"]}
        return str(offers["icrf-rehabilitation"])

    yes = ("--set", "approved_provider=yes")
    assert fund() == "cannot tell"
    assert fund(*yes, "--set", "contract_years=7") == "eligible"
    assert fund(*yes, "--set", "contract_years=2") == "not eligible"


def test_a_mutual_of_the_first_cohort_is_told_so(matcher: Matcher) -> None:
    found = json.loads(matcher("support", "Innovo CLM", "-f", "json")[1])
    mutuals = next(each for each in found["offers"] if each["key"] == "mutuals-support")
    assert (mutuals["eligible"], mutuals["had"]) == ("eligible", True)
    assert "It is among those that had it." in matcher("support", "Innovo CLM")[1]


def test_todays_support_comes_from_a_table_of_ones_own(
    matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "today.csv"
    path.write_text(example_table().replace("reach-fund", "todays"), "utf-8", newline="")
    asked = ("support", "Nacro", "--as-of", "2026-12-01", "--open", "-f", "json")
    assert "todays" not in matcher(*asked)[1]
    found = json.loads(matcher(*asked, "--table", str(path))[1])
    assert [each["key"] for each in found["offers"]] == ["todays"]
    monkeypatch.setenv("MATCHER_SUPPORT", str(path))
    assert "todays" in matcher(*asked)[1]


def test_mistakes_in_a_table_and_in_answers_are_told(matcher: Matcher, tmp_path: Path) -> None:
    code, out, err = matcher("support", "--table", str(tmp_path / "none.csv"))
    assert (code != 0, out) == (True, "")
    assert "none.csv" in err
    code, _, err = matcher("support", "Nobody", "--theme", "x", "--set", "investment=maybe")
    assert code != 0
    for field in ("organisation", "theme", "investment"):
        assert f"  {field}: " in err


def test_answers_of_a_file_count_for_support_too(matcher: Matcher, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('organisation = "Nacro"\nturnover_gbp = 5\n', "utf-8")
    found = json.loads(matcher("support", "--answers", str(file), "-f", "json")[1])
    assert found["name"] == "Nacro"


def test_where_nothing_is_open_it_says_so(matcher: Matcher) -> None:
    text = " ".join(matcher("support", "Serco", "--open", "--theme", "share")[1].split())
    assert "Nothing that is known is open on the day and not barred by a rule." in text
    unsure = " ".join(matcher("support", "--open")[1].split())
    assert "Nothing is open for certain." in unsure
    assert "No organisation was named" in unsure


def test_the_plan_of_readiness_names_who_helps(matcher: Matcher) -> None:
    text = " ".join(matcher("readiness", "Nacro", "--set", "board_limits=no")[1].split())
    assert "Who helps: " in text


def test_the_plan_names_support_of_a_table_of_ones_own(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "today.csv"
    table = example_table().replace("reach-fund", "todays").replace("Reach Fund", "Todays Fund")
    path.write_text(table, "utf-8", newline="")
    asked = ("readiness", "Nacro", "--as-of", "2026-12-01", "--set", "evidence=none", "-f", "json")

    def helpers(*more: str) -> set[str]:
        plan = json.loads(matcher(*asked, *more)[1])["plan"]
        return {name for step in plan for name in step["helped_by"]}

    assert "Todays Fund" not in helpers()
    assert "Todays Fund" in helpers("--table", str(path))
