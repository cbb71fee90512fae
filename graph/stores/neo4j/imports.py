"""How a server's database keeps what imported sources say: one transaction for each function.

An import has a number from the same row as the editions, and everything of it carries that number:

    (:Import {edition, programme, source, part, ..., rows, entries, rejected, batch, repeats})
    (:Entry {edition, position, key, digest, row, rows, said})     as they came
    (:Reject {edition, position, row, rows, key, field, reason, value})
    (:LinkSet {edition, programme, counts})                        the links that were kept together
    (:Link {edition, position, left, right, ...})
    (:Decision {programme, left, right, ...})

An import counts once it is `finished`. One that is forgotten becomes ``Retired`` in a small
transaction; what carries its number is swept away afterwards, as an edition is. `batch` names the
last batch that was kept: a batch that is sent twice, because its acknowledgement was lost, counts
once. A key may be longer than what an index takes, so entries are told apart by its digest.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from graph.errors import StoreUnavailableError, StoreWriteError
from graph.records.entries import Reject
from graph.stores.entry_rows import (
    DECISION_COLUMNS,
    IMPORT_COLUMNS,
    LINK_COLUMNS,
    decision_row,
    import_row,
    now,
    tell_apart,
)
from graph.stores.neo4j.editions import lock

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.records.entries import Decision, Entry, Import
    from graph.stores.neo4j.editions import Transaction

REJECT_FIELDS = ("row", "rows", "key", "field", "reason", "value")
AT_ONCE = 1000
"""Entries of one question; one may have a megabyte."""

_NUMBERED = (
    "MATCH (s:MatcherStore) SET s.next_edition = s.next_edition + 1 WITH s.next_edition AS number"
)
_FORGET = "REMOVE n:{label} SET n:Retired"


def begin(tx: Transaction, programme: str, of: Import) -> int:
    """Begin an import, and forget what was begun of the same; run twice, the second counts."""
    lock(tx)
    properties = dict(zip(IMPORT_COLUMNS, import_row(of), strict=True)) | {"programme": programme}
    tx.run(
        "MATCH (n:Import {programme: $programme, source: $source, part: $part})"
        f" WHERE n.finished IS NULL {_FORGET.format(label='Import')}",
        properties,
    ).consume()
    made = tx.run(
        f"{_NUMBERED} CREATE (n:Import) SET n = $row, n.edition = number RETURN number",
        {"row": properties},
    )
    return int(made.data()[0]["number"])


def add(
    tx: Transaction,
    number: int,
    programme: str,
    batch: str,
    entries: Sequence[tuple[Entry, str]],
    rejects: Sequence[Reject],
) -> tuple[Reject, ...]:
    """Keep a batch of an import, once however often it is sent, and count its rows.

    Raises
    ------
    StoreWriteError
        If the import is not one that was begun.
    """
    held = _lock_import(tx, number, programme)
    if held["batch"] == batch:
        return tuple(Reject(**reject) for reject in json.loads(held["repeats"]))
    fresh, repeats = tell_apart(entries, _kept(tx, number, entries))
    refused = (*rejects, *repeats)
    _create(tx, "Entry", number, held["entries"], [_entry(*each) for each in fresh])
    refused_rows = [_reject(each) for each in refused]
    _create(tx, "Reject", number, held["refused"], refused_rows)
    values = {
        "number": number,
        "batch": batch,
        "repeats": json.dumps([_reject(each) for each in repeats]),
        "rows": sum(each.rows for each, _ in entries) + sum(each.rows for each in rejects),
        "entries": len(fresh),
        "rejected": sum(each.rows for each in refused),
        "refused": len(refused),
    }
    tx.run(_COUNT, values).consume()
    return repeats


_COUNT = """
MATCH (i:Import {edition: $number})
SET i.batch = $batch, i.repeats = $repeats, i.rows = i.rows + $rows,
  i.entries = i.entries + $entries, i.rejected = i.rejected + $rejected,
  i.refused = coalesce(i.refused, 0) + $refused
"""


def _lock_import(tx: Transaction, number: int, programme: str) -> Mapping[str, Any]:
    found = tx.run(
        "MATCH (i:Import {edition: $number, programme: $programme}) WHERE i.finished IS NULL"
        " SET i.locks = coalesce(i.locks, 0) + 1"
        " RETURN i.batch AS batch, i.repeats AS repeats, i.entries AS entries,"
        " coalesce(i.refused, 0) AS refused",
        {"number": number, "programme": programme},
    ).data()
    if not found:
        message = f"import {number} was begun anew by somebody else; nothing was kept"
        raise StoreWriteError(message)
    return found[0]


def _kept(tx: Transaction, number: int, entries: Sequence[tuple[Entry, str]]) -> dict[str, str]:
    rows = tx.run(
        "UNWIND $digests AS digest MATCH (e:Entry {edition: $number, digest: digest})"
        " RETURN e.key AS key, e.said AS said",
        {"number": number, "digests": [_digest(each.key) for each, _ in entries]},
    )
    return {row["key"]: row["said"] for row in rows}


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _entry(each: Entry, text: str) -> dict[str, Any]:
    return {
        "key": each.key,
        "digest": _digest(each.key),
        "row": each.row,
        "rows": each.rows,
        "said": text,
    }


def _reject(each: Reject) -> dict[str, Any]:
    return {field: getattr(each, field) for field in REJECT_FIELDS}


def _create(
    tx: Transaction, label: str, number: int, first: int, rows: Sequence[dict[str, Any]]
) -> None:
    placed = [{**row, "edition": number, "position": at} for at, row in enumerate(rows, first)]
    tx.run(f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", {"rows": placed}).consume()


def imports(tx: Transaction, programme: str) -> list[dict[str, Any]]:
    """Give every import of a programme, finished or not, as its properties."""
    found = tx.run("MATCH (i:Import {programme: $programme}) RETURN i", {"programme": programme})
    return [dict(row["i"]) for row in found]


def entries(tx: Transaction, number: int, first: int) -> list[Sequence[Any]]:
    """Give a stretch of an import's entries from a position on, as they came.

    Raises
    ------
    StoreUnavailableError
        If the import is no longer there.
    """
    rows = _stretch(
        tx,
        "MATCH (n:Entry) WHERE n.edition = $number AND n.position >= $first"
        " AND n.position < $last RETURN n.key, n.row, n.rows, n.said"
        " ORDER BY n.edition, n.position",
        {"number": number, "first": first, "last": first + AT_ONCE},
    )
    _check_there(tx, number)
    return rows


def rejects(tx: Transaction, number: int, row: int, position: int) -> list[Sequence[Any]]:
    """Give a stretch of an import's rejects after a row and position, in the order of the file."""
    return _stretch(
        tx,
        "MATCH (n:Reject) WHERE n.edition = $number AND n.row >= $row"
        " AND (n.row > $row OR n.position > $position)"
        " RETURN n.row, n.rows, n.key, n.field, n.reason, n.value, n.position"
        f" ORDER BY n.edition, n.row, n.position LIMIT {AT_ONCE}",
        {"number": number, "row": row, "position": position},
    )


def _stretch(tx: Transaction, query: str, values: dict[str, Any]) -> list[Sequence[Any]]:
    return [tuple(row.values()) for row in tx.run(query, values)]


def _check_there(tx: Transaction, number: int) -> None:
    """Check, after it was read, that nobody has begun to sweep it away."""
    if not tx.run("MATCH (i:Import {edition: $number}) RETURN 1", {"number": number}).data():
        message = f"import {number} was replaced while it was read; ask again"
        raise StoreUnavailableError(message, retry_after_s=0.0)


def settle(
    tx: Transaction, *, programme: str, finishing: Sequence[int], dropping: Sequence[int]
) -> None:
    """Let imports count, in place of those of the same source and part; forget others.

    Raises
    ------
    StoreWriteError
        If one of them was not begun.
    """
    for number in finishing:
        _lock_import(tx, number, programme)
        values = {"number": number, "programme": programme, "finished": now()}
        tx.run(_REPLACE, values).consume()
        tx.run(_FINISH, values).consume()
    tx.run(
        "MATCH (n:Import {programme: $programme}) WHERE n.edition IN $numbers"
        f" {_FORGET.format(label='Import')}",
        {"numbers": list(dropping), "programme": programme},
    ).consume()


_REPLACE = (
    "MATCH (i:Import {edition: $number})"
    " MATCH (n:Import {programme: $programme, source: i.source, part: i.part}) WHERE n <> i"
    f" {_FORGET.format(label='Import')}"
)
_FINISH = "MATCH (i:Import {edition: $number}) SET i.finished = $finished REMOVE i.batch, i.repeats"


def link_set(tx: Transaction, programme: str) -> int | None:
    """Give the number of the links that count, if there are any."""
    query = "MATCH (s:LinkSet {programme: $programme}) WHERE s.counts RETURN s.edition AS number"
    found = tx.run(query, {"programme": programme}).data()
    return int(found[0]["number"]) if found else None


def links(tx: Transaction, number: int | None) -> list[Sequence[Any]]:
    """Give the links of a set, as rows of `LINK_COLUMNS` by position."""
    columns = ", ".join(f"n.{column}" for column in LINK_COLUMNS)
    query = (
        "MATCH (n:Link) WHERE n.edition = $number AND n.position >= 0"
        f" RETURN {columns} ORDER BY n.edition, n.position"
    )
    return _stretch(tx, query, {"number": number})


def begin_links(tx: Transaction, programme: str) -> int:
    """Begin a set of links, and forget what was begun but does not count."""
    lock(tx)
    own = {"programme": programme}
    tx.run(
        "MATCH (n:LinkSet {programme: $programme}) WHERE NOT n.counts"
        f" {_FORGET.format(label='LinkSet')}",
        own,
    ).consume()
    made = tx.run(
        f"{_NUMBERED} CREATE (:LinkSet {{edition: number, programme: $programme, counts: false}})"
        " RETURN number",
        own,
    )
    return int(made.data()[0]["number"])


def add_links(tx: Transaction, number: int, first: int, rows: Sequence[Sequence[Any]]) -> None:
    """Keep some links of a set, once however often they are sent.

    Raises
    ------
    StoreWriteError
        If somebody has begun another set.
    """
    _lock_links(tx, number)
    there = "MATCH (n:Link {edition: $number, position: $first}) RETURN 1"
    if not tx.run(there, {"number": number, "first": first}).data():
        named = [dict(zip(LINK_COLUMNS, row, strict=True)) for row in rows]
        _create(tx, "Link", number, first, named)


def keep_links(tx: Transaction, number: int) -> None:
    """Let a set of links count in place of the one that did.

    Raises
    ------
    StoreWriteError
        If somebody has begun another set.
    """
    lock(tx)
    _lock_links(tx, number)
    tx.run(
        "MATCH (s:LinkSet {edition: $number}) SET s.counts = true WITH s"
        " MATCH (n:LinkSet {programme: s.programme}) WHERE n <> s"
        f" {_FORGET.format(label='LinkSet')}",
        {"number": number},
    ).consume()


def _lock_links(tx: Transaction, number: int) -> None:
    query = (
        "MATCH (s:LinkSet {edition: $number}) SET s.locks = coalesce(s.locks, 0) + 1"
        " RETURN s.edition AS edition"
    )
    if not tx.run(query, {"number": number}).data():
        message = "somebody else keeps other links at the same time; link again"
        raise StoreWriteError(message)


def decisions(tx: Transaction, programme: str) -> list[Sequence[Any]]:
    """Give the decisions as rows of `DECISION_COLUMNS`."""
    columns = ", ".join(f"n.{column}" for column in DECISION_COLUMNS)
    query = f"MATCH (n:Decision {{programme: $programme}}) RETURN {columns}"
    return _stretch(tx, query, {"programme": programme})


def decide(tx: Transaction, programme: str, decision: Decision) -> None:
    """Keep a decision, in place of an earlier one about the same two."""
    withdraw(tx, programme, decision)
    row = dict(zip(DECISION_COLUMNS, decision_row(decision), strict=True))
    tx.run("CREATE (n:Decision) SET n = $row", {"row": row | {"programme": programme}}).consume()


def withdraw(tx: Transaction, programme: str, decision: Decision) -> None:
    """Forget a decision."""
    lock(tx)
    tx.run(
        "MATCH (n:Decision {programme: $programme, left: $left, right: $right}) DELETE n",
        {"programme": programme, "left": decision.left, "right": decision.right},
    ).consume()
