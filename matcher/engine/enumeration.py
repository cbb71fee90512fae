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

from typing import TYPE_CHECKING

from matcher.compiling.compiled import compiled, compiled_inside
from matcher.engine.bounding import is_hopeless, is_line_up, shorten
from matcher.engine.position import DEPTH, FRESH, NODES, STAMP, VERSION

if TYPE_CHECKING:
    from matcher.engine.position import Board, Walk

DONE, LINE_UP, PAUSED = 0, 1, 2


@compiled_inside
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


@compiled_inside
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


@compiled_inside
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


@compiled_inside
def _keep_allowed(board: Board, walk: Walk, depth: int) -> bool:
    """Drop candidates that the groups forbid; False if not all groups can be satisfied."""
    size = 0
    for group in range(len(board.least)):
        walk.free[group] = 0
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


@compiled_inside
def _arrive(board: Board, walk: Walk, depth: int, threshold: float) -> None:
    """Look at a node: who of its list is left."""
    walk.state[NODES] += 1
    walk.state[FRESH], walk.position[depth] = 0, 0
    walk.seen[depth] = walk.state[VERSION]
    if _keep_allowed(board, walk, depth) and depth < board.places:
        shorten(board, walk, depth, threshold)
    else:
        walk.sizes[depth] = 0


@compiled_inside
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


@compiled_inside
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
    elif left > 0 and is_hopeless(board, walk, depth, threshold):
        walk.sizes[depth] = 0


@compiled
def search(board: Board, walk: Walk, threshold: float, patience: int) -> int:
    """Go on until a line-up is found, so many nodes were looked at, or there are no more.

    A line-up is the first `walk.state[DEPTH]` of `walk.members`.
    """
    limit = walk.state[NODES] + patience
    for ceiling in range(len(board.constants)):
        walk.base[0, ceiling] = board.constants[ceiling]
    for level in range(walk.state[DEPTH]):
        _join(board, walk, level, walk.members[level])
    for level in range(walk.state[DEPTH], board.fixed):
        _descend(board, walk, level)
    while walk.state[NODES] < limit:
        depth = walk.state[DEPTH]
        if walk.state[FRESH]:
            _arrive(board, walk, depth, threshold)
        if not walk.offered[depth]:
            walk.offered[depth] = 1
            if is_line_up(board, walk, depth, threshold):
                walk.state[FRESH] = 1
                return LINE_UP
        if walk.position[depth] < walk.sizes[depth]:
            _descend(board, walk, depth)
        elif depth <= board.fixed:
            return DONE
        else:
            _return(board, walk, depth, threshold)
    return PAUSED
