"""Workbooks for tests, also such as no spreadsheet program writes."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def save(path: Path, rows: Sequence[Sequence[Any]], **more: Sequence[Sequence[Any]]) -> Path:
    """Save a workbook with a sheet of rows, and more sheets by name."""
    from openpyxl import Workbook  # noqa: PLC0415  (only some tests need it)

    book = Workbook()
    for name, each in {"Table": rows, **more}.items():
        sheet = book.create_sheet(name)
        for row in each:
            sheet.append(row)
    del book["Sheet"]
    book.save(path)
    return path


def patched(path: Path, parts: Mapping[str, bytes | None], *, into: Path) -> Path:
    """Write a workbook again with other bytes for some of its parts, or without them."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return into


def sheet(rows: str) -> bytes:
    """Give the XML of a sheet whose rows are given as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
