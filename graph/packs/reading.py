"""Reading a data pack: a folder of readable tables, taken whole or not at all.

A pack is `programme.toml` and one CSV file a table (`graph.packs.files`). Every mistake is found
in one go, with file and row; as long as there is one, nothing is loaded.
"""

from __future__ import annotations

import csv
import io
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import IdentifierError, Mistake, PackError
from graph.packs.cells import converter
from graph.packs.checks import CHECKS, Row
from graph.packs.demand import compute_demand
from graph.packs.files import FILES, PROGRAMME, File
from graph.records.facts import Facts
from graph.records.model import Programme
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.records.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILTIN = "transforming_rehabilitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What a pack holds and whether it is sound; `checks` names all that was verified."""

    folder: Path
    counts: dict[str, int]
    checks: tuple[str, ...]
    mistakes: tuple[Mistake, ...]


def builtin() -> Path:
    """The folder of the built-in programme, Transforming Rehabilitation."""
    return Path(str(resources.files("graph") / "programmes" / BUILTIN))


def pack_folder(named: Path) -> Path:
    """Give the folder meant: the one named, or that of a programme that comes with the product.

    >>> pack_folder(Path("transforming-rehabilitation")) == builtin()
    True
    """
    comes_with = resources.files("graph") / "programmes" / named.name.replace("-", "_")
    if named.exists() or len(named.parts) > 1 or not comes_with.is_dir():
        return named
    return Path(str(comes_with))


def read_pack(folder: Path) -> Facts:
    """Read a pack.

    Raises
    ------
    PackError
        With every mistake of every file; nothing is loaded then.
    """
    facts, mistakes = _read(folder)
    if facts is None or mistakes:
        raise PackError(mistakes)
    return facts


def check_pack(folder: Path) -> PackReport:
    """Verify a pack and say what is in it; mistakes are listed, not raised."""
    facts, mistakes = _read(folder)
    return PackReport(
        folder=folder,
        counts={} if facts is None else facts.counts(),
        checks=tuple(check.__doc__ or "" for check in CHECKS),
        mistakes=tuple(sorted(mistakes)),
    )


def _read(folder: Path) -> tuple[Facts | None, list[Mistake]]:
    """Read all files; the facts are None as long as a file cannot be read in full."""
    mistakes: list[Mistake] = []
    programme = _programme(folder, mistakes)
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for file in FILES:
        for number, cells in _values(folder, file, mistakes):
            for table, build in file.makes.items():
                rows[table].append(Row(file.name, number, build(cells)))
    if mistakes or programme is None:
        return None, mistakes
    facts = Facts(
        programmes=(programme,),
        **{
            table: tuple(row.record for row in found)
            for table, found in rows.items()
            if table != "programmes"
        },
    )
    for check in CHECKS:
        mistakes += check(facts, rows)
    if mistakes:
        return facts, mistakes
    demand = compute_demand(
        programme, facts.areas, facts.places, facts.cohort_shares, facts.prevalence
    )
    return replace(facts, demand=demand), []


def _programme(folder: Path, mistakes: list[Mistake]) -> Programme | None:
    try:
        values = tomllib.loads((folder / PROGRAMME).read_text("utf-8"))
        opened = values["competition_opened"]
        if not isinstance(opened, date):
            mistakes.append(Mistake(PROGRAMME, 0, "competition_opened must be a date"))
            return None
        return Programme(
            id=str(values["id"]),
            name=str(values["name"]),
            competition_opened=opened,
            annual_people=float(values["annual_people"]),
            annual_value_gbp=float(values["annual_value_gbp"]),
            expected_population=int(values["expected_population"]),
            provenance=Provenance(
                sources=tuple(values["sources"]),
                known_from=PartialDate(values["known_from"]),
                confidence=Confidence(values["confidence"]),
            ),
        )
    except KeyError as error:
        mistakes.append(Mistake(PROGRAMME, 0, f"{error.args[0]} is missing"))
    except OSError as error:
        mistakes.append(Mistake(PROGRAMME, 0, f"cannot be read: {error.strerror}"))
    except (ValueError, TypeError) as error:
        mistakes.append(Mistake(PROGRAMME, 0, str(error)))
    return None


def _values(
    folder: Path, file: File, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the values of each row by heading, with the row's number; mistakes are noted."""
    convert = {column.heading: converter(column) for column in file.columns}
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in _rows(folder / file.name, file, mistakes):
        row: dict[str, Any] = {}
        for heading, cell in cells.items():
            try:
                row[heading] = convert[heading](cell)
            except (ValueError, IdentifierError) as error:
                mistakes.append(Mistake(file.name, number, f"{heading}: {error}"))
        if len(row) < len(cells):
            continue
        key = tuple(row[heading] for heading in file.key)
        if key and seen.setdefault(key, number) != number:
            first = f"repeats row {seen[key]} ({', '.join(str(part) for part in key)})"
            mistakes.append(Mistake(file.name, number, first))
        yield number, row


def _rows(path: Path, file: File, mistakes: list[Mistake]) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a file's rows by column name; row numbers count as an editor does."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        if file.needed:
            message = f"is missing, and no programme can be without it: {file.needed}"
            mistakes.append(Mistake(path.name, 0, message))
        return
    except OSError as error:
        mistakes.append(Mistake(path.name, 0, f"cannot be read: {error.strerror}"))
        return
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(path.name, row, "is not UTF-8"))
        return
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = next((cells for cells in reader if not _is_comment(cells)), [])
        if wrong := _header_mistake(header, file):
            mistakes.append(Mistake(path.name, 1, wrong))
            return
        start = reader.line_num + 1
        for cells in reader:
            if _is_comment(cells):
                pass
            elif len(cells) == len(header):
                yield start, dict(zip(header, cells, strict=True))
            else:
                message = f"has {len(cells)} cells, and the header has {len(header)}"
                mistakes.append(Mistake(path.name, start, message))
            start = reader.line_num + 1
    except csv.Error as error:
        mistakes.append(Mistake(path.name, reader.line_num, str(error)))


def _is_comment(cells: Sequence[str]) -> bool:
    """Whether a line is there for people only: it starts with a number sign."""
    return bool(cells) and cells[0].startswith("#")


def _header_mistake(header: Sequence[str], file: File) -> str:
    """Say what is wrong with a header, or nothing; what was added later may be left out."""
    known = [column.heading for column in file.columns]
    needed = [column.heading for column in file.columns if not column.later]
    missing = [heading for heading in needed if heading not in header]
    unknown = [heading for heading in header if heading not in known]
    parts = [
        f"missing columns: {', '.join(missing)}" if missing else "",
        f"unknown columns: {', '.join(unknown)}" if unknown else "",
        "a column is named twice" if len(set(header)) < len(header) else "",
    ]
    return "; ".join(part for part in parts if part)
