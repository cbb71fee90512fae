"""What `matcher import` does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from api.cli.destination import CommandError
from api.cli.held_sources import made_anew, opened
from api.cli.import_progress import import_progress
from api.cli.output import StoppedEarly, note
from api.cli.tables.layout import Line, titled_table
from api.cli.tables.stores import shown
from graph.errors import NotTakenError
from graph.records.provenance import PartialDate
from graph.sources import importer
from graph.sources.importing import Imported, counts_already, read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context, Importer
from graph.stores.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.assembly.assemble import Assembled
    from graph.records.entries import Import
    from graph.records.facts import Facts
    from graph.stores import GraphStore
    from graph.stores.protocol import Holdings

FILE_COLUMNS = ("source", "part", "file", "published", "rows", "entries", "rejected", "unchanged")
_NEXT = "Next: matcher identity link (who is who), matcher infer (what texts tell of pathways)"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file that was read, or that counted already (`unchanged`)."""

    source: str
    part: str
    file: str
    published: str | None
    rows: int
    entries: int
    rejected: int
    unchanged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import came to.

    Attributes
    ----------
    unchanged : whether all files count already, so that no facts were made anew; the counts below
        are None then
    organisations : how many the programme has because sources tell of them
    joined : identifiers that turned out to be of an organisation that has another
    waiting : records of organisations of which no source says yet what they are
    homeless : records that name a place, area, pathway or cohort that the programme lacks
    """

    store: str
    programme: str
    data_version: str
    data_version_before: str
    unchanged: bool
    files: tuple[FileRead, ...]
    organisations: int | None = None
    joined: int | None = None
    waiting: int | None = None
    homeless: int | None = None


def describe_source(name: str, output: Output) -> None:
    """Say what a source takes and gives."""
    found = importer(name)
    row: Row = {
        "source": found.name,
        "gives": found.words,
        "takes": found.formats,
        "licence": found.origin.licence,
        "options": "; ".join(f"{key}: {words}" for key, words in found.options.items()),
    }

    def table() -> Iterator[RenderableType]:
        yield Line(f"{found.origin.title} ({found.name})", bold=True)
        yield Line(found.words)
        yield Line(f"Takes: {found.formats}\nLicence: {found.origin.licence}")
        for key, words in found.options.items():
            yield Line(f"  --option {key}=…  {words}")
        yield Line(f"\nFor example: matcher import {found.name} FILE")

    output.emit(row, columns=tuple(row), rows=lambda: [row], table=table)


def import_all(
    address: FactsAddress,
    name: str,
    files: Sequence[Path],
    published: date | None,
    options: Sequence[str],
    output: Output,
) -> None:
    """Read all files, then make the facts anew once; all of it counts, or nothing."""
    found = importer(name)
    given = _options(found, options)
    try:
        report = _import(address, found, files, published, given)
    except KeyboardInterrupt:
        message = "Interrupted; nothing of it counts. Run the same again."
        raise StoppedEarly(message) from None
    rows = [_plain(each, FILE_COLUMNS) for each in report.files]
    output.emit(
        report, columns=FILE_COLUMNS, rows=lambda: rows, table=lambda: _report_table(report)
    )
    if any(each.rejected for each in report.files):
        note(f"See what was rejected: matcher sources rejects {name}")
    if report.data_version != report.data_version_before:
        note(_NEXT)


def _import(
    address: FactsAddress,
    found: Importer,
    files: Sequence[Path],
    published: date | None,
    options: dict[str, str],
) -> ImportReport:
    day = None if published is None else PartialDate(published.isoformat())
    with opened(address) as (store, programme):
        before, holdings = store.data_version(programme), store.holdings(programme)
        tables = partial(read_tables, store, programme)
        if read := _counting(holdings, found, files, day, options, tables):
            return _report(store, programme, before, read)
        facts = store.read(programme)
        context = Context(
            facts=facts, places=PlaceNames(facts.places), published=day, options=options
        )
        read = list(_read(holdings, found, files, context))
        _refuse_the_same_part_twice([each.held for each in read])
        fresh = [each.held.number for each in read if not each.unchanged]
        if not fresh:
            return _report(store, programme, before, read)
        made = made_anew(store, programme, known=(before, facts), finishing=fresh)
        return _report(store, programme, before, read, made)


def _report(
    store: GraphStore,
    programme: str,
    before: str,
    read: Sequence[Imported],
    made: Assembled | None = None,
) -> ImportReport:
    return ImportReport(
        store=store.url,
        programme=programme,
        data_version=before if made is None else store.data_version(programme),
        data_version_before=before,
        unchanged=made is None,
        files=tuple(_file(each.held, unchanged=each.unchanged) for each in read),
        organisations=None if made is None else made.organisations,
        joined=None if made is None else made.joined,
        waiting=None if made is None else made.waiting,
        homeless=None if made is None else made.homeless,
    )


def _counting(
    holdings: Holdings,
    found: Importer,
    files: Sequence[Path],
    published: PartialDate | None,
    options: dict[str, str],
    tables: Callable[[Sequence[str]], Facts],
) -> list[Imported]:
    """Give all files as they count already, without reading all facts; nothing if one does not."""
    read: list[Imported] = []
    for path in files:
        with suppress(NotTakenError):
            held = counts_already(
                holdings, found, path, published=published, options=options, tables=tables
            )
            if held is None:
                return []
            read.append(Imported(held=held, unchanged=True))
    _refuse_the_same_part_twice([each.held for each in read])
    return read if len(read) == len(files) else []


def _read(
    holdings: Holdings, found: Importer, files: Sequence[Path], context: Context
) -> Iterator[Imported]:
    """Read file by file; pass over those of the source that hold nothing for us."""
    passed_over = []
    for path in files:
        with import_progress(path.name) as progress:
            try:
                yield read_into(holdings, found, path, context, progress=progress)
            except NotTakenError as error:
                passed_over.append(str(error))
    if len(passed_over) == len(files):
        raise CommandError("\n".join(passed_over))
    for words in passed_over:
        note(f"Passed over: {words}")


def _refuse_the_same_part_twice(read: Sequence[Import]) -> None:
    seen: dict[str, str] = {}
    for held in read:
        if held.part in seen:
            message = (
                f"{seen[held.part]} and {held.file} are the same part of {held.source}"
                f"{f' ({held.part})' if held.part else ''}: the later would replace the earlier. "
                "Nothing counts of either; name one of them"
            )
            raise CommandError(message)
        seen[held.part] = held.file


def _options(found: Importer, given: Sequence[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or key not in found.options:
            known = ", ".join(f"{name}=…" for name in found.options) or "none"
            message = f"{text!r} is no option of {found.name}; its options: {known}"
            raise CommandError(message)
        options[key] = value
    return options


def _file(held: Import, *, unchanged: bool) -> FileRead:
    return FileRead(
        source=held.source,
        part=held.part,
        file=held.file,
        published=held.published,
        rows=held.rows,
        entries=held.entries,
        rejected=held.rejected,
        unchanged=unchanged,
    )


def _plain(record: Any, columns: Sequence[str]) -> Row:  # noqa: ANN401
    return {name: getattr(record, name) for name in columns}


def _report_table(report: ImportReport) -> Iterator[RenderableType]:
    right = ("Rows", "Entries", "Rejected")
    table = titled_table("", "File", "Part", right=right)
    for each in report.files:
        name = f"{shown(each.file)}{' (as before)' if each.unchanged else ''}"
        table.add_row(name, each.part, f"{each.rows:,}", f"{each.entries:,}", f"{each.rejected:,}")
    yield table
    if report.organisations is None:
        told = "count already, read by the same program with the same options"
        yield Line(f"\nNothing was done: these files {told}.")
    else:
        yield Line(
            f"\n{report.programme} has {report.organisations:,} organisations from imported "
            "sources beside its own."
        )
    counted = (
        (report.joined, "identifiers are of an organisation that has another, and joined it"),
        (report.waiting, "records wait for a source that says who their organisation is"),
        (report.homeless, "records name no place, area or pathway of the programme; left out"),
    )
    for count, words in counted:
        if count:
            yield Line(f"{count:,} {words}.")
    if report.data_version == report.data_version_before:
        yield Line(f"Data version {report.data_version}, as before: the facts are the same.")
    else:
        yield Line(f"Data version {report.data_version}, before {report.data_version_before}.")
