"""The data version: a hash of the facts that a programme has.

Equal facts give equal versions, whatever store they came from, and whichever version of this
program wrote them: a table that was added later counts only if it has rows, a field that was added
later (one with a default) only where it is not at its default. So a new kind of fact leaves the
versions of all programmes without such facts as they were (docs/decisions/0010-data-version.md).
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.records.model import Capability, CohortShare, ContractArea
from graph.records.table import field_default

if TYPE_CHECKING:
    from graph.records.facts import Facts
    from graph.records.model import Record


_FIRST_TABLES = frozenset(
    {
        "programmes",
        "sources",
        "places",
        "areas",
        "prisons",
        "pathways",
        "cohorts",
        "cohort_shares",
        "prevalence",
        "service_fits",
        "rules",
        "demand",
        "organisations",
        "identifiers",
        "aliases",
        "sizes",
        "interests",
        "capabilities",
        "evidence",
        "collaborations",
        "memberships",
    }
)
"""The tables that the first version of the program had; they count even if they are empty."""


def data_version(facts: Facts) -> str:
    """Hash the content of all tables; the order of rows within a table does not matter.

    Returns
    -------
    str
        The first 16 hexadecimal digits of a SHA-256.
    """
    digest = hashlib.sha256()
    for name, records in facts.tables():
        if not records and name not in _FIRST_TABLES:
            continue
        digest.update(f"\n[{name}]\n".encode())
        for line in sorted(_canonical(record) for record in records):
            digest.update(line.encode())
    return digest.hexdigest()[:16]


def _canonical(record: Record) -> str:
    return _ENCODER.encode(_values(record)) + "\n"


def _values(record: Any) -> dict[str, object]:  # noqa: ANN401  (any dataclass)
    if rewrite := _FIRST_WORDS.get(type(record)):
        return rewrite(_all_values(record))
    return _all_values(record)


def _all_values(record: Any) -> dict[str, object]:  # noqa: ANN401  (any dataclass)
    names, later = _names(type(record))  # type: ignore[arg-type]  # a class is hashable
    values = {name: _unsigned(getattr(record, name)) for name in names}
    for name, default in later:
        if (value := getattr(record, name)) != default:
            values[name] = _unsigned(value)
    return values


def _area_in_first_words(values: dict[str, Any]) -> dict[str, Any]:
    """Write the codes of Transforming Rehabilitation as `cpa` and `delius`, as the first did."""
    codes: tuple[str, ...] = values.get("codes", ())
    cpa, delius = (*codes, _DELIUS)[:2] if codes else ("", "")
    number = _CPA.fullmatch(cpa)
    if number is None or not delius.startswith(_DELIUS) or len(codes) > len(("cpa", "delius")):
        return values
    others = {name: value for name, value in values.items() if name != "codes"}
    return {**others, "cpa": int(number[1]), "delius": delius.removeprefix(_DELIUS)}


def _share_in_first_words(values: dict[str, Any]) -> dict[str, Any]:
    """Write whom a share is of as the first did, and nothing else by those words."""
    of = str(values["of"])
    if of in _FIRST_BASES:
        return {**values, "of": _FIRST_BASES[of]}
    taken = of in _FIRST_BASES.values() or of.startswith(_COHORT)
    return {**values, "of": _COHORT + of if taken else of}


def _capability_in_first_words(values: dict[str, Any]) -> dict[str, Any]:
    """Write the capacity as the first did, who counted people."""
    others = {name: value for name, value in values.items() if name != "capacity_needs_a_year"}
    return {**others, "capacity_people_a_year": values["capacity_needs_a_year"]}


_CPA = re.compile(r"CPA=(0|-?[1-9][0-9]*)")
_DELIUS = "Delius="
_FIRST_BASES = {"others": "men", "rest": "remaining_men"}
_COHORT = "cohort:"
_FIRST_WORDS = {
    Capability: _capability_in_first_words,
    CohortShare: _share_in_first_words,
    ContractArea: _area_in_first_words,
}
"""The records whose fields had other names or words at first; they count by those."""


@cache
def _names(kind: type[Any]) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...]]:
    """Give the fields that every record writes, and the later ones with their defaults."""
    defaults = {field.name: field_default(field) for field in fields(kind)}
    later = tuple((name, value) for name, value in defaults.items() if value is not MISSING)
    return tuple(name for name, value in defaults.items() if value is MISSING), later


def _unsigned(value: object) -> object:
    """Drop the sign of zero: -0.0 equals 0.0, and SQLite gives back the one for the other."""
    return value + 0.0 if value.__class__ is float else value


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else _values(value)


_ENCODER = json.JSONEncoder(default=_plain, sort_keys=True, ensure_ascii=False)
