"""`matcher readiness`: the same answer in every form, and words for people."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from api.formats.readiness_rows import READINESS_COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher

ASKED = ("readiness", "St Giles Trust", "--role", "lead", "--area", "Essex")


def test_the_answer_comes_first_then_themes_answers_gates_and_the_plan(matcher: Matcher) -> None:
    code, out, err = matcher(*ASKED)
    text = " ".join(out.split())
    assert (code, err) == (0, "")
    assert "it would fail 1 of 3 gates today: Access to funding." in text
    assert "They call nobody unfit." in text
    parts = ("Its readiness is", "Readiness by theme", "What is known", "Gates today", "What to do")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "estimated" in text


def test_csv_has_the_parts_of_the_json(matcher: Matcher) -> None:
    found = json.loads(matcher(*ASKED, "-f", "json")[1])
    rows = list(csv.DictReader(io.StringIO(matcher(*ASKED, "-f", "csv")[1], newline="")))
    assert tuple(rows[0]) == READINESS_COLUMNS
    by_part = {
        part: [row for row in rows if row["part"] == part]
        for part in ("theme", "answer", "gate", "gate in area", "step")
    }
    assert sum(map(len, by_part.values())) == len(rows)
    assert [row["key"] for row in by_part["theme"]] == [each["theme"] for each in found["themes"]]
    assert [row["key"] for row in by_part["answer"]] == [e["question"] for e in found["answers"]]
    assert [row["result"] for row in by_part["gate"]] == [e["result"] for e in found["gates"]]
    assert len(by_part["gate in area"]) == sum(len(each["areas"]) for each in found["gates"])
    assert [row["name"] for row in by_part["step"]] == [each["todo"] for each in found["plan"]]


def test_what_is_typed_goes_before_the_file(matcher: Matcher, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text('role = "lead"\ninsurance = "no"\nreserves_months = 1\n', "utf-8")
    asked = ("readiness", "--answers", str(file), "--set", "insurance=yes", "-f", "json")
    found = json.loads(matcher(*asked, "--role", "tier-2")[1])
    said = {each["question"]: each["value"] for each in found["answers"]}
    assert (found["role"], said["insurance"], said["reserves_months"]) == (
        "tier-2",
        "Yes",
        "1 month",
    )


def test_all_mistakes_are_told_at_once_of_file_options_and_names(
    matcher: Matcher, tmp_path: Path
) -> None:
    file = tmp_path / "answers.toml"
    file.write_text("colour = 1\nreserves_months = -1\n", "utf-8")
    asked = ("readiness", "Nobody", "--answers", str(file), "--set", "tupe=x", "--set", "y=1")
    code, out, err = matcher(*asked)
    assert (code != 0, out) == (True, "")
    assert "5 mistakes in the assessment:" in err
    for field in ("colour", "reserves_months", "tupe", "y", "organisation"):
        assert f"  {field}: " in err


def test_mistakes_of_the_file_alone_are_told(matcher: Matcher, tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text("colour = 1\n", "utf-8")
    code, _, err = matcher("readiness", "--answers", str(file))
    assert code != 0
    assert "colour: is not a key of the self-assessment" in err


def test_the_example_is_printed(matcher: Matcher) -> None:
    code, out, _ = matcher("readiness", "--example")
    assert code == 0
    assert out.startswith("# How ready are you?")


def test_who_is_not_known_is_told_so_and_assessed_by_its_answers(matcher: Matcher) -> None:
    text = " ".join(matcher("readiness", "--set", "insurance=yes")[1].split())
    assert "only its own answers count" in text
    assert "your answer" in text
