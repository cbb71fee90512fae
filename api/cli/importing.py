"""What `matcher import` does."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from api.cli.destination import CommandError
from api.cli.held_sources import made_anew, opened
from api.cli.import_progress import import_progress
from api.cli.import_report import FILE_COLUMNS, file_rows, import_report, report_table
from api.cli.output import StoppedEarly, note
from api.cli.tables.layout import Line, titled_table
from graph.errors import NotTakenError, SourceError
from graph.records.provenance import PartialDate
from graph.sources import importer
from graph.sources.consortia import ORGANISATIONS
from graph.sources.importing import Imported, counts_already, read_into
from graph.sources.places import PlaceNames
from graph.sources.protocol import SET, Context, Importer
from graph.sources.recognising import recognised_by
from graph.stores.reading import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.import_report import ImportReport
    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.formats.serialise import Row
    from graph.records.entries import Import
    from graph.records.facts import Facts
    from graph.stores.protocol import Holdings

_NEXT = "Next: matcher identity link (who is who), matcher infer (what texts tell of pathways)"
_WHY = 3
"""Reasons that are told of a file of which nothing could be taken."""


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
        options = titled_table("", "--option", "What it says")
        for key, words in found.options.items():
            options.add_row(f"{key}=…", words)
        if options.rows:
            yield from (Line(""), options, Line("In brackets: what holds if you do not say."))
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
    except SourceError as error:
        told = (str(error), "Nothing was imported.", *_whose(files, besides=name))
        raise CommandError("\n".join(told)) from error
    rows = file_rows(report)
    output.emit(
        report,
        columns=FILE_COLUMNS,
        rows=lambda: rows,
        table=lambda: report_table(report, side_by_side=SET in found.options),
    )
    if any(each.reported for each in report.files):
        note(f"See what was rejected or left out: matcher sources rejects {name}")
    if any(each.part.startswith(ORGANISATIONS) for each in report.files):
        for words in _whose(files, besides=name):
            note(words)
    if report.data_version != report.data_version_before:
        note(_NEXT)


def _whose(files: Sequence[Path], *, besides: str) -> Iterator[str]:
    """Say whose the files are that look like another source's."""
    for path in files:
        known = recognised_by(path)
        if known and besides not in known:
            yield f"{path.name} looks like a file of {known[0]}: matcher import {known[0]} {path}"


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
            return import_report(store, programme, before, read)
        counted = {held.part: held for held in holdings.imports() if held.source == found.name}
        facts = store.read(programme)
        context = Context(
            facts=facts, places=PlaceNames(facts.places), published=day, options=options
        )
        read = list(_read(holdings, found, files, context))
        _refuse_the_same_part_twice([each.held for each in read])
        fresh = [each.held for each in read if not each.unchanged]
        if not fresh:
            return import_report(store, programme, before, read)
        _refuse_nothing_for_something(holdings, fresh, counted)
        made = made_anew(
            store, programme, known=(before, facts), finishing=[each.number for each in fresh]
        )
        return import_report(store, programme, before, read, made=made, counted=counted)


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
                "Nothing counts of either; name one of them, or import them one by one and name "
                f"each by --option {SET}=NAME if the source has that option"
            )
            raise CommandError(message)
        seen[held.part] = held.file


def _refuse_nothing_for_something(
    holdings: Holdings, fresh: Sequence[Import], counted: Mapping[str, Import]
) -> None:
    """See that no file of which nothing was taken puts an earlier one out.

    Raises
    ------
    CommandError
        If one would: it is more often a file that was cut off than one that says nothing any more.
    """
    for held in fresh:
        earlier = counted.get(held.part)
        if held.entries or earlier is None or not earlier.entries:
            continue
        rejects = islice((each for each in holdings.rejects(held.number) if each.rows), _WHY)
        why = "".join(f"\n  row {each.row}: {each.reason}" for each in rejects)
        message = (
            f"{held.file} has {held.rows:,} rows, of which none could be taken, so what "
            f"{earlier.file} says still counts. Nothing was changed. To take that out: matcher "
            f"sources remove {held.source} {held.part}".rstrip()
            + why
        )
        raise CommandError(message)


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
