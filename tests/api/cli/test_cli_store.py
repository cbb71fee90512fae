"""`matcher store`: copying, checking and listing stores from the command line."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from api.cli import run
from api.cli.copy_progress import copy_progress
from api.cli.storing import COPY_COLUMNS, HELD_COLUMNS
from api.cli.tables.stores import DIFFERENCE_COLUMNS, shown
from graph.snapshot.version import data_version
from graph.stores import open_existing
from graph.stores.copying import Copied
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.builtin import read_builtin
from tests.contracts.store_contract import full_facts

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts
    from tests.api.command import Matcher

RECORDS = sum(full_facts().counts().values())


def named(name: str, base: Facts | None = None) -> Facts:
    """A programme of this name."""
    base = base or full_facts()
    return replace(base, programmes=(replace(base.programme, id=name),))


@pytest.fixture
def source(tmp_path: Path) -> str:
    """The address of a store with the programmes first and second."""
    with SqliteStore.create(tmp_path / "source.db") as store:
        store.write(named("first"))
        store.write(named("second"))
    return sqlite_url(tmp_path / "source.db")


@pytest.fixture
def target(tmp_path: Path) -> str:
    """The address of a store that does not exist yet."""
    return sqlite_url(tmp_path / "folder" / "target.db")


def written(url: str, facts: Facts) -> None:
    """Write a programme to a store that exists."""
    with open_existing(url) as store:
        store.write(facts)


def test_a_copy_is_told_programme_by_programme(matcher: Matcher, source: str, target: str) -> None:
    code, out, err = matcher("store", "copy", source, target)
    assert code == 0
    assert err.splitlines() == [
        f"first: {RECORDS} records, copied and verified",
        f"second: {RECORDS} records, copied and verified",
    ]
    assert [line.split()[:4] for line in out.splitlines()] == [
        ["Programme", "Records", "Entries", "Data"],
        ["first", f"{RECORDS}", "0", data_version(named("first"))],
        ["second", f"{RECORDS}", "0", data_version(named("second"))],
    ]
    assert "already there" in matcher("store", "copy", source, target)[1]


def test_a_copy_is_reported_as_json_and_csv(matcher: Matcher, source: str, target: str) -> None:
    report = json.loads(matcher("store", "copy", source, target, "-f", "json")[1])
    assert (report["source"], report["target"]) == (source, target)
    assert [row["was_there"] for row in report["programmes"]] == [False, False]
    rows = list(csv.reader(io.StringIO(matcher("-f", "csv", "store", "copy", source, target)[1])))
    assert tuple(rows[0]) == COPY_COLUMNS
    assert rows[1] == ["first", f"{RECORDS}", "0", data_version(named("first")), "True"]


def test_only_the_programmes_asked_for_are_copied_into_an_empty_store(
    matcher: Matcher, source: str, target: str
) -> None:
    assert matcher("store", "copy", source, target, "--programme", "second")[0] == 0
    held = json.loads(matcher("store", "list", target, "-f", "json")[1])
    assert [row["programme"] for row in held["programmes"]] == ["second"]


def test_what_a_store_holds_is_listed(matcher: Matcher, source: str) -> None:
    matcher.store = source
    for arguments in (("store", "list"), ("store", "list", source)):
        code, out, err = matcher(*arguments, "-f", "csv")
        assert (code, err) == (0, "")
        rows = list(csv.reader(io.StringIO(out)))
        assert tuple(rows[0]) == HELD_COLUMNS
        assert rows[1] == ["first", "2", "1", f"{RECORDS}", data_version(named("first"))]
    assert "second" in matcher("store", "list")[1]


def test_a_sound_store_is_said_to_be_sound(matcher: Matcher, source: str) -> None:
    assert matcher("store", "check", source) == (0, "", f"{source} is sound.\n")
    assert json.loads(matcher("store", "check", source, "-f", "json")[1])["problems"] == []


def test_equal_stores_are_said_to_hold_the_same(matcher: Matcher, source: str, target: str) -> None:
    matcher("store", "copy", source, target)
    code, out, err = matcher("store", "check", source, target)
    assert (code, out) == (0, "")
    assert err == "Both stores are sound and hold the same 2 programmes.\n"
    assert json.loads(matcher("store", "check", source, target, "-f", "json")[1])["equal"] is True


def test_a_damaged_store_is_reported_and_ends_with_2(
    matcher: Matcher, source: str, target: str, tmp_path: Path
) -> None:
    matcher("store", "copy", source, target)
    damage(tmp_path / "source.db")
    code, out, err = matcher("store", "check", source)
    assert code == 2
    assert "source.dbisdamaged" in "".join(out.split())  # lines end anywhere in a long path
    assert err == f"{source} is not sound: 1 problem.\n"
    rows = list(csv.DictReader(io.StringIO(matcher("store", "check", source, "-f", "csv")[1])))
    assert [row["store"] for row in rows] == [source]
    code, out, _ = matcher("store", "check", source, target)
    assert code == 2
    assert out.startswith("Wrong with")
    assert "only counts could be compared" in " ".join(out.split())


def damage(path: Path) -> None:
    """Lose an alias of the first programme."""
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM aliases WHERE programme = 'first' AND position = 0")
    connection.commit()
    connection.close()


def test_differences_are_told_to_the_field_and_end_with_2(
    matcher: Matcher, source: str, target: str
) -> None:
    matcher("store", "copy", source, target, "--programme", "first")
    facts = named("first")
    alpha = replace(facts.organisations[0], name="Alpha Trust", founded=None)
    turned = facts.rules[::-1], facts.aliases[::-1]
    changed = replace(facts, organisations=(alpha, facts.organisations[1]), evidence=())
    only_women = replace(facts.capabilities[0], cohorts=("women",))
    changed = replace(changed, capabilities=(only_women, *facts.capabilities[1:]))
    written(target, replace(changed, rules=turned[0], aliases=turned[1]))
    written(target, named("third"))
    code, out, err = matcher("store", "check", source, target)
    text = " ".join(out.split())
    assert code == 2
    assert err.startswith("The stores are not the same, or not sound")
    for words in (
        "Only in the first: second",
        "Only in the second: third",
        "organisations: 2 records in the first, 2 in the second; 1 differs",
        f"{alpha.id}: name is 'Alpha' in the first, 'Alpha Trust' in the second",
        "cohorts is 'women;homeless' in the first, 'women' in the second",
        "evidence: 2 records in the first, 0 in the second; 2 differ",
        "aliases: the same 2 records in another order",
    ):
        assert words in text
    out = matcher("store", "check", source, target, "-f", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == DIFFERENCE_COLUMNS
    told = {(row["table"], row["what"], row["first"], row["second"]) for row in rows}
    assert ("organisations", "field", "Alpha", "Alpha Trust") in told
    assert ("aliases", "order", "2", "2") in told
    assert ("evidence", "records", "2", "0") in told
    assert [row["what"] for row in rows][:2] == ["only in the first", "only in the second"]


def test_more_differences_than_are_told_are_counted(
    matcher: Matcher, source: str, target: str
) -> None:
    matcher("store", "copy", source, target)
    written(target, replace(named("first"), demand=()))
    out = matcher("store", "check", source, target)[1]
    assert f"and {len(full_facts().demand) - 5} more" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("copy", "sqlite:////no/where.db", "{target}"), "there is no store at"),
        (("copy", "{source}", "{target}", "--programme", "x"), "'x'; it contains: first, second"),
        (("copy", "{source}", "{source}"), "same store"),
        (("copy", "{source}"), "TO"),
        (("copy", "{source}", "market.db"), "not the address of a store"),
        (("copy", "{source}", "sqlite:///{folder}"), "cannot be opened"),
        (("list", "sqlite:////no/where.db"), "check the address"),
        (("check", "{source}", "sqlite:////no/where.db"), "there is no store at"),
        (("check", "neo4j://["), "not the address of a store"),
    ],
)
def test_what_cannot_be_done_is_said_and_makes_nothing(
    matcher: Matcher,
    source: str,
    target: str,
    tmp_path: Path,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    filled = (a.format(source=source, target=target, folder=tmp_path) for a in arguments)
    code, out, err = matcher("store", *filled)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["source.db"]


@pytest.mark.parametrize("scheme", ["neo4j", "bolt+s", "postgres", "sqlite"])
@pytest.mark.parametrize("command", [("copy", "{}", "{}"), ("check", "{}"), ("list", "{}")])
def test_a_password_in_an_address_is_refused_and_not_shown(
    matcher: Matcher, scheme: str, command: tuple[str, ...]
) -> None:
    address = f"{scheme}://ann:hunter2@localhost:7687/neo4j"
    code, out, err = matcher("store", *(part.format(address) for part in command))
    assert code == 2
    assert "must not contain a password" in err
    assert "hunter2" not in out + err


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("plain", "plain"),
        ("Tŷ Gobaith", "Tŷ Gobaith"),
        ("", "''"),
        (" ", "' '"),
        ("\x1b[2J[bold]", "'\\x1b[2J[bold]'"),
        ("a\nb", "'a\\nb'"),
        ("\u202eabc", "'\\u202eabc'"),
        ("[red]x", "[red]x"),
    ],
)
def test_a_name_that_a_terminal_would_obey_is_quoted(
    matcher: Matcher, source: str, target: str, name: str, quoted: str
) -> None:
    assert shown(name) == quoted
    written(source, named(name))
    code, out, err = matcher("store", "copy", source, target)
    assert code == 0
    assert quoted in out
    assert f"{quoted}: {RECORDS} records" in err
    assert json.loads(matcher("store", "check", source, target, "-f", "json")[1])["equal"] is True


def test_an_interrupt_says_how_to_go_on(
    matcher: Matcher, source: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = SqliteStore.write

    def interrupted(store: SqliteStore, facts: Facts, **options: object) -> None:
        if facts.programme.id == "second":
            raise KeyboardInterrupt
        write(store, facts, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(SqliteStore, "write", interrupted)
        code, out, err = matcher("store", "copy", source, target)
    assert (code, out) == (130, "")
    told = "Interrupted; 1 programme is there. Run the same command again to go on."
    assert err.splitlines()[-1] == told
    assert matcher("store", "copy", source, target)[2].splitlines() == [
        f"first: {RECORDS} records, already there",
        f"second: {RECORDS} records, copied and verified",
    ]


def test_a_terminal_shows_how_many_records_are_done_and_how_fast() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120)
    with copy_progress(console) as (progress, finished):
        progress("a [bold] name", 0, 4000)
        progress("a [bold] name", 1000, 4000)
        progress("a [bold] name", 4000, 4000)
        finished(Copied(programme="p", records=4000, data_version="v", was_there=False))
    text = screen.getvalue()
    assert "a [bold] name" in text
    assert "4,000 / 4,000 records" in text
    assert "a second" in text


_LISTENING = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from api.cli import main; main()"
)


def process(*arguments: str) -> subprocess.Popen[str]:
    """Start the command as people do.

    Whoever runs the tests in the background may have told them to ignore Ctrl-C, and with them all
    that they start.
    """
    return subprocess.Popen(
        [sys.executable, "-c", _LISTENING, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def ended(child: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    """End a copy after its first programme; give its code and what it said afterwards."""
    assert child.stderr
    assert child.stderr.readline().startswith("first: ")
    child.send_signal(how)
    rest = child.stderr.read()
    child.stderr.close()
    return child.wait(), rest


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_copy_that_is_ended_amid_a_programme_is_finished_by_the_same_command(
    matcher: Matcher, tmp_path: Path, how: signal.Signals
) -> None:
    source = sqlite_url(tmp_path / "source.db")
    with SqliteStore.create(tmp_path / "source.db", named("first")) as store:
        store.write(named("second", read_builtin()))
    target = sqlite_url(tmp_path / "target.db")
    code, rest = ended(process("store", "copy", source, target), how)
    assert code == (130 if how is signal.SIGINT else -signal.SIGKILL), rest
    assert ("Run the same command again" in rest) == (how is signal.SIGINT)
    assert matcher("store", "check", target)[0] == 0
    lines = matcher("store", "copy", source, target)[2].splitlines()
    assert lines[0].endswith("already there")
    assert lines[-1].endswith("copied and verified")
    assert matcher("store", "check", source, target)[0] == 0


def test_nothing_heavy_is_imported_before_a_store_is_needed() -> None:
    code = (
        "import sys; from api.cli import run; run(['store', 'copy', '--help']); "
        "sys.exit(','.join(m for m in ('numpy', 'rich.progress', 'scipy') if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    assert "--programme" in done.stdout


@pytest.mark.parametrize("command", ["copy", "check", "list"])
def test_every_help_has_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["store", command, "--help"]) == 0
    text = capsys.readouterr().out
    assert f"matcher store {command} sqlite" in text
    assert "xample" in text
