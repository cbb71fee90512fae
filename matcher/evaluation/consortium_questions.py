"""Questions about partners in a table of consortia: who asks, and who the partners were."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.affinity.batch import Ground, Matrix, Sparse
    from matcher.affinity.history import Flags, Indices

BLOCK = 150
"""Questions at a time: what bounds the memory."""
SMALLEST = 4
"""Members of the projects whose line-up is sought."""


class Task(StrEnum):
    """What is asked."""

    NEW = "new partners"
    NEWCOMERS = "new partners of newcomers"
    ANY = "any partner"
    LINE_UP = "line-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Days from `start` to before `end`, as day numbers."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Questions:
    """Who asks, for what, and who the partners turned out to be.

    Attributes
    ----------
    askers : shape (Q,)
    truth : the partners, ones, shape (Q, N)
    barred : who can be no answer, ones, shape (Q, N); the asker never can
    wanted : the topics of the work in question, shape (Q, T); None where no work is meant
    only_new : whether old partners are barred
    """

    askers: Indices
    truth: Sparse
    barred: Sparse
    wanted: Matrix | None = None
    only_new: bool = False

    def of(self, chosen: NDArray[np.int64]) -> Questions:
        """Give some of the questions."""
        return Questions(
            askers=self.askers[chosen],
            truth=self.truth[chosen],
            barred=self.barred[chosen],
            wanted=None if self.wanted is None else self.wanted[chosen],
            only_new=self.only_new,
        )

    def blocks(self) -> Iterator[tuple[int, Questions]]:
        """Give the questions a block at a time, each with the number of its first."""
        for start in range(0, len(self.askers), BLOCK):
            yield start, self.of(np.arange(start, min(start + BLOCK, len(self.askers))))

    def partners(self, question: int) -> NDArray[np.int32]:
        """Give the partners of one question."""
        span = slice(self.truth.indptr[question], self.truth.indptr[question + 1])
        return np.asarray(self.truth.indices[span])


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Which questions are asked, where there are many.

    Attributes
    ----------
    limit : so many
    seed : of what is drawn
    rest : draw from those that are not drawn without this
    """

    limit: int
    seed: int
    rest: bool = False

    def of(self, asked: Questions, *, least: int) -> Questions:
        """Draw from the questions that have so many answers at least."""
        has = np.flatnonzero(np.diff(asked.truth.indptr) >= least)
        draw = np.random.default_rng(self.seed)
        drawn = self._some(has, draw)
        if self.rest:
            drawn = self._some(np.setdiff1d(has, drawn), draw)
        return asked.of(drawn)

    def _some(self, has: NDArray[np.int64], draw: np.random.Generator) -> NDArray[np.int64]:
        if len(has) <= self.limit:
            return has
        return np.sort(draw.choice(has, self.limit, replace=False))


def questions_of(
    task: Task,
    ground: Ground,
    span: Span,
    *,
    members: NDArray[np.int64] | None = None,
    draw: Draw,
) -> Questions:
    """Ask who came together in some days; draw of the questions where there are many.

    Parameters
    ----------
    task : what is asked
    ground : what was known; its history goes on to those days
    span : the days
    members : how many take part in each work, shape (P,), where not all of them are in the history
    draw : which questions are drawn
    """
    history = ground.past.history
    began = (history.day >= span.start) & (history.day < span.end)
    later = _ones(history.organisation[began], history.work[began], (history.size, history.works))
    known = ground.known.astype(np.float32)
    if task is Task.LINE_UP:
        count = np.asarray(later.sum(axis=0)).ravel() if members is None else members
        return draw.of(_line_ups(ground, later, began, count), least=2)
    askers = np.flatnonzero(ground.known & (np.diff(later.indptr) > 0)).astype(np.int32)
    truth: Sparse = sparse.csr_array(later[askers] @ later.T)
    truth.data[:] = 1.0
    barred: Sparse = ground.past.linked.astype(np.float32)[askers]
    if task is not Task.NEW:
        barred = sparse.csr_array(barred.shape, dtype=np.float32)
    truth = sparse.csr_array(truth - truth.multiply(barred))
    asked = Questions(
        askers=askers,
        truth=_known_others(ground, truth, known, askers),
        barred=barred,
        only_new=task is Task.NEW,
    )
    return draw.of(asked, least=1)


def _line_ups(ground: Ground, later: Sparse, began: Flags, count: NDArray[Any]) -> Questions:
    """Ask for the rest of each later project of four members or more, given its lead."""
    history = ground.past.history
    leads = began & history.leads & ground.known[history.organisation]
    work, first = np.unique(history.work[leads], return_index=True)
    lead = history.organisation[leads][first].astype(np.int32)
    members = sparse.csr_array(later.T)
    large = count[work] >= SMALLEST
    work, lead = work[large], lead[large]
    truth = _known_others(ground, members[work], ground.known.astype(np.float32), lead)
    return Questions(
        askers=lead,
        truth=truth,
        barred=sparse.csr_array(truth.shape, dtype=np.float32),
        wanted=ground.topics[work].toarray(),
    )


def _known_others(ground: Ground, truth: Sparse, known: Matrix, askers: NDArray[Any]) -> Sparse:
    """Leave those who were not known before, and who asks, out of the partners."""
    others = sparse.csr_array(truth).astype(np.float32)
    others.data = others.data * known[others.indices]
    asker = np.repeat(askers, np.diff(others.indptr))
    others.data[others.indices == asker] = 0.0
    others = ground.scaled(others, np.ones(others.shape[1], dtype=np.float32))
    others.eliminate_zeros()
    return others


def _ones(rows: NDArray[Any], columns: NDArray[Any], shape: tuple[int, int]) -> Sparse:
    found = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, columns)), shape=shape)
    found.sum_duplicates()
    found.data[:] = 1.0
    return found
