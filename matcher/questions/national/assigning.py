"""Choosing one of the line-ups found for each area, so that no lead holds more than it may.

A linear programme takes the line-ups in parts. Where it takes one whole, that is the choice; the
areas that it splits, and those where the second best is nearest, are tried in all combinations.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_COMBINATIONS = 20_000
_WHOLE = 1 - 1e-6
_ROOM = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Offer:
    """A line-up of an area: what it is worth, and what it uses of each limit, shape (R,)."""

    area: int
    worth: float
    use: Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Parts:
    """How much of each offer the linear programme takes, and what each is worth at its prices."""

    taken: Floats
    worth: Floats


def assigned(offers: Sequence[Offer], limit: Floats) -> tuple[int, ...]:
    """Give the positions of offers that are worth much together, at most one for each area.

    Not always the best there are: where areas are many, not all combinations are tried.

    >>> import numpy as np
    >>> dear = Offer(area=0, worth=5.0, use=np.array([1.0]))
    >>> other = Offer(area=1, worth=4.0, use=np.array([1.0]))
    >>> assigned([dear, other], np.array([1.0]))
    (0,)
    """
    if not offers:
        return ()
    use = np.array([each.use for each in offers])
    shared = np.flatnonzero(np.isfinite(limit) & use.any(axis=0))
    scale = np.maximum(limit[shared], 1.0)
    use, most = use[:, shared] / scale, limit[shared] / scale
    parts = _in_parts(offers, use, most)
    ranked: dict[int, list[int]] = {}
    for position in np.argsort(-parts.worth, kind="stable"):
        ranked.setdefault(offers[position].area, []).append(int(position))
    ranked = {area: list(_different(own, use)) for area, own in ranked.items()}
    fixed = {
        area: next((i for i in own if parts.taken[i] > _WHOLE), None)
        for area, own in ranked.items()
    }
    tried = _tried(ranked, fixed, parts.worth)
    kept = [i for area, i in fixed.items() if i is not None and area not in tried]
    left = most - use[kept].sum(axis=0)
    kept += _best_of([ranked[area] for area in tried], offers, use, left)
    return tuple(sorted((*kept, *_filled(ranked, offers, kept, use, most))))


def _in_parts(offers: Sequence[Offer], use: Floats, most: Floats) -> _Parts:
    areas, worth = np.array([each.area for each in offers]), np.array([o.worth for o in offers])
    one_each = (np.unique(areas)[:, np.newaxis] == areas).astype(float)
    solved = linprog(
        -worth,
        np.vstack([one_each, use.T]),
        np.concatenate([np.ones(len(one_each)), most]),
        bounds=(0.0, 1.0),
        method="highs",
    )
    if solved.status != 0:
        return _Parts(taken=np.zeros_like(worth), worth=worth)
    prices = np.maximum(-solved.ineqlin.marginals[len(one_each) :], 0.0)
    return _Parts(taken=np.asarray(solved.x), worth=worth - use @ prices)


def _different(ranked: Sequence[int], use: Floats) -> Iterator[int]:
    """Of offers that use the same, which is the same lead, only the first."""
    seen = set[bytes]()
    for position in ranked:
        key = use[position].tobytes()
        if key not in seen:
            seen.add(key)
            yield position


def _filled(
    ranked: Mapping[int, Sequence[int]],
    offers: Sequence[Offer],
    kept: Sequence[int],
    use: Floats,
    most: Floats,
) -> Iterator[int]:
    """For areas that have none, the first offer that there is still room for."""
    left, served = most - use[list(kept)].sum(axis=0), {offers[i].area for i in kept}
    for area in sorted(ranked.keys() - served):
        for position in ranked[area]:
            if offers[position].worth > 0 and (left - use[position] >= -_ROOM).all():
                left = left - use[position]
                yield position
                break


def _tried(
    ranked: Mapping[int, Sequence[int]], fixed: Mapping[int, int | None], worth: Floats
) -> list[int]:
    """The areas to try all combinations of: those that are split, then the nearest to it."""

    def margin(area: int) -> tuple[bool, float]:
        own = ranked[area]
        nearest = worth[own[0]] - worth[own[1]] if len(own) > 1 else np.inf
        return fixed[area] is not None, float(nearest)

    tried, combinations = list[int](), 1
    for area in sorted(ranked, key=margin):
        combinations *= len(ranked[area]) + 1
        if combinations > _COMBINATIONS:
            break
        tried.append(area)
    return tried


def _best_of(
    choices: Sequence[Sequence[int]], offers: Sequence[Offer], use: Floats, left: Floats
) -> tuple[int, ...]:
    """The combination that is worth most within what is left, depth first."""
    most = [max(0.0, *(offers[i].worth for i in own)) for own in choices]
    rest = [sum(most[depth:]) for depth in range(len(most) + 1)]
    best: tuple[float, tuple[int, ...]] = (0.0, ())

    def search(depth: int, worth: float, taken: tuple[int, ...], left: Floats) -> None:
        nonlocal best
        if worth > best[0]:
            best = worth, taken
        if depth == len(choices) or worth + rest[depth] <= best[0]:
            return
        for position in choices[depth]:
            after = left - use[position]
            if (after >= -_ROOM).all():
                search(depth + 1, worth + offers[position].worth, (*taken, position), after)
        search(depth + 1, worth, taken, left)

    search(0, 0.0, (), left)
    return best[1]
