"""Records as JSON and CSV; the same bytes for the same records."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matcher.answer import Answer

Cell = str | int | float | bool | None
Row = Mapping[str, Cell]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
LINE_UP_COLUMNS = (
    "area",
    "cpa",
    "area_name",
    "rank",
    "score",
    "bound",
    "gap",
    "proven_optimal",
    "coverage",
    "lead",
    "member",
    "member_name",
    "kind",
    "sector",
    "role",
    "volume_people_a_year",
    "share_of_volume",
    "pathways",
    "places",
)


def to_plain(value: Any) -> Any:  # noqa: ANN401  (any record)
    """Turn records into dictionaries, lists and plain values, in the order of their fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(part) for part in value]
    return value


def to_json(value: Any) -> str:  # noqa: ANN401  (any record)
    """Write records as JSON, indented, ending with a line end."""
    return json.dumps(to_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Write rows as CSV (RFC 4180).

    A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP: CSV
    injection).
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row.get(column)) for column in columns])
    return text.getvalue()


def _guarded(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def line_up_rows(answers: Iterable[Answer]) -> Iterator[Row]:
    """One row for each member of each line-up; see `LINE_UP_COLUMNS`."""
    for answer in answers:
        for line_up in answer.lineups:
            for member in line_up.members:
                yield {
                    "area": answer.area.id,
                    "cpa": answer.area.cpa,
                    "area_name": answer.area.name,
                    "rank": line_up.rank,
                    "score": line_up.score,
                    "bound": line_up.bound,
                    "gap": line_up.gap,
                    "proven_optimal": line_up.proven_optimal,
                    "coverage": line_up.coverage.overall,
                    "lead": line_up.lead,
                    "member": member.id,
                    "member_name": member.name,
                    "kind": member.kind,
                    "sector": member.sector,
                    "role": member.role,
                    "volume_people_a_year": member.volume_people_a_year,
                    "share_of_volume": member.share_of_volume,
                    "pathways": ";".join(member.pathways),
                    "places": ";".join(member.places),
                }


def record_rows(records: Iterable[object]) -> list[Row]:
    """Records of one kind as rows of CSV: lists joined by semicolons."""
    return [{name: _cell(value) for name, value in to_plain(record).items()} for record in records]


def _cell(value: Any) -> Cell:  # noqa: ANN401  (any plain value)
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
