"""docs/programme.md: its tables follow from the descriptions, and its walk is walked here."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from api.cli import run
from graph.packs.files import FILES
from tests.tooling.write_programme import PAGE, origin_table, page

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

TEXT = PAGE.read_text("utf-8")
WALK = TEXT.partition("## Two areas")[2].partition("\n## ")[0]
BLOCKS = re.findall(r"^```\n(.*?)^```$", WALK, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^\.venv/bin/(matcher .*)$", "".join(BLOCKS), re.MULTILINE)
SHOWN = next(block for block in BLOCKS if block.startswith("1 mistake"))


def test_the_tables_are_those_of_the_descriptions() -> None:
    assert page(TEXT) == TEXT, "run `make programme`"
    assert origin_table() in TEXT


def test_every_file_has_a_section_that_says_whether_it_is_needed() -> None:
    for file in FILES:
        section = TEXT.partition(f"### {file.name}\n")[2].partition("\n### ")[0]
        assert ("**Needed**" in section) == bool(file.needed)
        assert ("May be left out." in section) == (not file.needed)


def test_the_walk_does_what_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = {}
    for command in COMMANDS:
        code = run(shlex.split(command)[1:])
        said[command] = "".join(capsys.readouterr())
        assert code == 0, said[command]
    assert len(COMMANDS) == 6
    assert "sound" in said["matcher data check two-areas/"]
    assert "Southmoor" in said["matcher --store sqlite:///two.db areas"]
    line_ups = said["matcher --store sqlite:///two.db lineups Southmoor -k 1"]
    assert "proven optimal" in line_ups
    assert "(invented)" in line_ups
    assert "Two areas" in said["matcher --store sqlite:///two.db data show"]


def test_the_mistake_is_reported_as_the_page_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["data", "new", "two-areas/"]) == 0
    file = tmp_path / "two-areas" / "authorities.csv"
    text = file.read_text("utf-8")
    assert "Easton,,AREA1,,250000" in text
    file.write_text(text.replace("Easton,,AREA1,,250000", "Easton,,AREA1,,260000"), "utf-8")
    capsys.readouterr()
    assert run(["data", "check", "two-areas/"]) == 2
    assert capsys.readouterr().err.strip() == SHOWN.strip()
