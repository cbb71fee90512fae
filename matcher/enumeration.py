"""Going through all line-ups that could be better, in compiled code.

The tree is searched depth first: a node is some members; its children add one of the candidates on
its list, the most promising first, and leave to later children those that come after it. What is
known of the volumes is a set of ceilings, each a number for every candidate whose sum, over any
line-up, is at least what its volumes gain. So at a node no line-up can be worth more than

    the least, over all ceilings, of  sum of the members' numbers + gains of the members' pairs
        + the largest numbers of listed candidates, as many as there are places

where a listed candidate's number counts its pairs with members in full and its share of its pairs
with others listed, of no more of them than can join. Candidates whose own such bound is not above
the threshold leave the list. A line-up that no ceiling rules out is handed back to be priced
exactly, which gives a new ceiling; then the search goes on where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from matcher.compiled import compiled
from matcher.worths import keep_largest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

DONE, LINE_UP, PAUSED = 0, 1, 2
_NO_BOUND = 1e300
DEPTH, FRESH, NODES, STAMP, VERSION = range(5)


class Board(NamedTuple):
    """What does not change while the tree is searched; n candidates, T ceilings, G groups.

    Attributes
    ----------
    places, fixed : members at most; members that are in from the start
    ceilings, constants : numbers of the ceilings, shape (T, n), and what they add to, shape (T,)
    first, other, gain, share : pairs by candidate, in the manner of a CSR matrix: the other end,
        the pair's gain, and the part of it that the candidate counts while both are only listed
    group_first, group, least, most : groups by candidate, and how many of each are members
    conflict_first, conflict : who cannot be a member beside each candidate
    """

    places: int
    fixed: int
    ceilings: Floats
    constants: Floats
    first: Indices
    other: Indices
    gain: Floats
    share: Floats
    group_first: Indices
    group: Indices
    least: Indices
    most: Indices
    conflict_first: Indices
    conflict: Indices


class Walk(NamedTuple):
    """Where the search is: for each depth its node, and the counters.

    Attributes
    ----------
    members : the members so far; as many count as the depth says
    lists, sizes, position : each depth's listed candidates, how many, and which comes next
    base, pairs, together, held : by depth, each ceiling's sum over the members, each candidate's
        pairs with members, the members' own pairs, and members by group
    entered, seen, offered : by depth, the count of nodes at entry, the version of the ceilings last
        looked at, and whether the node's own line-up was handed back already
    order, uses : the ceilings, those that helped last first, and how often each did
    state : depth, whether the node is new, nodes so far, the last stamp, the version
    listed, extra, with_it, largest, free : room to work in
    """

    members: Indices
    lists: Indices
    sizes: Indices
    position: Indices
    base: Floats
    pairs: Floats
    together: Floats
    held: Indices
    entered: Indices
    seen: Indices
    offered: Indices
    order: Indices
    uses: Floats
    state: Indices
    listed: Indices
    extra: Floats
    with_it: Floats
    largest: Floats
    free: Indices


@compiled
def _join(board: Board, walk: Walk, depth: int, candidate: int) -> None:
    """Make a candidate the member after the first `depth`; its pairs count for those listed."""
    walk.members[depth] = candidate
    for ceiling in range(len(board.constants)):
        own = board.ceilings[ceiling, candidate]
        walk.base[depth + 1, ceiling] = walk.base[depth, ceiling] + own
    walk.together[depth + 1] = walk.together[depth] + walk.pairs[depth, candidate]
    walk.held[depth + 1] = walk.held[depth]
    for entry in range(board.group_first[candidate], board.group_first[candidate + 1]):
        walk.held[depth + 1, board.group[entry]] += 1


@compiled
def _list_rest(board: Board, walk: Walk, depth: int, candidate: int) -> None:
    """List for the next depth those after the candidate that do not conflict with it."""
    walk.state[STAMP] += 1
    stamp = walk.state[STAMP]
    for entry in range(board.conflict_first[candidate], board.conflict_first[candidate + 1]):
        walk.listed[board.conflict[entry]] = stamp
    size = 0
    for place in range(walk.position[depth], walk.sizes[depth]):
        other = walk.lists[depth, place]
        if walk.listed[other] != stamp:
            walk.lists[depth + 1, size] = other
            walk.pairs[depth + 1, other] = walk.pairs[depth, other]
            size += 1
    for entry in range(board.first[candidate], board.first[candidate + 1]):
        walk.pairs[depth + 1, board.other[entry]] += board.gain[entry]
    walk.sizes[depth + 1] = size


@compiled
def _keep_allowed(board: Board, walk: Walk, depth: int) -> bool:
    """Drop from the list whoever the groups forbid; False where they cannot all be satisfied."""
    places = board.places - depth
    demanding = 0
    for group in range(len(board.least)):
        lacking = board.least[group] - walk.held[depth, group]
        if lacking > places:
            return False
        if lacking == places and places > 0:
            demanding += 1
        walk.free[group] = 0
    size = 0
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        meets, full = 0, False
        for entry in range(board.group_first[candidate], board.group_first[candidate + 1]):
            group = board.group[entry]
            held = walk.held[depth, group]
            full = full or held >= board.most[group]
            meets += board.least[group] - held == places
        if not full and meets == demanding:
            walk.lists[depth, size] = candidate
            size += 1
            for entry in range(board.group_first[candidate], board.group_first[candidate + 1]):
                walk.free[board.group[entry]] += 1
    walk.sizes[depth] = size
    for group in range(len(board.least)):
        if walk.held[depth, group] + walk.free[group] < board.least[group]:
            return False
    return True


@compiled
def _count_pairs(board: Board, walk: Walk, depth: int) -> None:
    """What each listed candidate counts for its pairs: with members, and with others listed."""
    walk.state[STAMP] += 1
    stamp, size = walk.state[STAMP], walk.sizes[depth]
    for place in range(size):
        walk.listed[walk.lists[depth, place]] = stamp
    most = board.places - depth - 1
    for place in range(size):
        candidate = walk.lists[depth, place]
        held, total = 0, walk.pairs[depth, candidate]
        for entry in range(board.first[candidate], board.first[candidate + 1]):
            if walk.listed[board.other[entry]] == stamp:
                held = keep_largest(walk.largest, held, most, board.share[entry])
        for kept in range(held):
            total += walk.largest[kept]
        walk.extra[candidate] = total


@compiled
def _bound(board: Board, walk: Walk, depth: int, ceiling: int) -> tuple[float, float]:
    """One ceiling's bound of a node, and the least number that counts in it."""
    row, places, held = board.ceilings[ceiling], board.places - depth, 0
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        value = row[candidate] + walk.extra[candidate]
        if value > 0.0:
            held = keep_largest(walk.largest, held, places, value)
    bound = walk.base[depth, ceiling] + walk.together[depth]
    for kept in range(held):
        bound += walk.largest[kept]
    return bound, walk.largest[places - 1] if held == places else 0.0


@compiled
def _put_first(walk: Walk, rank: int) -> None:
    """Look at this ceiling first from now on."""
    ceiling = walk.order[rank]
    walk.uses[ceiling] += 1.0
    for place in range(rank, 0, -1):
        walk.order[place] = walk.order[place - 1]
    walk.order[0] = ceiling


@compiled
def _shorten(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Keep on the list only candidates whose bound is above the threshold, the best first."""
    size = walk.sizes[depth]
    for place in range(size):
        walk.with_it[walk.lists[depth, place]] = _NO_BOUND
    least, tightest = _NO_BOUND, 0
    for rank in range(len(walk.order)):
        ceiling = walk.order[rank]
        bound, last = _bound(board, walk, depth, ceiling)
        if bound < least:
            least, tightest = bound, rank
        if bound <= threshold:
            break
        for place in range(size):
            candidate = walk.lists[depth, place]
            value = board.ceilings[ceiling, candidate] + walk.extra[candidate]
            own = bound if value >= last else bound - last + value
            walk.with_it[candidate] = min(walk.with_it[candidate], own)
    _put_first(walk, tightest)
    kept = 0
    if least > threshold:
        for place in range(size):
            candidate = walk.lists[depth, place]
            if walk.with_it[candidate] > threshold:
                walk.lists[depth, kept] = candidate
                kept += 1
        keys = np.empty(kept)
        for place in range(kept):
            keys[place] = -walk.with_it[walk.lists[depth, place]]
        by_promise = walk.lists[depth, :kept][np.argsort(keys, kind="mergesort")]
        walk.lists[depth, :kept] = by_promise
    walk.sizes[depth] = kept


@compiled
def _is_line_up(board: Board, walk: Walk, depth: int, threshold: float) -> bool:
    """Whether the members alone keep the groups' least, and no ceiling rules them out."""
    for group in range(len(board.least)):
        if walk.held[depth, group] < board.least[group]:
            return False
    for ceiling in range(len(board.constants)):
        if walk.base[depth, ceiling] + walk.together[depth] <= threshold:
            return False
    return depth > 0


@compiled
def search(board: Board, walk: Walk, threshold: float, patience: int) -> int:
    """Go on until a line-up is found, so many nodes were looked at, or there are no more.

    A line-up is the first `walk.state[DEPTH]` of `walk.members`.
    """
    depth, limit = walk.state[DEPTH], walk.state[NODES] + patience
    walk.base[0, : len(board.constants)] = board.constants
    for level in range(depth):
        _join(board, walk, level, walk.members[level])
    while True:
        walk.state[DEPTH] = depth
        if walk.state[FRESH]:
            walk.state[NODES] += 1
            walk.state[FRESH], walk.position[depth] = 0, 0
            walk.seen[depth] = walk.state[VERSION]
            if _keep_allowed(board, walk, depth) and depth < board.places:
                _count_pairs(board, walk, depth)
                _shorten(board, walk, depth, threshold)
            else:
                walk.sizes[depth] = 0
            if not walk.offered[depth]:
                walk.offered[depth] = 1
                if _is_line_up(board, walk, depth, threshold):
                    walk.state[FRESH] = 1
                    return LINE_UP
        if walk.state[NODES] >= limit:
            return PAUSED
        if walk.position[depth] < walk.sizes[depth]:
            candidate = walk.lists[depth, walk.position[depth]]
            walk.position[depth] += 1
            _join(board, walk, depth, candidate)
            if depth + 1 < board.places:
                _list_rest(board, walk, depth, candidate)
            else:
                walk.sizes[depth + 1] = 0
            depth += 1
            walk.entered[depth], walk.offered[depth] = walk.state[NODES], 0
            walk.state[FRESH] = 1
            continue
        if depth <= board.fixed:
            return DONE
        worked = walk.state[NODES] - walk.entered[depth] > 1
        depth -= 1
        left = walk.sizes[depth] - walk.position[depth]
        if left > 0 and (worked or walk.seen[depth] != walk.state[VERSION]):
            rest = walk.lists[depth, walk.position[depth] : walk.sizes[depth]].copy()
            walk.lists[depth, :left] = rest
            walk.sizes[depth] = left
            walk.state[FRESH] = 1


@compiled
def start(board: Board, walk: Walk) -> None:
    """Make the first of the list the members that are in from the start."""
    walk.base[0, : len(board.constants)] = board.constants
    for level in range(board.fixed):
        candidate = walk.lists[level, 0]
        walk.position[level] = 1
        _join(board, walk, level, candidate)
        if level + 1 < board.places:
            _list_rest(board, walk, level, candidate)
        else:
            walk.sizes[level + 1] = 0
    walk.state[DEPTH], walk.state[FRESH] = board.fixed, 1
