"""How a new file appears at its place whole, and never over another one."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put_in_place(draft: Path, path: Path) -> None:
    """Put a draft at its place; it may keep its own name too.

    A second name (hard link) cannot be given over an existing one. On a file system without them
    the draft is renamed, under a lock of the folder, so that of two at once the first wins too.

    Raises
    ------
    FileExistsError
        If a file is there already; it stays.
    """
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        _rename(draft, path)


def _rename(draft: Path, path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        _lock(folder)
        if path.exists():
            raise FileExistsError(path)
        draft.rename(path)
    finally:
        os.close(folder)


def _lock(folder: int) -> None:
    """Lock a folder until it is closed; where there are no locks, it is done without."""
    with suppress(ImportError, OSError):
        import fcntl  # noqa: PLC0415  (not on every system)

        fcntl.flock(folder, fcntl.LOCK_EX)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
