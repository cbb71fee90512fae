"""Records as rows and back, by the types of their fields; one codec for each kind of store.

A value that is not there is that of a column that the row was kept without: its default.
A provenance becomes three columns. Tuples are short lists of codes, always read whole: SQLite keeps
them as JSON text (a table for each would triple the number of tables), Neo4j as lists. That their
codes resolve is checked before anything is written (`graph.records.references`).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, get_args, get_origin

from graph.records.identifiers import Identifier
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.records.table import is_optional
from graph.records.tables import PROVENANCE, TABLES, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.records.table import Column

Value = Any
"""What a store keeps in one column: a text, a number, a flag, a date, a list of texts, or None."""

PROVENANCE_COLUMNS = tuple(column.field for column in PROVENANCE)

Convert = Callable[[Any], Value]

_SHARED = 2**14
"""Codes and provenances that are built once for all the rows that hold them; the latest so many."""


_NEEDED = object()
"""Stands for what a column without a value means, where it must have one."""
_PLAIN = frozenset({str, int, float, bool})
_AS_KEPT = _PLAIN - {bool}


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    to_value: Convert
    from_value: Convert
    absent: Any
    shared: bool
    plain: bool
    is_json: bool


def record_types() -> dict[str, type[Any]]:
    """Give the record that each table of `Facts` holds, in the order of the tables."""
    return {name: table.record for name, table in TABLES.items()}


def columns_of(record: type[Any]) -> tuple[str, ...]:
    """Give the columns of a record's table, the key of its programme not among them."""
    table = table_of(record)
    own = PROVENANCE_COLUMNS if table.has_provenance else ()
    return (*(column.field for column in table.columns), *own)


class Known:
    """What was read already: each code and provenance is built once, and shared by the records.

    Parameters
    ----------
    most : how many of a kind are remembered; None for all
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = sys.maxsize if most is None else most
        self._made: dict[Convert, _Made] = {}
        self.readers: dict[type[Any], Callable[[Sequence[Value]], Any]] = {}

    def of(self, make: Convert) -> Convert:
        """Give what makes a value, or gives the one that was made of the same before."""
        return self._made.setdefault(make, _Made(make, self._most)).__getitem__


class _Made(dict[Any, Any]):
    def __init__(self, make: Convert, most: int) -> None:
        super().__init__()
        self._make, self._most = make, most

    def __missing__(self, value: Value) -> Any:  # noqa: ANN401  (whatever is made)
        made = self._make(value)
        if len(self) >= self._most:
            self.clear()
        self[value] = made
        return made


_Get = Callable[[Any], tuple[Any, ...]]
_Writer = tuple[_Get, tuple[Convert, ...], bool]
_JsonWriter = tuple[_Get, list[tuple[int, Convert]], bool]


class Codec:
    """Turns records into rows of values that a store can keep, and back.

    Parameters
    ----------
    lists, dates, flags : how tuples, days and booleans are kept and read back
    """

    def __init__(
        self,
        *,
        lists: tuple[Convert, Convert],
        dates: tuple[Convert, Convert],
        flags: tuple[Convert, Convert],
    ) -> None:
        self._lists, self._dates, self._flags = lists, dates, flags
        self._origin = lru_cache(_SHARED)(self._origin_row)
        self._keeps_text, self._latest = lists[1] is listed, Known(_SHARED)
        self._known: dict[type[Any], tuple[_Field, ...]] = {}
        self._writers: dict[type[Any], _Writer] = {}
        self._json_writers = _Made(self._json_writer, sys.maxsize)
        self._checks: dict[tuple[Convert, Any], Convert] = {}

    def to_row(self, record: Any) -> tuple[Value, ...]:  # noqa: ANN401  (any record)
        """Turn a record into a row, in the order of `columns_of`."""
        get, convert, has_provenance = self._writer(type(record))
        row = tuple([to_value(value) for to_value, value in zip(convert, get(record), strict=True)])
        return row + self._origin(record.provenance) if has_provenance else row

    def to_json(self, record: Any) -> tuple[Value, ...]:  # noqa: ANN401  (any record)
        """Turn a record into a row for whoever writes JSON, to whom codes and numbers are plain."""
        get, changed, has_provenance = self._json_writers[type(record)]
        row: tuple[Value, ...] = get(record)
        if changed:
            values = list(row)
            for place, to_value in changed:
                values[place] = to_value(values[place])
            row = tuple(values)
        return row + self._origin(record.provenance) if has_provenance else row

    def _json_writer(self, record: type[Any]) -> _JsonWriter:
        get, _, has_provenance = self._writer(record)
        own = enumerate(self._fields(record))
        return get, [(at, field.to_value) for at, field in own if not field.is_json], has_provenance

    def _writer(self, record: type[Any]) -> _Writer:
        """Give what reads the values of a record, and what turns each into one to keep."""
        if record not in self._writers:
            own = self._fields(record)
            get = attrgetter(*(field.name for field in own))
            get_all = get if len(own) > 1 else lambda each: (get(each),)
            convert = tuple(field.to_value for field in own)
            self._writers[record] = get_all, convert, table_of(record).has_provenance
        return self._writers[record]

    def _origin_row(self, provenance: Provenance) -> tuple[Value, ...]:
        """Write a provenance, which many records share, as a row of values."""
        known_from = None if provenance.known_from is None else str(provenance.known_from)
        return self._lists[0](provenance.sources), known_from, provenance.confidence.value

    def from_row(self, record: type[Any], row: Sequence[Value]) -> Any:  # noqa: ANN401
        """Turn a row back into a record.

        Raises
        ------
        ValueError
            If a value is not one that `to_row` makes.
        """
        return self._reader(record, self._latest)(row)

    def from_rows(
        self, record: type[Any], rows: Iterable[Sequence[Value]], *, known: Known
    ) -> Iterator[Any]:
        """Turn many rows back into records.

        Parameters
        ----------
        record : what each row is
        rows : values in the order of `columns_of`
        known : codes and provenances that other tables' records hold already, to hold the same
        """
        return map(self._reader(record, known), rows)

    def checks(self, record: type[Any], *, known: Known) -> tuple[Convert | None, ...]:
        """Give what checks the values of each column, in the order of `columns_of`.

        Each gives the value as it is to be kept: that of a column that the row was kept without is
        its default, and equal codes are one text. None stands for a column that takes any value.

        Parameters
        ----------
        record : what each row is
        known : as for `from_rows`; each different code is checked once
        """
        origin = (self._listed, _dated, Confidence) if table_of(record).has_provenance else ()
        return (
            *(self._check(field, known) for field in self._fields(record)),
            *(known.of(check) for check in origin),
        )

    def _check(self, field: _Field, known: Known) -> Convert | None:
        make, absent = field.from_value, field.absent
        if make in _AS_KEPT and absent in {None, _NEEDED}:
            return None

        def check(value: Value) -> Value:
            is_absent = value is None and absent is not _NEEDED
            return field.to_value(absent if is_absent else make(value))

        return known.of(self._checks.setdefault((make, absent), check))

    def _listed(self, kept: Value) -> Value:
        return self._lists[0](tuple(self._lists[1](kept)))

    def cells(
        self, record: type[Any], names: Sequence[str], *, known: Known
    ) -> Callable[[Sequence[Sequence[Value]]], Iterator[Sequence[Any]]]:
        """Give what reads some fields out of the columns of many rows, and makes no record.

        Parameters
        ----------
        record : what each row is
        names : its fields; ``provenance.known_from`` and ``provenance.confidence`` too. Identifiers
            come as the texts that they are.
        known : as for `from_rows`
        """
        own = self._fields(record)
        place = {field.name: index for index, field in enumerate(own)}
        origins = {"provenance.known_from": _known_from, "provenance.confidence": Confidence}
        readers: list[tuple[int, Convert, Any]] = []
        for name in names:
            if name in place:
                field = own[place[name]]
                make = known.of(field.from_value) if field.shared else field.from_value
                readers.append((place[name], _as_is if field.plain else make, field.absent))
            else:
                index = len(own) + 1 + list(origins).index(name)
                readers.append((index, known.of(origins[name]), _NEEDED))

        def read(columns: Sequence[Sequence[Value]]) -> Iterator[Sequence[Any]]:
            for index, make, absent in readers:
                yield _all_made(columns[index], make, absent)

        return read

    def _reader(self, record: type[Any], known: Known) -> Callable[[Sequence[Value]], Any]:
        """Give what makes a record of a row."""
        if record in known.readers:
            return known.readers[record]
        own = self._fields(record)
        names, count = [field.name for field in own], len(own)
        readers = [(known.of(f.from_value) if f.shared else f.from_value, f.absent) for f in own]
        origin, keeps_text = known.of(self._provenance), self._keeps_text

        def read(row: Sequence[Value]) -> Any:  # noqa: ANN401  (a record)
            values = [
                absent if value is None and absent is not _NEEDED else make(value)
                for (make, absent), value in zip(readers, row, strict=False)
            ]
            made = dict(zip(names, values, strict=True))
            if len(row) == count:
                return record(**made)
            sources, known_from, confidence = row[count:]
            sources = sources if keeps_text else tuple(sources)
            return record(**made, provenance=origin((sources, known_from, confidence)))

        known.readers[record] = read
        return read

    def _provenance(self, kept: tuple[Value, ...]) -> Provenance:
        sources, known_from, confidence = kept
        return Provenance(
            sources=tuple(self._lists[1](sources)),
            known_from=_known_from(known_from),
            confidence=Confidence(str(confidence)),
        )

    def _fields(self, record: type[Any]) -> tuple[_Field, ...]:
        """Look a record's columns up once."""
        if record not in self._known:
            self._known[record] = tuple(map(self._field, table_of(record).columns))
        return self._known[record]

    def _field(self, column: Column) -> _Field:
        to_value, from_value = self._converters(column.hint)
        absent = column.default if column.later else None if is_optional(column.hint) else _NEEDED
        shared = from_value not in _PLAIN and (self._keeps_text or isinstance(from_value, type))
        is_code = isinstance(from_value, type) and issubclass(from_value, Identifier)
        plain = is_code or from_value in _AS_KEPT
        is_json = isinstance(from_value, type) and issubclass(from_value, (str, int, float))
        is_json = is_json and from_value is not bool
        return _Field(column.field, to_value, from_value, absent, shared, plain, is_json)

    def _converters(self, hint: Any) -> tuple[Convert, Convert]:  # noqa: ANN401
        if is_optional(hint):
            inner = next(part for part in get_args(hint) if part is not type(None))
            to_value, from_value = self._converters(inner)
            return lambda value: None if value is None else to_value(value), from_value
        if get_origin(hint) is tuple:
            item, (to_list, from_list) = get_args(hint)[0], self._lists
            return to_list, lambda kept: tuple(item(part) for part in from_list(kept))
        if hint is date:
            return self._dates
        if hint is bool:
            return self._flags
        if issubclass(hint, str) and hint is not str:  # a code, or a value of a StrEnum
            return str, hint
        return hint, hint


def _all_made(values: Sequence[Value], make: Convert, absent: Any) -> Sequence[Any]:  # noqa: ANN401
    """Make all values of a column."""
    if absent is _NEEDED:
        return values if make is _as_is else list(map(make, values))
    if absent is None and make is _as_is:
        return values
    return [absent if value is None else make(value) for value in values]


def _known_from(value: Value) -> PartialDate | None:
    return None if value is None else PartialDate(str(value))


def _dated(value: Value) -> Value:
    return None if value is None else str(PartialDate(str(value)))


def _as_is(value: Value) -> Value:
    return value


@lru_cache(_SHARED)
def listed(kept: str) -> tuple[str, ...]:
    """Give the codes of a list that is kept as JSON."""
    return tuple(json.loads(kept))


_encoder = json.JSONEncoder(ensure_ascii=False)
written_list = lru_cache(_SHARED)(_encoder.encode)
"""Writes a tuple of codes, which many records share, as the JSON that is kept."""

SQL = Codec(
    lists=(written_list, listed),
    dates=(date.isoformat, date.fromisoformat),
    flags=(int, bool),
)
"""For SQLite: lists as JSON, days as texts, flags as 0 and 1."""

NATIVE = Codec(
    lists=(lambda parts: [str(part) for part in parts], _as_is),
    dates=(_as_is, lambda day: date(day.year, day.month, day.day)),
    flags=(bool, bool),
)
"""For stores that keep lists, days and flags as what they are."""

JSON = Codec(
    lists=(lambda parts: [str(part) for part in parts], _as_is),
    dates=(date.isoformat, date.fromisoformat),
    flags=(bool, bool),
)
"""For rows written as JSON: lists and flags as what they are, days as texts."""
