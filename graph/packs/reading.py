"""Reading a data pack: a folder of readable tables, taken whole or not at all.

A pack is `programme.toml` and one CSV file a table (`graph.packs.files`). Every mistake is found
in one go, with file and row; as long as there is one, nothing is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import IdentifierError, Mistake, PackError
from graph.packs.area_values import value_areas
from graph.packs.cells import converter
from graph.packs.checks import CHECKS, Row
from graph.packs.demand import compute_demand
from graph.packs.doubts import DOUBTS
from graph.packs.files import FILES, File
from graph.packs.programme_file import read_programme
from graph.packs.rows import read_rows
from graph.records.facts import Facts
from graph.records.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILTIN = "transforming-rehabilitation"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What a pack holds and whether it is sound; `checks` names all that was verified.

    `doubts` are no mistakes: what they name may be right, and is worth a look.
    """

    folder: Path
    counts: dict[str, int]
    checks: tuple[str, ...]
    mistakes: tuple[Mistake, ...]
    doubts: tuple[Mistake, ...] = ()


def builtin(programme: str = BUILTIN) -> Path:
    """The folder of a built-in programme; without a name, of Transforming Rehabilitation."""
    return Path(str(resources.files("graph") / "programmes" / programme.replace("-", "_")))


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
    facts, mistakes, _ = _read(folder)
    if facts is None or mistakes:
        raise PackError(mistakes)
    return facts


def check_pack(folder: Path) -> PackReport:
    """Verify a pack and say what is in it; mistakes are listed, not raised."""
    facts, mistakes, doubts = _read(folder)
    return PackReport(
        folder=folder,
        counts={} if facts is None else facts.counts(),
        checks=tuple(check.__doc__ or "" for check in CHECKS),
        mistakes=tuple(sorted(mistakes)),
        doubts=tuple(sorted(doubts)),
    )


def _read(folder: Path) -> tuple[Facts | None, list[Mistake], list[Mistake]]:
    """Read all files: facts, mistakes, doubts; no facts if a file cannot be read in full."""
    if not folder.is_dir():
        message = "there is no such folder; matcher data new FOLDER makes one to start from"
        return None, [Mistake(str(folder), 0, message)], []
    mistakes: list[Mistake] = []
    programme = read_programme(folder, mistakes)
    rows: dict[str, list[Row]] = {table: [] for table in TABLES}
    for file in FILES:
        for number, cells in _values(folder, file, mistakes):
            for table, build in file.makes.items():
                rows[table].append(Row(file.name, number, build(cells)))
    if mistakes or programme is None:
        return None, mistakes, []
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
    doubts = [doubt for look in DOUBTS for doubt in look(facts, rows)]
    if mistakes:
        return facts, mistakes, doubts
    demand = compute_demand(
        programme, facts.areas, facts.places, facts.cohort_shares, facts.prevalence
    )
    areas = value_areas(programme, facts.areas, facts.places, demand)
    return replace(facts, areas=areas, demand=demand), [], doubts


def _values(
    folder: Path, file: File, mistakes: list[Mistake]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the values of each row by heading, with the row's number; mistakes are noted."""
    convert = {column.heading: converter(column) for column in file.columns}
    seen: dict[tuple[Any, ...], int] = {}
    for number, cells in read_rows(folder / file.name, file, mistakes):
        row: dict[str, Any] = {}
        for heading, cell in cells.items():
            try:
                row[heading] = convert[heading](cell)
            except (ValueError, IdentifierError) as error:
                mistakes.append(Mistake(file.name, number, f"{heading}: {error}"))
        if len(row) < len(cells):
            continue
        key = tuple(row[heading] for heading in file.key or row)
        if seen.setdefault(key, number) != number:
            which = ", ".join(str(part) for part in key) if file.key else "every cell of it"
            mistakes.append(Mistake(file.name, number, f"repeats row {seen[key]} ({which})"))
        yield number, row
