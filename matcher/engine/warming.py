"""Making the compiled loops of the search ready: loaded from disk, or compiled and kept there.

``python -m matcher.engine.warming`` does it ahead of the first question. What is compiled is kept
beside the sources, or in the user's cache folder where that cannot be written, or in the folder
NUMBA_CACHE_DIR; docs/benchmarks.md says what it costs.
"""

from __future__ import annotations

import sys
import threading
from contextlib import nullcontext
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matcher.compiling.compiled import counting
from matcher.engine.covers import crowds_of, most_broken
from matcher.engine.enumeration import LINE_UP
from matcher.engine.formulation import Formulation
from matcher.engine.pricing import PairPrices, Prices, Pricing
from matcher.engine.rounding import groups_of
from matcher.engine.search import Search
from matcher.problem.model import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_ROOM = __package__ or ""
_LOCK = threading.Lock()
_READY = threading.Event()


def ready(say: Callable[[int, int], None] | None = None) -> None:
    """Return once every compiled function can be called without compiling anything.

    It takes a few hundredths of a second where the functions are found on disk, some seconds of
    compiling where not, and nothing from the second call on.

    Parameters
    ----------
    say : told how many of how many functions are compiled, if any has to be
    """
    if _READY.is_set():
        return
    with _LOCK:
        if not _READY.is_set():
            with nullcontext() if say is None else counting(say, package=_ROOM):
                _call_everything()
            _READY.set()


def _call_everything() -> None:
    """Price and search a problem of two candidates, as every problem is priced and searched.

    Each function that Python calls is called, with arguments of the types that it always has; what
    it calls in turn is compiled with it, whether or not this problem gets there.
    """
    problem = _two_candidates()
    pricing = Pricing(Formulation(problem))
    prices = Prices(cell=np.zeros(problem.cells))
    credit = np.full(len(pricing.pair_gain), np.nan)
    priced = pricing.price(prices, PairPrices(star=np.zeros(problem.candidates), credit=credit))
    nothing = np.zeros(problem.candidates), np.zeros(pricing.formulation.entries)
    most_broken(crowds_of(pricing.formulation), *nothing, 0.0)
    shares = priced.first_share, priced.second_share
    search = Search(pricing, np.arange(problem.candidates), shares, list(groups_of(problem, [])))
    search.add(prices)
    if search.go_on(0.0) != LINE_UP:
        message = "the two candidates of the warming were not found"
        raise AssertionError(message)


def _two_candidates() -> Problem:
    return Problem(
        need=np.array([100.0, 100.0]),
        weight=np.array([0.5, 0.5]),
        quality=sparse.csr_array(np.array([[1.0, 0.0], [0.6, 0.6]])),
        total_capacity=np.array([80.0, 200.0]),
        affinity=sparse.csr_array(np.array([[0.0, 0.5], [0.5, 0.0]])),
        max_members=2,
        pair_weight=0.1,
    )


def _print(done: int, of: int) -> None:
    """Say on standard error that it begins and that it is done; on a terminal how far it is."""
    if done in {0, of} or sys.stderr.isatty():
        text = f"Compiling the search for this machine, once: {done} of {of} functions"
        end = "\n" if done == of or not sys.stderr.isatty() else "\r"
        print(text, end=end, file=sys.stderr, flush=True)  # noqa: T201  (a command's progress)


if __name__ == "__main__":
    ready(_print)
