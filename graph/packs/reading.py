"""Reading a data pack: a folder of readable tables, taken whole or not at all.

A pack is `programme.toml` and one CSV file a table (`graph.packs.tables`). Every mistake is found
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
from graph.packs.checks import CHECKS
from graph.packs.demand import compute_demand
from graph.packs.tables import PROVENANCE, TABLES, Table, provenance
from graph.records.facts import Facts
from graph.records.model import Programme
from graph.records.provenance import Confidence, PartialDate, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUILTIN = "transforming_rehabilitation"
_PROGRAMME = "programme.toml"


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
    tables: dict[str, list[Any]] = {table.table: [] for table in TABLES}
    rows: dict[str, list[tuple[int, Any]]] = {}
    for table in TABLES:
        found = list(_records(folder, table, mistakes))
        tables[table.table] += [record for _, record in found]
        rows[f"{table.file}:{table.table}"] = found
    mistakes = list(dict.fromkeys(mistakes))
    if mistakes or programme is None:
        return None, mistakes
    facts = Facts(
        programmes=(programme,),
        demand=(),
        **{name: tuple(records) for name, records in tables.items()},
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
        values = tomllib.loads((folder / _PROGRAMME).read_text("utf-8"))
        opened = values["competition_opened"]
        if not isinstance(opened, date):
            mistakes.append(Mistake(_PROGRAMME, 0, "competition_opened must be a date"))
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
        mistakes.append(Mistake(_PROGRAMME, 0, f"{error.args[0]} is missing"))
    except OSError as error:
        mistakes.append(Mistake(_PROGRAMME, 0, f"cannot be read: {error.strerror}"))
    except (ValueError, TypeError) as error:
        mistakes.append(Mistake(_PROGRAMME, 0, str(error)))
    return None


def _records(folder: Path, table: Table, mistakes: list[Mistake]) -> Iterator[tuple[int, Any]]:
    """Turn a file's rows into records, each with its row number; mistakes are noted."""
    columns = {**table.columns, **(PROVENANCE if table.has_provenance else {})}
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in _rows(folder / table.file, list(columns), mistakes):
        row: dict[str, Any] = {}
        for column, convert in columns.items():
            try:
                row[column] = convert(cells[column])
            except (ValueError, IdentifierError) as error:
                mistakes.append(Mistake(table.file, number, f"{column}: {error}"))
        if len(row) < len(columns):
            continue
        key = tuple(row[column] for column in table.key)
        if key and seen.setdefault(key, number) != number:
            first = f"repeats row {seen[key]} ({', '.join(str(part) for part in key)})"
            mistakes.append(Mistake(table.file, number, first))
        if table.has_provenance:
            row["provenance"] = provenance(row)
        yield number, table.build(row)


def _rows(
    path: Path, columns: Sequence[str], mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Read a file's rows by column name; row numbers count as an editor does."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        mistakes.append(Mistake(path.name, 0, f"cannot be read: {error.strerror}"))
        return
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        mistakes.append(Mistake(path.name, row, "is not UTF-8"))
        return
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = next(reader, [])
        if sorted(header) != sorted(columns):
            mistakes.append(Mistake(path.name, 1, _header_mistake(header, columns)))
            return
        start = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield start, dict(zip(header, cells, strict=True))
            else:
                message = f"has {len(cells)} cells, and the header has {len(header)}"
                mistakes.append(Mistake(path.name, start, message))
            start = reader.line_num + 1
    except csv.Error as error:
        mistakes.append(Mistake(path.name, reader.line_num, str(error)))


def _header_mistake(header: Sequence[str], columns: Sequence[str]) -> str:
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    parts = [
        f"missing columns: {', '.join(missing)}" if missing else "",
        f"unknown columns: {', '.join(unknown)}" if unknown else "",
    ]
    return "; ".join(part for part in parts if part) or "a column is named twice"
