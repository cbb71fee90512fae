"""How results are written: data to standard output or a file, all else to standard error."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.characters import encoding_of, shown
from api.cli.destination import (
    CommandError,
    check_path,
    to_standard_output,
    write_file,
    write_output,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from typing import IO

    from rich.console import Console, RenderableType

    from api.formats.serialise import Row

_FILE_WIDTH = 100
_STANDARD_OUTPUT = Path("-")


class StoppedEarly(Exception):  # noqa: N818  (no error: the best so far was written)
    """The user asked for the best so far; the message says more where there was none yet."""


class Format(StrEnum):
    """How data are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    DOCX = "docx"
    XLSX = "xlsx"


PLAIN_FORMATS = (Format.TABLE, Format.JSON, Format.CSV)
"""Those that every command writes; the others are files of some commands."""


class Output:
    """Writes one result in the format asked for."""

    def __init__(
        self,
        chosen: Format | None = None,
        path: Path | None = None,
        *,
        files: Collection[Format] = (),
    ) -> None:
        """Write to `path`, or to standard output where there is none, or it is ``-``.

        Parameters
        ----------
        chosen : the format; without one, the ending of the path says it, or it is a table
        path : a file
        files : the formats that the command writes beside those that all do

        Raises
        ------
        CommandError
            If the path is a folder, or in none; if the command does not write the format, or the
            format is one of files and no file is named.
        """
        self._path = None if path == _STANDARD_OUTPUT else path
        self.format = chosen or _by_ending(self._path)
        if self.format not in PLAIN_FORMATS:
            _check_file_format(self.format, self._path, files)
        if self._path is not None:
            check_path(self._path)

    def emit(
        self,
        value: object,
        *,
        columns: Sequence[str],
        rows: Callable[[], Iterable[Row]],
        table: Callable[[], Iterable[RenderableType]],
        files: Mapping[Format, Callable[[], bytes]] | None = None,
    ) -> None:
        """Write `value` as JSON, `rows` as CSV, `table` for people or a file; only one is made."""
        from api.formats.serialise import to_csv, to_json  # noqa: PLC0415

        if self.format is Format.JSON:
            self.write(to_json(value))
        elif self.format is Format.CSV:
            self.write(to_csv(columns, rows()))
        elif files and self.format in files:
            self._write_file(files[self.format]())
        elif self._path is None:
            with to_standard_output():
                _print(sys.stdout, table())
        else:
            text = io.StringIO()
            _print(text, table(), width=_FILE_WIDTH)
            self.write(text.getvalue())

    def write(self, text: str) -> None:
        """Write a text to standard output or the file, as UTF-8."""
        if self._path is None:
            write_output(text)
        else:
            self._write_file(text)

    def _write_file(self, content: str | bytes) -> None:
        if self._path is not None:
            write_file(self._path, content)
            note(f"Written to {self._path}")


def _by_ending(path: Path | None) -> Format:
    """Take the format from a file's name, such as line-ups.csv; any other is a text with tables."""
    ending = "" if path is None else path.suffix.lower().removeprefix(".")
    return Format(ending) if ending in set(Format) - {Format.TABLE} else Format.TABLE


def _check_file_format(chosen: Format, path: Path | None, files: Collection[Format]) -> None:
    if chosen not in files:
        known = ", ".join((*PLAIN_FORMATS, *files))
        message = f"This command writes no {chosen}. It writes: {known}."
        raise CommandError(message)
    if path is None:
        message = (
            f"{chosen} is no text for a terminal: name a file with --output, such as x.{chosen}."
        )
        raise CommandError(message)


@contextmanager
def working(text: str, *, visible: bool = True) -> Iterator[Callable[[str], None]]:
    """Show that something takes a while, on a terminal only; give what changes the text."""
    if not (visible and sys.stderr.isatty()):
        yield lambda _text: None
        return
    from rich.text import Text  # noqa: PLC0415

    console = plain_console(sys.stderr)

    def said(words: str) -> Text:
        return Text(shown(words, encoding=console.encoding))

    spinner = "dots" if console.encoding.startswith("utf") else "line"  # the dots are Braille
    with console.status(said(text), spinner=spinner) as status:
        yield lambda words: status.update(said(words))


def plain_console(file: IO[str], *, width: int | None = None) -> Console:
    """Give a console that takes every text for what it is: no markup, no emoji, no colours in it.

    `width` is given for files, whose readers have no terminal.
    """
    from rich.console import Console  # noqa: PLC0415

    class Plain(Console):
        """It reports a reader that is gone to its caller."""

        def on_broken_pipe(self) -> None:
            """Leave it to the caller."""
            raise BrokenPipeError

    return Plain(
        file=file,
        width=width,
        color_system="auto" if width is None else None,
        markup=False,
        emoji=False,
        highlight=False,
    )


def note(text: str) -> None:
    """Say something that is not data, on standard error."""
    print(shown(text, encoding=encoding_of(sys.stderr), lines=True), file=sys.stderr)  # noqa: T201


def _print(file: IO[str], parts: Iterable[RenderableType], *, width: int | None = None) -> None:
    console = plain_console(file, width=width)
    for part in parts:
        console.print(part)
