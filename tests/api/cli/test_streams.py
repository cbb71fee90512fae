"""The command in a pipeline, on a full disk, and on a terminal of another encoding."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.cli.output import working
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.matcher.market import market

if TYPE_CHECKING:
    from pathlib import Path

WELSH = "Tŷ Gobaith"


@pytest.fixture
def welsh_store(tmp_path: Path) -> str:
    facts = market().facts
    first, *others = facts.organisations
    organisations = (replace(first, name=WELSH), *others)
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    new = replace(facts, programmes=(programme,), organisations=organisations)
    SqliteStore.create(tmp_path / "welsh.db", new).close()
    return sqlite_url(tmp_path / "welsh.db")


def shell(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which `matcher` is the command."""
    start = f'set -o pipefail; matcher() {{ "{sys.executable}" -m api.cli "$@"; }}; '
    return subprocess.run(
        ["/bin/bash", "-c", start + script, "sh", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize("command", ["organisations", "organisations -f csv", "--help"])
def test_a_reader_that_has_read_enough_ends_it_quietly(store: str, command: str) -> None:
    done = shell(f'matcher --store "$1" {command} | true', store)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("command", ["areas", "areas -f json", "--help"])
def test_a_full_disk_is_said_and_ends_with_2(store: str, command: str) -> None:
    done = shell(f'matcher --store "$1" {command} > /dev/full', store)
    assert done.returncode == 2
    assert done.stderr.decode().strip().endswith("written: No space left on device.")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["areas", "areas -f csv"])
def test_a_closed_standard_output_is_said(store: str, command: str) -> None:
    done = shell(f'matcher --store "$1" {command} >&-', store)
    assert done.returncode == 2
    assert done.stderr == b"Standard output cannot be written: Bad file descriptor.\n"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "latin-1"])
def test_json_and_csv_are_utf_8_whatever_the_terminal_reads(
    welsh_store: str, encoding: str
) -> None:
    environment = {"PYTHONIOENCODING": encoding}
    line = 'matcher --store "$1" -f {} organisations'
    listed = shell(line.format("json"), welsh_store, **environment)
    assert WELSH in {one["name"] for one in json.loads(listed.stdout.decode("utf-8"))}
    rows = shell(line.format("csv"), welsh_store, **environment).stdout.decode("utf-8")
    assert WELSH in {row["name"] for row in csv.DictReader(io.StringIO(rows, newline=""))}


@pytest.mark.parametrize(
    ("encoding", "name", "pounds"),
    [("cp1252", "Ty Gobaith", "£"), ("ascii", "Ty Gobaith", "GBP"), ("utf-8", WELSH, "£")],
)
def test_a_table_is_readable_in_every_encoding(
    welsh_store: str, encoding: str, name: str, pounds: str
) -> None:
    line = 'matcher --store "$1" lineups "First County" -k 1 --lead "$2" --min-vcse-share 0'
    done = shell(line, welsh_store, WELSH, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 0, done.stderr
    out = done.stdout.decode(encoding)
    assert name in out
    assert pounds in out


def test_a_message_is_readable_in_every_encoding(welsh_store: str) -> None:
    done = shell('matcher --store "$1" organisation "Tŷ X"', welsh_store, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert b"No organisation is called 'Ty X'" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_terminal_sees_only_what_it_has_signs_for_while_it_waits(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """A progress line names areas and organisations; nothing in it is markup or obeyed."""

    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    screen = io.BytesIO()
    terminal = Terminal(screen, encoding=encoding, write_through=True)
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    with working("Searching [/north]") as update:
        update("Tŷ [bold]Gobaith\x07 :house:")
    shown = screen.getvalue().decode(encoding)
    assert ("Tŷ" if encoding == "utf-8" else "Ty") + " [bold]Gobaith\\x07 :house:" in shown
