"""Where data go: standard output, a file, a link to one, a pipe or a device.

A file appears whole or not at all: a draft beside it takes its place. It keeps its mode and its
owner, a new one gets what the umask leaves, and a link goes on pointing where it did. A pipe or a
device is written to and never replaced.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEW_FILE = 0o666
_NO_DRAFT_HERE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV}
"""Why a draft cannot take a file's place although the file itself may be written."""


class CommandError(Exception):
    """What was asked cannot be done; the message says why, and what to do."""


class ReaderGone(Exception):  # noqa: N818  (no error: whoever read has read enough)
    """Nobody reads standard output any more."""


@contextmanager
def to_standard_output() -> Iterator[None]:
    """Say it if standard output cannot be written.

    Raises
    ------
    ReaderGone
        If its reader has closed it, such as ``head``.
    CommandError
        If it is closed, or its disk is full.
    """
    try:
        yield
        _flush()
    except BrokenPipeError:
        forget_output()
        raise ReaderGone from None
    except OSError as error:
        forget_output()
        message = f"Standard output cannot be written: {error.strerror}."
        raise CommandError(message) from error


def _flush() -> None:
    if sys.stdout is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    sys.stdout.flush()


def forget_output() -> None:
    """Drop what is left to write, so that the end of the process does not try again."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def write_output(text: str) -> None:
    """Write data to standard output, always as UTF-8, whatever the terminal reads.

    Raises
    ------
    ReaderGone, CommandError
        As `to_standard_output` does.
    """
    with to_standard_output():
        _flush()
        sys.stdout.buffer.write(_bytes(text))
        sys.stdout.buffer.flush()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def check_path(path: Path) -> None:
    """Refuse a path that cannot become a file, before any work is done for it.

    Raises
    ------
    CommandError
        If it is a folder, or in none.
    """
    if path.is_dir():
        message = f"{path} is a folder. Name a file in it."
        raise CommandError(message)
    if not path.resolve().parent.is_dir():
        message = f"The folder {path.resolve().parent} does not exist. Make it first."
        raise CommandError(message)


def write_file(path: Path, content: str | bytes) -> None:
    """Write to what a path names, texts as UTF-8; a file is written whole or not at all.

    Raises
    ------
    CommandError
        If it cannot be written; a file is then as it was before.
    ReaderGone
        If it is a pipe whose reader is gone.
    """
    check_path(path)
    try:
        _write(path, content if isinstance(content, bytes) else _bytes(content))
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        kept = "" if path.exists() and not path.is_file() else " Nothing was changed."
        message = f"{path} cannot be written: {error.strerror}.{kept}"
        raise CommandError(message) from error


def _write(path: Path, content: bytes) -> None:
    there = _status(path)
    if there is not None and (descriptor := _open_already(there)) is not None:
        _write_all(os.dup(descriptor), content)
    elif there is not None and not stat.S_ISREG(there.st_mode):
        _write_all(os.open(path, os.O_WRONLY), content)
    else:
        _replace(path.resolve(), content, there)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _open_already(there: os.stat_result) -> int | None:
    """Standard output or error, if that is what a path names, such as ``/dev/stdout``."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(OSError, ValueError, AttributeError):
            if os.path.samestat(there, os.fstat(stream.fileno())):  # type: ignore[union-attr]
                stream.flush()  # type: ignore[union-attr]
                return stream.fileno()  # type: ignore[union-attr]
    return None


def _write_all(descriptor: int, content: bytes) -> None:
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def _replace(path: Path, content: bytes, there: os.stat_result | None) -> None:
    """Put a draft in the place of a file, or write into it where no draft may stand beside it."""
    if there is not None and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    draft = path.with_name(f".{path.name[:100]}-{secrets.token_hex(4)}")
    try:
        _make(draft, content, there)
        draft.replace(path)
    except OSError as error:
        if there is None or error.errno not in _NO_DRAFT_HERE:
            raise
        _overwrite(path, content)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _make(draft: Path, content: bytes, there: os.stat_result | None) -> None:
    """Write a draft with the mode and owner of the file whose place it takes, or as a new file."""
    mode = _NEW_FILE if there is None else stat.S_IMODE(there.st_mode) & 0o600
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        if there is not None:
            with suppress(PermissionError):
                os.fchown(descriptor, there.st_uid, there.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(there.st_mode))
        os.fsync(descriptor)


def _overwrite(path: Path, content: bytes) -> None:
    """Write into a file, and put back what it held if that fails."""
    before = path.read_bytes()
    try:
        path.write_bytes(content)
    except OSError:
        with suppress(OSError):
            path.write_bytes(before)
        raise
