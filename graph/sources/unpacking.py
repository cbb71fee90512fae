"""What is inside a file that somebody names: opened, unpacked and measured, in any usual encoding.

A file may be hostile: no file at all but a pipe or a device, a zip whose header lies, one with a
million members, one that unpacks without an end. It may change while it is read. Whatever it is,
the stream gives bytes of UTF-8 within the limits, or raises a `SourceError`.
"""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import stat
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from contextlib import contextmanager, nullcontext
from typing import IO, TYPE_CHECKING, Any, cast

from graph.errors import GraphError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 2**20
LARGEST_RATIO = 250
"""Bytes unpacked for each byte packed; registers have 5 to 20."""
SMALL = 64 * 2**20
"""Bytes that may be unpacked whatever the ratio."""
LONGEST_NAME = 200
MIXED = "utf-8, in part cp1252"
"""The encoding of a text of UTF-8 in which a few bytes are not; those are read as old Windows'."""
_AS_WINDOWS = "read-as-windows-1252"

Stamp = tuple[int, ...]
"""What changes with a file: its device, its number there, its bytes, and the time of a change."""

_GZIP, _ZIPS = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


@contextmanager
def opened(path: Path, stamp: Stamp = ()) -> Iterator[tuple[IO[bytes], Stamp]]:
    """Open a file, and nothing but a file; a pipe is not waited for.

    Parameters
    ----------
    path : where it is
    stamp : what it was when it was looked over; empty if it was not

    Raises
    ------
    SourceError
        If it cannot be read, is no file, or is not what it was.
    """
    try:
        # Without O_NONBLOCK the opening of a pipe waits until somebody writes into it.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError as error:
        message = f"there is no file {path}; check its name and the folder that it is in"
        raise SourceError(message) from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        message = f"{path} cannot be read: {told}"
        raise SourceError(message) from error
    with os.fdopen(number, "rb") if _is_file(number) else nullcontext() as file:
        if file is None:
            mode = os.fstat(number).st_mode
            os.close(number)
            kind = next((word for is_one, word in _KINDS if is_one(mode)), "no file")
            message = f"{path} is {kind}; name a CSV, JSON, zip or gzip file"
            raise SourceError(message)
        found = _stamp(file)
        if stamp and found != stamp:
            raise _changed(path)
        yield file, found


def _is_file(number: int) -> bool:
    return stat.S_ISREG(os.fstat(number).st_mode)


def _stamp(file: IO[bytes]) -> Stamp:
    found = os.fstat(file.fileno())
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _changed(path: Path) -> SourceError:
    message = f"{path} changed while it was read; import it again once it is whole"
    return SourceError(message)


def digest_of(path: Path) -> tuple[str, Stamp]:
    """Give the SHA-256 of a file's bytes, and the file's stamp.

    Raises
    ------
    SourceError
        If it cannot be read, or is no file.
    """
    with opened(path) as (file, stamp):
        try:
            return hashlib.file_digest(cast("io.BufferedReader", file), "sha256").hexdigest(), stamp
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}"
            raise SourceError(message) from error


@contextmanager
def unpacked(path: Path, stamp: Stamp = ()) -> Iterator[tuple[str, io.RawIOBase]]:
    """Open a file, or what is packed in it, by what its first bytes are; give its name too.

    Raises
    ------
    SourceError
        If it cannot be read, holds several files, or is packed in a way that we do not read; and,
        while it is read, if it is cut off, unpacks beyond all measure, or changes.
    """
    with opened(path, stamp) as (file, found):
        magic = file.read(4)
        file.seek(0)
        if magic in _ZIPS:
            member, inside = _only_member(path, file)
            yield member.filename[-LONGEST_NAME:], _Measured(inside, path, file, found)
        elif magic[:2] == _GZIP:
            inside = cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb"))
            yield path.name.removesuffix(".gz"), _Measured(inside, path, file, found)
        else:
            yield path.name, _Measured(file, path, file, found)


def _only_member(path: Path, file: IO[bytes]) -> tuple[zipfile.ZipInfo, IO[bytes]]:
    try:
        archive = zipfile.ZipFile(cast("IO[bytes]", _InParts(file, path)))
        member = _checked(path, [each for each in archive.infolist() if not each.is_dir()])
        return member, archive.open(member)
    except GraphError:
        raise
    except Exception as error:  # a damaged zip raises errors of many kinds
        raise _damaged(path, error) from error


def member_names(path: Path) -> list[str]:
    """Give the names of what a zip holds; none if it is no zip that can be read.

    Raises
    ------
    SourceError
        If it holds far too many.
    """
    with opened(path) as (file, _):
        try:
            return zipfile.ZipFile(cast("IO[bytes]", _InParts(file, path))).namelist()
        except GraphError:
            raise
        except Exception:  # noqa: BLE001  (a damaged zip raises errors of many kinds)
            return []


def _checked(path: Path, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    if len(members) != 1:
        names = ", ".join(repr(each.filename[:LONGEST_NAME]) for each in members[:5])
        message = f"{path} holds {len(members)} files ({names}); unpack it and name one of them"
        raise SourceError(message)
    (member,) = members
    if member.flag_bits & 1:
        message = f"{path} is locked with a password; unpack it first"
        raise SourceError(message)
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        # Others unpack a chunk whole, whatever it comes to.
        message = f"{path} is packed in a way that is not read here; unpack it first"
        raise SourceError(message)
    return member


def _damaged(path: Path, error: Exception) -> SourceError:
    told = str(error)[:200] or type(error).__name__
    message = f"{path} is cut off or damaged ({told}); fetch it anew"
    return SourceError(message)


class _InParts:
    """A file of which nobody may read much at once: a list of a million members is read whole."""

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file, self._path = file, path
        self.seek, self.tell = file.seek, file.tell

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size > CHUNK:
            message = f"{self._path} holds far too many files; unpack it and name one of them"
            raise SourceError(message)
        return self._file.read(size if size >= 0 else CHUNK)


class _Measured(io.RawIOBase):
    """A stream that stops where it unpacks beyond all measure, is damaged, or the file changed."""

    def __init__(self, stream: IO[bytes], path: Path, file: IO[bytes], stamp: Stamp) -> None:
        self._stream, self._path, self._file, self._stamp = stream, path, file, stamp
        self._read = 0
        self._most = max(LARGEST_RATIO * stamp[2], SMALL)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (any buffer)
        try:
            chunk = self._stream.read(min(len(buffer), CHUNK))
        except Exception as error:  # what unpacks raises errors of many kinds
            raise (self._changed() or _damaged(self._path, error)) from error
        self._read += len(chunk)
        if self._read > self._most:
            message = (
                f"{self._path} unpacks to more than {LARGEST_RATIO} times its size, which no "
                "register does"
            )
            raise SourceError(message)
        if not chunk and (changed := self._changed()):
            raise changed
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def _changed(self) -> SourceError | None:
        return _changed(self._path) if _stamp(self._file) != self._stamp else None


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Read bytes that are not UTF-8 as old Windows writes them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    astray = error.object[error.start : error.end]
    return astray.decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def marked_encoding(start: bytes) -> str:
    """Give the encoding that a mark at the beginning of a text names; without one, UTF-8."""
    return "utf-16" if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8"


class EncodingTold:
    """Tells what a text is written in, chunk by chunk.

    It is UTF-8 until something in it is not. Then it is that of old Windows, if there are more
    bytes that UTF-8 does not know than letters that only UTF-8 writes so; if not, a few bytes went
    astray in a text of UTF-8 (`MIXED`), and the others stay what they are.
    """

    def __init__(self, start: bytes) -> None:
        """Look for a mark at the beginning."""
        self._encoding = marked_encoding(start)
        self._decoder = getincrementaldecoder("utf-8")("surrogateescape")
        self._further = self._astray = 0

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        text = "" if self._encoding == "utf-16" else self._decoder.decode(chunk)
        self._further += len(chunk) - len(text)
        if not text.isascii():
            self._astray += len(text) - len(text.encode("utf-8", "ignore").decode("utf-8"))

    @property
    def encoding(self) -> str:
        """What it is written in, by all that was taken."""
        if not self._astray:
            return self._encoding
        return MIXED if self._further >= self._astray else "cp1252"


def as_utf8(stream: io.RawIOBase, encoding: str) -> io.BufferedReader[io.RawIOBase]:
    """Give a text's bytes in UTF-8 without a mark, whatever it is written in."""
    raw = stream if encoding == "utf-8" else _Recoded(stream, encoding)
    buffered = io.BufferedReader(raw, CHUNK)
    if buffered.peek(3)[:3] == BOM_UTF8:
        buffered.read(3)
    return buffered


class _Recoded(io.RawIOBase):
    """A text of another encoding as UTF-8; what is no letter becomes the sign for that."""

    def __init__(self, stream: io.RawIOBase, encoding: str) -> None:
        self._stream, self._left, self._ended = stream, b"", False
        named, errors = ("utf-8", _AS_WINDOWS) if encoding == MIXED else (encoding, "replace")
        self._decoder = getincrementaldecoder(named)(errors)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (any buffer)
        while not self._left and not self._ended:
            chunk = self._stream.read(CHUNK) or b""
            self._ended = not chunk
            text = self._decoder.decode(chunk, final=self._ended)
            self._left = text.encode("utf-8", "replace")
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)
