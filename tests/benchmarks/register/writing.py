"""The files: streams that are written row by row, the same bytes for the same seed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.benchmarks.register.bodies import EXTRACTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Write = Callable[[dict[str, Any]], None]
_LEVEL = 1
_BOM = "\ufeff"


@contextmanager
def packed(path: Path, inside: str) -> Iterator[io.TextIOWrapper]:
    """Open the one file of a zip for writing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive,
        archive.open(inside, "w", force_zip64=True) as raw,
    ):
        text = io.TextIOWrapper(io.BufferedWriter(raw, 2**18), "utf-8", newline="")
        yield text
        text.flush()
        text.detach()


@contextmanager
def extract_json(path: Path, table: str, fields: Sequence[str]) -> Iterator[Write]:
    """Write a table of the extract as the Commission's JSON: one list, on one line."""
    blank: dict[str, Any] = dict.fromkeys(fields)
    blank["date_of_extract"] = EXTRACTED
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_moment).encode
    with packed(path, f"publicextract.{table}.json") as file:
        before = _BOM + "["

        def write(cells: dict[str, Any]) -> None:
            nonlocal before
            file.write(before + encode({**blank, **cells}))
            before = ","

        yield write
        file.write("]" if before == "," else before + "]")


@contextmanager
def extract_text(path: Path, table: str, fields: Sequence[str]) -> Iterator[Write]:
    """Write a table of the extract as tab-separated text; nothing is quoted."""
    with packed(path, f"publicextract.{table}.txt") as file:
        file.write(_BOM + "\t".join(fields) + "\r\n")

        def write(cells: dict[str, Any]) -> None:
            known = {"date_of_extract": EXTRACTED, **cells}
            file.write("\t".join([_cell(known.get(name)) for name in fields]) + "\r\n")

        yield write


@contextmanager
def table(path: Path, fields: Sequence[str]) -> Iterator[Callable[[Sequence[object]], object]]:
    """Write a CSV file, every cell of it quoted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file, quoting=csv.QUOTE_ALL).writerow
        write(fields)
        yield write


def _moment(value: object) -> str:
    if isinstance(value, date):
        return f"{value.isoformat()}T00:00:00"
    message = f"{value!r} has no JSON"
    raise TypeError(message)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    text = str(value)
    return " ".join(text.split()) if isinstance(value, str) else text
