"""A store's server that tests can switch off: a SQLite file answers in its place."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from graph.errors import StoreAccessError, StoreUnavailableError
from graph.stores.protocol import silent
from graph.stores.sqlite.store import SqliteStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from graph.errors import StoreError
    from graph.questions import GraphQuestions
    from graph.records.facts import Facts
    from graph.stores import GraphStore
    from graph.stores.columns import Tables
    from graph.stores.protocol import Holdings, Progress, Visit

URL = "neo4j://graph.example.org:7687/neo4j"


class FakeServer:
    """Counts what is asked of it; `error` is what it answers with as long as it is set."""

    def __init__(self, path: Path, facts: Facts) -> None:
        self.store = SqliteStore.create(path, facts)
        self.error: StoreError | None = None
        self.opened, self.open_now, self.reads = 0, 0, 0

    def open(self, url: str, *, progress: Progress = silent) -> GraphStore:
        """Open the store; stands for `graph.stores.open_store`."""
        assert url.startswith(("neo4j", "bolt"))
        self.answer()
        self.opened += 1
        self.open_now += 1
        progress(1, 1)
        return FakeStore(self)

    def answer(self) -> None:
        """Fail if it is switched off."""
        if self.error is not None:
            raise self.error

    def switch_off(self, retry_after_s: float = 7.2) -> None:
        """Answer no more."""
        message = "graph.example.org:7687 does not answer"
        self.error = StoreUnavailableError(message, retry_after_s=retry_after_s)

    def refuse(self) -> None:
        """Refuse the password from now on."""
        self.error = StoreAccessError("graph.example.org refuses the user alice")

    def switch_on(self) -> None:
        """Answer again."""
        self.error = None

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


class FakeStore:
    """A connection to a fake server; one error and it is of no use any more, as in life."""

    def __init__(self, server: FakeServer) -> None:
        self.server, self.usable, self.closed = server, True, False

    @property
    def url(self) -> str:
        return URL

    def write(
        self,
        facts: Facts,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        with self._asked():
            self.server.store.write(
                facts, progress=progress, finishing=finishing, dropping=dropping
            )

    def write_tables(
        self,
        tables: Tables,
        *,
        progress: Progress = silent,
        finishing: Sequence[int] = (),
        dropping: Sequence[int] = (),
    ) -> None:
        with self._asked():
            self.server.store.write_tables(
                tables, progress=progress, finishing=finishing, dropping=dropping
            )

    def holdings(self, programme: str) -> Holdings:
        with self._asked():
            return self.server.store.holdings(programme)

    def read(self, programme: str) -> Facts:
        with self._asked():
            self.server.reads += 1
            return self.server.store.read(programme)

    def scan(self, programme: str, visit: Visit) -> str:
        with self._asked():
            self.server.reads += 1
            return self.server.store.scan(programme, visit)

    def programmes(self) -> tuple[str, ...]:
        with self._asked():
            return self.server.store.programmes()

    def counts(self, programme: str) -> dict[str, int]:
        with self._asked():
            return self.server.store.counts(programme)

    def data_version(self, programme: str) -> str:
        with self._asked():
            return self.server.store.data_version(programme)

    def ask(self, programme: str) -> GraphQuestions:
        with self._asked():
            return self.server.store.ask(programme)

    def check(self) -> tuple[str, ...]:
        with self._asked():
            return self.server.store.check()

    def close(self) -> None:
        self.server.open_now -= not self.closed
        self.usable, self.closed = False, True

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

    @contextmanager
    def _asked(self) -> Iterator[None]:
        assert self.usable, "a broken or closed connection was used again"
        self.usable = False
        self.server.answer()
        yield
        self.usable = True
