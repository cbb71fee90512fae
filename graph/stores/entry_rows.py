"""Entries, imports and links as texts and back; all kinds of store keep the same texts."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from graph.records.entries import (
    Classification,
    Decision,
    Description,
    DescriptionKind,
    Entry,
    Import,
    Link,
    LinkMethod,
    Operation,
    Refusal,
    Reject,
    Trait,
    TraitKind,
)
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.model import Source
from graph.records.provenance import PartialDate
from graph.records.tables import TABLES, table_of
from graph.stores.rows import SQL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from graph.records.entries import Note

_SHARED = 2**14
_IDENTIFIERS = re.compile(r'"([A-Z]{2}-[A-Z0-9_]{2,12}-[^"]{1,81})"')

_org_id = lru_cache(_SHARED)(OrgId)
_place = lru_cache(_SHARED)(PlaceCode)


@lru_cache(_SHARED)
def _day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


_TO_NOTE: dict[str, Callable[..., Note]] = {
    "trait": lambda who, kind, value: Trait(
        organisation=_org_id(who), kind=TraitKind(kind), value=value
    ),
    "description": lambda who, kind, text, day: Description(
        organisation=_org_id(who), kind=DescriptionKind(kind), text=text, known_from=_day(day)
    ),
    "operation": lambda who, places, words, day: Operation(
        organisation=_org_id(who),
        places=tuple(map(_place, places)),
        words=tuple(words),
        known_from=_day(day),
    ),
    "classification": lambda who, scheme, codes: Classification(
        organisation=_org_id(who), scheme=scheme, codes=tuple(codes)
    ),
    "refusal": lambda who, pathway: Refusal(organisation=_org_id(who), pathway=pathway),
}
_NOTES = {
    Trait: ("trait", ("organisation", "kind", "value")),
    Description: ("description", ("organisation", "kind", "text", "known_from")),
    Operation: ("operation", ("organisation", "places", "words", "known_from")),
    Classification: ("classification", ("organisation", "scheme", "codes")),
    Refusal: ("refusal", ("organisation", "pathway")),
}
_TABLE = {table.record: name for name, table in TABLES.items()}
_WRITTEN = {note: (kind, attrgetter(*fields)) for note, (kind, fields) in _NOTES.items()}
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


SaidRows: TypeAlias = "tuple[list[tuple[Any, ...]], list[list[Any]]]"
"""Records, each behind the name of its table, and notes, each behind the word for its kind."""


def said(entry: Entry) -> str:
    """Write what an entry says as JSON: its records by table, and its notes by kind."""
    return written(rows_said(entry))


def rows_said(entry: Entry) -> SaidRows:
    """Give what an entry says as rows for whoever writes them."""
    records = [(_TABLE[type(record)], *SQL.to_json(record)) for record in entry.records]
    return records, [_note(note) for note in entry.notes]


def written(rows: SaidRows) -> str:
    """Write what an entry says as JSON."""
    return _encoder.encode(rows)


def _note(note: Note) -> list[Any]:
    kind, get = _WRITTEN[type(note)]
    return [kind, *get(note)]


def entry(key: str, row: int, rows: int, text: str) -> Entry:
    """Read an entry back.

    Raises
    ------
    ValueError, TypeError, KeyError
        If the text is not one that `said` writes.
    """
    records, notes = json.loads(text)
    return Entry(
        key=key,
        row=row,
        rows=rows,
        records=tuple(SQL.from_row(TABLES[table].record, row) for table, *row in records),
        notes=tuple(_TO_NOTE[kind](*values) for kind, *values in notes),
    )


def everything(_text: str) -> bool:
    """Take every entry."""
    return True


def holding(kind: type) -> Callable[[str], bool]:
    """Give a quick test whether an entry may hold records of a kind, by what `said` wrote."""
    mark = f'["{table_of(kind).name}",'
    return lambda text: mark in text


def naming(organisations: Iterable[OrgId]) -> Callable[[str], bool]:
    """Give a quick test whether an entry may name one of some organisations."""
    wanted = frozenset(map(str, organisations))
    return lambda text: not wanted.isdisjoint(_IDENTIFIERS.findall(text))


REPEATED = "the same record stands in the file already"
CONTRADICTED = (
    "another record with this key stands in the file already, and says something else; the first "
    "one counts"
)


def repeated(entry: Entry, text: str, kept: str) -> Reject:
    """Reject an entry whose key is there already, by what is kept under it."""
    reason = REPEATED if text == kept else CONTRADICTED
    return Reject(row=entry.row, rows=entry.rows, key=entry.key, reason=reason)


def tell_apart(
    entries: Sequence[tuple[Entry, str]], kept: Mapping[str, str]
) -> tuple[list[tuple[Entry, str]], tuple[Reject, ...]]:
    """Part a batch: the entries whose keys are new, the first of each, and the others rejected.

    Parameters
    ----------
    entries : each with what `said` writes of it
    kept : what is kept already, by key; of these keys at least
    """
    there, fresh, repeats = dict(kept), [], []
    for each, text in entries:
        if each.key in there:
            repeats.append(repeated(each, text, there[each.key]))
        else:
            there[each.key] = text
            fresh.append((each, text))
    return fresh, tuple(repeats)


IMPORT_COLUMNS = (
    *("source", "part", "file", "digest", "origin", "published", "begun", "finished"),
    *("rows", "entries", "rejected"),
)
"""The columns of an import, its number and programme not among them."""


def import_row(of: Import) -> tuple[Any, ...]:
    """Write an import as a row of `IMPORT_COLUMNS`."""
    origin = json.dumps(SQL.to_row(of.origin), ensure_ascii=False)
    times = tuple(None if time is None else time.isoformat() for time in (of.begun, of.finished))
    counts = (of.rows, of.entries, of.rejected)
    return (of.source, of.part, of.file, of.digest, origin, of.published, *times, *counts)


def import_of(number: int, row: Sequence[Any]) -> Import:
    """Read an import back."""
    source, part, file, digest, origin, published, begun, finished, *counts = row
    rows, entries, rejected = counts
    return Import(
        number=number,
        source=source,
        part=part,
        file=file,
        digest=digest,
        origin=SQL.from_row(Source, json.loads(origin)),
        published=_day(published),
        begun=datetime.fromisoformat(begun),
        finished=None if finished is None else datetime.fromisoformat(finished),
        rows=rows,
        entries=entries,
        rejected=rejected,
    )


def now() -> str:
    """The time of day, as imports have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


LINK_COLUMNS = ("left", "right", "probability", "method", "waterfall", "model")
"""The columns of a link, its programme not among them."""


def link_row(link: Link) -> tuple[Any, ...]:
    """Write a link as a row of `LINK_COLUMNS`."""
    waterfall = json.dumps(dict(link.waterfall), ensure_ascii=False)
    return (link.left, link.right, link.probability, link.method.value, waterfall, link.model)


def link_of(row: Sequence[Any]) -> Link:
    """Read a link back."""
    left, right, probability, method, text, model = row
    waterfall: Mapping[str, float] = json.loads(text)
    return Link(
        left=OrgId(left),
        right=OrgId(right),
        probability=probability,
        method=LinkMethod(method),
        waterfall=waterfall,
        model=model,
    )


DECISION_COLUMNS = ("left", "right", "same", "by", "day", "note")
"""The columns of a decision, its programme not among them."""


def decision_row(of: Decision) -> tuple[Any, ...]:
    """Write a decision as a row of `DECISION_COLUMNS`."""
    return (of.left, of.right, int(of.same), of.by, of.day.isoformat(), of.note)


def decision_of(row: Sequence[Any]) -> Decision:
    """Read a decision back."""
    left, right, same, by, day, note = row
    return Decision(
        left=OrgId(left),
        right=OrgId(right),
        same=bool(same),
        by=by,
        day=date.fromisoformat(day),
        note=note,
    )
