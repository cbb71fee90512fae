"""What all sources say of one organisation's work, brought together within bounded memory.

Sources come one after the other, each with many organisations. So the texts and places stand in a
temporary database on disk until all are read, and come out organisation by organisation.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.records.entries import Classification, Description, DescriptionKind, Operation, Refusal
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.provenance import PartialDate
from graph.texts.codes import no_service, schemes_read
from graph.texts.words import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.records.entries import Entry, Note

_OWN_WORK = (DescriptionKind.ACTIVITIES, DescriptionKind.OBJECTS, DescriptionKind.SERVICE)
"""What a project is about says little about each of those who took part in it."""
_TABLES = """
CREATE TABLE texts (who TEXT, kind INTEGER, place INTEGER, text TEXT, day TEXT);
CREATE TABLE places (who TEXT, codes TEXT, day TEXT);
CREATE TABLE refusals (who TEXT, pathway TEXT);
CREATE TABLE classes (who TEXT, scheme TEXT, codes TEXT);
"""
_INDEXES = """
CREATE INDEX text_of ON texts (who, kind, place);
CREATE INDEX place_of ON places (who);
CREATE INDEX refusal_of ON refusals (who);
CREATE INDEX class_of ON classes (who);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What sources tell of one organisation.

    Attributes
    ----------
    text : its activities first, then its objects, then its services
    text_from : the day from which all of the text was public
    places, places_from : where it works, and from which day that was public; None if nobody says
    refused : pathways that it says it does not work on
    no_service : whether its class says that it gives no service for adults
    """

    organisation: OrgId
    text: str
    text_from: PartialDate
    places: tuple[PlaceCode, ...]
    places_from: PartialDate | None
    refused: frozenset[str]
    no_service: bool = False

    @property
    def known_from(self) -> PartialDate | None:
        """The later of both days; None where nobody says the places or their day."""
        if self.places_from is None:
            return None
        return max(self.text_from, self.places_from, key=lambda day: day.last_day)


class Joined:
    """The texts and places of all organisations."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use a database that nobody else sees."""
        self._connection = connection
        self.undated = 0
        """Texts and places of which no source says since when they were public."""

    def add(self, entries: Iterable[Entry]) -> None:
        """Take in what entries say, under the sources' own identifiers."""
        for number, entry in enumerate(entries):
            for note in entry.notes:
                self._add(note, number)

    def unite(self, same: Mapping[OrgId, OrgId]) -> None:
        """Put all that is told under the canonical identifiers."""
        self._connection.execute("CREATE TABLE same (who TEXT PRIMARY KEY, canonical TEXT)")
        self._connection.executemany("INSERT INTO same VALUES (?, ?)", same.items())
        for table in ("texts", "places", "refusals", "classes"):
            self._connection.execute(
                f"UPDATE {table} SET who = (SELECT canonical FROM same"  # noqa: S608
                f" WHERE same.who = {table}.who) WHERE who IN (SELECT who FROM same)"
            )

    def _add(self, note: Note, number: int) -> None:
        if isinstance(note, Refusal):
            row = (note.organisation, note.pathway)
            self._connection.execute("INSERT INTO refusals VALUES (?, ?)", row)
        elif isinstance(note, Description) and note.kind in _OWN_WORK and note.text.strip():
            if note.known_from is None:
                self.undated += 1
                return
            text = note.text[:LONGEST_TEXT]
            kind = _OWN_WORK.index(note.kind)
            values = (note.organisation, kind, number, text, note.known_from)
            self._connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?)", values)
        elif isinstance(note, Classification) and note.scheme in schemes_read():
            codes = (note.organisation, note.scheme, json.dumps(note.codes))
            self._connection.execute("INSERT INTO classes VALUES (?, ?, ?)", codes)
        elif isinstance(note, Operation) and note.places:
            if note.known_from is None:
                self.undated += 1
                return
            where = (note.organisation, json.dumps(note.places), note.known_from)
            self._connection.execute("INSERT INTO places VALUES (?, ?, ?)", where)

    def told(self) -> Iterator[Told]:
        """Yield the organisations that have a text, in the order of their identifiers."""
        self._connection.executescript(_INDEXES)
        for (who,) in self._connection.execute("SELECT DISTINCT who FROM texts ORDER BY who"):
            texts = self._rows(
                "SELECT text, day FROM texts WHERE who = ? ORDER BY kind, place", who
            )
            places = self._rows("SELECT codes, day FROM places WHERE who = ?", who)
            refused = self._rows("SELECT pathway FROM refusals WHERE who = ?", who)
            classes = self._rows("SELECT scheme, codes FROM classes WHERE who = ?", who)
            codes = [code for row in places for code in json.loads(row[0])]
            yield Told(
                organisation=OrgId(who),
                text="\n".join(dict.fromkeys(row[0] for row in texts)),
                text_from=_latest([row[1] for row in texts]),
                places=tuple(PlaceCode(code) for code in dict.fromkeys(codes)),
                places_from=_latest([row[1] for row in places]) if places else None,
                refused=frozenset(row[0] for row in refused),
                no_service=no_service((row[0], json.loads(row[1])) for row in classes),
            )

    def _rows(self, query: str, who: str) -> list[tuple[str, ...]]:
        return self._connection.execute(query, (who,)).fetchall()


def _latest(days: list[str]) -> PartialDate:
    return max(map(PartialDate, days), key=lambda day: day.last_day)


@contextmanager
def joining() -> Iterator[Joined]:
    """Open a temporary database; it is gone at the end, whatever happens."""
    connection = sqlite3.connect("", isolation_level=None)  # without a name it is a temporary file
    try:
        connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA cache_size = -32000; {_TABLES}"
        )
        connection.execute("BEGIN")
        yield Joined(connection)
    finally:
        connection.close()
