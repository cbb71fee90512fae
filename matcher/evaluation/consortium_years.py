"""A table of consortia split by time: what is known, what is learnt from, what is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.batch import Ground
from matcher.affinity.past import Past
from matcher.evaluation.consortium_questions import Span
from matcher.evaluation.consortium_rows import Standing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from matcher.affinity.history import History

PARTS = (1, 2, 3)
"""A model learns from all the days of the last known years, from the last half, the last third."""


LIKE = 0.6
"""So much of all days that are known have to lie before a lesson, for it to teach the order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lesson:
    """Days whose partners are learnt from, and what was known before them."""

    span: Span
    standing: Standing


@dataclass(frozen=True, kw_only=True, eq=False)
class Years:
    """A table of consortia, and which of it is known, learnt from and asked about.

    Attributes
    ----------
    history : everything
    learns : when the partners came together that a model learns from
    asks : when those came together that it is asked about; what `learns` ends before is not known
    """

    history: History
    learns: Span
    asks: Span

    @cached_property
    def lessons(self) -> tuple[Lesson, ...]:
        """All the days that are learnt from, and later parts of them: `PARTS`."""
        first, end = self.learns.start, self.learns.end
        spans = (Span(start=end - (end - first) // part, end=end) for part in PARTS)
        return tuple(Lesson(span=each, standing=self._known_before(each.start)) for each in spans)

    @cached_property
    def earlier(self) -> tuple[Lesson, ...]:
        """As many days just before those learnt from, where enough lies before them, too.

        Two years vary less than one.
        """
        span = Span(start=2 * self.learns.start - self.learns.end, end=self.learns.start)
        if not self._is_like(span.start):
            return ()
        return (Lesson(span=span, standing=self._known_before(span.start)),)

    @property
    def first_taught(self) -> int:
        """The first of all days that are learnt from."""
        return min(each.span.start for each in (*self.earlier, *self.lessons))

    @property
    def whole_is_like(self) -> bool:
        """Whether what was known before all the days learnt from is like what is known in the end.

        Where a history was short, what a body did of late and what it did in all were the same.
        """
        return self._is_like(self.learns.start)

    def _is_like(self, day: int) -> bool:
        first = int(self.history.day.min(initial=day))
        return day - first >= LIKE * (self.learns.end - first)

    @cached_property
    def known(self) -> Standing:
        """What is known when it is asked."""
        return self._known_before(self.learns.end)

    @cached_property
    def members(self) -> NDArray[np.int64]:
        """How many take part in each work, whether they were known before or not, shape (P,)."""
        return np.bincount(self.history.work, minlength=self.history.works)

    def _known_before(self, day: int) -> Standing:
        """Lay out what was known of those who were known: nobody else is asked, or an answer."""
        known = np.unique(self.history.organisation[self.history.day < day])
        history = self.history.among(known.astype(np.int32))
        return Standing(ground=Ground(past=Past(history=history, day=day - 1)))
