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
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache
from itertools import compress
from json.encoder import encode_basestring
from math import isfinite
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from graph.records.model import Capability, CohortShare, ContractArea
from graph.records.table import field_default

if TYPE_CHECKING:
    from graph.records.facts import Facts
    from graph.records.model import Record


_AT_ONCE = 4096
"""Lines that are hashed together."""
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
    content, texts = Content(), _Texts()
    for name, records in facts.tables():
        content.add(name, _lines(records, texts))
    return content.version


class Content:
    """What is hashed of a programme: the lines of its tables, in the order of `Facts`."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()

    def add(self, table: str, lines: Iterable[str]) -> None:
        """Count the next table; the order of its lines does not matter."""
        ordered = sorted(lines)
        if not ordered and table not in _FIRST_TABLES:
            return
        self._digest.update(f"\n[{table}]\n".encode())
        for start in range(0, len(ordered), _AT_ONCE):
            self._digest.update("".join(ordered[start : start + _AT_ONCE]).encode())

    @property
    def version(self) -> str:
        """The data version of what was counted, if that is all."""
        return self._digest.hexdigest()[:16]


def lines_of(records: Sequence[Record]) -> Iterator[str]:
    """Give the line of each record of a table."""
    return _lines(records, _Texts())


def even_line(kind: type[Any]) -> tuple[tuple[str, ...], str] | None:
    """Give the form of a kind's lines, if all have the same; None if they have not.

    Returns
    -------
    tuple
        The fields in the order in which a line has them, and the line with ``%s`` for the JSON of
        each.
    """
    always, later = _names(kind)  # type: ignore[arg-type]  # a class is hashable
    if later or kind in _FIRST_WORDS:
        return None
    names = _ordered(kind, always)
    return names, _template(kind, names)


class _Texts(dict[type[Any], Callable[[Any], str]]):
    """How a value of each class is written as JSON; what records share is written once."""

    def __init__(self) -> None:
        super().__init__()
        self._shared: dict[int, tuple[object, str]] = {}
        self[int], self[float], self[type(None)] = int.__repr__, _float_text, _null_text

    def __missing__(self, kind: type[Any]) -> Callable[[Any], str]:
        if issubclass(kind, str):
            self[kind] = encode_basestring
        elif kind is tuple:
            self[kind] = _tuple_text
        elif is_dataclass(kind):
            self[kind] = self._shared_text
        else:
            self[kind] = lambda value: _ENCODER.encode(_unsigned(value))
        return self[kind]

    def _shared_text(self, value: object) -> str:
        """Write a provenance; the value is kept, so that no other has its number meanwhile."""
        known = self._shared.get(id(value))
        if known is None:
            known = self._shared[id(value)] = (value, _ENCODER.encode(_values(value)))
        return known[1]


def _float_text(value: float) -> str:
    return repr(value + 0.0) if isfinite(value) else _ENCODER.encode(value)


def _null_text(_: object) -> str:
    return "null"


def _tuple_text(values: tuple[object, ...]) -> str:
    try:
        return f"[{', '.join(map(encode_basestring, values))}]"  # type: ignore[arg-type]
    except TypeError:  # not only texts
        return _ENCODER.encode(values)


def _lines(records: Sequence[Record], texts: _Texts) -> Iterator[str]:
    """Write each record as `_ENCODER` writes its `_values`; a table's are all of one kind."""
    if not records:
        return iter(())
    kind = type(records[0])
    if kind in _FIRST_WORDS:
        return (f"{_ENCODER.encode(_values(record))}\n" for record in records)
    return map(_writer(kind, texts), records)


def _writer(kind: type[Record], texts: _Texts) -> Callable[[Record], str]:
    """Give what writes a record of a kind: three times as fast as going through a dict."""
    always, later = _names(kind)  # type: ignore[arg-type]  # a class is hashable
    defaults = dict.fromkeys(always, MISSING) | dict(later)
    names = _ordered(kind, defaults)
    values_of, absent = attrgetter(*names), [defaults[name] for name in names]

    @cache
    def template(written: tuple[bool, ...]) -> str:
        return _template(kind, compress(names, written))

    whole = _template(kind, names)

    def write(record: Record) -> str:
        return whole % tuple([texts[value.__class__](value) for value in values_of(record)])

    def write_what_differs(record: Record) -> str:
        values = values_of(record)
        written = tuple([value != default for value, default in zip(values, absent, strict=True)])
        said = [texts[value.__class__](value) for value in compress(values, written)]
        return template(written) % tuple(said)

    return write_what_differs if later else write


def _ordered(kind: type[Any], names: Iterable[str]) -> tuple[str, ...]:
    """Order fields as JSON does: by the names that they count by."""
    return tuple(sorted(names, key=lambda name: _FIRST_NAMES.get((kind, name), name)))


def _template(kind: type[Any], names: Iterable[str]) -> str:
    keys = [json.dumps(_FIRST_NAMES.get((kind, name), name)) for name in names]
    return f"{{{', '.join(f'{key}: %s' for key in keys)}}}\n"


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


_CPA = re.compile(r"CPA=(0|-?[1-9][0-9]*)")
_DELIUS = "Delius="
_FIRST_BASES = {"others": "men", "rest": "remaining_men"}
_COHORT = "cohort:"
_FIRST_NAMES: dict[tuple[type[Any], str], str] = {
    (Capability, "capacity_needs_a_year"): "capacity_people_a_year"
}
"""The fields that had another name at first; they count by that."""
_FIRST_WORDS = {
    CohortShare: _share_in_first_words,
    ContractArea: _area_in_first_words,
}
"""The records whose fields had other words at first; they count by those."""


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
