"""Random histories of register size, seeded: who worked with whom, what each does, where, for whom.

Works have 2 to 20 members, the fewer the likelier (power -1.3). How active a body is follows a
Pareto law, so a few hubs are in thousands of works and most bodies in none or one, as in real
tables of consortia. Each work is about one or two of seven pathways in one of 21 regions; two of
three members are of that region. Each body does one to three pathways in one region; 1 in 400 works
in all. Days lie in twenty years, works and facts alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from matcher.affinity.history import SUBJECTS, History, Said, Subject, Terms
from matcher.affinity.sites import Sites

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS = {
    Subject.PATHWAY: 7,
    Subject.REGION: 21,
    Subject.COHORT: 6,
    Subject.KIND: 8,
    Subject.FUNDER: 300,
}
LAST_DAY = 7_300
"""The history lasts twenty years."""
_MOST_MEMBERS = 20
_WIDE = 1 / 400
_LOCAL = 2 / 3


def first_of(subject: Subject) -> int:
    """Where the terms of a subject begin."""
    kinds = list(TERMS)
    return sum(TERMS[kind] for kind in kinds[: kinds.index(subject)])


def generated(organisations: int, *, works: int, seed: int = 0) -> History:
    """Make a history."""
    rng = np.random.default_rng(seed)
    bodies = _bodies(rng, organisations)
    region = rng.integers(TERMS[Subject.REGION], size=works)
    organisation, work = _seats(rng, bodies, region)
    day = rng.integers(1, LAST_DAY, size=works)
    leads = np.append(True, work[1:] != work[:-1])
    return History(
        size=organisations,
        organisation=organisation.astype(np.int32),
        work=work.astype(np.int32),
        leads=leads,
        day=day[work].astype(np.int32),
        terms=_terms(),
        about=_about(rng, region),
        said=_said(rng, bodies),
        known_day=np.zeros(organisations, dtype=np.int32),
        sites=Sites.at(bodies.site),
        lone_leads=np.zeros(works, dtype=bool),
    ).checked()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bodies:
    activity: NDArray[np.float64]
    region: NDArray[np.int64]
    is_wide: NDArray[np.bool_]
    site: NDArray[np.float64]


def _bodies(rng: np.random.Generator, count: int) -> _Bodies:
    region = rng.integers(TERMS[Subject.REGION], size=count)
    middle = rng.uniform([50.5, -4.0], [55.0, 1.0], size=(TERMS[Subject.REGION], 2))
    site = middle[region] + rng.normal(0.0, 0.25, size=(count, 2))
    is_wide = rng.random(count) < _WIDE
    site[is_wide] = np.nan
    activity = (rng.pareto(1.3, count) + 0.1) * (1 + 4 * is_wide)
    return _Bodies(
        activity=np.minimum(activity, np.quantile(activity, 1 - 10 / count)),
        region=region,
        is_wide=is_wide,
        site=site,
    )


def _seats(
    rng: np.random.Generator, bodies: _Bodies, region: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who takes part in what, ordered by work, each once."""
    sizes = np.arange(2, _MOST_MEMBERS + 1)
    chance = sizes**-1.3
    members = rng.choice(sizes, size=len(region), p=chance / chance.sum())
    work = np.repeat(np.arange(len(region)), members)
    order = np.argsort(bodies.region, kind="stable")
    reach = np.cumsum(bodies.activity[order])
    ends = np.searchsorted(bodies.region[order], np.arange(TERMS[Subject.REGION] + 1))
    before = np.append(0.0, reach)[ends]
    low, high = before[region[work]], before[region[work] + 1]
    is_local = rng.random(len(work)) < _LOCAL
    drawn = np.where(is_local, low, 0.0)
    drawn += rng.random(len(work)) * (np.where(is_local, high, reach[-1]) - drawn)
    chosen = order[np.minimum(np.searchsorted(reach, drawn, side="right"), len(order) - 1)]
    both = np.unique(work * len(order) + chosen)
    return both % len(order), both // len(order)


def _terms() -> Terms:
    subject = [SUBJECTS.index(kind) for kind, count in TERMS.items() for _ in range(count)]
    names = tuple(f"{kind} {number}" for kind, count in TERMS.items() for number in range(count))
    return Terms(names=names, subject=np.array(subject, dtype=np.int8))


def _about(rng: np.random.Generator, region: NDArray[np.int64]) -> sparse.csr_array[Any]:
    count = len(region)
    pathway = rng.integers(TERMS[Subject.PATHWAY], size=(count, 2))
    both = np.flatnonzero((pathway[:, 0] != pathway[:, 1]) & (rng.random(count) < 0.5))
    rows = np.concatenate([np.arange(count), np.arange(count), both])
    columns = np.concatenate([first_of(Subject.REGION) + region, pathway[:, 0], pathway[both, 1]])
    shape = (count, sum(TERMS.values()))
    return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)


def _said(rng: np.random.Generator, bodies: _Bodies) -> Said:
    count = len(bodies.region)
    everybody = np.arange(count)
    wide = np.flatnonzero(bodies.is_wide)
    regions = TERMS[Subject.REGION]
    parts = [
        (everybody, first_of(Subject.REGION) + bodies.region),
        (
            np.repeat(wide, regions),
            first_of(Subject.REGION) + np.tile(np.arange(regions), len(wide)),
        ),
    ]
    for subject, chance in (
        (Subject.PATHWAY, 0.9),
        (Subject.PATHWAY, 0.5),
        (Subject.PATHWAY, 0.2),
        (Subject.COHORT, 0.3),
        (Subject.KIND, 1.0),
        (Subject.FUNDER, 0.3),
        (Subject.FUNDER, 0.1),
    ):
        told = np.flatnonzero(rng.random(count) < chance)
        # the funders that pay most bodies come first, as a few do
        term = np.floor(TERMS[subject] * rng.random(len(told)) ** 2).astype(np.int64)
        parts.append((told, first_of(subject) + term))
    organisation = np.concatenate([who for who, _ in parts])
    term = np.concatenate([what for _, what in parts])
    width = sum(TERMS.values())
    once = np.unique(organisation * width + term)
    return Said(
        organisation=(once // width).astype(np.int32),
        term=(once % width).astype(np.int32),
        weight=rng.uniform(0.5, 1.0, len(once)),
        day=rng.integers(1, LAST_DAY // 2, size=len(once)).astype(np.int32),
    )
