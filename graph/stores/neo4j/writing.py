"""One write of a programme to a server's database: a draft is claimed, written and pointed to.

Processes that write the same at the same time do it once: one writes, the others wait for it, and
one of them goes on where it stopped if it stops. How a draft is kept:
`graph.stores.neo4j.editions`.
"""

from __future__ import annotations

import time
import uuid
from contextlib import suppress
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING

from graph.errors import StoreError, StoreUnavailableError
from graph.snapshot.version import data_version
from graph.stores.keeping import storable
from graph.stores.neo4j import editions, imports
from graph.stores.neo4j.editions import Kept, TakenOverError
from graph.stores.neo4j.property_graph import batches, rows_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.facts import Facts
    from graph.stores.neo4j.driver import Database
    from graph.stores.neo4j.editions import Draft
    from graph.stores.protocol import Progress

_WAIT_S = 0.5


class Writing:
    """A write to a database.

    Parameters
    ----------
    database : where to
    facts : what; every reference in them is known to hold
    batch_rows : rows written in one transaction
    lease_s : seconds after which the unfinished write of another process is taken over
    filling : whether to write only if the database is still to be filled
    renewing : the edition to write instead of, if it is still what is read; None for whatever is
    finishing, dropping : the imports that count from then on, and no longer
    progress : told the records that are written, and of how many

    Raises
    ------
    StoreWriteError
        If a value cannot be kept.
    """

    def __init__(
        self,
        database: Database,
        facts: Facts,
        *,
        batch_rows: int,
        lease_s: float,
        filling: bool,
        renewing: int | None,
        finishing: Sequence[int],
        dropping: Sequence[int],
        progress: Progress,
    ) -> None:
        self._database, self._facts, self._batch_rows = database, facts, batch_rows
        self._lease_s, self._progress = lease_s, progress
        self._filling, self._renewing = filling, renewing
        self._writer = uuid.uuid4().hex
        with storable():
            self._new = Kept(
                programme=facts.programme.id,
                edition=0,
                data_version=data_version(facts),
                counts=facts.counts(),
            )
            self._rows = f"{rows_digest(facts, batch_rows)} {[*finishing]} {[*dropping]}"
        self._settling = partial(
            imports.settle, programme=self._new.programme, finishing=finishing, dropping=dropping
        )
        self._of = sum(self._new.counts.values())

    def run(self) -> None:
        """Write, or wait until another process has written the same; all or nothing.

        Raises
        ------
        StoreError
            If it cannot be written.
        """
        draft = self._mine(self._claim(None))
        while draft is not None:
            try:
                self._finish(draft)
                break
            except TakenOverError:
                draft = self._mine(self._claim(draft.edition))
        self._progress(self._of, self._of)
        with suppress(StoreError):  # what was written is safe; the next write sweeps again
            sweep(self._database)

    def _claim(self, waited_for: int | None) -> Draft | None:
        return self._database.write(
            editions.claim,
            programme=self._new.programme,
            rows=self._rows,
            writer=self._writer,
            lease_s=self._lease_s,
            waited_for=waited_for,
            filling=self._filling,
            renewing=self._renewing,
        )

    def _mine(self, draft: Draft | None) -> Draft | None:
        """Wait for a draft until it is ours; None if another process has done the work."""
        if draft is None or draft.mine:
            return draft
        sizes = (sum(part.records for part in b) for b in batches(self._facts, self._batch_rows))
        done = tuple(accumulate(sizes, initial=0))  # records after 0, 1, 2 ... batches
        while draft is not None and not draft.mine:
            self._progress(done[draft.batches], self._of)
            time.sleep(_WAIT_S)
            draft = self._claim(draft.edition)
        return draft

    def _finish(self, draft: Draft) -> None:
        """Write the batches that a draft lacks, and point to it.

        Raises
        ------
        TakenOverError
            If another process does.
        StoreError
            If it cannot be written; the draft is given up, unless the server may come back.
        """
        write, writer = self._database.write, self._writer
        try:
            with storable():
                self._write_batches(draft)
            write(
                editions.point_to,
                draft,
                self._new,
                writer=writer,
                filling=self._filling,
                renewing=self._renewing,
                settling=self._settling,
            )
        except StoreUnavailableError:
            raise
        except StoreError:
            with suppress(StoreError):
                write(editions.give_up, draft.edition, writer=writer)
                sweep(self._database)
            raise

    def _write_batches(self, draft: Draft) -> None:
        done = 0
        for number, batch in enumerate(batches(self._facts, self._batch_rows)):
            done += sum(part.records for part in batch)
            if number >= draft.batches:
                self._database.write(
                    editions.write_batch,
                    batch,
                    number=number,
                    edition=draft.edition,
                    writer=self._writer,
                )
                self._progress(done, self._of)


def sweep(database: Database) -> None:
    """Delete what nobody reads any more, in small transactions."""
    for edition in database.write(editions.retired):
        while not database.write(editions.sweep, edition):
            pass
