"""Snapshots kept ready beside the store: arrays and records in a folder, mapped and not read.

A register's snapshot is made in seconds and opened in a fraction of one. The folder's name is the
data version, so that other facts have another folder. It is made under another name and renamed, so
that it appears whole, whoever makes it at the same time. Nothing in it is trusted: its manifest
says which format it has, and the size and the checksum of each file. A folder that is not what it
says is not used, and made anew. Records are JSON, one a line, each read when somebody asks for it.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np
from scipy import sparse

from graph.errors import StoreError
from graph.records.facts import Facts
from graph.snapshot.snapshot import LAID_OUT, Snapshot
from graph.stores.cache import make_private, refuse_shared
from graph.stores.rows import SQL, Known, columns_of, record_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.stores.protocol import GraphStore

FORMAT = 1
"""Raised when the same facts are laid out in other files, or otherwise in them."""
LARGE = 50_000
"""Records from which on a snapshot is kept: fewer are read from the store as fast."""
_KEPT = 4
"""Folders that are kept: those used last."""
_DAY_S = 86_400
_SMALL, _REMEMBERED = 5_000, 2**16
"""Records of a table that are read at once; those that are remembered of a larger one."""
_MANIFEST = "manifest.json"
_UNUSABLE = (OSError, ValueError, KeyError, TypeError, IndexError)


def snapshot_of(store: GraphStore, programme: str, *, folder: Path | None) -> Snapshot:
    """Give a programme's snapshot: the one that was kept, or one made of the store's facts.

    Parameters
    ----------
    store : where the facts are
    programme : its identifier
    folder : where snapshots of large programmes are kept; None for nowhere

    Raises
    ------
    StoreError
        If the store cannot be read. A snapshot that cannot be kept is no error.
    """
    if folder is None or sum(store.counts(programme).values()) < LARGE:
        return Snapshot(store.read(programme))
    kept = open_snapshot(folder, store.data_version(programme))
    if kept is not None:
        return kept
    snapshot = Snapshot(store.read(programme))
    with suppress(OSError, StoreError):
        keep_snapshot(folder, snapshot)
    return snapshot


def open_snapshot(folder: Path, version: str) -> Snapshot | None:
    """Give the snapshot of a data version, or None if none is kept that can be used."""
    path = folder / _name(version)
    if not folder.is_dir():
        return None
    try:
        refuse_shared(folder)
        manifest = json.loads((path / _MANIFEST).read_text("utf-8"))
        _check(path, manifest, version)
        snapshot = _mapped(path, manifest)
    except (*_UNUSABLE, StoreError):
        return None
    with suppress(OSError):
        os.utime(path)
    return snapshot


def keep_snapshot(folder: Path, snapshot: Snapshot) -> None:
    """Keep a snapshot, in place of one that cannot be used; those not used lately are removed.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.
    StoreError
        If others may write to the folder.
    """
    make_private(folder)
    path = folder / _name(snapshot.data_version)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        _write(draft, snapshot)
        if path.exists():  # it could not be used, or another process was faster: it is the same
            path.rename(draft / "before")
        draft.rename(path)
        shutil.rmtree(path / "before", ignore_errors=True)
        _sync(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(folder)


class Rows(Sequence[Any]):
    """The records of a table, each made of its line when it is asked for.

    Parameters
    ----------
    kind : what each record is
    lines : all lines, one after the other
    ends : where each line ends
    known : codes and provenances made before
    """

    def __init__(self, kind: type[Any], lines: Any, ends: Any, known: Known) -> None:  # noqa: ANN401  (bytes and array, mapped)
        self._kind, self._lines, self._ends, self._known = kind, lines, ends, known
        self._latest: dict[int, Any] = {}

    def __len__(self) -> int:
        """Count the records."""
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> Any: ...  # noqa: ANN401  (a record)

    @overload
    def __getitem__(self, index: slice) -> tuple[Any, ...]: ...

    def __getitem__(self, index: int | slice) -> Any:
        """Give one record, or several."""
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        place = range(len(self))[index]
        if place not in self._latest:
            if len(self._latest) >= _REMEMBERED:
                self._latest.clear()
            self._latest[place] = self._made(place)
        return self._latest[place]

    def __iter__(self) -> Iterator[Any]:
        """Give all records, one after the other."""
        return map(self._made, range(len(self)))

    def __eq__(self, other: object) -> bool:
        """Compare record by record, with whatever sequence of records."""
        if not isinstance(other, Sequence) or len(other) != len(self):
            return False
        return all(own == its for own, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _made(self, place: int) -> Any:  # noqa: ANN401  (a record)
        start = int(self._ends[place - 1]) if place else 0
        row = json.loads(self._lines[start : int(self._ends[place])])
        return next(SQL.from_rows(self._kind, (row,), known=self._known))


def _name(version: str) -> str:
    """Name a folder by the facts and by what this program makes of them."""
    shape = json.dumps([FORMAT, {name: columns_of(row) for name, row in record_types().items()}])
    columns = {name: [field.name for field in fields(kind)] for name, kind in _KINDS}
    laid = json.dumps([list(LAID_OUT), columns])
    return f"{version}-{hashlib.sha256((shape + laid).encode()).hexdigest()[:8]}"


_KINDS = [(name, kind) for name, kind in LAID_OUT.items() if is_dataclass(kind)]


def _write(path: Path, snapshot: Snapshot) -> None:
    for table, records in snapshot.facts.tables():
        rows = [json.dumps(SQL.to_row(record), ensure_ascii=False) for record in records]
        lines = [f"{row}\n".encode() for row in rows]
        (path / f"{table}.rows").write_bytes(b"".join(lines))
        _save(path, f"{table}.ends", np.cumsum([len(line) for line in lines], dtype=np.int64))
    for name in LAID_OUT:
        for part, array in _parts(name, getattr(snapshot, name)):
            _save(path, part, array)
    ids = "\n".join(organisation.id for organisation in snapshot.organisations)
    (path / "organisation-ids.txt").write_text(ids, "utf-8")
    files = {file.name: [file.stat().st_size, _checksum(file)] for file in sorted(path.iterdir())}
    manifest = {
        "format": FORMAT,
        "data_version": snapshot.data_version,
        "cohort_sets": snapshot.cohort_sets,
        "shapes": {
            part: matrix.shape
            for name in LAID_OUT
            for part, matrix in _matrices(name, getattr(snapshot, name))
        },
        "files": files,
    }
    (path / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
    for file in path.iterdir():
        _sync(file)
    _sync(path)


def _save(path: Path, name: str, array: Any) -> None:  # noqa: ANN401  (an array)
    with (path / f"{name}.npy").open("wb") as file:
        np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (columns, or a matrix)
    """Yield the arrays of columns, or of a sparse matrix."""
    if isinstance(value, sparse.csr_array):
        for part in ("data", "indices", "indptr"):
            yield f"{name}.{part}", getattr(value, part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _parts(f"{name}.{field.name}", getattr(value, field.name))
    else:
        yield name, value


def _matrices(name: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401  (columns, or a matrix)
    if isinstance(value, sparse.csr_array):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _matrices(f"{name}.{field.name}", getattr(value, field.name))


def _check(path: Path, manifest: Mapping[str, Any], version: str) -> None:
    """Look at every file.

    Raises
    ------
    ValueError
        If one is not what the manifest says.
    """
    if (manifest["format"], manifest["data_version"]) != (FORMAT, version):
        message = f"{path} holds other facts"
        raise ValueError(message)
    for name, (size, checksum) in manifest["files"].items():
        file = path / name
        if file.stat().st_size != size or _checksum(file) != checksum:
            message = f"{file} is damaged"
            raise ValueError(message)


def _mapped(path: Path, manifest: Mapping[str, Any]) -> Snapshot:
    known = Known()
    tables = {table: _rows(path, table, kind, known) for table, kind in record_types().items()}
    ids = (path / "organisation-ids.txt").read_text("utf-8")
    return Snapshot(
        Facts(**tables),
        laid_out={name: _restored(path, name, kind, manifest) for name, kind in LAID_OUT.items()},
        cohort_sets=tuple(map(tuple, manifest["cohort_sets"])),
        organisation_ids=ids.split("\n") if ids else [],
        version=manifest["data_version"],
    )


def _rows(path: Path, table: str, kind: type[Any], known: Known) -> Any:  # noqa: ANN401  (records)
    ends, file = _loaded(path, f"{table}.ends"), path / f"{table}.rows"
    if not len(ends):
        return ()
    with file.open("rb") as opened:
        lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    rows = Rows(kind, lines, ends, known)
    return rows if len(rows) > _SMALL else tuple(rows)


def _restored(path: Path, name: str, kind: Any, manifest: Mapping[str, Any]) -> Any:  # noqa: ANN401  (columns)
    shapes = manifest["shapes"]
    if name in shapes:
        data, indices, indptr = (
            np.array(_loaded(path, f"{name}.{part}")) for part in ("data", "indices", "indptr")
        )
        return sparse.csr_array((data, indices, indptr), shape=tuple(shapes[name]))
    if is_dataclass(kind):
        names = [field.name for field in fields(kind)]
        parts = {each: _restored(path, f"{name}.{each}", None, manifest) for each in names}
        return kind(**parts)  # type: ignore[operator]
    return _loaded(path, name)


def _loaded(path: Path, name: str) -> Any:  # noqa: ANN401  (an array)
    file = path / f"{name}.npy"
    try:
        return np.load(file, mmap_mode="r", allow_pickle=False)
    except ValueError:  # nothing can be mapped of an array without values
        return np.load(file, allow_pickle=False)


def _checksum(file: Path) -> int:
    total = 0
    with file.open("rb") as opened:
        while chunk := opened.read(2**20):
            total = zlib.crc32(chunk, total)
    return total


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Remove what was not used lately, and what a killed process left half done a day ago."""
    found: list[tuple[float, Path]] = []
    for path in folder.iterdir():
        with suppress(OSError):
            found.append((path.stat().st_mtime, path))
    whole = sorted(each for each in found if not each[1].name.startswith("."))
    drafts = [each for each in found if each[1].name.startswith(".draft-")]
    old = whole[:-_KEPT] + [each for each in drafts if each[0] < time.time() - _DAY_S]
    for _, path in old:
        shutil.rmtree(path, ignore_errors=True)
