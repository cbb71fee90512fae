"""The index of names in the SQLite store: which names hold a word, which words are near one.

The names of a programme are numbered in the order of `graph.questions.names.searched_names`, above
the number of the programme, so that full-text search, which gives rows by number, gives them in the
order of answers and can stop early. Only the names themselves are kept as text; words and spellings
are in the full-text index alone, and are made again from the names with every write.

The number of the rule by which words were made is kept too: an index of another rule is stale.

Words are written in ASCII (`graph.stores.tokens`), so that no tokeniser's idea of a letter matters.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

from graph.questions.names import indexed_names
from graph.questions.spelling import is_kept, kept_spellings
from graph.records.provenance import PartialDate
from graph.records.words import RULE, findable_of, spelled_of, split_all
from graph.snapshot.columns import NEVER
from graph.stores.tokens import token

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from graph.records.words import Split

NAMES_EACH = 2**32
"""The numbers that each programme has for its names."""
_AT_ONCE = 10_000
_NAMED = (
    ("id, name, known_from", "organisations"),
    ("organisation, name", "aliases"),
    ("organisation, identifier", "identifiers"),
)
"""What the names of a programme are made of."""
_LONGEST_TOKEN = 32768
"""What full-text search cuts longer tokens to."""


def index_names(connection: sqlite3.Connection, *programmes: str) -> None:
    """Index the names of some programmes again, as the other tables hold them now.

    If the index is stale, the names of all programmes are indexed again.

    Raises
    ------
    IdentifierError
        If a date in the tables is none.
    """
    if is_stale(connection):
        connection.execute("DELETE FROM searched_rule")
        connection.execute("INSERT INTO searched_rule VALUES (?)", (RULE,))
        programmes = tuple(row[0] for row in connection.execute("SELECT programme FROM versions"))
    fresh: dict[int, Split] = {}
    for programme in programmes:
        connection.execute(
            "INSERT OR IGNORE INTO searched_programmes (programme) VALUES (?)", (programme,)
        )
        first = first_number(connection, programme)
        connection.execute(
            "DELETE FROM searched_names WHERE id >= ? AND id < ?", (first, first + NAMES_EACH)
        )
        rows, parts = _name_rows(connection, programme)
        connection.executemany("INSERT INTO searched_names VALUES (?, ?, ?, ?)", rows)
        fresh |= zip((number for number, *_ in rows), parts, strict=True)
    names = fresh | _split_names(connection, besides=fresh)
    _fill(connection, "searched_name_words", _tokens_of_names(names))
    connection.execute("DELETE FROM searched_words")
    words = list(_words(names.values()))
    connection.executemany("INSERT INTO searched_words VALUES (?, ?)", words)
    _fill(connection, "searched_word_spellings", _tokens_of_words(words))


def names_mark(connection: sqlite3.Connection, programme: str) -> str:
    """Tell the names of a programme from others, as the index has them; empty if it has none.

    As long as the mark is the same, `index_names` would change nothing.
    """
    query = "SELECT 1 FROM searched_programmes WHERE programme = ?"
    if is_stale(connection) or not connection.execute(query, (programme,)).fetchone():
        return ""
    digest = hashlib.sha256()
    for columns, table in _NAMED:
        query = f"SELECT {columns} FROM {table} WHERE programme = ? ORDER BY position"  # noqa: S608
        rows = connection.execute(query, (programme,))
        while some := rows.fetchmany(_AT_ONCE):
            digest.update(repr(some).encode())
    return digest.hexdigest()


def is_stale(connection: sqlite3.Connection) -> bool:
    """Say whether the index was made by another rule than `graph.records.words.RULE`."""
    return connection.execute("SELECT number FROM searched_rule").fetchall() != [(RULE,)]


def index_problems(connection: sqlite3.Connection, programmes: Iterable[str]) -> Iterator[str]:
    """Yield what is not as `index_names` would make it."""
    kept = "SELECT id, organisation, known_day, name FROM searched_names ORDER BY id"
    expected = sorted(row for each in programmes for row in _name_rows(connection, each)[0])
    if connection.execute(kept).fetchall() != expected:
        yield "searched_names: the names are not those of the organisations"
    names = _split_names(connection)
    kept = "SELECT id, word FROM searched_words ORDER BY id"
    words = connection.execute(kept).fetchall()
    if words != list(_words(names.values())):
        yield "searched_words: the words are not those of the names"
    for table, rows in (
        ("searched_name_words", _tokens_of_names(names)),
        ("searched_word_spellings", _tokens_of_words(words)),
    ):
        if _indexed(connection, table) != {
            (each[:_LONGEST_TOKEN], row) for row, text in rows for each in text.split()
        }:
            yield f"{table}: the index is not that of its texts"


def first_number(connection: sqlite3.Connection, programme: str) -> int:
    """Give the first number of a programme's names; the next programme's are `NAMES_EACH` on."""
    query = "SELECT number FROM searched_programmes WHERE programme = ?"
    row = connection.execute(query, (programme,)).fetchone()
    return int(row[0]) * NAMES_EACH if row else 0


def _name_rows(
    connection: sqlite3.Connection, programme: str
) -> tuple[list[tuple[int, int, int, str]], list[Split]]:
    """Give number, place of the organisation, first day and text of each name; and its parts."""

    def rows(columns: str, table: str) -> list[tuple[str, str]]:
        query = f"SELECT {columns} FROM {table} WHERE programme = ?"  # noqa: S608
        return connection.execute(query, (programme,)).fetchall()

    places = {str(id_): int(place) for id_, place in rows("id, position", "organisations")}
    days = {id_: _day(known) for id_, known in rows("id, known_from", "organisations")}
    names = indexed_names(
        rows("id, name", "organisations"),
        rows("organisation, name", "aliases"),
        rows("organisation, identifier", "identifiers"),
    )
    numbered = enumerate(names, start=first_number(connection, programme))
    return [
        (number, places[each.organisation], days[each.organisation], each.name)
        for number, each in numbered
    ], [each.parts for each in names]


def _split_names(
    connection: sqlite3.Connection, *, besides: Collection[int] = ()
) -> dict[int, Split]:
    """Split the names that are kept, but for some."""
    rows = connection.execute("SELECT id, name FROM searched_names ORDER BY id")
    names = {number: name for number, name in rows if number not in besides}
    return dict(zip(names, split_all(names.values()), strict=True))


@cache
def _day(known_from: str | None) -> int:
    return int(NEVER) if known_from is None else PartialDate(known_from).last_day.toordinal()


def _words(names: Iterable[Split]) -> Iterator[tuple[int, str]]:
    """Number the different words of all names that another spelling can find."""
    different: set[str] = set()
    for parts in names:
        different.update(*parts)
    spelled = spelled_of((tuple(different), ()))
    return enumerate(sorted(filter(is_kept, spelled)))


def _tokens_of_names(names: Mapping[int, Split]) -> Iterator[tuple[int, str]]:
    for number, parts in names.items():
        yield number, _tokens(findable_of(parts))


def _tokens_of_words(words: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, word in words:
        yield number, _tokens(kept_spellings(word))


def _tokens(words: Collection[str]) -> str:
    """Write words as an index takes them; most need no look at each."""
    text = " ".join(words)
    return text if token(text) == text else " ".join(map(token, words))


def _fill(connection: sqlite3.Connection, table: str, rows: Iterable[tuple[int, str]]) -> None:
    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")  # noqa: S608
    connection.executemany(f"INSERT INTO {table} (rowid, {_TEXT[table]}) VALUES (?, ?)", rows)  # noqa: S608
    connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608


_TEXT = {"searched_name_words": "words", "searched_word_spellings": "spellings"}


def _indexed(connection: sqlite3.Connection, table: str) -> set[tuple[str, int]]:
    """Give every token of a full-text index with the row that it is in."""
    connection.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{table}_seen"
        f" USING fts5vocab ('main', '{table}', 'instance')"
    )
    return set(connection.execute(f"SELECT term, doc FROM temp.{table}_seen"))  # noqa: S608
