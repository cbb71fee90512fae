"""What `matcher store` does: copy, check and list."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from api.cli.copy_progress import copy_progress
from api.cli.destination import CommandError
from api.cli.output import StoppedEarly, note
from api.cli.tables.layout import Line
from api.cli.tables.stores import (
    DIFFERENCE_COLUMNS,
    difference_lines,
    difference_rows,
    plain_table,
)
from api.formats.serialise import to_plain
from graph.stores import open_existing, open_store
from graph.stores.copying import Copied, CopyReport, compare_stores, copy_store
from graph.stores.urls import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.formats.serialise import Row
    from graph.stores import GraphStore

COPY_COLUMNS = ("programme", "records", "entries", "data_version", "was_there")
HELD_COLUMNS = ("programme", "organisations", "collaborations", "records", "data_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """How much a store holds of a programme."""

    programme: str
    organisations: int
    collaborations: int
    records: int
    data_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreContents:
    """What a store holds."""

    store: str
    programmes: tuple[Held, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCheck:
    """What is wrong with a store; nothing, if it is sound."""

    store: str
    problems: tuple[str, ...]


def copy_programmes(
    source_url: str, target_url: str, programmes: Sequence[str] | None, output: Output
) -> None:
    """Copy programmes, showing how far it is; Ctrl-C says how to go on."""
    done: list[Copied] = []
    try:
        report = _copy(source_url, target_url, programmes, done)
    except KeyboardInterrupt:
        noun = "programme is" if len(done) == 1 else "programmes are"
        message = f"Interrupted; {len(done)} {noun} there. Run the same command again to go on."
        raise StoppedEarly(message) from None
    rows = [to_plain(copied) for copied in report.programmes]

    def table() -> Iterator[RenderableType]:
        told = [{**row, "outcome": _OUTCOMES[row["was_there"]]} for row in rows]
        right = ("Records", "Entries", "Data version")
        yield plain_table(told, "Programme", right=right, last="Outcome")

    output.emit(report, columns=COPY_COLUMNS, rows=lambda: rows, table=table)


_OUTCOMES = {True: "already there", False: "copied and verified"}


def _copy(
    source_url: str, target_url: str, programmes: Sequence[str] | None, done: list[Copied]
) -> CopyReport:
    for url in (source_url, target_url):
        _refuse_password(url)
    with ExitStack() as stack:
        source = stack.enter_context(open_existing(source_url))
        for name in programmes or ():
            source.data_version(name)  # a slip in a name makes no target
        target = stack.enter_context(open_store(target_url, fill=False))
        progress, say = stack.enter_context(copy_progress())

        def finished(copied: Copied) -> None:
            done.append(copied)
            say(copied)

        return copy_store(
            source, target, programmes=programmes, progress=progress, finished=finished
        )


def check_store(url: str, output: Output) -> None:
    """Let a store verify itself; the exit code is 2 if something is wrong."""
    with _opened(url) as store:
        found = StoreCheck(store=store.url, problems=store.check())
    rows: list[Row] = [{"store": found.store, "problem": problem} for problem in found.problems]
    output.emit(
        found,
        columns=("store", "problem"),
        rows=lambda: rows,
        table=lambda: (Line(f"- {problem}") for problem in found.problems),
    )
    if found.problems:
        message = f"{found.store} is not sound: {_number(len(rows), 'problem')}."
        raise CommandError(message)
    note(f"{found.store} is sound.")


def check_stores(first_url: str, second_url: str, output: Output) -> None:
    """Verify and compare two stores; the exit code is 2 if anything is wrong or differs."""
    with _opened(first_url) as first, _opened(second_url) as second:
        compared = compare_stores(first, second)
    rows = list(difference_rows(compared))
    output.emit(
        {"equal": compared.equal, **to_plain(compared)},
        columns=DIFFERENCE_COLUMNS,
        rows=lambda: rows,
        table=lambda: (Line(line) for line in difference_lines(compared)),
    )
    if not compared.equal:
        message = f"The stores are not the same, or not sound: {compared.first}, {compared.second}."
        raise CommandError(message)
    same = _number(len(compared.programmes), "programme")
    note(f"Both stores are sound and hold the same {same}.")


def list_store(url: str, output: Output) -> None:
    """Write what a store holds."""
    with _opened(url) as store:
        programmes = tuple(_held(store, name) for name in store.programmes())
        contents = StoreContents(store=store.url, programmes=programmes)
    rows = [to_plain(held) for held in programmes]

    def table() -> Iterator[RenderableType]:
        right = ("Organisations", "Collaborations")
        yield plain_table(rows, "Programme", right=right, last="Data version")

    output.emit(contents, columns=HELD_COLUMNS, rows=lambda: rows, table=table)


def _held(store: GraphStore, programme: str) -> Held:
    counts = store.counts(programme)
    return Held(
        programme=programme,
        organisations=counts["organisations"],
        collaborations=counts["collaborations"],
        records=sum(counts.values()),
        data_version=store.data_version(programme),
    )


def _opened(url: str) -> GraphStore:
    _refuse_password(url)
    return open_existing(url)


def _refuse_password(url: str) -> None:
    """Refuse before the address is shown anywhere, whatever its scheme."""
    try:
        password = urlsplit(url).password
    except ValueError:
        message = f"this is not the address of a store; use {FORMS}"
        raise CommandError(message) from None
    if password is not None:
        message = (
            "an address must not contain a password; set MATCHER_STORE_PASSWORD, or "
            "MATCHER_STORE_PASSWORD_FILE to the name of a file that holds it"
        )
        raise CommandError(message)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
