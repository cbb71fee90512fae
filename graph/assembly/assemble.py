"""Facts from what a programme says itself and what imported sources say.

The programme's own facts come first and stay as they are. Of each organisation that sources tell of
there is one afterwards: its name is that of the source that ranks first, and the names and numbers
that others give it stand beside it, each with its own source and day. Nothing is lost by a wrong
link: the entries keep their own identifiers, and the next assembly starts from them again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.assembly.yearly import folded
from graph.identity.clusters import canonical
from graph.records.entries import Refusal
from graph.records.facts import Facts
from graph.records.model import (
    Alias,
    Capability,
    LinkedIdentifier,
    Organisation,
    Source,
)
from graph.records.references import known_codes
from graph.records.tables import TABLES, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.records.entries import Decision, Entry, Import, Link
    from graph.records.identifiers import OrgId

IMPORTED = "IMPORT-"
"""What the id of an import's source begins with; no source of a programme's own does."""

_RANKS = {
    "IMPORT-CHARITY-COMMISSION": 0,
    "IMPORT-COMPANIES-HOUSE": 1,
    "IMPORT-TEXTS": 9,
}
_RANK = 5
"""Who is believed first about a name or a year's turnover: registers, others, what was inferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """Facts, and what became of what sources say.

    Attributes
    ----------
    facts : all facts of the programme
    organisations : how many are there because sources tell of them
    joined : identifiers that turned out to be of an organisation that has another
    waiting : records of organisations of which no source says yet what they are
    homeless : records that name a place, area, pathway or cohort that the programme lacks
    withdrawn : inferred capabilities that are stated anyway, or that the organisation refused
    """

    facts: Facts
    organisations: int
    joined: int
    waiting: int
    homeless: int
    withdrawn: int


def is_imported(record: Any) -> bool:  # noqa: ANN401  (any record)
    """Say whether a record is there because an imported source says so."""
    if isinstance(record, Source):
        return record.id.startswith(IMPORTED)
    provenance = getattr(record, "provenance", None)
    return provenance is not None and any(s.startswith(IMPORTED) for s in provenance.sources)


def own_facts(facts: Facts) -> Facts:
    """Give a programme's own facts: those that no import brought."""
    own: dict[str, Any] = {
        name: tuple(record for record in records if not is_imported(record))
        for name, records in facts.tables()
    }
    return Facts(**own)


def assemble(
    own: Facts,
    entries: Iterable[tuple[Import, Entry]],
    *,
    links: Sequence[Link] = (),
    decisions: Sequence[Decision] = (),
) -> Assembled:
    """Make the facts of a programme.

    Parameters
    ----------
    own : the programme's own facts (`own_facts`)
    entries : what imported sources say (`graph.stores.protocol.Holdings.entries`)
    links, decisions : who is who
    """
    said = _Said.of(entries)
    same = who_is_who(own, said.identifiers(), links, decisions)
    return _Assembly(own, said, same).result()


def who_is_who(
    own: Facts,
    linked: Iterable[LinkedIdentifier],
    links: Sequence[Link],
    decisions: Sequence[Decision],
) -> Mapping[OrgId, OrgId]:
    """Give the identifier that holds for each that has another one than itself.

    Parameters
    ----------
    own : the programme's own facts, whose organisations and identifiers come first
    linked : what sources state
    links, decisions : what the model and people say
    """
    return canonical(
        frozenset(row.id for row in own.organisations),
        [(row.organisation, row.identifier) for row in linked],
        links,
        decisions,
        stated=[(row.organisation, row.identifier) for row in own.identifiers],
    )


class _Said:
    """The records of all entries by table, who ranks first before the others."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.records: dict[str, list[Any]] = defaultdict(list)
        self.refusals: list[Refusal] = []

    @classmethod
    def of(cls, entries: Iterable[tuple[Import, Entry]]) -> _Said:
        """Take everything in."""
        said = cls()
        for held, entry in entries:
            said.sources[held.origin.id] = held.origin
            for record in entry.records:
                said.records[_table(type(record))].append(record)  # type: ignore[arg-type]
            said.refusals.extend(note for note in entry.notes if isinstance(note, Refusal))
        for records in said.records.values():
            records.sort(key=_rank)
        return said

    def identifiers(self) -> Sequence[LinkedIdentifier]:
        """Give the links between identifiers that sources state."""
        return self.records["identifiers"]


def _rank(record: Any) -> tuple[int, str]:  # noqa: ANN401
    """Rank a record by its source, and those of one rank by the day since when they are known.

    The first of several is kept. A month or a year is known on its last day, so it comes behind its
    days.
    """
    known_from = record.provenance.known_from
    return _RANKS.get(record.provenance.sources[0], _RANK), f"{known_from or '~'}~"


@cache
def _table(kind: type[Any]) -> str:
    return table_of(kind).name


class _Assembly:
    """Puts what sources say beside a programme's own facts."""

    def __init__(self, own: Facts, said: _Said, same: Mapping[OrgId, OrgId]) -> None:
        self._own, self._said, self._same = own, said, same
        codes = known_codes(own)
        self._known = {name: codes[name] for name in ("places", "areas", "pathways", "cohorts")}
        self._waiting = self._homeless = self._withdrawn = 0
        self._tables: dict[str, list[Any]] = {}

    def result(self) -> Assembled:
        """Make all tables, those first that others name."""
        organisations, beside = self._organisations()
        self._listed = {row.id for row in (*self._own.organisations, *organisations)}
        self._tables["organisations"] = organisations
        collaborations = self._records("collaborations")
        self._projects = {row.id for row in (*self._own.collaborations, *collaborations)}
        self._tables["collaborations"] = collaborations
        for name in TABLES:
            if name not in self._tables:
                found = self._records(name)
                self._tables[name] = [*found, *beside[name]]
        self._tables["sources"] = [
            *(row for row in self._said.sources.values() if row.id not in self._own_sources()),
        ]
        tables: dict[str, Any] = {name: tuple(self._united(name)) for name in TABLES}
        return Assembled(
            facts=Facts(**tables),
            organisations=len(organisations),
            joined=len(beside["identifiers"]),
            waiting=self._waiting,
            homeless=self._homeless,
            withdrawn=self._withdrawn,
        )

    def _own_sources(self) -> set[str]:
        return {row.id for row in self._own.sources}

    def _organisations(self) -> tuple[list[Organisation], Mapping[str, list[Any]]]:
        """Give one record for each organisation, and other names and numbers beside it."""
        names = {row.id: row.name for row in self._own.organisations}
        found: list[Organisation] = []
        beside: dict[str, list[Any]] = defaultdict(list)
        for row in self._said.records["organisations"]:
            who = self._same.get(row.id, row.id)
            if who not in names:
                names[who] = row.name
                found.append(row if row.id == who else replace(row, id=who))
            elif row.name.casefold() != names[who].casefold():
                beside["aliases"].append(_alias(who, row))
            if row.id != who:
                beside["identifiers"].append(
                    LinkedIdentifier(organisation=who, identifier=row.id, provenance=row.provenance)
                )
        return found, beside

    def _records(self, table: str) -> list[Any]:
        """Give what sources say of one table, under the identifiers that hold now."""
        placed = (self._placed(row) for row in self._said.records[table])
        records = [row for row in placed if row is not None]
        if table == "capabilities":
            return self._not_refused(records)
        if table == "accounts":
            return folded(records)
        if table == "affiliations":
            return [row for row in records if row.organisation != row.of]
        if table == "identifiers":
            return [row for row in records if row.organisation != row.identifier]
        return records

    def _placed(self, record: Any) -> Any:  # noqa: ANN401
        """Give a record as it fits in here; None if it does not."""
        changes: dict[str, Any] = {}
        for field, table, is_many in _references(type(record)):  # type: ignore[arg-type]
            value = getattr(record, field)
            if table == "organisations":
                value = self._same.get(value, value)
                if value not in self._listed:
                    self._waiting += 1
                    return None
            elif table == "collaborations":
                if value not in self._projects:
                    self._waiting += 1
                    return None
            elif is_many:
                value = tuple(code for code in value if code in self._known[table])
            elif value is not None and value not in self._known[table]:
                self._homeless += 1
                return None
            if value is not getattr(record, field) and value != getattr(record, field):
                changes[field] = value
        if isinstance(record, Capability) and not changes.get("places", record.places):
            self._homeless += 1
            return None
        return replace(record, **changes) if changes else record

    def _not_refused(self, records: list[Capability]) -> list[Capability]:
        """Leave out what was inferred where it is stated as well, or was refused."""
        refused = {
            (self._same.get(note.organisation, note.organisation), note.pathway)
            for note in self._said.refusals
        }
        stated = {
            (row.organisation, row.pathway)
            for row in (*self._own.capabilities, *records)
            if row.probability is None
        }
        left = [
            row
            for row in records
            if row.probability is None or (row.organisation, row.pathway) not in refused | stated
        ]
        self._withdrawn = len(records) - len(left)
        return left

    def _united(self, table: str) -> Iterator[Any]:
        """Yield the own records, and those of sources that say something else."""
        own = getattr(self._own, table)
        yield from own
        key = _key(table)
        seen = {key(row) for row in own} if self._tables[table] else set()
        for row in self._tables[table]:
            if (its := key(row)) not in seen:
                seen.add(its)
                yield row


def _alias(who: OrgId, row: Organisation) -> Alias:
    return Alias(
        organisation=who, name=row.name, used_from=None, used_to=None, provenance=row.provenance
    )


@cache
def _references(kind: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """Give the fields that name other records: the table, and whether they name many."""
    hints = {field.name: str(field.type) for field in fields(kind)}
    return tuple(
        (column.field, column.to, hints[column.field].startswith("tuple"))
        for column in table_of(kind).columns
        if column.to and column.to != "sources"
    )


@cache
def _key(table: str) -> Any:  # noqa: ANN401  (a function)
    """Give what tells the rows of a table apart; where rows may repeat, all that they say."""
    described = TABLES[table]
    if described.repeats:
        return lambda row: row
    names = described.key
    return lambda row: tuple(getattr(row, name) for name in names)
