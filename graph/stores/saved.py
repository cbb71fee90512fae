"""Snapshots kept ready beside the store: arrays and records in a folder, mapped and not read.

A register's snapshot is made in seconds and opened in a fraction of one. The folder's name is the
data version, so that other facts have another folder. It is made under another name and renamed, so
that it appears whole, whoever makes it at the same time. Nothing in it is trusted: its manifest
says which format it has, and the size and the checksum of each file. A folder that is not what it
says, as one that was not on the disk yet when the machine stopped, is not used, and made anew.
Records are JSON, one a line, each read when somebody asks for it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import mmap
import os
import shutil
import tempfile
import time
import zlib
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from graph.errors import StoreError
from graph.records.facts import Facts
from graph.snapshot.snapshot import LAID_OUT, Snapshot
from graph.stores.cache import make_private, refuse_shared
from graph.stores.keeping import uncollected
from graph.stores.row_files import RowFiles, Rows, save_array
from graph.stores.rows import Known, columns_of, record_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from graph.stores.protocol import GraphStore, Visit

FORMAT = 2
"""Raised when the same facts are laid out in other files, or otherwise in them."""
LARGE = 50_000
"""Records from which on a snapshot is kept: fewer are read from the store as fast."""
_KEPT = 4
"""Folders that are kept: those used last."""
_DAY_S = 86_400
_SMALL = 5_000
"""Records of a table that are all made at once."""
_MANIFEST = "manifest.json"
_UNUSABLE = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError)
_TRIES = 10
"""How often a process that is slower than others tries to put its folder in place."""


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
    if folder is None:
        return Snapshot(store.read(programme))
    kept = open_snapshot(folder, store.data_version(programme))
    if kept is None and sum(store.counts(programme).values()) >= LARGE:
        with suppress(StoreError, *_UNUSABLE):
            kept = open_snapshot(folder, keep_snapshot(folder, partial(store.scan, programme)))
    return Snapshot(store.read(programme)) if kept is None else kept


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


def keep_snapshot(folder: Path, scan: Callable[[Visit], str]) -> str:
    """Keep a snapshot, in place of one that cannot be used; those not used lately are removed.

    Parameters
    ----------
    folder : where to
    scan : shows the rows and gives their data version (`graph.stores.protocol.GraphStore.scan`)

    Returns
    -------
    str
        The data version that it is kept under.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.
    StoreError
        If others may write to the folder, or the rows cannot be read.
    ValueError, TypeError, KeyError, AttributeError
        If the rows are not what was written.
    """
    make_private(folder)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder))
    try:
        with uncollected():
            version = _write(draft, scan)
        _put_in_place(draft, folder, version)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _sweep(folder)
    return version


def _put_in_place(draft: Path, folder: Path, version: str) -> None:
    """Rename a draft that is whole; several processes may do so at once.

    A folder is never renamed onto one with files in it. If what lies there can be used, another
    process was faster, and it is the same. If not, it is moved away first.
    """
    path = folder / _name(version)
    for attempt in range(_TRIES):
        try:
            draft.rename(path)
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST} or attempt == _TRIES - 1:
                raise
        else:
            for before in path.glob("before-*"):
                shutil.rmtree(before, ignore_errors=True)
            return
        if open_snapshot(folder, version) is not None:
            return
        with suppress(FileNotFoundError):  # another process has moved it away
            path.rename(draft / f"before-{attempt}")


def _name(version: str) -> str:
    """Name a folder by the facts and by what this program makes of them."""
    shape = json.dumps([FORMAT, {name: columns_of(row) for name, row in record_types().items()}])
    columns = {name: [field.name for field in fields(kind)] for name, kind in _KINDS}
    laid = json.dumps([list(LAID_OUT), columns])
    return f"{version}-{hashlib.sha256((shape + laid).encode()).hexdigest()[:8]}"


_KINDS = [(name, kind) for name, kind in LAID_OUT.items() if is_dataclass(kind)]


def _write(path: Path, scan: Callable[[Visit], str]) -> str:
    """Write a snapshot into a folder, and give its data version."""
    tables = RowFiles(path)
    version = scan(tables.take)
    tables.finish(version)
    snapshot = Snapshot(_facts(path, held=tables.held), version=version)
    for name in LAID_OUT:
        for part, array in _parts(name, getattr(snapshot, name)):
            save_array(path, part, array)
    ids = "\n".join(snapshot.organisation_index)
    (path / "organisation-ids.txt").write_text(ids, "utf-8")
    files = {file.name: [file.stat().st_size, _checksum(file)] for file in sorted(path.iterdir())}
    manifest = {
        "format": FORMAT,
        "data_version": version,
        "cohort_sets": snapshot.cohort_sets,
        "shapes": {
            part: matrix.shape
            for name in LAID_OUT
            for part, matrix in _matrices(name, getattr(snapshot, name))
        },
        "files": files,
    }
    (path / _MANIFEST).write_text(json.dumps(manifest), "utf-8")
    return version


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
    ids = (path / "organisation-ids.txt").read_text("utf-8")
    return Snapshot(
        _facts(path),
        laid_out={name: _restored(path, name, kind, manifest) for name, kind in LAID_OUT.items()},
        cohort_sets=tuple(map(tuple, manifest["cohort_sets"])),
        organisation_ids=ids.split("\n") if ids else [],
        version=manifest["data_version"],
    )


def _facts(path: Path, *, held: Mapping[str, Mapping[str, list[Any]]] | None = None) -> Facts:
    """Give the facts of a folder; the records of a large table are made when somebody asks.

    Parameters
    ----------
    path : the folder
    held : by table, fields that are read already; its records are not all needed then
    """
    known, held = Known(), held or {}
    tables: dict[str, Any] = {}
    for table, kind in record_types().items():
        rows = _rows(path, table, partial(Rows, kind, known=known, held=held.get(table)))
        small = len(rows) <= _SMALL and table not in held
        tables[table] = tuple(rows) if small else rows
    return Facts(**tables)


def _rows(path: Path, table: str, make: Callable[..., Rows]) -> Rows | tuple[()]:
    ends, file = _loaded(path, f"{table}.ends"), path / f"{table}.rows"
    if not len(ends):
        return ()
    with file.open("rb") as opened:
        lines = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    return make(lines=lines, ends=ends)


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
