"""What every store can do. A store passes `tests/contracts/store_contract.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from graph.stores.entry_rows import everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import TracebackType

    from graph.questions.protocol import GraphQuestions
    from graph.records.entries import Decision, Entry, Import, Link, Reject
    from graph.records.facts import Facts
    from graph.stores.columns import Tables
    from graph.stores.entry_columns import SaidColumns
    from graph.stores.rows import Value

    Visit = Callable[[str, Sequence[Sequence[Value]]], None]
    Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Show no progress."""


class GraphStore(Protocol):
    """Keeps the facts of programmes, whole: a write replaces a programme or changes nothing.

    What is acknowledged survives a kill of the process and of the machine. Readers see a programme
    as it was before a write or after it, never in between.
    """

    @property
    def url(self) -> str:
        """The address that opens this store again; it holds no password."""

    def write(
        self,
        facts: Facts,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Keep a programme's facts in place of what was kept of it.

        Parameters
        ----------
        facts : all of the programme; what its records refer to is among them
        progress : told again and again how many records are written, and of how many
        finishing : the imports that are finished with them: from then on they count, in place of
            those of the same source and part
        dropping : the imports that count no longer, with all their entries

        Raises
        ------
        StoreWriteError
            If they cannot be kept; nothing has changed then.
        StoreUnavailableError
            If the store's server does not answer; nothing has changed then.
        """

    def write_tables(
        self,
        tables: Tables,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        """Do what `write` does with facts that are laid out in columns."""

    def read(self, programme: str) -> Facts:
        """Give a programme's facts, equal to those written, in the same order.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        StoreDamagedError
            If what is kept is not what was written.
        """

    def scan(self, programme: str, visit: Visit) -> str:
        """Show a programme's rows as they are kept, without making records of them.

        Nothing is checked: whoever needs facts, and not only their text, asks for `read`, or counts
        the content himself (`graph.stores.row_lines`).

        Parameters
        ----------
        programme : its identifier
        visit : given the name of a table and some of its rows, as `graph.stores.rows.SQL` writes
            them; tables in the order of `Facts`, rows in theirs; each table once at least. It is
            begun anew only by another call.

        Returns
        -------
        str
            The data version that the store gives for what was shown.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        """

    def holdings(self, programme: str) -> Holdings:
        """Give what the imported sources of a programme say, as long as the store is open.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        """

    def programmes(self) -> tuple[str, ...]:
        """Give the identifiers of the programmes kept, in alphabetical order."""

    def counts(self, programme: str) -> dict[str, int]:
        """Count a programme's records, by table, as the store holds them now.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        """

    def data_version(self, programme: str) -> str:
        """Give the hash of a programme's content (`graph.snapshot.version`).

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        """

    def ask(self, programme: str) -> GraphQuestions:
        """Give what answers questions about a programme's graph, as long as the store is open.

        Each answer is of the facts that the store holds when the question is put.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        """

    def check(self) -> tuple[str, ...]:
        """Verify everything kept; give what is wrong, or nothing."""

    def close(self) -> None:
        """Let go of the store; closing twice does no harm."""

    def __enter__(self) -> Self:
        """Use the store in a `with` block."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store at the end of a `with` block."""


class Holdings(Protocol):
    """What the imported sources of one programme say, and who is who among them.

    The programme's facts are made from it, and written with `GraphStore.write`: only that makes an
    import count. Each method is one transaction, or fails and changes nothing.
    """

    def imports(self) -> tuple[Import, ...]:
        """Give the imports that count, by source and part."""

    def begin(self, of: Import) -> Import:
        """Begin an import, and forget what was begun of the same source and part but not finished.

        Returns
        -------
        Import
            The same with its number.
        """

    def add(
        self, number: int, entries: Sequence[Entry], rejects: Sequence[Reject] = ()
    ) -> tuple[Reject, ...]:
        """Keep a batch of an import that was begun, and count its rows.

        Returns
        -------
        tuple of Reject
            Those made here, of entries whose key the import has already; they are kept too.

        Raises
        ------
        StoreWriteError
            If nothing was begun under the number, or somebody has begun the same anew.
        """

    def entries(
        self,
        *,
        among: Sequence[int] = (),
        leaving_out: Sequence[int] = (),
        saying: Callable[[str], bool] = everything,
    ) -> Iterator[tuple[Import, Entry]]:
        """Yield what counts, import by import in the order of `imports`, entries as they came.

        Parameters
        ----------
        among : imports that were begun, to count in place of those of the same source and part
        leaving_out : imports to leave out
        saying : by what an entry says as it is kept, whether to read it at all
            (`graph.stores.entry_rows.holding`, `naming`)
        """

    def columns(
        self, *, among: Sequence[int] = (), leaving_out: Sequence[int] = ()
    ) -> Iterator[tuple[Import, SaidColumns]]:
        """Yield what `entries` does as columns, some entries of one import at a time."""

    def rejects(self, number: int) -> Iterator[Reject]:
        """Yield what was rejected of an import, in the order of the file."""

    def links(self) -> tuple[Link, ...]:
        """Give the links that were kept, in the order of their ends."""

    def keep_links(self, links: Sequence[Link]) -> None:
        """Keep these links in place of all that were kept."""

    def decisions(self) -> tuple[Decision, ...]:
        """Give what people decided, in the order of the ends."""

    def decide(self, decision: Decision) -> None:
        """Keep a decision, in place of an earlier one about the same two."""

    def withdraw(self, decision: Decision) -> None:
        """Forget a decision, so that the links count again."""
