"""Briefs as TOML files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from api.formats.brief_file import read_brief_file
from api.formats.toml_file import MOST_BYTES
from matcher.brief.request import Brief
from matcher.errors import BriefError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "brief.toml"


def test_every_field_can_be_set(file: Path) -> None:
    file.write_text(
        """
        area = "Essex"
        lead = "Seetec"
        must = ["Nacro", "St Giles Trust"]
        never = ["Serco"]
        max_members = 6
        k = 2
        min_difference = 1
        as_of = 2013-12-31
        min_vcse_share = 0.4
        pair_weight = 0
        equity = 1
        min_work = 0.1
        gates = ["guarantee=0.9"]
        consented = ["Nacro"]
        time_limit_s = 5
        gap = 0.001
        seed = 7
        """,
        "utf-8",
    )
    brief, mistakes = read_brief_file(file)
    assert mistakes == ()
    assert brief == Brief(
        area="Essex",
        lead="Seetec",
        must=("Nacro", "St Giles Trust"),
        never=("Serco",),
        max_members=6,
        k=2,
        min_difference=1,
        as_of=date(2013, 12, 31),
        min_vcse_share=0.4,
        pair_weight=0,
        equity=1,
        min_work=0.1,
        gates=("guarantee=0.9",),
        consented=("Nacro",),
        time_limit_s=5,
        gap=0.001,
        seed=7,
    )


def test_what_is_left_out_has_its_default(file: Path) -> None:
    file.write_text('area = "Essex"\n', "utf-8")
    assert read_brief_file(file) == (Brief(area="Essex"), ())


def test_gates_can_be_a_table(file: Path) -> None:
    file.write_text(
        "[gates]\nguarantee = 0.9\nmarket_share = false\nconsent = true\nlocal_or_small = 2\n",
        "utf-8",
    )
    brief, mistakes = read_brief_file(file)
    assert mistakes == ()
    assert brief.gates == ("guarantee=0.9", "market_share=off", "consent", "local_or_small=2")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("area = 19", "19 is not text in quotes"),
        ("lead = false", "False is not text in quotes"),
        ('must = "Nacro"', "'Nacro' is not a list of texts"),
        ("never = [1]", "[1] is not a list of texts"),
        ("k = 2.5", "2.5 is not a whole number"),
        ("k = true", "True is not a whole number"),
        ('equity = "half"', "'half' is not a number"),
        ('as_of = "2013-09-19"', "is not a date without quotes"),
        ("as_of = 2013-09-19T08:00:00", "is not a date without quotes"),
        ("gates = 3", "3 is not a list of texts"),
        ("gates = {exposure = 'lots'}", "exposure = 'lots' is not true, false or a number"),
        ("colour = 'red'", "is not a key of a brief; there are: area, lead"),
    ],
)
def test_a_mistake_names_its_key_and_what_would_do(file: Path, line: str, message: str) -> None:
    file.write_text(line, "utf-8")
    brief, mistakes = read_brief_file(file)
    assert [mistake.field for mistake in mistakes] == [line.split(maxsplit=1)[0]]
    assert message in mistakes[0].message
    assert brief == Brief(area="")


def test_all_mistakes_come_at_once_and_the_rest_is_read(file: Path) -> None:
    file.write_text('area = "Essex"\nk = "three"\ncolour = 1\nseed = 2.0\nequity = 0.2', "utf-8")
    brief, mistakes = read_brief_file(file)
    assert [mistake.field for mistake in mistakes] == ["k", "colour", "seed"]
    assert brief == Brief(area="Essex", equity=0.2)


def test_a_long_value_is_cut_in_the_message(file: Path) -> None:
    file.write_text(f'k = "{"x" * 5000}"', "utf-8")
    assert len(str(read_brief_file(file)[1][0])) < 100


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"area = ", "is not TOML"),
        (b"\xff\xfea", "begins like UTF-16, and is not that further on; save it as UTF-8"),
        (
            b"k = 1\nlead = \x93Nacro\x94",
            "line 2 holds the byte 0x93, which is \u201c in Windows-1252",
        ),
        (b"lead = '\x81'", "line 1 holds the byte 0x81; save it as UTF-8"),
        ("k = 1".encode("utf-16-le"), "as UTF-16 without a mark does; save it as UTF-8"),
        (
            "lead = \u201cNacro\u201d".encode(),
            r"line 1 holds U\+201C \(left double quotation mark\)",
        ),
        ("\nk\u00a0= 1".encode(), r"line 2 holds U\+00A0 \(no-break space\): type it anew"),
        (b"#" * (MOST_BYTES + 1), "a brief is a page at most"),
    ],
)
def test_a_file_that_is_no_brief_is_refused(file: Path, content: bytes, message: str) -> None:
    file.write_bytes(content)
    with pytest.raises(BriefError, match=message):
        read_brief_file(file)


def test_a_file_that_is_not_there_is_said(file: Path) -> None:
    with pytest.raises(BriefError, match="cannot be read: No such file"):
        read_brief_file(file)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_brief_is_read_however_an_editor_saved_it(file: Path, encoding: str, end: str) -> None:
    file.write_bytes(f'area = "Essex"{end}lead = "Tŷ Gobaith"{end}'.encode(encoding))
    assert read_brief_file(file) == (Brief(area="Essex", lead="Tŷ Gobaith"), ())


def test_an_empty_file_is_a_brief_without_an_area(file: Path) -> None:
    file.write_bytes("".encode("utf-8-sig"))
    assert read_brief_file(file) == (Brief(area=""), ())
