"""The signals of the model of partners, and the one driver that computes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.signals.content import CONTENT
from matcher.affinity.signals.fit import FIT, PURPOSE
from matcher.affinity.signals.spreading import SPREADING
from matcher.affinity.signals.topology import TOPOLOGY
from matcher.errors import HistoryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matcher.affinity.history import Floats
    from matcher.affinity.signals.signal import Signal
    from matcher.affinity.view import View

SIGNALS: tuple[Signal, ...] = TOPOLOGY + CONTENT + FIT
"""The signals that models learn from, in the order in which models and answers list them."""

EVERY_SIGNAL: tuple[Signal, ...] = SIGNALS + SPREADING + PURPOSE
"""The same, and those that a model may be given besides: docs/partners.md says what each is for."""


def scores(view: View, *, signals: Sequence[Signal] = SIGNALS) -> Floats:
    """Compute signals for all candidates, shape (C, S).

    Raises
    ------
    HistoryError
        If a signal gives what is no number of 0 or more: the signal is wrong, not the question.

    >>> from matcher.affinity.signals.examples import asked
    >>> scores(asked([[0, 1], [1, 2]], by=0, of=[2])).shape[0]
    1
    """
    found = np.empty((len(signals), len(view.candidates)))
    for row, signal in enumerate(signals):
        found[row] = signal.compute(view)
    if not (found.min(initial=0.0) >= 0 and found.max(initial=0.0) < np.inf):  # NaN is neither
        right = (np.isfinite(found) & (found >= 0)).all(axis=1)
        name = signals[int(np.flatnonzero(~right)[0])].name
        message = f"the signal {name} gave what is no number of 0 or more"
        raise HistoryError(message)
    return found.T
