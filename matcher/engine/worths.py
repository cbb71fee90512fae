"""What candidates are worth at given prices, in compiled loops (see `matcher.engine.pricing`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.compiling.compiled import compiled, compiled_inside

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_TAKEN = -1e300
_SMALL = 1e-300


class Offers(NamedTuple):
    """What N candidates offer, entry by entry, in the manner of a CSR matrix of N rows.

    Attributes
    ----------
    indptr, cells : where each candidate's entries start, and each entry's cell
    unit_gain, people : by entry, what one person gains, and how many people at most
    of_vcse : what one person of a candidate's counts towards the VCSE share, shape (N,)
    capacity, value_limit, promise : people, pounds and at least people in all, shape (N,)
    cell_value : pounds for one person, shape (C,)
    """

    indptr: Indices
    cells: Indices
    unit_gain: Floats
    people: Floats
    of_vcse: Floats
    capacity: Floats
    value_limit: Floats
    promise: Floats
    cell_value: Floats


class Pairs(NamedTuple):
    """P pairs, and the pairs of each of N candidates.

    Attributes
    ----------
    first, second : the ends of each pair, shape (P,)
    indptr, own, is_first : by candidate, its pairs, and whether it is their first end
    most : the most pairs of one candidate that a line-up can hold
    """

    first: Indices
    second: Indices
    indptr: Indices
    own: Indices
    is_first: Flags
    most: int


@compiled_inside
def _dearest(unit: Floats, size: Floats) -> int:
    """The item left that gains most for the room it takes, -1 where none is left."""
    best, dearest = -1, _TAKEN
    for item in range(len(unit)):
        density = unit[item] if size[item] == 1.0 else unit[item] / max(size[item], _SMALL)
        if unit[item] > _TAKEN and density > dearest:
            best, dearest = item, density
    return best


@compiled_inside
def fill(unit: Floats, people: Floats, size: Floats, room: float, promise: float) -> float:
    """The best fractional knapsack: the dearest first, until the room is full.

    Parameters
    ----------
    unit : gain of one person of each item; used up by the call
    people : how many of each item there are
    size : room that one person takes, at least 0
    room : room in all, inf for no limit
    promise : so many people are taken at least, at a loss if need be; only where all sizes are 1
    """
    value, wanted, asked = 0.0, 0.0, 0.0
    for item in range(len(unit)):
        if unit[item] > 0.0:
            value += unit[item] * people[item]
            wanted += people[item] * size[item]
            asked += people[item]
    if wanted <= room and asked >= promise:
        return value
    value, taken = 0.0, 0.0
    while room > 0.0:
        best = _dearest(unit, size)
        if best < 0 or (unit[best] <= 0.0 and taken >= promise):
            break
        part = people[best]
        if size[best] > 0.0:
            part = min(part, room / size[best])
        if unit[best] <= 0.0:
            part = min(part, promise - taken)
        value += unit[best] * part
        taken += part
        room -= part * size[best]
        unit[best] = _TAKEN
    return value


@compiled
def knapsacks(
    offers: Offers, rows: Indices, unit_price: Floats, extra: Floats, vcse_price: float
) -> Floats:
    """Fill each candidate's capacity with the cells that gain most at these prices.

    Where a limit in pounds says something too, the lesser of two knapsacks counts: each forgets the
    other's limit, so neither is less than what keeps both.

    `rows` are the candidates asked for; `unit_price` is what a person of each cell costs, and
    `extra` what one of each entry costs beyond that, empty where nobody costs more.
    """
    worth = np.empty(len(rows))
    longest = 0
    for row in range(len(offers.indptr) - 1):
        longest = max(longest, offers.indptr[row + 1] - offers.indptr[row])
    room, spare, ones = np.empty(longest), np.empty(longest), np.empty(longest)
    for item in range(longest):
        ones[item] = 1.0
    for position in range(len(rows)):
        row = rows[position]
        start, stop = offers.indptr[row], offers.indptr[row + 1]
        unit, size = room[: stop - start], ones[: stop - start]
        reward = vcse_price * offers.of_vcse[row]
        for entry in range(start, stop):
            price = unit_price[offers.cells[entry]]
            if len(extra) > 0:
                price += extra[entry]
            unit[entry - start] = offers.unit_gain[entry] - price + reward
        people, promise = offers.people[start:stop], offers.promise[row]
        if offers.value_limit[row] == np.inf:
            worth[position] = fill(unit, people, size, offers.capacity[row], promise)
            continue
        again = spare[: stop - start]
        for item in range(len(unit)):
            again[item] = unit[item]
        by_people = fill(unit, people, size, offers.capacity[row], promise)
        for entry in range(start, stop):
            size[entry - start] = offers.cell_value[offers.cells[entry]]
        by_value = fill(again, people, size, offers.value_limit[row], 0.0)
        for item in range(len(unit)):
            size[item] = 1.0
        worth[position] = min(by_people, by_value)
    return worth


@compiled_inside
def keep_largest(largest: Floats, held: int, most: int, value: float) -> int:
    """Put a value among the `most` largest so far, in falling order; give how many are held."""
    if most == 0 or (held == most and value <= largest[most - 1]):
        return held
    place = held if held < most else most - 1
    while place > 0 and largest[place - 1] < value:
        largest[place] = largest[place - 1]
        place -= 1
    largest[place] = value
    return min(held + 1, most)


@compiled_inside
def load_of(pairs: Pairs, credit: Floats, gain: Floats, candidate: int, largest: Floats) -> float:
    """A candidate's credits for its pairs: of many only as many as a line-up can hold.

    `credit` is what the first end gets of each pair's gain; the second gets the rest.
    """
    held, total = 0, 0.0
    start, stop = pairs.indptr[candidate], pairs.indptr[candidate + 1]
    crowded = stop - start > pairs.most
    for entry in range(start, stop):
        pair = pairs.own[entry]
        share = credit[pair] if pairs.is_first[entry] else gain[pair] - credit[pair]
        if crowded:
            held = keep_largest(largest, held, pairs.most, share)
        else:
            total += share
    for place in range(held):
        total += largest[place]
    return total


@compiled
def loads(pairs: Pairs, credit: Floats, gain: Floats) -> Floats:
    """Each candidate's credits for its pairs."""
    load = np.empty(len(pairs.indptr) - 1)
    largest = np.empty(pairs.most + 1)
    for candidate in range(len(load)):
        load[candidate] = load_of(pairs, credit, gain, candidate, largest)
    return load


@compiled
def diffused(
    pairs: Pairs, base: Floats, credit: Floats, open_pairs: Indices, gain: Floats, rounds: int
) -> Floats:
    """Move the credits of open pairs towards the ends that are worth less, round by round."""
    credit, load = credit.copy(), base.copy()
    largest = np.empty(pairs.most + 1)
    ends = np.zeros(len(base), dtype=np.bool_)
    speed = np.empty(len(open_pairs))
    for place in range(len(open_pairs)):
        a, b = pairs.first[open_pairs[place]], pairs.second[open_pairs[place]]
        ends[a] = ends[b] = True
        of_a = pairs.indptr[a + 1] - pairs.indptr[a]
        crowd = max(of_a, pairs.indptr[b + 1] - pairs.indptr[b])
        speed[place] = 0.5 / min(crowd, pairs.most + 1)
    touched = np.flatnonzero(ends)
    for _ in range(rounds):
        for place in range(len(touched)):
            end = touched[place]
            load[end] = base[end] + load_of(pairs, credit, gain, end, largest)
        for place in range(len(open_pairs)):
            pair = open_pairs[place]
            apart = load[pairs.second[pair]] - load[pairs.first[pair]]
            moved = credit[pair] + speed[place] * apart
            credit[pair] = min(max(moved, 0.0), gain[pair])
    return credit
