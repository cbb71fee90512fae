"""Whose file a file is, where somebody named another source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph import sources
from graph.errors import GraphError
from graph.sources.files import SourceFile

if TYPE_CHECKING:
    from pathlib import Path

_ANY = frozenset({"consortia", "template"})
"""Sources that know no file by its beginning: any table may be theirs until it is read."""


def recognised_by(path: Path) -> tuple[str, ...]:
    """Give the sources that know a file by what it begins with; none if it cannot be read."""
    try:
        file = SourceFile.look_over(path, progress=lambda *_: None)
    except GraphError:
        return ()
    return tuple(name for name in sources.IMPORTERS if name not in _ANY and _knows(name, file))


def _knows(name: str, file: SourceFile) -> bool:
    try:
        sources.importer(name).part_of(file)
    except GraphError:
        return False
    return True
