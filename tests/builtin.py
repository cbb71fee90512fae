"""The programmes that come with the product, read once for all tests of a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from graph.packs.reading import BUILTIN, builtin, read_pack
from graph.stores import BUILT_IN_PROGRAMMES

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts

NAMES = {builtin(name): name for name in BUILT_IN_PROGRAMMES}


def read_builtin(programme: str = BUILTIN) -> Facts:
    """Give the facts of a built-in programme; they never change, so they are read once."""
    return _read(programme)


def read_once(folder: Path) -> Facts:
    """Stand for `read_pack` where the product fills a store: tests open many new ones."""
    return _read(NAMES[folder]) if folder in NAMES else read_pack(folder)


@cache
def _read(programme: str) -> Facts:
    return read_pack(builtin(programme))
