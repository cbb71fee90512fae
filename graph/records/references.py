"""Which codes in which fields of a record refer to which table, and whether they resolve."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.records.facts import Facts
    from graph.records.model import Record

REFERENCES: Mapping[str, str] = {
    "parents": "places",
    "place": "places",
    "places": "places",
    "area": "areas",
    "areas": "areas",
    "lead_areas": "areas",
    "pathway": "pathways",
    "pathways": "pathways",
    "service": "pathways",
    "cohort": "cohorts",
    "cohorts": "cohorts",
    "organisation": "organisations",
    "collaboration": "collaborations",
}
"""The table that a field of this name refers to, in whatever record it stands."""

KEYS: Mapping[str, str] = {
    "places": "code",
    "areas": "id",
    "pathways": "key",
    "cohorts": "key",
    "organisations": "id",
    "collaborations": "id",
}
"""The field that the records of a table are referred to by."""

Known: TypeAlias = "Mapping[str, frozenset[str]]"


def known_codes(facts: Facts) -> Known:
    """Give the codes of every table that is referred to."""
    return {
        table: frozenset(getattr(record, key) for record in getattr(facts, table))
        for table, key in KEYS.items()
    }


def broken_references(record: Record, known: Known) -> Iterator[tuple[str, str, str]]:
    """Yield the field, the code and the table of each reference that leads nowhere."""
    for field, table in _references(type(record)):  # type: ignore[arg-type]  # a class is hashable
        for code in _codes(getattr(record, field)):
            if code not in known[table]:
                yield field, code, table


@cache
def _references(kind: type[Any]) -> tuple[tuple[str, str], ...]:
    return tuple(item for item in REFERENCES.items() if item[0] in kind.__dataclass_fields__)


def first_broken_reference(facts: Facts) -> str:
    """Say in words which reference leads nowhere, or nothing if all resolve."""
    known = known_codes(facts)
    for name, records in facts.tables():
        for position, record in enumerate(records):
            for field, code, table in broken_references(record, known):
                return f"{name}, record {position}: {field} {code!r} is not in {table}"
    return ""


def _codes(value: object) -> Iterable[str]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()
