"""The nearest of everybody to those who ask: one pass over all, whatever their number.

Sorting out a hundred thousand takes longer than finding them. So a sample guesses a worth that
somewhat more than wanted have; only those that have it are sorted out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.affinity.rows import parts_of
from matcher.compiling.compiled import compiled

if TYPE_CHECKING:
    from scipy import sparse

    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.past import Past

_SAMPLE, _FEW = 2048, 2
_NEAR_SCALES = 6371.0 / 50.0
"""The radius of the earth, in units of the distance at which nearness falls to 1 / e."""
_FAR = 0.0015
"""The square of a chord, in radii of the earth: beyond it, 250 km, nobody is close."""
_SURE = 4.0
"""A guess leaves room for so many standard deviations of what a sample holds by chance."""


def raise_near(
    worth: Floats, linked: sparse.csr_array[Any], partners: Indices, *, bonus: float
) -> None:
    """Add a bonus to the worth of each partner of partners, and two to that of each partner.

    Parameters
    ----------
    worth : of everybody, shape (N,); it is changed
    linked : who has worked with whom, shape (N, N)
    partners : the partners of those who ask, shape (Z,)

    >>> from scipy import sparse
    >>> worth, linked = np.zeros(3), sparse.csr_array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]])
    >>> raise_near(worth, linked, np.array([1]), bonus=10.0)
    >>> worth
    array([10., 20., 10.])
    """
    starts, columns, _ = parts_of(linked)
    is_near = np.zeros(len(worth), dtype=np.bool_)
    _raise(starts, columns, np.asarray(partners, dtype=np.int32), is_near, bonus, worth)


def raise_alike(
    worth: Floats,
    holders: sparse.csr_array[Any],
    terms: Indices,
    shares: Floats,
    *,
    least: float,
) -> None:
    """Add to the worth of who holds some terms: a share of how much, and a little for having any.

    Parameters
    ----------
    worth : of everybody, shape (N,); it is changed
    holders : who holds each term how much, CSR of shape (F, N)
    terms : shape (T,)
    shares : what holding each in full adds, shape (T,)
    least : what holding one adds at least

    >>> from scipy import sparse
    >>> worth, holders = np.zeros(2), sparse.csr_array([[0.5, 0.0]])
    >>> raise_alike(worth, holders, np.zeros(1, np.int32), np.array([2.0]), least=0.25)
    >>> worth
    array([1.25, 0.  ])
    """
    starts, columns, values = parts_of(holders)
    each = np.asarray(terms, dtype=np.int32)
    _raise_alike(starts, columns, values, each, shares, least, worth)


def raise_by(worth: Floats, record: Floats, weight: float) -> None:
    """Add a share of a record to the worth of those who have any.

    >>> worth = np.array([0.0, 1.0])
    >>> raise_by(worth, np.array([3.0, 3.0]), 0.5)
    >>> worth
    array([0. , 2.5])
    """
    _raise_by(record, weight, worth)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class First:
    """Who could be among the first, in order; all others are worth less than `least`, or 0."""

    found: Indices
    least: float


def raise_close(
    worth: Floats, past: Past, members: Indices, *, allowed: Flags, most: int, weight: float
) -> First | None:
    """Add to the worth of who works close to those who ask: about ``weight * exp(-km / 50)``.

    Only to those who could be among the first with it: the others are left as they are.

    Parameters
    ----------
    worth : of everybody, shape (N,); it is changed
    past, members : where all are, and who asks
    allowed, most : who could be among the first, and how many these are
    weight : what being in the same place adds

    Returns
    -------
    First or None
        Those who could be among the first; None where nobody knows where those are who ask.
    """
    own = past.directions[members]
    own = own[~np.isnan(own).any(axis=1)]
    if not len(own):
        return None
    middle = own.mean(axis=0)
    middle /= np.linalg.norm(middle)
    least = _guess(worth, allowed, most)
    chosen, _ = _above(worth, allowed, least - weight)
    _raise_close(past.directions, middle, chosen, weight, worth)
    return First(found=chosen, least=least)


def best_of(worth: Floats, allowed: Flags, *, most: int, first: First | None = None) -> Indices:
    """Give those allowed whose worth is largest and above 0, in order.

    Of equals the first are taken. `most` of them at most. Where `first` says who could be among
    them, the others are not looked at, as long as those it names are enough.

    >>> best_of(np.array([2.0, 0.0, 3.0, 2.0]), np.ones(4, dtype=bool), most=2)
    array([0, 2], dtype=int32)
    """
    if first is not None:
        found, worths, least = first.found, worth[first.found], first.least
        enough = int(np.count_nonzero(worths >= least)) >= most
    else:
        least = _guess(worth, allowed, most)
        found, worths = _above(worth, allowed, least)
        enough = len(found) >= most
    if not enough and least > 0:
        found, worths = _above(worth, allowed, 0.0)
    if len(found) <= most:
        return found
    limit = np.partition(worths, len(worths) - most)[len(worths) - most]
    chosen: Flags = worths > limit
    equal = np.flatnonzero(worths == limit)
    chosen[equal[: most - int(chosen.sum())]] = True
    return np.asarray(found[chosen])


def _guess(worth: Floats, allowed: Flags, most: int) -> float:
    """Guess a worth that somewhat more than wanted have; 0 where few are to choose of.

    A guess too high is noticed.
    """
    step = len(worth) // _SAMPLE
    if step < _FEW:
        return 0.0
    sample = worth[::step][allowed[::step]]
    expected = most / step
    place = len(sample) - int(expected + _SURE * np.sqrt(expected + 1.0)) - 1
    return max(float(np.partition(sample, place)[place]), 0.0) if place > 0 else 0.0


def _above(worth: Floats, allowed: Flags, least: float) -> tuple[Indices, Floats]:
    found = np.empty(len(worth), dtype=np.int32)
    count = _worthy(worth, allowed, max(least, np.nextafter(0.0, 1.0)), found)
    found = found[:count]
    return found, worth[found]


@compiled
def _worthy(worth: Floats, allowed: Flags, least: float, found: Indices) -> int:
    count = 0
    for each in range(len(worth)):
        if worth[each] >= least and allowed[each]:
            found[count] = each
            count += 1
    return count


@compiled
def _raise(
    starts: Indices,
    columns: Indices,
    partners: Indices,
    is_near: Flags,
    bonus: float,
    worth: Floats,
) -> None:
    for partner in partners:
        is_near[partner] = True
        worth[partner] += 2.0 * bonus
    for partner in partners:
        for at in range(starts[partner], starts[partner + 1]):  # without a branch, as below
            each = columns[at]
            worth[each] += bonus * (not is_near[each])
            is_near[each] = True


@compiled
def _raise_alike(
    starts: Indices,
    columns: Indices,
    values: Floats,
    terms: Indices,
    shares: Floats,
    least: float,
    worth: Floats,
) -> None:
    for number in range(len(terms)):
        term = terms[number]
        for at in range(starts[term], starts[term + 1]):
            worth[columns[at]] += shares[number] * values[at] + least


@compiled
def _raise_by(record: Floats, weight: float, worth: Floats) -> None:
    for each in range(len(worth)):  # without a branch: one that is hard to foretell costs more
        worth[each] += weight * record[each] * (worth[each] > 0)


@compiled
def _raise_close(
    directions: Floats, middle: Floats, chosen: Indices, weight: float, worth: Floats
) -> None:
    """Add to the worth of the chosen, whose places lie all over the memory.

    Many are fetched at once, as long as nothing waits for a comparison of what was fetched.
    """
    for number in range(len(chosen)):
        each = chosen[number]
        x, y, z = directions[each, 0], directions[each, 1], directions[each, 2]
        square = 2.0 - 2.0 * (x * middle[0] + y * middle[1] + z * middle[2])
        far = _NEAR_SCALES * np.sqrt(max(square, 0.0))
        close = weight / (1.0 + far + far * far / 2.0 + far**3 / 6.0)
        worth[each] += close if square < _FAR else 0.0  # who is nowhere is not
