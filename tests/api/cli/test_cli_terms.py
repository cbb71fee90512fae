"""`matcher terms`: a file in, findings out; nothing hostile gets far."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from api.formats.offer_file import offer_toml
from api.formats.terms_rows import TERMS_COLUMNS
from matcher.offers.records import Offer
from tests.api.command import Matcher
from tests.api.service.documents.files import pdf, word
from tests.matcher.terms.agreement import AGREEMENT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def matcher(capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher("sqlite:///nowhere/no-store-is-opened.db", capsys)


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "contract.txt"
    path.write_text(AGREEMENT)
    return path


def test_the_table_says_first_what_to_talk_about(matcher: Matcher, contract: Path) -> None:
    code, out, _ = matcher("terms", str(contract))
    flat = " ".join(out.split())
    assert code == 0
    assert "5 points are red, 0 points are amber, 3 points need no change." in flat
    assert flat.index("Talk first about: Volume guarantee") < flat.index("RED 2.2")
    assert "This is no legal advice." in flat
    assert "Missing altogether: Indemnities and liability." in flat


def test_a_finding_is_told_with_words_reason_request_and_source(
    matcher: Matcher, contract: Path
) -> None:
    _, out, _ = matcher("terms", str(contract))
    flat = " ".join(out.split())
    assert "RED 3.1 Payment days and pay-when-paid: later than 30 days" in flat
    assert "“Subject to clause 3.2, the Prime shall pay" in flat
    assert "Read with: 3.2" in flat
    assert "Ask for: Payment within 30 days of a valid invoice" in flat
    assert flat.count("Ask for: Payment within 30 days of a valid invoice") == 1
    assert "“The Sub-contractor shall not: speak to the press" in flat


def test_notes_are_shown_when_asked_for(matcher: Matcher, contract: Path) -> None:
    assert "NOTE" not in matcher("terms", str(contract))[1]
    assert "NOTE  5.1  Termination" in matcher("terms", str(contract), "--notes")[1]


def test_json_and_csv_hold_the_same_findings(matcher: Matcher, contract: Path) -> None:
    told = json.loads(matcher("terms", str(contract), "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(matcher("terms", str(contract), "-f", "csv")[1])))
    assert tuple(rows[0]) == TERMS_COLUMNS
    found = [each for each in rows if each["rule"] != "missing"]
    assert [(each["clause"], each["severity"]) for each in found] == [
        (each["clause"], each["severity"]) for each in told["terms"]["findings"]
    ]
    assert len(rows) - len(found) == len(told["terms"]["missing"])
    assert told["terms"]["no_advice"].startswith("This is no legal advice.")


def test_word_files_and_pdfs_are_read_alike(matcher: Matcher, tmp_path: Path) -> None:
    lines = [line for line in AGREEMENT.splitlines() if line]
    answers = []
    for name, content in (("a.docx", word(*lines)), ("b.pdf", pdf(lines))):
        path = tmp_path / name
        path.write_bytes(content)
        told = json.loads(matcher("terms", str(path), "-f", "json")[1])
        answers.append([(f["clause"], f["rule"]) for f in told["terms"]["findings"]])
    assert answers[0] == answers[1]
    assert len(answers[0]) == 8


def test_the_answer_can_be_kept_as_a_word_document(
    matcher: Matcher, contract: Path, tmp_path: Path
) -> None:
    made = tmp_path / "terms.docx"
    code, _, err = matcher("terms", str(contract), "--output", str(made))
    assert (code, "Written to" in err) == (0, True)
    text = zipfile.ZipFile(made).read("word/document.xml").decode()
    assert "Red: do not sign before this is changed" in text
    assert "Where to get legal advice" in text
    again = tmp_path / "again.docx"
    matcher("terms", str(contract), "--output", str(again))
    assert made.read_bytes() == again.read_bytes()


def test_an_offer_is_shown_with_and_without_the_terms(
    matcher: Matcher, contract: Path, tmp_path: Path
) -> None:
    offer = tmp_path / "offer.toml"
    offer.write_text(offer_toml(Offer(title="Mentoring in Essex")))
    code, out, _ = matcher("terms", str(contract), "--offer", str(offer))
    assert code == 0
    assert "Mentoring in Essex: with and without these terms" in out
    lines = {line.split("  ")[0]: line.split() for line in out.splitlines()}
    without, having = lines["as it was"], lines["with the terms"]
    assert without[3].startswith("£")
    assert without[4] != having[4], "75 days and pay-when-paid lower the lowest balance"


def test_what_an_offer_takes_is_listed(matcher: Matcher, contract: Path) -> None:
    _, out, _ = matcher("terms", str(contract))
    assert "What an offer takes from these terms" in out
    assert "payment_days" in out
    assert "pay_when_paid" in out


def test_the_file_may_come_from_standard_input(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(AGREEMENT.encode()))
    monkeypatch.setattr(sys, "stdin", given)
    code, out, _ = matcher("terms", "-", "-f", "json")
    assert (code, len(json.loads(out)["terms"]["findings"])) == (0, 8)


def test_files_that_are_none_are_refused_with_a_reason(matcher: Matcher, tmp_path: Path) -> None:
    few = tmp_path / "few.txt"
    few.write_text("5.1 The Prime shall pay.")
    picture = tmp_path / "contract.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    large = tmp_path / "large.txt"
    large.write_bytes(b"a" * 10_000_001)
    for path, said in (
        (few, "too few for a contract"),
        (picture, "This is a picture, whatever its name says"),
        (large, "larger than 10 MB"),
        (tmp_path / "none.txt", "is no file"),
        (tmp_path, "is no file"),
    ):
        code, out, err = matcher("terms", str(path))
        assert (code != 0, out, said in " ".join(err.split())) == (True, "", True), err


def test_marks_in_a_contract_are_shown_and_never_obeyed(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(
        AGREEMENT + "\n9.1 [red]The Prime[/red] shall pay \x1b[31m in 90 days of invoice."
    )
    code, out, _ = matcher("terms", str(path))
    assert code == 0
    assert "[red]The Prime[/red]" in out
    assert "\x1b" not in out
