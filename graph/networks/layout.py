"""Where the nodes of a network stand on a map.

Nodes that are tied attract each other and all push each other away (Fruchterman and Reingold 1991,
Software: Practice and Experience 21, 1129). That takes all pairs, so what hangs together in more
than `ALL_PAIRS_UP_TO` nodes is laid out in two steps: each group by itself, and then the groups as
discs, which may not overlap (Rodrigues and others 2011, Group-in-a-Box). Parts that do not hang
together stand in rows, the largest first. The same network gives the same map.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

ALL_PAIRS_UP_TO = 400
_ROUNDS = 120
_FEWEST_ROUNDS = 12
_LARGE = 1_000
"""A group of more nodes has fewer rounds, so that it takes about as long."""
_ROUNDS_OF_DISCS = 200
_GOLDEN_ANGLE = np.pi * (3.0 - np.sqrt(5.0))
_NOT_ZERO = 1e-9
_HELD = 0.95
_SHAPE = 1.5
"""The width of the whole by its height."""
_GAP = 1.0
"""Between discs; a node takes a disc of radius 1."""
_DISTANCE = 2.0
"""Between neighbours, about."""


def positions(ties: sparse.csr_array[Any], groups: Indices, *, centre: int | None = None) -> Floats:
    """Place nodes on a map, about two units between neighbours.

    Parameters
    ----------
    ties : symmetric strengths, shape (n, n)
    groups : the number of each node's group, shape (n,); it matters in large networks only
    centre : the node that stands at the origin; without one, the middle does

    Returns
    -------
    numpy.ndarray
        x and y, shape (n, 2).
    """
    count = ties.shape[0]
    placed = np.zeros((count, 2))
    parts = _parts(ties)
    for part in parts:
        inside = sparse.csr_array(ties[part][:, part])
        placed[part] = _one_part(inside, groups[part])
    _in_rows(placed, parts)
    if count:
        middle = (placed.min(axis=0) + placed.max(axis=0)) / 2
        placed -= middle if centre is None else placed[centre].copy()
    return placed


def _parts(ties: sparse.csr_array[Any]) -> list[Indices]:
    """Give the nodes of each part that hangs together, the largest part first."""
    _, number = sparse.csgraph.connected_components(ties, directed=False)
    order = np.argsort(number, kind="stable")
    ends = np.cumsum(np.bincount(number))[:-1]
    found = [part for part in np.split(order, ends) if len(part)]
    return sorted(found, key=lambda part: (-len(part), part[0]))


def _one_part(ties: sparse.csr_array[Any], groups: Indices) -> Floats:
    """Place the nodes of a part around its middle."""
    names, group = np.unique(groups, return_inverse=True)
    if ties.shape[0] <= ALL_PAIRS_UP_TO or len(names) == 1:
        return _by_forces(ties)
    placed = np.zeros((ties.shape[0], 2))
    members = [np.flatnonzero(group == number) for number in range(len(names))]
    for nodes in members:
        placed[nodes] = _by_forces(sparse.csr_array(ties[nodes][:, nodes]))
    radius = np.array([_radius(placed[nodes]) for nodes in members])
    of = sparse.csr_array((np.ones(len(group)), (group, np.arange(len(group)))))
    between = (of @ ties @ of.T).toarray()
    return np.asarray(placed + _discs(between, radius)[group])


def _radius(placed: Floats) -> float:
    """Give the radius of a disc that holds nearly all; few stragglers would push all others off."""
    return float(np.quantile(np.hypot(*placed.T), _HELD)) + _GAP


def _spiral(count: int) -> Floats:
    """Spread nodes evenly over a disc, as seeds in a sunflower."""
    turn = np.arange(count) * _GOLDEN_ANGLE
    away = np.sqrt(np.arange(count) + 0.5)
    return np.stack([np.cos(turn) * away, np.sin(turn) * away], axis=1)


def _start(ties: Any, count: int) -> Floats:  # noqa: ANN401  (dense or sparse)
    """Begin with a spiral in the order of a walk from the node with the most ties."""
    links = sparse.csr_array(ties)
    hub = int(np.argmax(np.diff(links.indptr)))
    walk = sparse.csgraph.breadth_first_order(links, hub, return_predecessors=False)
    rest = np.setdiff1d(np.arange(count), walk)
    placed = np.zeros((count, 2))
    placed[np.concatenate([walk, rest])] = _spiral(count)
    return placed


def _by_forces(ties: sparse.csr_array[Any]) -> Floats:
    """Let all pairs push each other away and tied ones pull, with steps that grow smaller."""
    count = ties.shape[0]
    placed = _start(ties, count) * _DISTANCE / 2
    pull = np.minimum(ties.toarray(), 1.0)
    pull[pull > 0] += 0.5
    rounds = int(np.clip(_ROUNDS * (_LARGE / count) ** 2, _FEWEST_ROUNDS, _ROUNDS))
    for step in np.linspace(np.sqrt(count), 0.02, rounds):
        squares = _squares(placed)
        force = pull * np.sqrt(squares) / _DISTANCE - _DISTANCE**2 / squares
        np.fill_diagonal(force, 0.0)
        move = force @ placed - force.sum(axis=1)[:, np.newaxis] * placed
        length = np.sqrt((move**2).sum(axis=1)) + _NOT_ZERO
        placed += move * (np.minimum(length, step) / length)[:, np.newaxis]
    return _lying(placed - placed.mean(axis=0))


def _lying(placed: Floats) -> Floats:
    """Turn the longest extent to the side: screens are wider than they are high."""
    _, _, axes = np.linalg.svd(placed, full_matrices=False)
    if axes.shape != (2, 2):
        return placed
    upright = axes * np.where(axes[:, [0]] + axes[:, [1]] < 0, -1.0, 1.0)
    return np.asarray(placed @ upright.T)


def _discs(between: Floats, radius: Floats) -> Floats:
    """Bring discs near those that they are tied to, and push apart those that overlap."""
    np.fill_diagonal(between, 0.0)
    order = np.argsort(-radius, kind="stable")
    placed = np.zeros((len(radius), 2))
    placed[order] = _spiral(len(radius)) * radius.max()
    room = radius[:, np.newaxis] + radius + _GAP
    np.fill_diagonal(room, 0.0)
    share = between / (between.sum(axis=1, keepdims=True) + _NOT_ZERO)
    for step in np.linspace(0.2, 0.0, _ROUNDS_OF_DISCS):
        placed += step * (share @ placed - placed) - 0.2 * step * placed
        placed = _apart(placed, room)
    while (np.sqrt(_squares(placed)) < 0.9 * room).any():
        placed = _apart(placed * 1.02, room)
    return placed


def _apart(placed: Floats, room: Floats) -> Floats:
    """Push discs that overlap half the way apart."""
    distance = np.sqrt(_squares(placed))
    push = np.maximum(room - distance, 0.0) / distance / 4
    return np.asarray(placed + push.sum(axis=1)[:, np.newaxis] * placed - push @ placed)


def _squares(placed: Floats) -> Floats:
    """Square the distances of all pairs; never 0."""
    length = (placed**2).sum(axis=1)
    squares = length[:, np.newaxis] + length - 2.0 * (placed @ placed.T)
    return np.asarray(np.maximum(squares, _NOT_ZERO))


def _in_rows(placed: Floats, parts: Sequence[Indices]) -> None:
    """Move parts beside each other in rows, no wider than makes the whole a lying picture."""
    boxes = [np.ptp(placed[part], axis=0) + 2 * _DISTANCE for part in parts]
    wide = np.sqrt(_SHAPE * sum(float(box.prod()) for box in boxes))
    width = max(wide, *(float(box[0]) for box in boxes)) if boxes else 0.0
    corner, height = np.zeros(2), 0.0
    for part, box in zip(parts, boxes, strict=True):
        if corner[0] > 0 and corner[0] + box[0] > width:
            corner, height = np.array([0.0, corner[1] - height]), 0.0
        placed[part] += corner - [placed[part][:, 0].min(), placed[part][:, 1].max()]
        corner += np.array([box[0], 0.0])
        height = max(height, float(box[1]))
