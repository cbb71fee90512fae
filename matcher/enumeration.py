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
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

DONE, LINE_UP, PAUSED = 0, 1, 2
_NO_BOUND = 1e300
_WORTH_REPEATING = 0.8
_WORTH_COUNTING = 0.7
_LATELY = 4
_LEFT_TO_CHILDREN, _LEAST_CEILINGS = 2, 32
DEPTH, FRESH, NODES, STAMP, VERSION = range(5)


class Board(NamedTuple):
    """What does not change while the tree is searched; n candidates, T ceilings, G groups.

    Attributes
    ----------
    places, fixed : members at most; members that are in from the start
    ceilings, constants : numbers of the ceilings, shape (T, n), and what they add to, shape (T,)
    first, other, gain, share : pairs by candidate, in the manner of a CSR matrix: the other end,
        the pair's gain, and the part of it that the candidate counts while both are only listed
    belongs, least, most : who is in each group, shape (G, n), and how many of it are members
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
    belongs: Flags
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
    order, counted, uses : by depth, the ceilings that are looked at, those that helped last first,
        and how many; and how often each helped. Below a node only those that came near there count
    highest : the highest bound of anything ruled out
    state : depth, whether the node is new, nodes so far, the last stamp, the version
    listed, extra, with_it, inside, outside, who, free, binds, bounds, near : room to work in
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
    counted: Indices
    uses: Floats
    highest: Floats
    state: Indices
    listed: Indices
    extra: Floats
    with_it: Floats
    inside: Floats
    outside: Floats
    who: Indices
    free: Indices
    binds: Flags
    bounds: Floats
    near: Floats


@compiled
def _join(board: Board, walk: Walk, depth: int, candidate: int) -> None:
    """Make a candidate the member after the first `depth`; its pairs count for those listed."""
    walk.members[depth] = candidate
    for ceiling in range(len(board.constants)):
        own = board.ceilings[ceiling, candidate]
        walk.base[depth + 1, ceiling] = walk.base[depth, ceiling] + own
    walk.together[depth + 1] = walk.together[depth] + walk.pairs[depth, candidate]
    for group in range(len(board.least)):
        joins = 1 if board.belongs[group, candidate] else 0
        walk.held[depth + 1, group] = walk.held[depth, group] + joins


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
def _is_allowed(board: Board, walk: Walk, depth: int, candidate: int) -> bool:
    """Whether the groups leave a place for a candidate: none is full, none needs all places."""
    places = board.places - depth
    for group in range(len(board.least)):
        held = walk.held[depth, group]
        if board.belongs[group, candidate]:
            if held >= board.most[group]:
                return False
        elif board.least[group] - held >= places:
            return False
    return True


@compiled
def _keep_allowed(board: Board, walk: Walk, depth: int) -> bool:
    """Drop from the list whoever the groups forbid; False where they cannot all be satisfied."""
    size = 0
    walk.free[:] = 0
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        if _is_allowed(board, walk, depth, candidate):
            walk.lists[depth, size] = candidate
            size += 1
            for group in range(len(board.least)):
                walk.free[group] += 1 if board.belongs[group, candidate] else 0
    walk.sizes[depth] = size
    for group in range(len(board.least)):
        lacking = board.least[group] - walk.held[depth, group]
        if lacking > min(walk.free[group], board.places - depth):
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
                held = keep_largest(walk.inside, held, most, board.share[entry])
        for kept in range(held):
            total += walk.inside[kept]
        walk.extra[candidate] = total


@compiled
def _top(board: Board, walk: Walk, depth: int, ceiling: int) -> tuple[float, float]:
    """One ceiling's bound of a node, and the least number that counts in it; `who` does."""
    row, places, held = board.ceilings[ceiling], board.places - depth, 0
    bound = walk.base[depth, ceiling] + walk.together[depth]
    for listed in range(walk.sizes[depth]):
        candidate = walk.lists[depth, listed]
        value = row[candidate] + walk.extra[candidate]
        if value <= 0.0 or (held == places and value <= walk.inside[places - 1]):
            continue
        place = held if held < places else places - 1
        while place > 0 and walk.inside[place - 1] < value:
            walk.inside[place] = walk.inside[place - 1]
            walk.who[place] = walk.who[place - 1]
            place -= 1
        walk.inside[place], walk.who[place] = value, candidate
        held = min(held + 1, places)
    for place in range(held):
        bound += walk.inside[place]
    for place in range(held, places):
        walk.who[place] = -1
    return bound, walk.inside[places - 1] if held == places else 0.0


@compiled
def _allows(board: Board, walk: Walk, depth: int, group: int) -> tuple[int, int]:
    """How many of the places are for candidates of a group, and for others, at most."""
    places = board.places - depth
    lacking = max(board.least[group] - walk.held[depth, group], 0)
    return min(board.most[group] - walk.held[depth, group], places), places - lacking


@compiled
def _note_groups(board: Board, walk: Walk, depth: int) -> None:
    """Note the groups that those listed could break."""
    places = board.places - depth
    for group in range(len(board.least)):
        of_group, of_others = _allows(board, walk, depth, group)
        walk.binds[group] = of_group < places or of_others < places


@compiled
def _breaks(board: Board, walk: Walk, depth: int, group: int) -> bool:
    """Whether those who count in the last bound are too many of a group, or of the others."""
    of_group, of_others = _allows(board, walk, depth, group)
    for place in range(board.places - depth):
        if walk.who[place] >= 0:
            if board.belongs[group, walk.who[place]]:
                of_group -= 1
            else:
                of_others -= 1
    return of_group < 0 or of_others < 0


@compiled
def _split(board: Board, walk: Walk, depth: int, ceiling: int, group: int) -> tuple[int, int]:
    """Put the largest numbers of a group into `inside`, of others into `outside`; say how many."""
    row = board.ceilings[ceiling]
    most_in, most_out = _allows(board, walk, depth, group)
    ins = outs = 0
    for listed in range(walk.sizes[depth]):
        candidate = walk.lists[depth, listed]
        value = row[candidate] + walk.extra[candidate]
        if value > 0.0 and board.belongs[group, candidate]:
            ins = keep_largest(walk.inside, ins, most_in, value)
        elif value > 0.0:
            outs = keep_largest(walk.outside, outs, most_out, value)
    return ins, outs


@compiled
def _top_of_group(board: Board, walk: Walk, depth: int, ceiling: int, group: int) -> None:
    """Put into `bounds` one ceiling's bound where a group is kept, and the least that counts."""
    places = board.places - depth
    most_in, most_out = _allows(board, walk, depth, group)
    ins, outs = _split(board, walk, depth, ceiling, group)
    bound, taken_in, taken_out = walk.base[depth, ceiling] + walk.together[depth], 0, 0
    while taken_in + taken_out < places and (taken_in < ins or taken_out < outs):
        if taken_out == outs or (
            taken_in < ins and walk.inside[taken_in] >= walk.outside[taken_out]
        ):
            bound += walk.inside[taken_in]
            taken_in += 1
        else:
            bound += walk.outside[taken_out]
            taken_out += 1
    last_in = walk.inside[taken_in - 1] if taken_in > 0 else _NO_BOUND
    last_out = walk.outside[taken_out - 1] if taken_out > 0 else _NO_BOUND
    last = min(last_in, last_out) if taken_in + taken_out == places else 0.0
    walk.bounds[0] = bound
    walk.bounds[1] = last_in if taken_in == most_in and taken_in > 0 else last
    walk.bounds[2] = last_out if taken_out == most_out and taken_out > 0 else last


@compiled
def _put_first(walk: Walk, depth: int, rank: int) -> None:
    """Look at this ceiling first from now on."""
    ceiling = walk.order[depth, rank]
    walk.uses[ceiling] += 1.0
    for place in range(rank, 0, -1):
        walk.order[depth, place] = walk.order[depth, place - 1]
    walk.order[depth, 0] = ceiling


@compiled
def _hand_down(walk: Walk, depth: int, looked_at: int) -> None:
    """Leave to the children of a node the ceilings that came nearest there, in their order."""
    kept = max(looked_at // _LEFT_TO_CHILDREN, min(looked_at, _LEAST_CEILINGS))
    nearest = np.sort(walk.near[:looked_at])
    count = 0
    for rank in range(looked_at):
        if walk.near[rank] <= nearest[kept - 1] and count < kept:
            walk.order[depth + 1, count] = walk.order[depth, rank]
            count += 1
    walk.counted[depth + 1] = count


@compiled
def look_first(walk: Walk, ceiling: int, levels: int) -> None:
    """Look at a ceiling first at every depth so far, whether it is new or took another's place."""
    for depth in range(levels):
        count, rank = walk.counted[depth], 0
        while rank < count and walk.order[depth, rank] != ceiling:
            rank += 1
        if rank == count:
            walk.counted[depth] += 1
            walk.order[depth, rank] = ceiling
        for place in range(rank, 0, -1):
            walk.order[depth, place] = walk.order[depth, place - 1]
        walk.order[depth, 0] = ceiling


@compiled
def _drop(board: Board, walk: Walk, depth: int, ceiling: int, group: int, threshold: float) -> None:
    """Lower the bounds of those listed, and drop whoever is not above the threshold any more.

    `walk.bounds` holds the bound of a ceiling and the least that counts in it, of the group (-1 for
    none) and of others: who joins in the place of that changes the bound by the difference.
    """
    bound, kept = walk.bounds[0], 0
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        last = walk.bounds[1 if group >= 0 and board.belongs[group, candidate] else 2]
        value = board.ceilings[ceiling, candidate] + walk.extra[candidate]
        own = bound if value >= last else bound - last + value
        walk.with_it[candidate] = min(walk.with_it[candidate], own)
        if walk.with_it[candidate] > threshold:
            walk.lists[depth, kept] = candidate
            kept += 1
        else:
            walk.highest[0] = max(walk.highest[0], walk.with_it[candidate])
    walk.sizes[depth] = kept


@compiled
def _look_at(board: Board, walk: Walk, depth: int, ceiling: int, threshold: float) -> float:
    """One ceiling's least bound of a node; shortens the list, group by group."""
    least, last = _top(board, walk, depth, ceiling)
    whole = least
    for group in range(len(board.least)):
        if walk.binds[group] and least > threshold and _breaks(board, walk, depth, group):
            _top_of_group(board, walk, depth, ceiling, group)
            least = min(least, walk.bounds[0])
            if least > threshold:
                _drop(board, walk, depth, ceiling, group, threshold)
    if least > threshold:
        walk.bounds[0], walk.bounds[1], walk.bounds[2] = whole, last, last
        _drop(board, walk, depth, ceiling, -1, threshold)
    return least


@compiled
def _shorten(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Keep on the list only candidates whose bound is above the threshold, the best first."""
    _note_groups(board, walk, depth)
    for place in range(walk.sizes[depth]):
        walk.with_it[walk.lists[depth, place]] = _NO_BOUND
    least, tightest = _NO_BOUND, 0
    for rank in range(walk.counted[depth]):
        before = walk.sizes[depth]
        bound = _look_at(board, walk, depth, walk.order[depth, rank], threshold)
        walk.near[rank] = bound
        if bound < least:
            least, tightest = bound, rank
        if bound <= threshold:
            walk.highest[0] = max(walk.highest[0], bound)
            walk.sizes[depth] = 0
        if walk.sizes[depth] == 0:
            break
        if walk.sizes[depth] < _WORTH_COUNTING * before:
            _count_pairs(board, walk, depth)
    if walk.sizes[depth] > 0:
        _hand_down(walk, depth, walk.counted[depth])
    _put_first(walk, depth, tightest)
    kept = walk.sizes[depth]
    keys = np.empty(kept)
    for place in range(kept):
        keys[place] = -walk.with_it[walk.lists[depth, place]]
    walk.lists[depth, :kept] = walk.lists[depth, :kept][np.argsort(keys, kind="mergesort")]


@compiled
def _shorten_all(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Shorten the list while that drops many of it: the fewer they are, the lower the bounds."""
    before = 2 * walk.sizes[depth]
    while 0 < walk.sizes[depth] <= _WORTH_REPEATING * before:
        before = walk.sizes[depth]
        _count_pairs(board, walk, depth)
        _shorten(board, walk, depth, threshold)


@compiled
def _is_hopeless(board: Board, walk: Walk, depth: int, threshold: float) -> bool:
    """Whether a ceiling that helped lately rules out all that are listed."""
    _count_pairs(board, walk, depth)
    for rank in range(min(_LATELY, walk.counted[depth])):
        bound, _ = _top(board, walk, depth, walk.order[depth, rank])
        if bound <= threshold:
            walk.highest[0] = max(walk.highest[0], bound)
            return True
    return False


@compiled
def _is_line_up(board: Board, walk: Walk, depth: int, threshold: float) -> bool:
    """Whether the members alone keep the groups' least, and no ceiling rules them out."""
    for group in range(len(board.least)):
        if walk.held[depth, group] < board.least[group]:
            return False
    least = _NO_BOUND
    for ceiling in range(len(board.constants)):
        least = min(least, walk.base[depth, ceiling] + walk.together[depth])
    if least <= threshold:
        walk.highest[0] = max(walk.highest[0], least)
    return depth > 0 and least > threshold


@compiled
def _arrive(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Look at a node: who of its list is left."""
    walk.state[NODES] += 1
    walk.state[FRESH], walk.position[depth] = 0, 0
    walk.seen[depth] = walk.state[VERSION]
    if _keep_allowed(board, walk, depth) and depth < board.places:
        _shorten_all(board, walk, depth, threshold)
    else:
        walk.sizes[depth] = 0


@compiled
def _descend(board: Board, walk: Walk, depth: int) -> None:
    """Make the next of the list a member."""
    candidate = walk.lists[depth, walk.position[depth]]
    walk.position[depth] += 1
    _join(board, walk, depth, candidate)
    walk.sizes[depth + 1] = 0
    if depth + 1 < board.places:
        _list_rest(board, walk, depth, candidate)
    walk.entered[depth + 1], walk.offered[depth + 1] = walk.state[NODES], 0
    walk.state[DEPTH], walk.state[FRESH] = depth + 1, 1


@compiled
def _return(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Go back to the node before; look at the rest of its list where that may be worth it."""
    worked = walk.state[NODES] - walk.entered[depth] > 1
    depth -= 1
    walk.state[DEPTH] = depth
    left = walk.sizes[depth] - walk.position[depth]
    for place in range(left):
        walk.lists[depth, place] = walk.lists[depth, place + walk.position[depth]]
    walk.sizes[depth], walk.position[depth] = left, 0
    if left > 0 and (worked or walk.seen[depth] != walk.state[VERSION]):
        walk.state[FRESH] = 1
    elif left > 0 and _is_hopeless(board, walk, depth, threshold):
        walk.sizes[depth] = 0


@compiled
def search(board: Board, walk: Walk, threshold: float, patience: int) -> int:
    """Go on until a line-up is found, so many nodes were looked at, or there are no more.

    A line-up is the first `walk.state[DEPTH]` of `walk.members`.
    """
    limit = walk.state[NODES] + patience
    walk.base[0, : len(board.constants)] = board.constants
    for level in range(walk.state[DEPTH]):
        _join(board, walk, level, walk.members[level])
    while walk.state[NODES] < limit:
        depth = walk.state[DEPTH]
        if walk.state[FRESH]:
            _arrive(board, walk, depth, threshold)
        if not walk.offered[depth]:
            walk.offered[depth] = 1
            if _is_line_up(board, walk, depth, threshold):
                walk.state[FRESH] = 1
                return LINE_UP
        if walk.position[depth] < walk.sizes[depth]:
            _descend(board, walk, depth)
        elif depth <= board.fixed:
            return DONE
        else:
            _return(board, walk, depth, threshold)
    return PAUSED


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
        walk.order[level + 1], walk.counted[level + 1] = walk.order[level], walk.counted[level]
    walk.state[DEPTH], walk.state[FRESH] = board.fixed, 1
