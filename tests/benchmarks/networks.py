"""A generated network, seeded: who worked with whom is made up, and so is everybody in it.

Each body belongs to one of some circles. How active a body is follows a Pareto law, so a few are in
very many works. Each work is by two; four of five are by bodies of one circle, and no pair has two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import OrganisationKind
from tests.builders import COUNTY_1, COUNTY_2, member, organisation, project, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot

_CIRCLES = 40
_WITHIN = 0.8
_DRAWN_AT_ONCE = 4_096


def generated_network(organisations: int, *, ties: int, seed: int = 0) -> Snapshot:
    """Make the snapshot of so many organisations with so many ties."""
    pairs = _pairs(organisations, ties, seed)
    kinds = list(OrganisationKind)
    names = [f"Generated body {number:05}" for number in range(organisations)]
    works = [f"W{number}" for number in range(len(pairs))]
    return small_snapshot(
        organisations=tuple(
            organisation(name, kinds[number % len(kinds)]) for number, name in enumerate(names)
        ),
        collaborations=tuple(
            project(
                work,
                start=str(2000 + number % 12),
                end=str(2001 + number % 12),
                areas=((COUNTY_1, COUNTY_2)[number % 2],),
                pathways=(("housing", "work")[number % 3 % 2],),
            )
            for number, work in enumerate(works)
        ),
        memberships=tuple(
            member(work, names[each])
            for work, pair in zip(works, pairs, strict=True)
            for each in pair
        ),
    )


def _pairs(organisations: int, ties: int, seed: int) -> list[tuple[int, int]]:
    rng = np.random.default_rng(seed)
    circle = rng.integers(_CIRCLES, size=organisations)
    active = rng.pareto(1.5, organisations) + 0.2
    chance = active / active.sum()
    order = np.argsort(circle, kind="stable")
    start = np.searchsorted(circle[order], np.arange(_CIRCLES + 1))
    found: dict[tuple[int, int], None] = {}
    while len(found) < ties:
        first = rng.choice(organisations, size=_DRAWN_AT_ONCE, p=chance)
        low, high = start[circle[first]], start[circle[first] + 1]
        near = order[rng.integers(low, high)]
        second = np.where(
            rng.random(_DRAWN_AT_ONCE) < _WITHIN,
            near,
            rng.integers(organisations, size=_DRAWN_AT_ONCE),
        )
        for a, b in zip(first.tolist(), second.tolist(), strict=True):
            if a != b:
                found[min(a, b), max(a, b)] = None
    return list(found)[:ties]
