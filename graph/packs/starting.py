"""Starting a programme of one's own: a small example, each file explained in comments."""

from __future__ import annotations

import textwrap
from importlib import resources
from typing import TYPE_CHECKING

from graph.errors import FolderError
from graph.packs.files import FILES, PROGRAMME
from graph.packs.values import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.packs.files import File
    from graph.records.table import Column

_EXAMPLE = "two_areas"
_WIDTH = 100


def start_pack(folder: Path) -> tuple[str, ...]:
    """Write the example to a folder that does not exist yet, or is empty; give its files.

    Raises
    ------
    FolderError
        If there is something in the folder already, or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            message = f"{folder} is not empty; name a folder that does not exist yet"
            raise FolderError(message)
        written = {PROGRAMME: _example(PROGRAMME), **{file.name: _text(file) for file in FILES}}
        for name, text in written.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise FolderError(message) from error
    return tuple(written)


def _text(file: File) -> str:
    """Explain a file and its columns, and give the example's rows; of some there are none."""
    rows = _example(file.name) or ",".join(column.heading for column in file.columns) + "\n"
    return "".join(f"# {line}\n" for line in _comments(file)) + rows


def _comments(file: File) -> Iterator[str]:
    need = f"Needed: {file.needed}." if file.needed else "It may be left out."
    yield from textwrap.wrap(_safe(f"{file.words} {need}"), _WIDTH)
    for column in file.columns:
        values = f" Give {values_of(column)}."
        words = _safe(f"{column.heading}: {column.words}{values}{_may_be_blank(column)}")
        yield from textwrap.wrap(words, _WIDTH, initial_indent="- ", subsequent_indent="  ")


def _may_be_blank(column: Column) -> str:
    return " It may be blank." if column.blank and "blank" not in column.words else ""


def _safe(words: str) -> str:
    """Keep quotes out of comments: spreadsheets and this reader take them for cells."""
    return words.replace('"', "'")


def _example(name: str) -> str:
    file = resources.files("graph") / "programmes" / _EXAMPLE / name
    return file.read_text("utf-8") if file.is_file() else ""
