"""What candidates are worth at given prices, in compiled loops (see `matcher.pricing`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.compiled import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

_NONE_LEFT = -1e300
_SMALL = 1e-300


@compiled
def fill(unit: Floats, people: Floats, size: Floats, room: float, promise: float) -> float:
    """The best fractional knapsack: the dearest first, until the room is full.

    Parameters
    ----------
    unit : gain of one person of each item; used up by the call
    people : how many of each item there are
    size : room that one person takes, > 0 where there is a limit
    room : room in all, inf for no limit
    promise : so many people are taken at least, at a loss if need be
    """
    total, taken = 0.0, 0.0
    for item in range(len(unit)):
        if unit[item] > 0.0:
            total += people[item] * size[item]
    value = 0.0
    if total <= room:
        for item in range(len(unit)):
            if unit[item] > 0.0:
                value += unit[item] * people[item]
                taken += people[item]
                unit[item] = _NONE_LEFT
        if taken >= promise:
            return value
        room -= total
    while True:
        best, dearest = -1, _NONE_LEFT
        for item in range(len(unit)):
            density = unit[item] if size[item] == 1.0 else unit[item] / max(size[item], _SMALL)
            if unit[item] > _NONE_LEFT and density > dearest:
                best, dearest = item, density
        if best < 0 or room <= 0.0 or (unit[best] <= 0.0 and taken >= promise):
            return value
        part = people[best]
        if size[best] > 0.0:
            part = min(part, room / size[best])
        if unit[best] <= 0.0:
            part = min(part, promise - taken)
        value += unit[best] * part
        taken += part
        room -= part * size[best]
        unit[best] = _NONE_LEFT


@compiled
def knapsacks(
    rows: Indices,
    indptr: Indices,
    cells: Indices,
    unit_gain: Floats,
    people: Floats,
    of_vcse: Floats,
    capacity: Floats,
    value_limit: Floats,
    cell_value: Floats,
    promise: Floats,
    unit_price: Floats,
    vcse_price: float,
) -> Floats:
    """Fill each candidate's capacity with the cells that gain most at these prices.

    `rows` are the candidates asked for; `unit_price` is a person's price in each cell, and
    `of_vcse` each candidate's own volume towards the VCSE share, by person.
    """
    worth = np.zeros(len(rows))
    for position in range(len(rows)):
        row = rows[position]
        start, stop = indptr[row], indptr[row + 1]
        unit = np.empty(stop - start)
        for entry in range(start, stop):
            price = unit_price[cells[entry]] - vcse_price * of_vcse[row]
            unit[entry - start] = unit_gain[entry] - price
        own = people[start:stop]
        if value_limit[row] < np.inf:
            value = cell_value[cells[start:stop]]
            within = fill(unit.copy(), own, value, value_limit[row], promise[row])
            by_people = fill(unit, own, np.ones(len(unit)), capacity[row], promise[row])
            worth[position] = min(by_people, within)
        else:
            worth[position] = fill(unit, own, np.ones(len(unit)), capacity[row], promise[row])
    return worth


@compiled
def loads(
    indptr: Indices, pair: Indices, is_first: Flags, credit: Floats, gain: Floats, most: int
) -> Floats:
    """Each candidate's credits for its pairs: of many only the `most` largest."""
    count = len(indptr) - 1
    load = np.zeros(count)
    largest = np.empty(most + 1)
    for candidate in range(count):
        start, stop = indptr[candidate], indptr[candidate + 1]
        if stop - start <= most:
            for entry in range(start, stop):
                own = credit[pair[entry]]
                load[candidate] += own if is_first[entry] else gain[pair[entry]] - own
            continue
        held = 0
        for entry in range(start, stop):
            own = credit[pair[entry]]
            share = own if is_first[entry] else gain[pair[entry]] - own
            held = keep_largest(largest, held, most, share)
        for place in range(held):
            load[candidate] += largest[place]
    return load


@compiled
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


@compiled
def diffused(
    first: Indices,
    second: Indices,
    indptr: Indices,
    pair: Indices,
    is_first: Flags,
    base: Floats,
    credit: Floats,
    decided: Flags,
    gain: Floats,
    most: int,
    rounds: int,
) -> Floats:
    """Move undecided credits towards the ends that are worth less, round by round."""
    credit = credit.copy()
    for _ in range(rounds):
        load = base + loads(indptr, pair, is_first, credit, gain, most)
        for one in range(len(first)):
            if decided[one]:
                continue
            a, b = first[one], second[one]
            crowd = max(indptr[a + 1] - indptr[a], indptr[b + 1] - indptr[b])
            moved = credit[one] + 0.5 / min(crowd, most + 1) * (load[b] - load[a])
            credit[one] = min(max(moved, 0.0), gain[one])
    return credit
