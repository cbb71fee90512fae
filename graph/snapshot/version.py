"""The data version: a hash of a programme's whole content.

Equal facts give equal versions, whatever store they came from.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.records.facts import Facts
    from graph.records.model import Record


def data_version(facts: Facts) -> str:
    """Hash the content of all tables; the order of rows within a table does not matter.

    Returns
    -------
    str
        The first 16 hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256()
    for name, records in facts.tables():
        digest.update(f"\n[{name}]\n".encode())
        for line in sorted(_canonical(record) for record in records):
            digest.update(line.encode())
    return digest.hexdigest()[:16]


def _canonical(record: Record) -> str:
    return _ENCODER.encode(_values(record)) + "\n"


def _values(record: Any) -> dict[str, object]:  # noqa: ANN401  (any dataclass)
    names = _names(type(record))  # type: ignore[arg-type]  # a class is hashable
    return {name: _unsigned(getattr(record, name)) for name in names}


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _unsigned(value: object) -> object:
    """Drop the sign of zero: -0.0 equals 0.0, and SQLite gives back the one for the other."""
    return value + 0.0 if value.__class__ is float else value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else _values(value)


_ENCODER = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False)
