"""What every store can do. A store passes `tests/contracts/store_contract.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from graph.questions.protocol import GraphQuestions
    from graph.records.facts import Facts

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

    def write(self, facts: Facts, *, progress: Progress = silent) -> None:
        """Keep a programme's facts in place of what was kept of it.

        Parameters
        ----------
        facts : all of the programme; what its records refer to is among them
        progress : told again and again how many records are written, and of how many

        Raises
        ------
        StoreWriteError
            If they cannot be kept; nothing has changed then.
        StoreUnavailableError
            If the store's server does not answer; nothing has changed then.
        """

    def read(self, programme: str) -> Facts:
        """Give a programme's facts, equal to those written, in the same order.

        Raises
        ------
        ProgrammeMissingError
            If the store does not contain the programme.
        StoreDamagedError
            If what is kept is not what was written.
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
