"""The rows of a folder's file, as spreadsheets and people write them.

Commas, semicolons or tabs separate cells: those that the header is split by. Blank lines, rows
without any text, and blank cells after the last column say nothing and are passed over.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from graph.errors import Mistake
from graph.packs.characters import named, named_character, trimmed, unseen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from graph.packs.files import File

_SEPARATORS = (",", ";", "\t")


def read_rows(
    path: Path, file: File, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield a file's rows by heading; row numbers count as an editor does."""
    content = _content(path, file, mistakes)
    if content is None:
        return
    reader = csv.reader(
        io.StringIO(content, newline=""), strict=True, delimiter=_separator(content, file)
    )
    try:
        header = _header(next((cells for cells in reader if not _says_nothing(cells)), []))
        if wrong := _header_mistake(header, file):
            mistakes.append(Mistake(path.name, max(reader.line_num, 1), wrong))
            return
        start = reader.line_num + 1
        for cells in reader:
            kept = _within(cells, len(header))
            if _says_nothing(cells):
                pass
            elif len(kept) == len(header):
                yield start, dict(zip(header, kept, strict=True))
            else:
                message = f"has {len(cells)} cells, and the header has {len(header)}"
                mistakes.append(Mistake(path.name, start, message))
            start = reader.line_num + 1
    except csv.Error as error:
        mistakes.append(Mistake(path.name, reader.line_num, str(error)))


def _content(path: Path, file: File, mistakes: list[Mistake]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if file.needed:
            message = f"is missing, and every programme needs it: {file.needed}"
            mistakes.append(Mistake(path.name, 0, message))
    except OSError as error:
        mistakes.append(Mistake(path.name, 0, f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(path.name, row, named_character(error)))
    return None


def _separator(content: str, file: File) -> str:
    """Give what splits the header into most of the file's columns; a comma unless more do."""
    known = {column.heading for column in file.columns}
    lines = (line for line in content.splitlines() if line.strip(",;\t ") and line[:1] != "#")
    first = next(lines, "")

    def columns(separator: str) -> int:
        return len(known & {trimmed(cell.strip('"')) for cell in first.split(separator)})

    return max(_SEPARATORS, key=columns)


def _says_nothing(cells: Sequence[str]) -> bool:
    """Whether a row is there for people only: a number sign first, or no text at all."""
    return not any(cell.strip() for cell in cells) or cells[0].startswith("#")


def _header(cells: Sequence[str]) -> list[str]:
    """Give the headings, without what cannot be seen around them and blank cells at the end."""
    headings = [trimmed(cell) for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def _within(cells: Sequence[str], width: int) -> Sequence[str]:
    """Leave out blank cells after the last column."""
    return cells[:width] if not any(cell.strip() for cell in cells[width:]) else cells


def _header_mistake(header: Sequence[str], file: File) -> str:
    """Say what is wrong with a header, or nothing; what was added later may be left out."""
    known = [column.heading for column in file.columns]
    needed = [column.heading for column in file.columns if not column.later]
    missing = [heading for heading in needed if heading not in header]
    unknown = [_shown(heading) for heading in header if heading not in known]
    parts = [
        f"missing columns: {', '.join(missing)}" if missing else "",
        f"unknown columns: {', '.join(unknown)}" if unknown else "",
        "a column is named twice" if len(set(header)) < len(header) else "",
    ]
    return "; ".join(part for part in parts if part)


def _shown(heading: str) -> str:
    """Show a heading, with the name of a character in it that cannot be seen."""
    hidden = unseen(heading)
    return f"{heading!r} with {named(hidden)}" if hidden else heading or "(blank)"
