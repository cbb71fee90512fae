"""What the faces share: one programme's snapshot and the questions asked of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from graph.snapshot import Snapshot
    from matcher.answer import Answer
    from matcher.brief import Brief
    from matcher.names import Directory


class Service:
    """Answers questions from one snapshot; heavy modules are imported with the first question."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Keep the snapshot; it never changes."""
        self.snapshot = snapshot

    @classmethod
    def open(cls, store_url: str) -> Service:
        """Open a store, filling one that does not exist yet with the built-in programme.

        Raises
        ------
        graph.errors.GraphError
            If the store cannot be opened or read.
        """
        from graph.snapshot import Snapshot  # noqa: PLC0415  (numpy and scipy: half a second)
        from graph.stores import open_programme  # noqa: PLC0415

        return cls(Snapshot(open_programme(store_url)))

    @cached_property
    def directory(self) -> Directory:
        """The names of the snapshot's areas and organisations."""
        from matcher.names import Directory  # noqa: PLC0415

        return Directory(self.snapshot)

    @property
    def default_as_of(self) -> date:
        """The day that counts when nobody names one: the opening of the competition."""
        return self.snapshot.facts.programme.competition_opened

    def recommend(self, brief: Brief, **options: Any) -> Answer:  # noqa: ANN401  (handed on)
        """Recommend line-ups for one area; the options are those of `matcher.lineups.recommend`."""
        from matcher.lineups import recommend  # noqa: PLC0415  (the solver: a third of a second)

        return recommend(self.snapshot, brief, directory=self.directory, **options)

    def recommend_all(
        self,
        brief: Brief,
        *,
        workers: int = 2,
        stop: Callable[[], bool] = lambda: False,
        **options: Any,  # noqa: ANN401  (handed on)
    ) -> Iterator[Answer]:
        """Recommend line-ups for every area, in the order of their CPA numbers.

        The solver lets go of Python while it works, so threads share the cores. Once `stop` says
        yes, areas that have no line-up yet are left out.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        from matcher.errors import SolverError  # noqa: PLC0415

        _ = self.directory, self.snapshot.data_version  # made once, before the threads start
        areas = sorted(self.snapshot.areas, key=lambda area: area.cpa)
        briefs = [replace(brief, area=area.id) for area in areas]

        def one(brief: Brief) -> Answer | None:
            try:
                return None if stop() else self.recommend(brief, stop=stop, **options)
            except SolverError:
                if stop():
                    return None
                raise

        with ThreadPoolExecutor(workers) as pool:
            for answer in pool.map(one, briefs):
                if answer is not None:
                    yield answer
