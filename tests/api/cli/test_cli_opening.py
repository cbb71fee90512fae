"""What a terminal shows while a store is opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.session import open_service
from api.cli.state import FactsAddress
from graph.stores.urls import sqlite_url
from tests.builtin import read_builtin
from tests.unprivileged import unprivileged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest


def test_a_terminal_is_told_how_much_of_a_new_store_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    @contextmanager
    def working(text: str) -> Iterator[Callable[[str], None]]:
        told.append(text)
        yield told.append

    monkeypatch.setattr("api.cli.session.working", working)
    url = sqlite_url(tmp_path / "new.db")
    open_service(FactsAddress(url))
    records = sum(read_builtin().counts().values())
    assert told[0] == "Reading the facts"
    assert told[-1] == f"Filling the new store: {records:,} of {records:,} records"
    told.clear()
    open_service(FactsAddress(url))
    assert told == ["Reading the facts"]


def test_every_command_that_reads_works_where_nothing_may_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    url = sqlite_url(folder / "matcher.db")
    open_service(FactsAddress(url))
    (folder / "matcher.db").chmod(0o444)
    folder.chmod(0o555)
    script = (
        "import sys\nfrom api.cli import run\n"
        "for line in sys.argv[2:]:\n"
        "    code = run(['--store', sys.argv[1], '--format', 'csv', *line.split()])\n"
        "    print(f'{line}: {code}', file=sys.stderr)"
    )
    commands = (
        "areas",
        "organisations --sector mutual",
        "organisation Nacro",
        "search nakro",
        "neighbours Nacro --depth 1",
        "path Nacro Shelter",
        "lineups Essex -k 1 --time-limit 30",
        "store list",
        f"store check {url}",
        "data show",
    )
    done = unprivileged("-c", script, url, *commands)
    folder.chmod(0o755)
    codes = [line for line in done.stderr.splitlines() if line.endswith(": 0")]
    assert codes == [f"{command}: 0" for command in commands], done.stderr
    assert [each.name for each in folder.iterdir()] == ["matcher.db"]
