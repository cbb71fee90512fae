"""How far a copy is: a bar on a terminal; anywhere else a line for each programme."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from api.cli.output import note, plain_console
from api.cli.tables.stores import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from graph.stores.copying import Copied, CopyProgress, Finished

_NAME_CHARACTERS = 40


class _Name(ProgressColumn):
    """The programme at hand."""

    def render(self, task: Task) -> Text:
        """Show as much of the name as a line has room for."""
        name = Text(task.description)
        name.truncate(_NAME_CHARACTERS, overflow="ellipsis")
        return name


class _Rate(ProgressColumn):
    """Records a second, once there is something to reckon with."""

    def render(self, task: Task) -> Text:
        """Show the rate of late, or of the whole copy when it is done."""
        rate = task.finished_speed or task.speed
        return Text("" if rate is None else f"{rate:,.0f} a second")


@contextmanager
def copy_progress(console: Console | None = None) -> Iterator[tuple[CopyProgress, Finished]]:
    """Give what tells of progress, and what tells of a programme that is done."""
    console = console or plain_console(sys.stderr)
    if not console.is_terminal:
        yield lambda _programme, _done, _of: None, _say
        return
    records = TextColumn("{task.completed:,.0f} / {task.total:,.0f} records")
    with Progress(_Name(), BarColumn(20), records, _Rate(), console=console) as bar:
        task = bar.add_task("", total=0)

        def progress(programme: str, done: int, of: int) -> None:
            bar.update(task, description=shown(programme), completed=done, total=of)

        yield progress, lambda _copied: None


def _say(copied: Copied) -> None:
    how = "already there" if copied.was_there else "copied and verified"
    entries = f", {copied.entries:,} entries of imports" if copied.entries else ""
    note(f"{shown(copied.programme)}: {copied.records:,} records{entries}, {how}")
