"""What organisations say of themselves by the form or a file, each as an import of its own.

A statement is of one organisation. A later one takes its place, as a newer file of any source does,
and one that is withdrawn is taken out like any other import. What else is known of the organisation
stays as it is.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from graph.packs.statements import entry_of
from graph.records.entries import Entry, Import
from graph.records.facts import Facts
from graph.records.model import Organisation, Source
from graph.records.provenance import PartialDate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from graph.packs.statements import Statement
    from graph.records.identifiers import OrgId
    from graph.stores.protocol import Holdings

OWN_STATEMENTS = "own-statements"
"""The name of the source."""
ORIGIN = Source(
    id="IMPORT-OWN-STATEMENTS",
    title="What organisations say of themselves, by form or file",
    address="",
    kind="own statement",
    published=None,
    licence="that under which the organisations gave it",
)
_OLDER = "OWN-STATEMENT"
"""The source of statements that an older version kept among a programme's own facts."""


def keep_statement(holdings: Holdings, statement: Statement, identifier: OrgId) -> Import:
    """Keep what an organisation says of itself; it counts once the import is finished."""
    entry = entry_of(statement, identifier, ORIGIN.id, row=1, rows=1)
    return _keep(holdings, entry, day=statement.since)


def statements_of(holdings: Holdings, identifiers: Collection[str]) -> list[Import]:
    """Give the statements of an organisation that count, by all identifiers that it has."""
    return [
        held
        for held in holdings.imports()
        if held.source == OWN_STATEMENTS and held.part in identifiers
    ]


def without_older(facts: Facts) -> Facts:
    """Leave out the statements that an older version kept among a programme's own facts."""
    if not has_older(facts):
        return facts
    left: dict[str, Any] = {
        name: tuple(record for record in records if not _is_older(record))
        for name, records in facts.tables()
    }
    return Facts(**left)


def keep_older(holdings: Holdings, facts: Facts) -> list[Import]:
    """Keep the statements that an older version left among the facts, organisation by organisation.

    They count once the imports are finished; what was stated anew since stays.
    """
    if not has_older(facts):
        return []
    stated = {held.part for held in holdings.imports() if held.source == OWN_STATEMENTS}
    return [
        _keep(holdings, Entry(key=who, row=1, records=tuple(records)))
        for who, records in _older(facts).items()
        if who not in stated
    ]


def has_older(facts: Facts) -> bool:
    """Say whether an older version kept statements among these facts."""
    return any(source.id == _OLDER for source in facts.sources)


def _is_older(record: Any) -> bool:  # noqa: ANN401  (any record)
    if isinstance(record, Source):
        return record.id == _OLDER
    provenance = getattr(record, "provenance", None)
    return provenance is not None and _OLDER in provenance.sources


def _older(facts: Facts) -> dict[OrgId, list[Any]]:
    """Give the records of older statements by organisation, under the source of today."""
    found: dict[OrgId, list[Any]] = {}
    for record in _records(facts):
        who = record.id if isinstance(record, Organisation) else record.organisation
        origin = replace(record.provenance, sources=(ORIGIN.id,))
        found.setdefault(who, []).append(replace(record, provenance=origin))
    return found


def _records(facts: Facts) -> Iterator[Any]:
    for name, records in facts.tables():
        if name != "sources":
            yield from (record for record in records if _is_older(record))


def _keep(holdings: Holdings, entry: Entry, *, day: date | None = None) -> Import:
    begun = holdings.begin(
        Import(
            source=OWN_STATEMENTS,
            part=entry.key,
            file="statement",
            digest=hashlib.sha256(repr(entry).encode()).hexdigest(),
            origin=ORIGIN,
            published=None if day is None else PartialDate(day.isoformat()),
            begun=datetime.now(UTC),
        )
    )
    holdings.add(begun.number, [entry])
    return replace(begun, rows=1, entries=1)
