"""Rows of the extract's files, published as JSON and as tab-separated text, as texts by heading."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.records.identifiers import OrgId
from graph.records.provenance import PartialDate
from graph.sources.cells import Cells, seen, when, whole
from graph.sources.columns import absent
from graph.sources.files import Row
from graph.sources.lines import CUT_OFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from graph.sources.files import SourceFile

NUMBER, LINKED = "registered_charity_number", "linked_charity_number"
_DAY = "date_of_extract"
_TAB_NOT_ESCAPED = re.compile(r"(?<!\\)\t")
_JSON_KEY = re.compile(r'"([a-z_0-9]+)"\s*:')
_EXTRACTED = re.compile(r'"date_of_extract"\s*:\s*"(\d{4}-\d{2}-\d{2})')
_MOST_LINES = 100
"""Lines that one row may go over where ends of lines are escaped."""


def is_json(file: SourceFile) -> bool:
    """Whether a file is a list of JSON objects rather than a table."""
    return file.start.lstrip().startswith("[")


def headings(file: SourceFile) -> tuple[str, ...]:
    """Give the names of a file's fields."""
    if is_json(file):
        return tuple(dict.fromkeys(_JSON_KEY.findall(file.start)))
    return file.columns(delimiter=_delimiter(file))


def extracted(file: SourceFile) -> PartialDate | None:
    """Give the day of the extract, which every row of its files says."""
    if is_json(file):
        found = _EXTRACTED.search(file.start)
        return PartialDate(found[1]) if found else None
    names = headings(file)
    if _DAY not in names:
        return None
    try:
        return when(_first_cells(file)[names.index(_DAY)])
    except (ValueError, IndexError):
        return None


def _first_cells(file: SourceFile) -> Sequence[str]:
    """Give the cells of the first row, as far as they can be told without reading the file."""
    if file.sheet:
        first = next(file.table(), None)
        return tuple(first.values.values()) if isinstance(first, Row) else ()
    _, *rest = file.start.splitlines()[:2] or [""]
    return rest[0].split(_delimiter(file)) if rest else ()


def rows(file: SourceFile, fields: Collection[str]) -> Iterator[Row | Reject]:
    """Yield the rows of a file, with these fields alone."""
    if is_json(file):
        yield from _objects(file, fields)
    elif _delimiter(file) == ",":
        yield from file.table()
    else:
        yield from _tabbed(file)


def charities(file: SourceFile, fields: Sequence[str]) -> Iterator[tuple[OrgId, Cells] | Reject]:
    """Yield the rows of a file with the charity that each is about.

    A group member is told by the number of its group and its own in that group.
    """
    there = headings(file)
    yield from absent(there, [each for each in fields if there and each != LINKED])
    before: tuple[str, str] | None = None
    who: OrgId | None = None
    for row in rows(file, fields):
        if isinstance(row, Reject):
            yield row
            continue
        number = row.values.get(NUMBER, ""), row.values.get(LINKED, "")
        if number != before:
            before, who = number, _charity(*number)
        if who is not None:
            yield who, Cells(row.number, row.values, who)
        else:
            reason = "this is not the number of a charity, which has six or seven digits"
            value = seen(" ".join(number)[:200])
            yield Reject(row=row.number, field=NUMBER, reason=reason, value=value)


def _charity(number: str, linked: str) -> OrgId | None:
    try:
        member = whole(linked.strip() or "0")
        charity = f"GB-CHC-{whole(number.strip())}"
        return OrgId(f"{charity}-{member}" if member else charity)
    except ValueError:
        return None


def check(file: SourceFile, needed: Collection[str]) -> None:
    """Check that the fields that are needed are there.

    Raises
    ------
    SourceError
        If some are missing.
    """
    there = headings(file)
    missing = [field for field in needed if field not in there]
    is_empty = is_json(file) and file.start.split() in (["[]"], ["[", "]"])
    if missing and not is_empty:
        message = (
            f"{file.path} lacks the fields {', '.join(missing)}; fetch it anew from the Charity"
            " Commission and import it as it is. Nothing was imported"
        )
        raise SourceError(message)


def _delimiter(file: SourceFile) -> str:
    """Tell a file that was saved as CSV from one as it is published."""
    header = file.start.splitlines()[0]
    return "\t" if "\t" in header else ","


def _objects(file: SourceFile, fields: Collection[str]) -> Iterator[Row | Reject]:
    for item in file.json_items("item"):
        if isinstance(item, Reject):
            yield item
        elif isinstance(item.value, dict):
            yield Row(item.number, _texts(item.value, fields))
        else:
            yield Reject(row=item.number, reason="this is no record of a charity")


def _texts(values: Mapping[str, Any], fields: Collection[str]) -> dict[str, str]:
    """Give some fields as texts; what is none says nothing."""
    return {
        field: value if isinstance(value := values[field], str) else _text(value)
        for field in fields
        if field in values
    }


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def _tabbed(file: SourceFile) -> Iterator[Row | Reject]:
    """Yield the rows of a table without quotes, in which a backslash may escape what follows."""
    names = headings(file)
    width = len(names)
    lines = file.lines()
    next(lines)
    for line in lines:
        if isinstance(line, Reject):
            yield line
            continue
        number, whole_line = line
        text = whole_line.replace("\0", "").rstrip("\r\n")
        if not text:
            continue
        cells = text.split("\t")
        if len(cells) != width and "\\" in text:
            cells = _unescaped(text, lines, width)
        if len(cells) == width:
            yield Row(number=number, values=dict(zip(names, cells, strict=True)))
        else:
            reason = f"the row has {len(cells)} cells, the header {width}"
            if len(cells) < width and not whole_line.endswith(("\r", "\n")):
                reason += f"; {CUT_OFF}"
            yield Reject(row=number, reason=reason, value=text[:200])


def _unescaped(text: str, lines: Iterator[tuple[int, str] | Reject], width: int) -> list[str]:
    """Split a row at the tabs that are not escaped, with the lines that it goes on in."""
    cells = _TAB_NOT_ESCAPED.split(text)
    went_on = 0
    while text.endswith("\\") and len(cells) < width and went_on < _MOST_LINES:
        more = next(lines, None)
        if more is None or isinstance(more, Reject):
            break
        went_on += 1
        text = f"{text[:-1]}\n{more[1].rstrip()}"
        cells = _TAB_NOT_ESCAPED.split(text)
    return [cell.replace("\\\t", " ").replace("\\\\", "\\") for cell in cells]
