"""What the search through line-ups looks at and where it is, as arrays that compiled code reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

DEPTH, FRESH, NODES, STAMP, VERSION = range(5)
"""The places of `Walk.state`."""


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
    listed, extra, with_it, without, inside, outside, who, free, binds, bounds, near, ranks, spare :
        room to work in
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
    without: Floats
    inside: Floats
    outside: Floats
    who: Indices
    free: Indices
    binds: Flags
    bounds: Floats
    near: Floats
    ranks: Indices
    spare: Indices
