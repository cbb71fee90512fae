"""Every text stands as it is in every output, and a terminal obeys none of it."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.cli.characters import encoding_of, shown
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.matcher.market import market

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = (
    " [/north]",
    " [formerly Old House]",
    " :house: [bold red]",
    " \x1b[31m\x07",
    " \u202eeno rehto\u202c",
    "\tand\nSons",
    " " + "Llanfair" * 20,
    " Tŷ Gobaith \\[x]",
)
WIDE = "400"
"""Columns enough to break no name, so that each can be looked up in one piece."""
HERE = Path(__file__).resolve().parents[3] / "api" / "cli"


@pytest.fixture(scope="module")
def names() -> dict[str, str]:
    """The market's organisations, renamed: each old name with its new one."""
    organisations = market().facts.organisations
    return {one.name: one.name + end for one, end in zip(organisations, ENDINGS, strict=True)}


@pytest.fixture(scope="module")
def biting_store(names: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> str:
    facts = market().facts
    renamed = tuple(replace(one, name=names[one.name]) for one in facts.organisations)
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    path = tmp_path_factory.mktemp("biting") / "matcher.db"
    SqliteStore.create(path, replace(facts, programmes=(programme,), organisations=renamed)).close()
    return sqlite_url(path)


@pytest.fixture
def biting(biting_store: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(biting_store, capsys)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def commands(names: dict[str, str]) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """Commands, and the old names of those that their tables must show."""
    area = ("First County", "-k", "1", "--min-vcse-share", "0")
    yield ("organisations",), set(names)
    yield ("organisation", names["Big Firm"]), {"Big Firm"}
    yield ("neighbours", names["Big Firm"], "--links", "all"), {"Big Firm", "Hostel Trust"}
    yield ("path", names["Big Firm"], names["Hostel Trust"]), {"Big Firm", "Hostel Trust"}
    yield ("lineups", *area, "--must", names["Homes Trust"], "--explain"), {"Homes Trust"}
    yield ("market",), {"Big Firm"}
    yield ("why-not", names["Nowhere Trust"], "First County"), {"Nowhere Trust"}


@pytest.mark.parametrize("width", ["20", "50", WIDE])
def test_every_name_stands_in_a_table_as_it_is(
    biting: Matcher, names: dict[str, str], monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command, expected in commands(names):
        code, out, err = biting(*command)
        assert code == 0, err
        for name in expected if width == WIDE else ():
            assert squeezed(shown(names[name])) in squeezed(out), (command, name)
        assert not set(out) & {"\x1b", "\x07", "\t", "\u202e"}, command
        assert max(map(len, out.splitlines())) <= int(width)


def test_csv_and_json_hold_every_name_as_it_is(biting: Matcher, names: dict[str, str]) -> None:
    rows = csv.DictReader(io.StringIO(biting("organisations", "-f", "csv")[1], newline=""))
    assert {row["name"] for row in rows} == set(names.values())
    listed = json.loads(biting("organisations", "-f", "json")[1])
    assert {one["name"] for one in listed} == set(names.values())


def test_a_message_shows_a_name_as_it_is(biting: Matcher, names: dict[str, str]) -> None:
    for name in names.values():
        code, out, err = biting("lineups", "First County", "--must", name, "--never", name)
        assert (code, out) == (2, "")
        assert squeezed(shown(name, lines=True)) in squeezed(err)
        assert not set(err) & {"\x1b", "\x07", "\t", "\u202e"}


def test_a_name_that_is_not_known_is_repeated_harmlessly(biting: Matcher) -> None:
    err = biting("organisation", "[/b] \x1b[2J:house:")[2]
    assert "[/b] \\x1b[2J:house:" in err


def test_only_two_modules_make_texts_for_the_terminal() -> None:
    """Whatever else shows something goes through them, so that nothing is taken for markup."""
    makers = {
        path.relative_to(HERE).as_posix()
        for path in HERE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"rich.text", "rich.table", "rich.markup", "rich"}
    }
    assert makers == {"tables/layout.py", "output.py", "copy_progress.py"}


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("Tŷ Gobaith", "utf-8", "Tŷ Gobaith"),
        ("Tŷ Gobaith £5", "cp1252", "Ty Gobaith £5"),
        ("£5, 50€", "ascii", "GBP 5, 50EUR "),
        ("“Łódź” \u2013 ½…", "ascii", '"Lodz" - ?...'),
        ("█░", "cp1252", "#."),
        ("東京", "cp1252", "??"),
        ("a\u200db\u00a0c", "utf-8", "a\u200db\u00a0c"),
        ("\udcff", "utf-8", "\\udcff"),
    ],
)
def test_what_an_encoding_lacks_is_shown_by_what_is_nearest(
    text: str, encoding: str, expected: str
) -> None:
    assert shown(text, encoding=encoding) == expected


@pytest.mark.parametrize("name", ["utf-8", "nonsense", None])
def test_a_stream_of_no_known_encoding_is_taken_for_utf_8(name: str | None) -> None:
    class Stream:
        encoding = name

    assert encoding_of(Stream()) == "utf-8"
