"""Areas, organisations and their facts as rows, for CSV and the tables of the command line."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from api.formats.area_codes import codes_cell
from api.formats.serialise import to_plain
from api.records.listed import AreaSummary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from api.formats.serialise import Cell, Row
    from api.records.listed import OrganisationDetail

AREA_COLUMNS = tuple(field.name for field in fields(AreaSummary))
ORGANISATION_COLUMNS = ("id", "name", "kind", "sector", "founded", "pathways", "areas")
FACT_COLUMNS = ("what", "fact", "known_from", "confidence", "counts", "sources")


_COUNTED, _POUNDS = {"employees", "volunteers"}, "_gbp"
_UNTOLD = {"origin", "id", "probability"}
"""What a row says elsewhere, or by a name."""


def fact_rows(detail: OrganisationDetail | Mapping[str, object]) -> Iterator[Row]:
    """Flatten a detail's lists of facts: what it is, what it says, and where it came from."""
    for what, rows in to_plain(detail).items():
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict) and "origin" in row:
                origin = row["origin"]
                values = [_figure(key, row[key]) for key in row if key not in _UNTOLD]
                yield {
                    "what": what.replace("_", " "),
                    "fact": "; ".join(value for value in values if value),
                    "known_from": origin["known_from"],
                    "confidence": origin["confidence"],
                    "counts": "yes" if origin["counts"] else "no",
                    "sources": ";".join(source["id"] for source in origin["sources"]),
                }


def _figure(key: str, value: object) -> str:
    """Say a value; a figure says what it counts, since several stand in a row."""
    if isinstance(value, (int, float)) and key in _COUNTED:
        return f"{value:,} {key}"
    if isinstance(value, (int, float)) and key.endswith(_POUNDS):
        return f"{key.removesuffix(_POUNDS).replace('_', ' ')} £{value:,.0f}"
    return _said(value)


def _said(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("id") or "")
    if isinstance(value, list):
        return ", ".join(_said(part) for part in value)
    return "" if value is None else str(value)


def listed_rows(found: Iterable[object]) -> Iterator[Row]:
    """Write records of `api.records.listed` as rows, a list in one cell with semicolons."""
    for record in found:
        plain = to_plain(record)
        yield {column: _cell(value) for column, value in plain.items()}


def _cell(value: Any) -> Cell:  # noqa: ANN401  (of any field)
    if isinstance(value, list):
        return ";".join(map(str, value))
    return codes_cell(value) if isinstance(value, dict) else value
