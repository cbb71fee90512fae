"""Bounding a node of the search by ceilings, and shortening its list (see `enumeration`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.compiling.compiled import compiled, compiled_inside
from matcher.engine.ordering import sort_by
from matcher.engine.position import STAMP
from matcher.engine.worths import keep_largest

if TYPE_CHECKING:
    from matcher.engine.position import Board, Indices, Walk

_NO_BOUND = 1e300
_WORTH_REPEATING = 0.8
_WORTH_COUNTING = 0.7
_LATELY = 4
_LEFT_TO_CHILDREN, _LEAST_CEILINGS = 2, 32


@compiled_inside
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


@compiled_inside
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


@compiled_inside
def _allows(board: Board, walk: Walk, depth: int, group: int) -> tuple[int, int]:
    """How many of the places are for candidates of a group, and for others, at most."""
    places = board.places - depth
    lacking = max(board.least[group] - walk.held[depth, group], 0)
    return min(board.most[group] - walk.held[depth, group], places), places - lacking


@compiled_inside
def _note_groups(board: Board, walk: Walk, depth: int) -> None:
    """Note the groups that those listed could break."""
    places = board.places - depth
    for group in range(len(board.least)):
        of_group, of_others = _allows(board, walk, depth, group)
        walk.binds[group] = of_group < places or of_others < places


@compiled_inside
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


@compiled_inside
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


@compiled_inside
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


@compiled_inside
def _put_first(walk: Walk, depth: int, rank: int) -> None:
    """Look at this ceiling first from now on."""
    ceiling = walk.order[depth, rank]
    walk.uses[ceiling] += 1.0
    for place in range(rank, 0, -1):
        walk.order[depth, place] = walk.order[depth, place - 1]
    walk.order[depth, 0] = ceiling


@compiled_inside
def _hand_down(walk: Walk, depth: int, looked_at: int) -> None:
    """Leave to the children of a node the ceilings that came nearest there, in their order."""
    kept = max(looked_at // _LEFT_TO_CHILDREN, min(looked_at, _LEAST_CEILINGS))
    for rank in range(looked_at):
        walk.ranks[rank] = rank
    sort_by(walk.ranks, walk.near, walk.spare, looked_at)
    nearest, count = walk.near[walk.ranks[looked_at - kept]], 0
    for rank in range(looked_at):
        if walk.near[rank] <= nearest and count < kept:
            walk.order[depth + 1, count] = walk.order[depth, rank]
            count += 1
    walk.counted[depth + 1] = count


@compiled
def look_first(order: Indices, counted: Indices, ceiling: int, levels: int) -> None:
    """Look at a ceiling first at every depth so far, whether it is new or took another's place."""
    for depth in range(levels):
        count, rank = counted[depth], 0
        while rank < count and order[depth, rank] != ceiling:
            rank += 1
        if rank == count:
            counted[depth] += 1
            order[depth, rank] = ceiling
        for place in range(rank, 0, -1):
            order[depth, place] = order[depth, place - 1]
        order[depth, 0] = ceiling


@compiled_inside
def _drop(board: Board, walk: Walk, depth: int, ceiling: int, group: int, threshold: float) -> None:
    """Lower the bounds of those listed, and drop whoever is not above the threshold any more.

    `walk.bounds` holds the bound of a ceiling and the least that counts in it, of the group (the
    number of groups for none) and of others: who joins in the place of that changes the bound by
    the difference.
    """
    bound, kept = walk.bounds[0], 0
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        last = walk.bounds[1 if group < len(board.least) and board.belongs[group, candidate] else 2]
        value = board.ceilings[ceiling, candidate] + walk.extra[candidate]
        own = bound if value >= last else bound - last + value
        walk.with_it[candidate] = min(walk.with_it[candidate], own)
        missed = bound - max(value - last, 0.0)
        walk.without[candidate] = min(walk.without[candidate], missed)
        if walk.with_it[candidate] > threshold:
            walk.lists[depth, kept] = candidate
            kept += 1
        else:
            walk.highest[0] = max(walk.highest[0], walk.with_it[candidate])
    walk.sizes[depth] = kept


@compiled_inside
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
        _drop(board, walk, depth, ceiling, len(board.least), threshold)
    return least


@compiled_inside
def _shorten_once(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Keep on the list only candidates whose bound is above the threshold, the best first."""
    _note_groups(board, walk, depth)
    for place in range(walk.sizes[depth]):
        walk.with_it[walk.lists[depth, place]] = _NO_BOUND
        walk.without[walk.lists[depth, place]] = _NO_BOUND
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
    for place in range(walk.sizes[depth]):
        candidate = walk.lists[depth, place]
        walk.with_it[candidate] -= walk.without[candidate]
    sort_by(walk.lists[depth], walk.with_it, walk.spare, walk.sizes[depth])


@compiled_inside
def shorten(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Shorten the list while that drops many of it: the fewer they are, the lower the bounds."""
    before = 2 * walk.sizes[depth]
    while 0 < walk.sizes[depth] <= _WORTH_REPEATING * before:
        before = walk.sizes[depth]
        _count_pairs(board, walk, depth)
        _shorten_once(board, walk, depth, threshold)


@compiled_inside
def is_hopeless(board: Board, walk: Walk, depth: int, threshold: float) -> bool:
    """Whether a ceiling that helped lately rules out all that are listed."""
    _count_pairs(board, walk, depth)
    for rank in range(min(_LATELY, walk.counted[depth])):
        bound, _ = _top(board, walk, depth, walk.order[depth, rank])
        if bound <= threshold:
            walk.highest[0] = max(walk.highest[0], bound)
            return True
    return False


@compiled_inside
def is_line_up(board: Board, walk: Walk, depth: int, threshold: float) -> bool:
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
