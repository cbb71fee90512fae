"""The documents tell the truth about the code."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from api.serialise import LINE_UP_COLUMNS
from graph.packs import builtin, read_pack
from matcher import answer, findings
from matcher.brief import Brief
from matcher.scoring import ScoringRules

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.is_file()
)


def test_the_answers_fields_are_documented_in_their_order() -> None:
    text = (ROOT / "docs" / "answer.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    records = {
        name: record
        for name, record in {**vars(answer), **vars(findings)}.items()
        if is_dataclass(record) and isinstance(record, type)
    }
    assert set(sections) - {"CSV"} == set(records)
    for name, record in records.items():
        documented = re.findall(r"^\| `(\w+)` \|", sections[name], re.MULTILINE)
        assert documented == [field.name for field in fields(record)], name
    listed = re.search(r"`(area, cpa,[^`]*)`", sections["CSV"])
    assert listed
    assert tuple(re.split(r",\s+", listed[1])) == LINE_UP_COLUMNS


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    named = set(re.findall(r"\]\((?!https?:|#)([^)#]+)\)", text))
    named |= set(re.findall(r"`((?:graph|matcher|api|tests|docs|notebooks)/[\w/.\-]+\.\w+)`", text))
    missing = [n for n in named if not (path.parent / n).exists() and not (ROOT / n).exists()]
    assert missing == []


def test_every_source_is_listed() -> None:
    text = (ROOT / "SOURCES.md").read_text("utf-8")
    listed = re.findall(r"^\| (\S+) \|", text, re.MULTILINE)[1:]
    assert listed == sorted(source.id for source in read_pack(builtin()).sources)


def test_the_scorings_numbers_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text("utf-8")
    rules = ScoringRules()
    for value in (*rules.place_fit.values(), *rules.evidence_fit, rules.track_record_fit):
        assert f"{value:g}" in text or f"{value:.1f}" in text
    assert f"{rules.unknown_capacity:.0f} needs a year" in text
    assert f"{rules.generic_women_fit:g} for women" in text


def test_the_briefs_default_share_is_that_of_the_programmes_rule() -> None:
    rules = {rule.key: rule.value for rule in read_pack(builtin()).rules}
    assert Brief(area="Essex").min_vcse_share == rules["vcse_share"]


def test_every_command_of_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {"run", "test"} <= targets <= known
    commands = set(re.findall(r"^\.venv/bin/matcher ([a-z]+)", text, re.MULTILINE))
    app = (ROOT / "api" / "cli" / "app.py").read_text("utf-8")
    for command in commands - {"data"}:
        assert f"def {command}(" in app
