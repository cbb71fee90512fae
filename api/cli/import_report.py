"""What an import came to: of each file, and of the programme afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, titled_table
from api.cli.tables.stores import shown
from graph.sources.protocol import SET
from graph.sources.unpacking import MIXED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from api.formats.serialise import Row
    from graph.assembly.assemble import Assembled
    from graph.records.entries import Import
    from graph.sources.importing import Imported
    from graph.stores import GraphStore

FILE_COLUMNS = (
    *("source", "part", "file", "published", "rows", "entries", "rejected", "unchanged"),
    *("encoding", "undated", "is_cut", "replaced", "replaced_rows"),
)
_MUCH_SHORTER = 0.8
"""Our judgement: an edition of a register hardly ever has a fifth fewer rows than the last."""
_AGAIN = "Get it anew and import it again."
_WRITTEN = {
    "cp1252": "is not UTF-8. It was read as Windows-1252",
    MIXED: "is UTF-8, but for a few bytes. Those were read as Windows-1252",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead:
    """One file that was read, or that counted already (`unchanged`).

    Attributes
    ----------
    reported : whether its report of what was rejected or left out holds anything
    encoding : what it is written in; None if it was not read, or is a workbook
    undated : facts that count from no day, because nothing says since when they hold
    is_cut : whether its last line is no whole one
    replaced : the file that counted before of the same part; None if there was none
    replaced_published, replaced_rows : of that file
    """

    source: str
    part: str
    file: str
    published: str | None
    rows: int
    entries: int
    rejected: int
    unchanged: bool
    reported: bool
    encoding: str | None = None
    undated: int = 0
    is_cut: bool = False
    replaced: str | None = None
    replaced_published: str | None = None
    replaced_rows: int | None = None


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


def import_report(
    store: GraphStore,
    programme: str,
    before: str,
    read: Sequence[Imported],
    *,
    made: Assembled | None = None,
    counted: Mapping[str, Import] | None = None,
) -> ImportReport:
    """Tell what an import came to.

    Parameters
    ----------
    store, programme : where it went
    before : the data version that the programme had
    read : the files
    made : the facts that were made anew; None if there was no need
    counted : what counted of the source before, by its part
    """
    holdings, earlier = store.holdings(programme), counted or {}

    def file(each: Imported) -> FileRead:
        reported = next(iter(holdings.rejects(each.held.number)), None) is not None
        return _file(each, earlier.get(each.held.part), reported=reported)

    return ImportReport(
        store=store.url,
        programme=programme,
        data_version=before if made is None else store.data_version(programme),
        data_version_before=before,
        unchanged=made is None,
        files=tuple(map(file, read)),
        organisations=None if made is None else made.organisations,
        joined=None if made is None else made.joined,
        waiting=None if made is None else made.waiting,
        homeless=None if made is None else made.homeless,
    )


def _file(read: Imported, earlier: Import | None, *, reported: bool) -> FileRead:
    held = read.held
    before = None if read.unchanged else earlier
    return FileRead(
        source=held.source,
        part=held.part,
        file=held.file,
        published=held.published,
        rows=held.rows,
        entries=held.entries,
        rejected=held.rejected,
        unchanged=read.unchanged,
        reported=reported,
        encoding=read.encoding,
        undated=read.undated,
        is_cut=read.is_cut,
        replaced=None if before is None else before.file,
        replaced_published=None if before is None else before.published,
        replaced_rows=None if before is None else before.rows,
    )


def file_rows(report: ImportReport) -> list[Row]:
    """Give a row for each file."""
    return [{name: getattr(each, name) for name in FILE_COLUMNS} for each in report.files]


def report_table(report: ImportReport, *, side_by_side: bool) -> Iterator[RenderableType]:
    """Yield the files, what is worth a word about each, and the programme afterwards.

    `side_by_side` says whether several files of one part can stand side by side, each by a name.
    """
    table = titled_table("", "File", "Part", right=("Rows", "Taken", "Rejected"))
    for each in report.files:
        name = f"{shown(each.file)}{' (as before)' if each.unchanged else ''}"
        counts = (each.rows, each.rows - each.rejected, each.rejected)
        part = "" if each.part in each.file else each.part
        table.add_row(name, part, *(f"{count:,}" for count in counts))
    yield table
    for each in report.files:
        yield from map(Line, _words_about(each, side_by_side=side_by_side))
    yield Line("")
    yield from _programme(report)


def _words_about(file: FileRead, *, side_by_side: bool) -> Iterator[str]:
    """Yield what people should know of a file that was read."""
    if file.encoding in _WRITTEN:
        yield f"{file.file} {_WRITTEN[file.encoding]}: look at its accents and pound signs."
    if file.undated:
        told = _many(file.undated, "fact", "facts")
        yield (
            f"{told} of {file.file} never count, because nothing says since when they hold. "
            "Import it again with --published DATE, the day of its content."
        )
    if file.is_cut:
        yield f"{file.file} may be cut off: its last line is no whole one. {_AGAIN}"
    if file.replaced is not None:
        yield _replaced(file, side_by_side=side_by_side)
    if file.rows < _MUCH_SHORTER * (file.replaced_rows or 0):
        yield (
            f"{file.file} has far fewer rows than that. If it should not, it may be cut off. "
            f"{_AGAIN}"
        )


def _replaced(file: FileRead, *, side_by_side: bool) -> str:
    before, now = file.replaced_published, file.published
    day = f" of {before}" if before else ""
    words = (
        f"{file.file} took the place of {file.replaced}{day}, which had {file.replaced_rows:,} "
        f"rows and counts no more."
    )
    if before and now and now < before:
        words += " What it replaced was newer."
    if side_by_side and file.replaced != file.file:
        words += (
            f" To have both: import {file.replaced} again, then {file.file} with "
            f"--option {SET}=NAME."
        )
    return words


def _programme(report: ImportReport) -> Iterator[RenderableType]:
    if report.organisations is None:
        told = "count already, read by the same program with the same options"
        yield Line(f"Nothing was done: these files {told}.")
    else:
        told = _many(report.organisations, "organisation", "organisations")
        yield Line(f"{report.programme} has {told} from imported sources beside its own.")
    joined, waiting, homeless = report.joined, report.waiting, report.homeless
    if joined:
        told = _many(joined, "identifier is", "identifiers are")
        yield Line(f"{told} of an organisation that has another, and joined it.")
    if waiting:
        told = _many(waiting, "record waits", "records wait")
        yield Line(f"{told} for a source that says who the organisation is.")
    if homeless:
        told = _many(homeless, "record names", "records name")
        yield Line(f"{told} no place, area or pathway of the programme; left out.")
    if report.data_version == report.data_version_before:
        yield Line(f"Data version {report.data_version}, as before: the facts are the same.")
    else:
        yield Line(f"Data version {report.data_version}, before {report.data_version_before}.")


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"
