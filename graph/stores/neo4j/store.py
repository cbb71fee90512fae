"""The store of a deployment that outgrows one machine: a database of a Neo4j server.

What is written where: `graph.stores.neo4j.property_graph`; how a programme is replaced whole:
`graph.stores.neo4j.editions` (docs/decisions/0008-neo4j-editions.md); the driver:
`graph.stores.neo4j.driver`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Self, TypeVar

from graph.errors import (
    ProgrammeMissingError,
    StoreAccessError,
    StoreDamagedError,
    StoreWriteError,
)
from graph.records.facts import Facts
from graph.records.references import first_broken_reference
from graph.records.words import RULE
from graph.snapshot.version import data_version
from graph.stores.columns import facts_of
from graph.stores.neo4j import editions
from graph.stores.neo4j.driver import Database
from graph.stores.neo4j.property_graph import (
    count_link,
    count_links,
    count_table,
    read_table,
)
from graph.stores.neo4j.search_nodes import edition_term, read_searched, search_rows
from graph.stores.neo4j.writing import Writing
from graph.stores.protocol import silent
from graph.stores.reading import show_rows
from graph.stores.rows import NATIVE, Known, record_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

    from graph.questions.protocol import GraphQuestions
    from graph.stores.columns import Tables
    from graph.stores.neo4j.editions import Kept, Transaction
    from graph.stores.protocol import Holdings, Progress, Visit
    from graph.stores.urls import Neo4jAddress

_Key = TypeVar("_Key")

_BATCH_ROWS = 2000
_ROWS_AT_ONCE = 5000


class Neo4jStore:
    """A `GraphStore` in one database of a Neo4j server, 5 or later.

    Parameters
    ----------
    address : where the database is, and as whom to ask
    password : of that user; None where authentication is off
    batch_rows : rows written in one transaction
    lease_s : seconds after which the unfinished write of another process may be taken over
    options : those of `graph.stores.neo4j.driver.Database`

    Raises
    ------
    StoreUnavailableError
        If the server does not answer.
    StoreAccessError
        If it refuses the user, the password or the database.
    StoreForeignError
        If the database holds something else; it is left untouched.
    StoreVersionError
        If the server is too old, or a newer version of this program wrote the database.
    """

    def __init__(
        self,
        address: Neo4jAddress,
        password: str | None,
        *,
        batch_rows: int = _BATCH_ROWS,
        lease_s: float = editions.LEASE_S,
        **options: Any,  # noqa: ANN401  (those of `Database`)
    ) -> None:
        self._address, self._batch_rows, self._lease_s = address, batch_rows, lease_s
        self._database = Database(address, password, **options)

    @property
    def url(self) -> str:
        """The address that opens this store again; it holds no password."""
        return str(self._address)

    def holdings(self, programme: str) -> Holdings:
        """Give what the imported sources of a programme say."""
        from graph.stores.neo4j.holdings import Neo4jHoldings  # noqa: PLC0415  (when asked)

        self._kept(programme)
        return Neo4jHoldings(self._database, self.url, programme)

    def write(
        self,
        facts: Facts,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Keep a programme's facts in place of what was kept of it; all or nothing.

        An equal write that stopped halfway, here or elsewhere, is taken up where it stopped.
        """
        self._write(facts, progress, finishing=finishing, dropping=dropping)

    def write_tables(
        self,
        tables: Tables,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Keep a programme's facts, which are laid out in columns, as `write` does."""
        self.write(facts_of(tables), progress=progress, finishing=finishing, dropping=dropping)

    def fill(self, facts: Callable[[], Facts], *, progress: Progress = silent) -> None:
        """Write these facts if the database was made to be filled and nobody has written since."""
        if self._database.read(editions.to_fill):
            self._write(facts(), progress, filling=True)

    def read(self, programme: str) -> Facts:
        """Give a programme's facts, equal to those written, in the same order."""
        return editions.settled(partial(self._kept, programme), self._read, verified=True)

    def scan(self, programme: str, visit: Visit) -> str:
        """Show a programme's rows as a SQLite store would keep them, all of one moment."""
        now, facts = editions.settled(
            partial(self._kept, programme), lambda now: (now, self._read(now)), verified=True
        )
        show_rows(facts, visit)
        return str(now.data_version)

    def programmes(self) -> tuple[str, ...]:
        """Give the identifiers of the programmes kept, in alphabetical order."""
        return self._database.read(editions.programmes)

    def counts(self, programme: str) -> dict[str, int]:
        """Count a programme's records, by table."""
        queries = {table: count_table(table) for table in record_types()}
        return editions.settled(
            partial(self._kept, programme),
            lambda now: self._database.read(_counts, now.edition, queries),
        )

    def data_version(self, programme: str) -> str:
        """Give the hash of a programme's content."""
        return self._kept(programme).data_version

    def ask(self, programme: str) -> GraphQuestions:
        """Give what answers questions about a programme's graph."""
        from graph.stores.neo4j.questions import Neo4jQuestions  # noqa: PLC0415  (when asked)

        self._kept(programme)
        return Neo4jQuestions(
            self._database,
            edition=lambda: self._kept(programme).edition,
            searchable=lambda: self._searchable(programme),
        )

    def check(self) -> tuple[str, ...]:
        """Verify every programme's content, and that its relationships say the same."""
        return tuple(
            problem
            for programme in self.programmes()
            for problem in (
                *editions.settled(partial(self._kept, programme), self._problems),
                *self._holdings_problems(programme),
            )
        )

    def close(self) -> None:
        """Let go of the server; closing twice does no harm."""
        self._database.close()

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store at the end of a `with` block."""
        self.close()

    def _searchable(self, programme: str) -> int:
        """Give the edition to search, whose index of names is written again if it is stale."""
        if self._kept(programme).search_rule != RULE:
            with suppress(StoreAccessError, StoreWriteError):  # who may only read finds less
                editions.settled(partial(self._kept, programme), self._renew, verified=True)
        return self._kept(programme).edition

    def _renew(self, now: Kept) -> None:
        if now.search_rule != RULE:
            self._write(self._read(now), silent, renewing=now.edition)

    def _write(
        self,
        facts: Facts,
        progress: Progress,
        *,
        filling: bool = False,
        renewing: int | None = None,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        if broken := first_broken_reference(facts):
            message = f"{broken}; nothing was written"
            raise StoreWriteError(message)
        Writing(
            self._database,
            facts,
            batch_rows=self._batch_rows,
            lease_s=self._lease_s,
            filling=filling,
            renewing=renewing,
            finishing=finishing,
            dropping=dropping,
            progress=progress,
        ).run()

    def _read(self, now: Kept) -> Facts:
        problem = "its content is not what was written"
        try:
            facts = Facts(**self._database.read(_tables, now.edition))
            if data_version(facts) == now.data_version:
                return facts
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            problem = f"a row is not valid ({error})"
        message = (
            f"{self._address} is damaged: {now.programme}: {problem}; write the programme again, "
            "or restore a backup"
        )
        raise StoreDamagedError(message)

    def _problems(self, now: Kept) -> list[str]:
        try:
            facts = self._read(now)
        except StoreDamagedError as error:
            return [str(error)]
        problems = list(self._graph_problems(facts, now.edition))
        if now.search_rule == RULE:  # a stale index is written again with the next search
            problems += self._index_problems(facts, now.edition)
        return problems

    def _holdings_problems(self, programme: str) -> Iterator[str]:
        """Read every import through; an entry that is missing or not valid is told."""
        try:
            for _ in self.holdings(programme).entries():
                pass
        except StoreDamagedError as error:
            yield str(error)

    def _graph_problems(self, facts: Facts, edition: int) -> Iterator[str]:
        """Count the relationships that repeat what records say."""
        expected = count_links(facts)
        queries = {link: count_link(link) for link in expected}
        found = self._database.read(_counts, edition, queries)
        for link, number in expected.items():
            if found[link] != number:
                yield (
                    f"{facts.programme.id}: {found[link]} relationships {link.type} of {link.table}"
                    f" instead of {number}; write the programme again"
                )

    def _index_problems(self, facts: Facts, edition: int) -> Iterator[str]:
        """Compare the index of names with what it would be made of."""
        for label, rows in search_rows(facts).items():
            found = self._database.read(_all_rows, read_searched(label), edition)
            own = f" {edition_term(edition)}"
            if found != [[row["position"], row["terms"] + own] for row in rows]:
                yield (
                    f"{facts.programme.id}: the index {label} is not that of its names;"
                    " write the programme again"
                )

    def _kept(self, programme: str) -> Kept:
        now = self._database.read(editions.kept, programme)
        if now is None:
            raise ProgrammeMissingError(self._address, programme, self.programmes())
        return now


def _tables(tx: Transaction, edition: int) -> dict[str, tuple[Any, ...]]:
    """Read every table of an edition.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If a value is not one that was written.
    """
    known = Known()
    return {
        table: tuple(NATIVE.from_rows(record, _rows(tx, read_table(table), edition), known=known))
        for table, record in record_types().items()
    }


def _all_rows(tx: Transaction, query: str, edition: int) -> list[Sequence[Any]]:
    return list(_rows(tx, query, edition))


def _rows(tx: Transaction, query: str, edition: int) -> Iterator[Sequence[Any]]:
    """Ask for a table stretch by stretch, until one is not full."""
    for first in count(step=_ROWS_AT_ONCE):
        stretch = {"edition": edition, "first": first, "last": first + _ROWS_AT_ONCE}
        (found,) = tx.run(query, stretch)
        rows = found["rows"]
        yield from rows
        if len(rows) < _ROWS_AT_ONCE:
            return


def _counts(tx: Transaction, edition: int, queries: Mapping[_Key, str]) -> dict[_Key, int]:
    """Ask several questions that give one count each."""
    return {
        key: int(tx.run(query, {"edition": edition}).data()[0]["count"])
        for key, query in queries.items()
    }
