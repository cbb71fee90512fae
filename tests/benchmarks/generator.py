"""Random line-up problems of register size, seeded, of the form in docs/benchmarks.md.

Seven pathways in sixteen authorities (112 cells), optionally for three cohorts. Mix ``real``: a
handful of national organisations, some regional ones, the rest local to one to three authorities;
mix ``hard``: 3 % national and 17 % regional whatever the size, so that many are alike. What a
candidate can do in all is a share of the whole need. Affinity is sparse, and who is more active has
more ties.

Mix ``even`` has the scopes of ``real`` but sizes nearer to each other and twice the ties, stronger
ones and spread more over the regional and national, so that no line-up stands out:

| | ``real``, ``hard`` | ``even`` |
|---|---|---|
| share of the need, lognormal: local | -6.0, 0.8 | -4.5, 0.6 |
| regional | -3.6, 0.6 | -3.4, 0.5 |
| national | -2.4, 0.5 | -3.2, 0.5 |
| ties of a candidate, about | 3 | 6 |
| strength of a tie, beta | 1.5, 3 | 2, 3 |
| activity, Pareto(1.5) + 0.2 + | 2 x scope | 3 x scope |

Scope is 0 for local, 1 for regional, 2 for national candidates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from matcher.problem.model import Problem

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATHWAYS, AUTHORITIES = 7, 16
NATIONAL, REGIONAL = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """What tells markets apart.

    Attributes
    ----------
    sizes : mean and deviation of the logarithm of a share of the need, for each scope
    ties : of a candidate, in the middle
    strength : the two parameters of a beta distribution
    activity : how much more active each step of scope makes
    """

    sizes: tuple[tuple[float, float], ...]
    ties: int
    strength: tuple[float, float]
    activity: float


_PLAIN = Mix(
    sizes=((-6.0, 0.8), (-3.6, 0.6), (-2.4, 0.5)), ties=3, strength=(1.5, 3.0), activity=2.0
)
_EVEN = Mix(
    sizes=((-4.5, 0.6), (-3.4, 0.5), (-3.2, 0.5)), ties=6, strength=(2.0, 3.0), activity=3.0
)
MIXES = {"real": _PLAIN, "hard": _PLAIN, "even": _EVEN}


def generate(
    candidates: int,
    *,
    seed: int,
    mix: str = "real",
    cohorts: int = 1,
    pair_weight: float = 0.1,
    max_members: int = 10,
) -> Problem:
    """Make a problem."""
    rng = np.random.default_rng(seed)
    scope = _scopes(rng, candidates, mix)
    quality, capacity, need = _supply(rng, scope, cohorts)
    sizes = [rng.lognormal(*size, candidates) for size in MIXES[mix].sizes]
    total = need.sum() * np.choose(scope, sizes)
    return Problem(
        need=need,
        weight=np.full(len(need), 1.0 / len(need)),
        quality=quality,
        cell_capacity=capacity,
        total_capacity=total,
        affinity=_affinity(rng, scope, MIXES[mix]),
        member_cost=rng.uniform(0.0, 0.1, candidates) / max_members,
        is_vcse=rng.random(candidates) < np.choose(scope, [0.85, 0.5, 0.3]),
        may_lead=(scope == NATIONAL) | ((scope == REGIONAL) & (rng.random(candidates) < 0.2)),
        max_members=max_members,
        min_vcse_share=0.3,
        pair_weight=pair_weight,
        pair_scale=max_members * (max_members - 1) / 2,
    )


def ring(
    candidates: int,
    *,
    seed: int,
    pair_weight: float = 0.1,
    max_members: int = 30,
    member_cost: float = 0.008,
) -> Problem:
    """Make a market of a few thin nationals and many good local organisations.

    A national serves nearly all, at 0.2 to 0.5; a local serves little, at 0.5 to 0.9. Each member
    costs about `member_cost`, so that 10 to 30 are best; one in a hundred, and at least five, serve
    nothing and are there to lead.
    """
    rng = np.random.default_rng(seed)
    scope = _scopes(rng, candidates, "real")
    quality, capacity, need = _supply(rng, scope, 1)
    owner = np.repeat(np.arange(candidates), np.diff(quality.indptr))
    low, high = np.array([0.5, 0.35, 0.2])[scope], np.array([0.9, 0.6, 0.5])[scope]
    base = rng.uniform(low, high)[owner]
    fits = np.clip(base + rng.normal(0.0, 0.05, len(owner)), 0.05, 1.0)
    sizes = [rng.lognormal(*size, candidates) for size in ((-5.0, 0.7), (-3.6, 0.6), (-2.0, 0.5))]
    idle = rng.permutation(candidates)[: max(candidates // 100, 5)]
    works = ~np.isin(owner, idle)
    starts = np.concatenate([[0], np.cumsum(np.bincount(owner[works], minlength=candidates))])
    entries = quality.indices[works], starts
    may_lead = (scope == NATIONAL) | ((scope == REGIONAL) & (rng.random(candidates) < 0.2))
    may_lead[idle] = True
    return Problem(
        need=need,
        weight=np.full(len(need), 1.0 / len(need)),
        quality=sparse.csr_array((fits[works], *entries), quality.shape),
        cell_capacity=sparse.csr_array((capacity.data[works], *entries), quality.shape),
        total_capacity=need.sum() * np.choose(scope, sizes),
        affinity=_affinity(rng, scope, MIXES["real"]),
        member_cost=member_cost * rng.uniform(0.8, 1.2, candidates),
        lead_worth=np.where(may_lead, member_cost + rng.uniform(0.0, 0.03, candidates), 0.0),
        is_vcse=rng.random(candidates) < np.choose(scope, [0.85, 0.5, 0.3]),
        may_lead=may_lead,
        max_members=max_members,
        min_vcse_share=0.3,
        pair_weight=pair_weight,
    )


def _scopes(rng: np.random.Generator, candidates: int, mix: str) -> NDArray[np.int64]:
    """0 local, 1 regional, 2 national; at least one national."""
    if mix == "hard":
        national, regional = max(candidates * 3 // 100, 1), candidates * 17 // 100
    else:
        national, regional = min(12, max(candidates // 20, 1)), min(200, candidates // 8)
    scope = np.zeros(candidates, dtype=np.int64)
    scope[:national] = NATIONAL
    scope[national : national + regional] = REGIONAL
    return rng.permutation(scope)


def _supply(
    rng: np.random.Generator, scope: NDArray[np.int64], cohorts: int
) -> tuple[sparse.csr_array, sparse.csr_array, NDArray[np.float64]]:
    """Each candidate serves some pathways in some authorities, for some cohorts."""
    authorities = np.choose(
        scope, [rng.integers(1, 4, len(scope)), rng.integers(4, 9, len(scope)), AUTHORITIES]
    )
    size = len(scope)
    pathways = np.choose(
        scope, [rng.integers(1, 3, size), rng.integers(1, 5, size), rng.integers(2, 8, size)]
    )
    where = _first_of(rng.random((len(scope), AUTHORITIES)), authorities)
    what = _first_of(rng.random((len(scope), PATHWAYS)), pathways)
    whom = _first_of(rng.random((len(scope), cohorts)), rng.integers(1, cohorts + 1, len(scope)))
    rows: list[NDArray[np.int64]] = []
    columns: list[NDArray[np.int64]] = []
    for pathway in range(PATHWAYS):
        for cohort in range(cohorts):
            serves = where & (what[:, [pathway]] & whom[:, [cohort]])
            row, authority = np.nonzero(serves)
            rows.append(row)
            columns.append((pathway * cohorts + cohort) * AUTHORITIES + authority)
    cells = PATHWAYS * cohorts * AUTHORITIES
    need = rng.lognormal(5.0, 0.6, cells)
    row, column = np.concatenate(rows), np.concatenate(columns)
    base = rng.beta(4, 3, len(scope))
    quality = np.clip(base[row] + rng.normal(0.0, 0.08, len(row)), 0.05, 1.0)
    share = rng.uniform(0.2, 1.0, len(row))
    shape = (len(scope), cells)
    matrix = sparse.csr_array((quality, (row, column)), shape=shape)
    capacity = sparse.csr_array((share * need[column], (row, column)), shape=shape)
    return matrix, capacity, need


def _first_of(chance: NDArray[np.float64], count: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose `count` columns of each row by lot."""
    rank = chance.argsort(axis=1).argsort(axis=1)
    return np.asarray(rank < count[:, np.newaxis])


def _affinity(rng: np.random.Generator, scope: NDArray[np.int64], mix: Mix) -> sparse.csr_array:
    """Who is more active has more ties."""
    count = len(scope)
    active = rng.pareto(1.5, count) + 0.2 + mix.activity * scope
    chance = active / active.sum()
    pairs = rng.choice(count, size=(2, mix.ties * count // 2), p=chance)
    pairs = np.unique(np.sort(pairs[:, pairs[0] != pairs[1]], axis=0), axis=1)
    strength = rng.beta(*mix.strength, pairs.shape[1])
    ends = np.concatenate([pairs, pairs[::-1]], axis=1)
    both = np.concatenate([strength, strength])
    return sparse.csr_array((both, (ends[0], ends[1])), shape=(count, count))
