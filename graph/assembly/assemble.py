"""Facts from what a programme says itself and what imported sources say.

The programme's own facts come first and stay as they are. Of each organisation that sources tell of
there is one afterwards: its name is that of the source that ranks first, and the names and numbers
that others give it stand beside it, each with its own source and day. Nothing is lost by a wrong
link: the entries keep their own identifiers, and the next assembly starts from them again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from operator import ne
from typing import TYPE_CHECKING, Any, get_origin

import numpy as np

from graph.assembly.yearly import folded
from graph.identity.clusters import canonical
from graph.records.facts import Facts
from graph.records.model import Capability, Source
from graph.records.references import known_codes
from graph.records.tables import TABLES, table_of
from graph.stores.columns import Columns, facts_of, tables_of
from graph.stores.rows import (
    PROVENANCE_COLUMNS,
    SQL,
    Known,
    columns_of,
    listed,
    record_types,
    written_list,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from graph.records.entries import Decision, Import, Link
    from graph.records.identifiers import OrgId
    from graph.records.model import LinkedIdentifier
    from graph.stores.columns import Tables
    from graph.stores.entry_columns import SaidColumns
    from graph.stores.rows import Value

IMPORTED = "IMPORT-"
"""What the id of an import's source begins with; no source of a programme's own does."""

_RANKS = {
    "IMPORT-CHARITY-COMMISSION": 0,
    "IMPORT-COMPANIES-HOUSE": 1,
    "IMPORT-TEXTS": 9,
}
_RANK = 5
"""Who is believed first about a name or a year's turnover: registers, others, what was inferred."""

_NONE = written_list(())
"""How no codes are written."""
_INFERRED = ("organisation", "pathway", "probability")
_REMEMBERED = 2**14


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """Facts, and what became of what sources say.

    Attributes
    ----------
    tables : all facts of the programme, in columns
    organisations : how many are there because sources tell of them
    joined : identifiers that turned out to be of an organisation that has another
    waiting : records of organisations of which no source says yet what they are
    homeless : records that name a place, area, pathway or cohort that the programme lacks
    withdrawn : inferred capabilities that are stated anyway, or that the organisation refused
    """

    tables: Tables
    organisations: int
    joined: int
    waiting: int
    homeless: int
    withdrawn: int

    @property
    def facts(self) -> Facts:
        """The records of all rows, made anew each time."""
        return facts_of(self.tables)


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
    said: Iterable[tuple[Import, SaidColumns]],
    *,
    links: Sequence[Link] = (),
    decisions: Sequence[Decision] = (),
) -> Assembled:
    """Make the facts of a programme.

    Parameters
    ----------
    own : the programme's own facts (`own_facts`)
    said : what imported sources say (`graph.stores.protocol.Holdings.columns`)
    links, decisions : who is who
    """
    everything = _Said.of(said)
    same = who_is_who(own, everything.identifiers(), links, decisions)
    return _Assembly(own, everything, same).result()


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
    """What all entries say by table, who ranks first before the others."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self.tables: dict[str, Columns] = {
            name: Columns(kind) for name, kind in record_types().items()
        }
        self.refusals: list[tuple[str, str]] = []

    @classmethod
    def of(cls, said: Iterable[tuple[Import, SaidColumns]]) -> _Said:
        """Take everything in."""
        all_said = cls()
        for held, some in said:
            all_said.sources[held.origin.id] = held.origin
            for name, columns in some.tables.items():
                all_said.tables[name].extend(columns)
            all_said.refusals += some.refusals
        for name, table in all_said.tables.items():
            if table_of(table.kind).has_provenance:
                all_said.tables[name] = _ranked(table)
        return all_said

    def identifiers(self) -> Iterator[LinkedIdentifier]:
        """Give the links between identifiers that sources state."""
        table = self.tables["identifiers"]
        return SQL.from_rows(table.kind, table.rows(), known=Known())


def _ranked(table: Columns) -> Columns:
    """Order rows by their source, and those of one rank by the day since when they are known.

    The first of several is kept. A month or a year is known on its last day, so it comes behind its
    days.
    """
    ranks = list(map(_rank, table["sources"], table["known_from"]))
    numbers = {rank: number for number, rank in enumerate(sorted(set(ranks)))}
    in_order = np.fromiter(map(numbers.__getitem__, ranks), np.int64, len(ranks))
    return table.at(np.argsort(in_order, kind="stable").tolist())


@lru_cache(_REMEMBERED)
def _rank(sources: str, known_from: str | None) -> tuple[int, str]:
    return _RANKS.get(listed(sources)[0], _RANK), f"{known_from or '~'}~"


class _Assembly:
    """Puts what sources say beside a programme's own facts."""

    def __init__(self, own: Facts, said: _Said, same: Mapping[OrgId, OrgId]) -> None:
        self._own, self._said = tables_of(own), said
        self._same = {str(who): str(other) for who, other in same.items()}
        codes = known_codes(own)
        self._known = {name: codes[name] for name in ("places", "areas", "pathways", "cohorts")}
        self._waiting = self._homeless = self._withdrawn = 0
        self._tables: dict[str, Columns] = {}

    def result(self) -> Assembled:
        """Make all tables, those first that others name."""
        found, beside = self._organisations()
        self._listed = _codes(self._own["organisations"]["id"], found["id"])
        collaborations = self._records("collaborations")
        self._projects = _codes(self._own["collaborations"]["id"], collaborations["id"])
        self._tables = {"organisations": found, "collaborations": collaborations}
        for name in TABLES:
            if name not in self._tables:
                self._tables[name] = self._records(name)
        for name, rows in beside.items():
            self._tables[name].extend(Columns.of_rows(TABLES[name].record, rows))
        self._tables["sources"] = Columns.of_rows(Source, map(SQL.to_row, self._new_sources()))
        return Assembled(
            tables={name: self._united(name) for name in TABLES},
            organisations=len(found),
            joined=len(beside["identifiers"]),
            waiting=self._waiting,
            homeless=self._homeless,
            withdrawn=self._withdrawn,
        )

    def _new_sources(self) -> list[Source]:
        own = set(self._own["sources"]["id"])
        return [row for row in self._said.sources.values() if row.id not in own]

    def _organisations(self) -> tuple[Columns, Mapping[str, list[Sequence[Value]]]]:
        """Give one row for each organisation; and the rows of other names and numbers beside it."""
        names: dict[str, str] = dict(self._own["organisations"].rows_of("id", "name"))
        said, first = self._said.tables["organisations"], dict[str, int]()
        beside: dict[str, list[Sequence[Value]]] = {"aliases": [], "identifiers": []}
        for place, (who, name, *origin) in enumerate(
            said.rows_of("id", "name", *PROVENANCE_COLUMNS)
        ):
            holds = self._same.get(who) or who
            if holds not in names:
                names[holds], first[holds] = name, place
            elif name.casefold() != names[holds].casefold():
                beside["aliases"].append((holds, name, None, None, *origin))
            if who != holds:
                beside["identifiers"].append((holds, who, *origin))
        return said.at(list(first.values())).replaced("id", list(first)), beside

    def _records(self, table: str) -> Columns:
        """Give what sources say of one table, under the identifiers that hold now."""
        rows = self._placed(self._said.tables[table])
        if table == "capabilities":
            return self._not_refused(rows)
        if table == "accounts":
            return Columns.of_rows(rows.kind, folded(rows.rows()))
        if table == "affiliations":
            return rows.where(list(map(ne, rows["organisation"], rows["of"])))
        if table == "identifiers":
            return rows.where(list(map(ne, rows["organisation"], rows["identifier"])))
        return rows

    def _placed(self, rows: Columns) -> Columns:
        """Give the rows that fit in here, as they do."""
        for field, table, is_many in _references(rows.kind):  # type: ignore[arg-type]
            codes = rows[field]
            if table == "organisations":
                here = [self._listed.get(self._same.get(code) or code) for code in codes]
                rows = self._without_waiting(rows.replaced(field, here), field)
            elif table == "collaborations":
                there = list(map(self._projects.get, codes))
                rows = self._without_waiting(rows.replaced(field, there), field)
            elif is_many:
                known = _Known(self._known[table])
                rows = rows.replaced(field, list(map(known.__getitem__, codes)))
            else:
                fits = self._known[table] | {None}
                rows = self._without_homeless(rows, [code in fits for code in codes])
        if rows.kind is Capability:
            rows = self._without_homeless(rows, [places != _NONE for places in rows["places"]])
        return rows

    def _without_waiting(self, rows: Columns, field: str) -> Columns:
        kept = rows.where([code is not None for code in rows[field]])
        self._waiting += len(rows) - len(kept)
        return kept

    def _without_homeless(self, rows: Columns, fits: Sequence[bool]) -> Columns:
        kept = rows.where(fits)
        self._homeless += len(rows) - len(kept)
        return kept

    def _not_refused(self, rows: Columns) -> Columns:
        """Leave out what was inferred where it is stated as well, or was refused."""
        left_out = {(self._same.get(who) or who, pathway) for who, pathway in self._said.refusals}
        for table in (self._own["capabilities"], rows):
            for who, pathway, probability in table.rows_of(*_INFERRED):
                if probability is None:
                    left_out.add((who, pathway))
        kept = rows.where(
            [
                probability is None or (who, pathway) not in left_out
                for who, pathway, probability in rows.rows_of(*_INFERRED)
            ]
        )
        self._withdrawn = len(rows) - len(kept)
        return kept

    def _united(self, table: str) -> Columns:
        """Give the own rows, and those of sources that say something else."""
        own, rows = self._own[table], self._tables[table]
        if not len(rows):
            return own
        described = TABLES[table]
        names = columns_of(described.record) if described.repeats else described.key
        seen = set(own.rows_of(*names))
        first: dict[tuple[Value, ...], int] = {}
        for place, key in enumerate(rows.rows_of(*names)):
            if key not in seen:
                first.setdefault(key, place)
        own.extend(rows.at(list(first.values())))
        return own


class _Known(dict[str, str]):
    """Lists of codes, each without those that are not known."""

    def __init__(self, known: Collection[str]) -> None:
        super().__init__()
        self._codes = known

    def __missing__(self, kept: str) -> str:
        codes = listed(kept)
        known = tuple(code for code in codes if code in self._codes)
        self[kept] = kept if known == codes else written_list(known)
        return self[kept]


def _codes(*columns: Sequence[Value]) -> dict[str, str]:
    """Give codes, each by itself, so that all rows that name one hold the same text."""
    return {code: code for column in columns for code in column}


@cache
def _references(kind: type[Any]) -> tuple[tuple[str, str, bool], ...]:
    """Give the fields that name other records: the table, and whether they name many."""
    return tuple(
        (column.field, column.to, get_origin(column.hint) is tuple)
        for column in table_of(kind).columns
        if column.to and column.to != "sources"
    )
