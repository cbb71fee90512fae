"""Files as spreadsheets and people leave them: read where it is clear, or refused by name."""

from __future__ import annotations

import csv
import io
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import PackError
from graph.packs.files import FILES
from graph.packs.reading import check_pack, read_pack
from graph.packs.starting import start_pack
from graph.snapshot.snapshot import Snapshot
from graph.stores.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from graph.packs.files import File

PRIME = "ZZ-PMS-sample-prime"
HOMES = "ZZ-PMS-sample-homes"
SOURCED = "SAMPLE,2026-12-01,estimate"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programme to start from; not to be changed."""
    folder = tmp_path_factory.mktemp("sample") / "mine"
    start_pack(folder)
    return folder


@pytest.fixture
def pack(sample: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    return shutil.copytree(sample, tmp_path / "pack")


def mistakes(folder: Path) -> list[str]:
    """What is wrong with a folder; whoever reads it is told the same."""
    found = [str(mistake) for mistake in check_pack(folder).mistakes]
    if found:
        with pytest.raises(PackError) as caught:
            read_pack(folder)
        assert [str(mistake) for mistake in caught.value.mistakes] == found
    return found


def doubts(folder: Path) -> list[str]:
    report = check_pack(folder)
    assert report.mistakes == ()
    return [str(doubt) for doubt in report.doubts]


def add(folder: Path, file: str, *rows: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.writelines(f"{row}\n" for row in rows)


def plain(folder: Path, file: str) -> list[list[str]]:
    """The cells of a file without its comments."""
    lines = (folder / file).read_text("utf-8").splitlines(keepends=True)
    return list(csv.reader(line for line in lines if not line.startswith("#")))


# The programme itself


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "2027-01-15",
            "2027-01-15T00:00:00",
            "competition_opened: 2027-01-15T00:00:00 is not a day",
        ),
        ("2027-01-15", '"2027-01-15"', "competition_opened: '2027-01-15' is not a day, such as"),
        ("2027-01-15", "9999-12-31", "competition_opened: '9999-12-31' is not between the years"),
        ("2027-01-15", "2027", "competition_opened: 2027 is not a day"),
        *(
            ("annual_people = 3000", f"annual_people = {value}", f"annual_people: {message}")
            for value, message in (
                ("nan", "'nan' is not a number of at least 1"),
                ("inf", "'inf' is not a number of at least 1"),
                ("0", "'0' is not a number of at least 1"),
                ("-5", "'-5' is not a number of at least 1"),
                ("1e300", "'1e+300' is not a number of at least 1"),
                ("true", "true is not a number of at least 1"),
                ('"3000"', "'3000' is not a number of at least 1"),
                ("[3000]", "[3000] is not a number of at least 1"),
            )
        ),
        ("= 6000000", "= -1", "annual_value_gbp: '-1' is not a number of at least 1"),
        ("= 900000", "= 900000.0", "expected_population: 900000.0 is not a whole number from 1"),
        ("= 900000", "= true", "expected_population: true is not a whole number"),
        ("= 900000", f"= {2**70}", f"expected_population: '{2**70}' is not between 1 and"),
        ('"two-areas"', '""', "id: '' is not 1 to 100 letters, digits"),
        ('"two-areas"', '"two areas"', "id: 'two areas' is not 1 to 100 letters"),
        ('"two-areas"', r'"two\u0007areas"', r"id: 'two\x07areas' is not 1 to 100 letters"),
        ('"two-areas"', f'"{"a" * 101}"', "is not 1 to 100 letters"),
        ('"two-areas"', "2", "id: 2 is not text"),
        ('"Two areas (an invented example)"', '"  "', "name: must not be blank"),
        ('"Two areas (an invented example)"', r'"a\u0085"', "a control character, U+0085"),
        ('["SAMPLE"]', "[]", "sources: [] is not words with semicolons"),
        ('["SAMPLE"]', '"SAMPLE"', "sources: 'SAMPLE' is not words"),
        ('["SAMPLE"]', '["SAMPLE", 3]', "sources: ['SAMPLE', 3] is not words"),
        ('"2026-12-01"', "2026-12-01T00:00:00Z", "known_from: 2026-12-01T00:00:00+00:00 is not"),
        ('"2026-12-01"', "2026", "known_from: 2026 is not a day, a month or a year"),
        ('"estimate"', '"sure"', "confidence: 'sure' is not one of"),
        ("annual_people", "anual_people", "anual_people is unknown"),
    ],
)
def test_a_wrong_value_of_the_programme_is_named_with_its_field(
    pack: Path, old: str, new: str, message: str
) -> None:
    path = pack / "programme.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    assert any(m.startswith("programme.toml: ") and message in m for m in mistakes(pack))


def test_all_wrong_values_of_the_programme_come_at_once(pack: Path) -> None:
    path = pack / "programme.toml"
    text = path.read_text("utf-8").replace("= 3000", "= nan").replace("= 6000000", "= true")
    path.write_text(text.replace('id = "two-areas"', ""), "utf-8")
    assert [m.split(":")[1].split()[0] for m in mistakes(pack)] == [
        "annual_people",
        "annual_value_gbp",
        "id",
    ]


def test_a_byte_order_mark_and_a_day_without_quotes_are_read(pack: Path) -> None:
    path = pack / "programme.toml"
    text = path.read_text("utf-8").replace('"2026-12-01"', "2026-12-01")
    expected = read_pack(pack)
    path.write_text(text, "utf-8-sig")
    assert read_pack(pack) == expected


def test_a_programme_in_another_encoding_is_refused(pack: Path) -> None:
    path = pack / "programme.toml"
    path.write_bytes(path.read_text("utf-8").replace("Two", "Women\u2019s").encode("cp1252"))
    (found,) = mistakes(pack)
    assert found.startswith(
        "programme.toml: is not UTF-8: byte 0x92, in Windows-1252 U+2019 (right"
    )
    assert found.endswith("save it as UTF-8")


# How a table is written


def _rewritten(separator: str) -> Callable[[list[list[str]]], str]:
    def write(rows: list[list[str]]) -> str:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows(rows)
        return text.getvalue()

    return write


def _commas(
    change: Callable[[list[list[str]]], list[list[str]]],
) -> Callable[[list[list[str]]], str]:
    return lambda rows: _rewritten(",")(change(rows))


@pytest.mark.parametrize("file", ["organisations.csv", "capabilities.csv", "areas.csv"])
@pytest.mark.parametrize(
    "written",
    [
        pytest.param(_rewritten(";"), id="semicolons"),
        pytest.param(_rewritten("\t"), id="tabs"),
        pytest.param(lambda rows: "\ufeff" + _rewritten(",")(rows), id="byte order mark"),
        pytest.param(lambda rows: _rewritten(",")(rows).replace("\r\n", "\n\n"), id="blank lines"),
        pytest.param(lambda rows: _rewritten(",")(rows) + "\r\n\r\n", id="blank last lines"),
        pytest.param(lambda rows: _rewritten(",")(rows) + "  \r\n", id="last line of blanks"),
        pytest.param(_commas(lambda rows: [*rows, [""] * len(rows[0])]), id="row of commas"),
        pytest.param(_commas(lambda rows: [[*row, "", ""] for row in rows]), id="trailing commas"),
        pytest.param(
            _commas(lambda rows: [rows[0], *([*r, ""] for r in rows[1:])]), id="some commas"
        ),
        pytest.param(
            _commas(lambda rows: [[f"\u00a0{name}\u200b " for name in rows[0]], *rows[1:]]),
            id="unseen characters around headings",
        ),
    ],
)
def test_what_is_clear_is_read(
    pack: Path, file: str, written: Callable[[list[list[str]]], str]
) -> None:
    expected = read_pack(pack)
    (pack / file).write_text(written(plain(pack, file)), "utf-8", newline="")
    assert read_pack(pack) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("organisation,na\u00a0me,from,to,", "unknown columns: 'na\\xa0me' with U+00A0 (no-break"),
        ("organisation,na\u200dme,from,to,", "with U+200D (zero width joiner)"),
        ("organisation,,name,from,to,", "unknown columns: (blank)"),
        ("organisation;name;from;to;mood;", "unknown columns: mood"),
    ],
)
def test_a_header_that_is_not_clear_is_refused_with_what_is_in_it(
    pack: Path, content: str, message: str
) -> None:
    by = ";" if ";" in content else ","
    header = f"# A comment.\n{content}{by.join(('sources', 'known_from', 'confidence'))}\n"
    (pack / "aliases.csv").write_text(header, "utf-8")
    (found,) = mistakes(pack)
    assert found.startswith("aliases.csv:2: ")
    assert message in found


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"id,name\n1,Women\x92s\n",
            "aliases.csv:2: is not UTF-8: byte 0x92, in Windows-1252 U+2019",
        ),
        (b"id,name\n1,Caf\x81\n", "aliases.csv:2: is not UTF-8: byte 0x81; save it as UTF-8"),
        ("id,name\n".encode("utf-16"), "aliases.csv:1: is UTF-16; save it as UTF-8"),
    ],
)
def test_another_encoding_is_refused_with_the_byte(
    pack: Path, content: bytes, message: str
) -> None:
    (pack / "aliases.csv").write_bytes(content)
    assert any(found.startswith(message) for found in mistakes(pack))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"{PRIME},a\u0085b,,,{SOURCED}", "name: contains a control character, U+0085"),
        (f"{PRIME},a\u2028b,,,{SOURCED}", "U+2028 (line separator)"),
        (f"{PRIME},Old,9999,,{SOURCED}", "from: '9999' is not between the years 1000 and 2199"),
        (f"{PRIME},Old,0012,,{SOURCED}", "from: '0012' is not between the years"),
        (f"{PRIME},Old,2012,2011,{SOURCED}", "to is before from"),
        (f"{PRIME},Old,,,{SOURCED},more", "has 8 cells, and the header has 7"),
    ],
)
def test_a_wrong_cell_is_named(pack: Path, row: str, message: str) -> None:
    add(pack, "aliases.csv", row)
    (found,) = mistakes(pack)
    assert message in found


@pytest.mark.parametrize("value", ["1,5", "1e16", "nan", "-1", "five", "1e400"])
def test_what_is_no_number_is_said_to_be_none(pack: Path, value: str) -> None:
    add(pack, "capabilities.csv", f'{PRIME},ete,,northshire,"{value}",x,{SOURCED}')
    (found,) = mistakes(pack)
    assert f"capacity_needs_a_year: '{value}' is not a number" in found


# What is there twice


def test_a_period_may_end_in_the_year_in_which_it_began(pack: Path) -> None:
    add(pack, "aliases.csv", f"{PRIME},Old,2012-06,2012,{SOURCED}")
    assert doubts(pack) == []


@pytest.mark.parametrize("file", ["capabilities.csv", "organisations.csv", "memberships.csv"])
def test_rows_that_are_pasted_twice_are_refused(pack: Path, file: str) -> None:
    last = (pack / file).read_text("utf-8").splitlines()[-1]
    add(pack, file, last)
    assert any(f"{file}:" in found and "repeats row" in found for found in mistakes(pack))


def test_an_identifier_of_two_organisations_is_refused(pack: Path) -> None:
    add(
        pack,
        "identifiers.csv",
        f"{PRIME},GB-COH-3861209,{SOURCED}",
        f"{HOMES},GB-COH-03861209,{SOURCED}",
        f"{PRIME},{HOMES},{SOURCED}",
    )
    found = mistakes(pack)
    assert [each.split(": ", 1)[1] for each in found] == [
        f"identifier: GB-COH-03861209 is one of {PRIME} already, not of {HOMES}",
        f"identifier: {HOMES} is one of {HOMES} already, not of {PRIME}",
    ]


def test_two_organisations_of_one_name_are_worth_a_look(pack: Path) -> None:
    add(
        pack,
        "organisations.csv",
        f"ZZ-PMS-twin,The SAMPLE Homes' Charity (invented) Ltd,charity,,,{SOURCED}",
    )
    add(
        pack,
        "aliases.csv",
        f"{PRIME},Old House,,,{SOURCED}",
        f"{HOMES},old-house,,,{SOURCED}",
        f"{PRIME},Sample Prime Provider (INVENTED),,,{SOURCED}",
        f"{PRIME},&,,,{SOURCED}",
        f"{HOMES},+,,,{SOURCED}",
    )
    alias, name = doubts(pack)
    assert f"'old-house' is a name of {HOMES}, and 'Old House' one of {PRIME}" in alias
    assert f"is a name of ZZ-PMS-twin, and 'Sample Homes Charity (invented)' one of {HOMES}" in name


def test_an_unusual_or_needless_identifier_is_worth_a_look(pack: Path) -> None:
    add(
        pack,
        "identifiers.csv",
        f"{PRIME},{PRIME},{SOURCED}",
        f"{PRIME},GB-UKPRN-123,{SOURCED}",
        f"{PRIME},GB-UKPRN-10007784,{SOURCED}",
    )
    first, second = sorted(doubts(pack))
    assert f"identifier: {PRIME} is the organisation's id" in first
    assert "the numbers of GB-UKPRN are eight digits, not '123'" in second


# What is sound comes back


ODD = st.sampled_from(
    (
        *("", " ", "0", "-0.0", "1", "-1", "1e15", "9e99", "nan", "0.1", "2013", "9999", "0001"),
        *("yes", "=1+1", "T\u0177", "\u202eabc", "a;b", ";", "a\u00a0b", "\x7f", "x" * 2000),
        *("1_000", "\u0663", "GB-COH-1", HOMES, "easton", "SAMPLE", "estimate", "\U0001f3e0"),
    )
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(file=st.sampled_from(FILES), data=st.data())
def test_what_is_sound_goes_into_a_store_and_comes_back(
    sample: Path, tmp_path_factory: pytest.TempPathFactory, file: File, data: st.DataObject
) -> None:
    folder = shutil.copytree(sample, tmp_path_factory.mktemp("odd") / "pack")
    rows = plain(folder, file.name)
    for _ in range(data.draw(st.integers(1, 2))):
        row = data.draw(st.sampled_from(rows[1:] or [[""] * len(rows[0])]))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(ODD)
    (folder / file.name).write_text(_rewritten(",")(rows), "utf-8", newline="")
    report = check_pack(folder)
    if report.mistakes:
        with pytest.raises(PackError):
            read_pack(folder)
        return
    facts = read_pack(folder)
    with SqliteStore.create(folder / "store.db", facts) as store:
        assert store.read(facts.programme.id) == facts
        assert store.check() == ()
    assert Snapshot(facts).demand.sum() >= 0


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    field=st.sampled_from(["annual_people", "annual_value_gbp", "id", "name", "known_from"]),
    value=st.one_of(
        st.floats().map(repr),
        st.integers().map(str),
        st.integers(-(10**20), 10**20).map(str),
        st.text(st.characters(codec="utf-8", exclude_characters='"\\'), max_size=20).map(
            '"{}"'.format
        ),
        st.dates().map(str),
        st.sampled_from(["true", "[]", "1979-05-27T07:32:00", "07:32:00", "{}", '"\\u0000"']),
    ),
)
def test_a_programme_that_is_sound_goes_into_a_store_and_comes_back(
    sample: Path, tmp_path_factory: pytest.TempPathFactory, field: str, value: str
) -> None:
    folder = shutil.copytree(sample, tmp_path_factory.mktemp("odd") / "pack")
    path = folder / "programme.toml"
    lines = path.read_text("utf-8").splitlines()
    kept = [f"{field} = {value}" if line.startswith(field) else line for line in lines]
    path.write_bytes("\n".join(kept).encode())
    if check_pack(folder).mistakes:
        return
    facts = read_pack(folder)
    with SqliteStore.create(folder / "store.db", facts) as store:
        assert store.read(facts.programme.id) == facts
