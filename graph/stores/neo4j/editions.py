"""How a server's database keeps programmes whole: editions that are written, then pointed to.

A write puts a new edition of the programme beside the one that is read, batch by batch, and a last
small transaction points to it. Readers follow the pointer, so they see one edition or the other;
a write that stops anywhere leaves a draft that nobody reads, which the same write takes up again.

    (:MatcherStore {format, next_edition, to_fill})
    (:Draft {edition, programme, rows, writer, batches, touched})   being written
    (:Kept {programme, edition, data_version, counts, search_rule}) what is read
    (:Retired {edition})                                            to be swept away

What imported sources say is kept under numbers of the same row: `graph.stores.neo4j.imports`.

Every batch checks, under the draft's lock, that the draft is still its writer's and that the batch
is the next one: a batch that is sent twice, because its acknowledgement was lost, counts once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from graph.errors import GraphError, StoreWriteError
from graph.records.words import RULE
from graph.stores.neo4j.property_graph import LABELS
from graph.stores.neo4j.search_nodes import NAMES, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.stores.neo4j.property_graph import Batch, Insertion

_Edition = TypeVar("_Edition")
_Answer = TypeVar("_Answer")

LEASE_S = 20.0
"""A draft that nobody touched for so long is taken over by who writes the same."""

_FORGET_MS = 24 * 3600 * 1000
_SWEPT_AT_ONCE = 2000


class TakenOverError(Exception):
    """Another writer goes on with this draft; nothing of the transaction is kept."""


class Rows(Protocol):
    """What a statement gave: rows by name of column."""

    def __iter__(self) -> Iterator[Any]:
        """Yield the rows as they come."""

    def data(self) -> list[dict[str, Any]]:
        """Give all rows."""

    def consume(self) -> Any:  # noqa: ANN401  (the driver's own summary)
        """Give the summary: what was created."""


class Transaction(Protocol):
    """The part of a transaction that this package uses."""

    def run(self, query: str, parameters: dict[str, Any] | None = None) -> Rows:
        """Run one statement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The edition of a programme that is read, and the rule of words its index of names has."""

    programme: str
    edition: int
    data_version: str
    counts: dict[str, int]
    search_rule: int = RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An edition being written: `batches` of it are there; `mine` says that we may go on."""

    edition: int
    batches: int
    mine: bool


def kept(tx: Transaction, programme: str) -> Kept | None:
    """Give the edition of a programme that is read, or None."""
    rows = tx.run(
        "MATCH (k:Kept {programme: $programme})"
        " RETURN k.programme AS programme, k.edition AS edition,"
        " k.data_version AS data_version, k.counts AS counts,"
        " coalesce(k.search_rule, 1) AS search_rule",
        {"programme": programme},
    ).data()
    return Kept(**{**rows[0], "counts": json.loads(rows[0]["counts"])}) if rows else None


def to_fill(tx: Transaction) -> bool:
    """Say whether the database was made to be filled and nothing has been pointed to yet."""
    query = "MATCH (s:MatcherStore) RETURN coalesce(s.to_fill, false) AS to_fill"
    return any(row["to_fill"] for row in tx.run(query).data())


def settled(
    now: Callable[[], _Edition], answer: Callable[[_Edition], _Answer], *, verified: bool = False
) -> _Answer:
    """Answer about what is read now, and again if it was replaced meanwhile.

    What is replaced is swept away: part of it may have been gone, and the answer wrong or an error.

    Parameters
    ----------
    now : says which edition is read
    answer : answers about that edition
    verified : whether an answer is right if it is no error
    """
    while True:
        asked = now()
        try:
            found = answer(asked)
        except (GraphError, KeyError, ValueError):
            if now() == asked:
                raise
        else:
            if verified or now() == asked:
                return found


def programmes(tx: Transaction) -> tuple[str, ...]:
    """Give the programmes kept, in alphabetical order."""
    rows = tx.run("MATCH (k:Kept) RETURN k.programme AS programme").data()
    return tuple(sorted(row["programme"] for row in rows))


def claim(
    tx: Transaction,
    *,
    programme: str,
    rows: str,
    writer: str,
    lease_s: float,
    waited_for: int | None = None,
    filling: bool = False,
    renewing: int | None = None,
) -> Draft | None:
    """Take up the draft of a write, or begin one; `rows` tells equal writes apart from others.

    A draft that another writer touched within the lease stays that writer's. None if another has
    done the work: the draft `waited_for`, an edition, is what is read now, or it is a `filling`
    of a database that is not to be filled any more, or `renewing` an edition that is not read now.
    """
    lock(tx)
    if _too_late(tx, programme, filling=filling, renewing=renewing):
        return None
    found = tx.run(_CLAIM, {"programme": programme, "rows": rows}).data()
    for row in found:
        mine = row["writer"] == writer or row["idle_ms"] > lease_s * 1000
        if mine:
            tx.run(_TAKE, {"edition": row["edition"], "writer": writer}).consume()
        return Draft(edition=row["edition"], batches=row["batches"], mine=mine)
    if waited_for is not None and (now := kept(tx, programme)) and now.edition == waited_for:
        return None
    begun = {"programme": programme, "rows": rows, "writer": writer}
    edition = tx.run(_BEGIN, begun).data()[0]["edition"]
    return Draft(edition=edition, batches=0, mine=True)


def _too_late(
    tx: Transaction, programme: str, *, filling: bool, renewing: int | None = None
) -> bool:
    if renewing is not None:
        now = kept(tx, programme)
        return now is None or now.edition != renewing
    return filling and not to_fill(tx)


def lock(tx: Transaction) -> None:
    """Let nobody else begin or end a write until this transaction ends.

    It is taken before the lock of a draft or an import, so that two never wait in a circle.
    """
    tx.run("MATCH (s:MatcherStore) SET s.locks = coalesce(s.locks, 0) + 1").consume()


_CLAIM = """
MATCH (d:Draft {programme: $programme, rows: $rows}) SET d.locks = coalesce(d.locks, 0) + 1
RETURN d.edition AS edition, d.batches AS batches, d.writer AS writer,
  timestamp() - d.touched AS idle_ms
ORDER BY d.batches DESC LIMIT 1
"""
_TAKE = "MATCH (d:Draft {edition: $edition}) SET d.writer = $writer, d.touched = timestamp()"
_BEGIN = """
MATCH (s:MatcherStore) SET s.next_edition = s.next_edition + 1
CREATE (d:Draft {edition: s.next_edition, programme: $programme, rows: $rows, writer: $writer,
  batches: 0, touched: timestamp()})
RETURN d.edition AS edition
"""


def write_batch(tx: Transaction, batch: Batch, *, number: int, edition: int, writer: str) -> None:
    """Write a draft's batch `number`, once however often it is sent.

    Raises
    ------
    TakenOverError
        If the draft is another writer's now.
    StoreWriteError
        If a row found no node to tie.
    """
    own = {"edition": edition, "number": number}
    there = tx.run(_NEXT, own).data()
    if not there or there[0]["writer"] != writer or there[0]["batches"] not in {number, number + 1}:
        raise TakenOverError
    if there[0]["batches"] == number + 1:
        return
    tx.run("MATCH (d:Draft {edition: $edition}) SET d.batches = $number + 1", own).consume()
    for part in batch:
        _insert(tx, part, edition)


def _insert(tx: Transaction, insertion: Insertion, edition: int) -> None:
    values = {"rows": insertion.rows, "edition": edition}
    done = tx.run(insertion.statement, values).consume().counters
    made = done.nodes_created if insertion.makes == "nodes" else done.relationships_created
    if made != len(insertion.rows):
        message = (
            f"{len(insertion.rows) - made} of {len(insertion.rows)} rows refer to missing records"
            f" ({insertion.statement}); nothing was changed"
        )
        raise StoreWriteError(message)


_NEXT = """
MATCH (d:Draft {edition: $edition}) SET d.touched = timestamp()
RETURN d.writer AS writer, d.batches AS batches
"""


def point_to(
    tx: Transaction,
    draft: Draft,
    new: Kept,
    *,
    writer: str,
    filling: bool = False,
    renewing: int | None = None,
    settling: Callable[[Transaction], None] = lambda _: None,
) -> None:
    """Make a finished draft what is read; a second time it changes nothing.

    What is `settling` is done in the same transaction.

    A `filling` is given up if something else was written meanwhile, and so is what is written
    instead of the edition `renewing`.

    Raises
    ------
    TakenOverError
        If the draft is another writer's now.
    """
    lock(tx)
    own = {"edition": draft.edition}
    there = tx.run(_NEXT, own).data()
    now = kept(tx, new.programme)
    if not there and now is not None and now.edition == draft.edition:
        return
    if _too_late(tx, new.programme, filling=filling, renewing=renewing):
        give_up(tx, draft.edition, writer=writer)
        return
    if not there or there[0]["writer"] != writer:
        raise TakenOverError
    values = {
        "programme": new.programme,
        "edition": draft.edition,
        "data_version": new.data_version,
        "counts": json.dumps(new.counts),
        "search_rule": new.search_rule,
    }
    settling(tx)
    tx.run("MATCH (s:MatcherStore) SET s.to_fill = false").consume()
    tx.run(_POINT, values).consume()


_POINT = """
MERGE (k:Kept {programme: $programme})
FOREACH (old IN CASE WHEN k.edition IS NULL THEN [] ELSE [k.edition] END |
  CREATE (:Retired {edition: old}))
SET k.edition = $edition, k.data_version = $data_version, k.counts = $counts,
  k.search_rule = $search_rule
WITH k MATCH (d:Draft {edition: $edition}) DELETE d
"""


def give_up(tx: Transaction, edition: int, *, writer: str) -> None:
    """Forget a draft if it is this writer's; what it wrote goes with the next sweep."""
    query = "MATCH (d:Draft {edition: $edition, writer: $writer}) REMOVE d:Draft SET d:Retired"
    tx.run(query, {"edition": edition, "writer": writer}).consume()


def retired(tx: Transaction) -> list[int]:
    """Give the editions to sweep; drafts that nobody went on with for a day are among them."""
    old = "MATCH (d:Draft) WHERE timestamp() - d.touched > $old REMOVE d:Draft SET d:Retired"
    tx.run(old, {"old": _FORGET_MS}).consume()
    rows = tx.run("MATCH (r:Retired) RETURN DISTINCT r.edition AS edition ORDER BY edition").data()
    return [row["edition"] for row in rows]


def sweep(tx: Transaction, edition: int) -> bool:
    """Delete some of a retired edition, and forget it once nothing is left; say if that is so.

    Every node has a position; to ask for it lets the server use the index of edition and position.
    """
    room = _SWEPT_AT_ONCE
    for label in _SWEPT:
        query = (
            f"MATCH (n:{label}) WHERE n.edition = $edition AND n.position >= 0"
            " WITH n LIMIT $room"
            " DETACH DELETE n RETURN count(*) AS count"
        )
        room -= tx.run(query, {"edition": edition, "room": room}).data()[0]["count"]
        if not room:
            return False
    tx.run("MATCH (r:Retired {edition: $edition}) DELETE r", {"edition": edition}).consume()
    return True


_HUBS_LAST = ("places", "areas", "pathways")
_SWEPT = (
    NAMES,
    WORDS,
    "Entry",
    "Reject",
    "Link",
    *(LABELS[table] for table in sorted(LABELS, key=lambda table: (table in _HUBS_LAST, table))),
)
"""The labels to sweep; those that everything is tied to last, when little is tied to them."""
