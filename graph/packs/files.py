"""Which files a folder has, their columns, and the records that their rows become.

Nearly every file is a table: it follows from the table's description (`graph.records.tables`).
Places alone come from several files, each with columns of its own for what contains them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.records import model
from graph.records.identifiers import AreaId, PlaceCode
from graph.records.kinds import PlaceKind
from graph.records.provenance import Provenance
from graph.records.table import Column
from graph.records.tables import PROVENANCE, TABLES

Row = dict[str, Any]
Build = Callable[[Row], Any]

PROGRAMME = TABLES["programmes"].file


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a folder.

    Attributes
    ----------
    name : its name
    words : what a row says, in one sentence
    columns : in the order in which a new file has them
    key : the headings that tell rows apart; none if rows may be alike
    needed : why no programme can be without it; empty if it may be left out
    makes : what a row becomes, by the table that the record goes to
    """

    name: str
    words: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needed: str = ""
    makes: Mapping[str, Build]


def _record(name: str) -> Build:
    """Build the record of a table from what stands under the headings of its columns."""
    table = TABLES[name]
    fields = [(column.field, column.heading, column.default) for column in table.columns]

    def build(row: Row) -> Any:  # noqa: ANN401  (any record)
        values = {field: row.get(heading, default) for field, heading, default in fields}
        if table.has_provenance:
            values["provenance"] = provenance(row)
        return table.record(**values)

    return build


def _place(kind: PlaceKind, *parents: str) -> Build:
    """Build a place; `parents` are the columns that hold what contains it."""

    def build(row: Row) -> model.Place:
        held = [row[column] for column in parents if row[column]]
        flat = [code for cell in held for code in (cell if isinstance(cell, tuple) else (cell,))]
        return model.Place(
            code=PlaceCode(row.get("code") or row["id"]),
            name=row["name"],
            kind=row.get("kind", kind),
            parents=tuple(PlaceCode(code) for code in flat),
            population=row.get("population"),
            latitude=row.get("latitude"),
            longitude=row.get("longitude"),
            provenance=provenance(row),
        )

    return build


def provenance(row: Row) -> Provenance:
    """Take the three columns that say where a row came from."""
    return Provenance(**{column.field: row[column.heading] for column in PROVENANCE})


def _file(name: str) -> File:
    """Give the file of a table that is a file of its own."""
    table = TABLES[name]
    headings = {column.field: column.heading for column in table.columns}
    return File(
        name=table.file,
        words=table.words,
        columns=(*table.columns, *(PROVENANCE if table.has_provenance else ())),
        key=() if table.repeats else tuple(headings[field] for field in table.key),
        needed=table.needed,
        makes={name: _record(name)},
    )


_CODE, _NAME, _KIND, _PARENTS, _POPULATION, _LATITUDE, _LONGITUDE = TABLES["places"].columns
_AREA = Column("area", "The area that it lies in.", hint=AreaId, to="areas", heading="area")


def _places(name: str, words: str, build: Build, *columns: Column, needed: str = "") -> File:
    """Give a file whose rows are places and nothing else."""
    return File(
        name=name,
        words=words,
        columns=(_CODE, _NAME, *columns, *PROVENANCE),
        key=(_CODE.heading,),
        needed=needed,
        makes={"places": build},
    )


_REGIONS = _places(
    "regions.csv",
    "A country, a region or another place that contains authorities.",
    _place(PlaceKind.REGION, "parents"),
    _KIND,
    _PARENTS,
)
_POLICE_AREAS = _places(
    "police_areas.csv", "A police area.", _place(PlaceKind.POLICE_AREA, "area"), _AREA
)
_TRUSTS = _places("trusts.csv", "A probation trust.", _place(PlaceKind.TRUST, "area"), _AREA)
_AUTHORITIES = _places(
    "authorities.csv",
    "A local authority, the smallest place with needs of its own.",
    _place(PlaceKind.AUTHORITY, "police_area", "area", "region"),
    Column(
        "police_area",
        "The police area that it lies in, if the programme lists police areas.",
        hint=PlaceCode | None,
        to="places",
        blank=True,
        heading="police_area",
    ),
    _AREA,
    Column(
        "region",
        "The smallest place of regions.csv that it lies in, if any.",
        hint=PlaceCode | None,
        to="places",
        blank=True,
        heading="region",
    ),
    replace(_POPULATION, hint=int, blank=False, least=1, most=10**8),
    replace(_LATITUDE, hint=float, blank=False),
    replace(_LONGITUDE, hint=float, blank=False),
    needed="needs are computed from its people",
)


def _area(row: Row) -> model.ContractArea:
    """Build an area; a value of 0 is worked out once the needs are (`graph.packs.area_values`)."""
    value = row["annual_value_gbp"] or 0.0
    built: model.ContractArea = _record("areas")({**row, "annual_value_gbp": value})
    return built


def _may_be_blank(column: Column) -> Column:
    if column.field != "annual_value_gbp":
        return column
    words = f"{column.words[:-1]}; blank where it is to be worked out from the area's needs."
    return replace(column, hint=float | None, blank=True, words=words)


_area_file = _file("areas")
_AREAS = replace(
    _area_file,
    columns=tuple(_may_be_blank(column) for column in _area_file.columns),
    makes={"areas": _area, "places": _place(PlaceKind.CONTRACT_AREA)},
)
_prison = _file("prisons")
_PRISONS = replace(
    _prison,
    words="A prison.",
    columns=(_prison.columns[0], _NAME, *_prison.columns[1:], _LATITUDE, _LONGITUDE),
    makes={"places": _place(PlaceKind.PRISON, "lead_areas"), "prisons": _record("prisons")},
)
_BY_HAND = (_REGIONS, _AREAS, _POLICE_AREAS, _TRUSTS, _AUTHORITIES, _PRISONS)

FILES: tuple[File, ...] = (
    _file("sources"),
    *_BY_HAND,
    *(
        _file(table.name)
        for table in TABLES.values()
        if table.file.endswith(".csv") and table.name not in {"sources", "areas", "prisons"}
    ),
)
"""In the order in which they are read."""
