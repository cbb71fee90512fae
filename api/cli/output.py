"""Where results go: data to standard output or a file, everything else to standard error."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from api.formats.serialise import Row


class CommandError(Exception):
    """What was asked cannot be done; the message says why, and what to do."""


class StoppedEarly(Exception):  # noqa: N818  (no error: the best so far was written)
    """The user asked for the best so far; the message says more where there was none yet."""


class Format(StrEnum):
    """How data are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Output:
    """Writes one result in the format asked for."""

    def __init__(self, chosen: Format, path: Path | None = None) -> None:
        """Write to `path`, or to standard output where there is none."""
        self.format, self._path = chosen, path

    def emit(
        self,
        value: object,
        *,
        columns: Sequence[str],
        rows: Callable[[], Iterable[Row]],
        table: Callable[[], Iterable[RenderableType]],
    ) -> None:
        """Write `value` as JSON, `rows` as CSV or `table` for people; only that one is made."""
        from api.formats.serialise import to_csv, to_json  # noqa: PLC0415

        if self.format is Format.JSON:
            self.write(to_json(value))
        elif self.format is Format.CSV:
            self.write(to_csv(columns, rows()))
        elif self._path is None:
            console = data_console()
            for part in table():
                console.print(part)
        else:
            self.write(_as_text(table()))

    def write(self, text: str) -> None:
        """Write a text to standard output, or to the file at once or not at all."""
        if self._path is None:
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            write_whole(self._path, text)
            note(f"Written to {self._path}")


def write_whole(path: Path, text: str) -> None:
    """Write a file under another name, then rename it: it appears whole or not at all."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}."
        raise CommandError(message) from error
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as error:
        message = f"{path} cannot be written: {error.strerror}. Nothing was changed."
        raise CommandError(message) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def working(text: str, *, shown: bool = True) -> Iterator[Callable[[str], None]]:
    """Show that something takes a while, on a terminal only; give what changes the text."""
    if not (shown and sys.stderr.isatty()):
        yield lambda _text: None
        return
    from rich.console import Console  # noqa: PLC0415

    with Console(stderr=True).status(text) as status:
        yield status.update


def data_console() -> Console:
    """The console that tables go to."""
    from rich.console import Console  # noqa: PLC0415

    return Console(highlight=False, soft_wrap=False)


def note(text: str) -> None:
    """Say something that is not data."""
    typer.echo(text, err=True)


def _as_text(parts: Iterable[RenderableType]) -> str:
    import io  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415

    text = io.StringIO()
    console = Console(file=text, width=100, highlight=False, color_system=None)
    for part in parts:
        console.print(part)
    return text.getvalue()
