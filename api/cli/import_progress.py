"""How far the reading of a file is: a bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from api.cli.characters import shown
from api.cli.output import plain_console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

_NAME_CHARACTERS = 40


@contextmanager
def import_progress(name: str, console: Console | None = None) -> Iterator[Callable[..., None]]:
    """Give what tells how many rows are read, and which share of the file."""
    console = console or plain_console(sys.stderr)
    if not console.is_terminal:
        yield lambda _rows, _share: None
        return
    rows_read = TextColumn("{task.fields[rows]:,} rows", markup=False)
    named = TextColumn("{task.description}", markup=False)
    columns = named, BarColumn(20), rows_read, TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True) as bar:
        words = shown(name[-_NAME_CHARACTERS:], encoding=console.encoding)
        task = bar.add_task(words, total=1.0, rows=0)
        yield lambda rows, share: bar.update(task, completed=share, rows=rows)
