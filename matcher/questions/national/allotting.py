"""How bodies that several line-ups share are best shared out: one linear programme over all areas.

With members and leads fixed, the volumes of all areas together are a linear programme: each area's
own rows (`matcher.engine.allocation`), and for each scarce body a row over all its areas. The same
programme with everybody as a member says roughly what each capacity is worth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from matcher.engine.allocation import Volumes
from matcher.problem.merging import merge_cells
from matcher.problem.rows import sums_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from matcher.problem.model import Solution
    from matcher.questions.national.country import Country

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One area's volumes in the programme: `body` owns each column, `people` is its whole cell."""

    area: int
    volumes: Volumes
    body: NDArray[np.int64]
    people: Floats


def shared_out(country: Country, line_ups: Mapping[int, Solution]) -> dict[int, Floats] | None:
    """What each body of these line-ups does in each area, in needs a year, shape (N,) by area.

    Only of the areas of bodies that are scarce and work in several of them. None where there are
    no such bodies, or no volumes keep all the rules.
    """
    several = _in_several(country, line_ups)
    parts = [part for part in _parts(country, line_ups) if np.isin(part.body, several).any()]
    if not parts:
        return None
    shares = _best_shares(country, parts)
    if shares is None:
        return None
    ends = np.cumsum([len(part.body) for part in parts])[:-1]
    return {
        part.area: sums_by(part.body, own * part.people, country.bodies)
        for part, own in zip(parts, np.split(shares, ends), strict=True)
    }


def _in_several(country: Country, line_ups: Mapping[int, Solution]) -> NDArray[np.int64]:
    """The scarce bodies in more than one of these line-ups."""
    counts = np.zeros(country.bodies, dtype=np.int64)
    for area, one in line_ups.items():
        counts[country.cases[area].candidates[list(one.members)]] += 1
    return np.flatnonzero(country.scarce & (counts > 1))


def _parts(country: Country, line_ups: Mapping[int, Solution]) -> list[_Part]:
    parts = []
    for area, one in line_ups.items():
        volumes = Volumes(country.cases[area].problem, one.members)
        members = country.cases[area].candidates[list(one.members)]
        parts.append(_Part(area, volumes, members[volumes.owner], volumes.need))
    return parts


def first_prices(country: Country) -> Floats:
    """What one more unit of each body's one capacity would gain if members cost nothing, (N,).

    Everybody is a member of every area, and no minimum is asked for: a linear programme.
    """
    prices = np.zeros(country.bodies)
    parts = []
    for area, case in enumerate(country.cases if country.scarce.any() else ()):
        asked = np.zeros(case.problem.candidates)
        problem = replace(merge_cells(case.problem).problem, min_volume=asked)
        volumes = Volumes(problem, tuple(range(problem.candidates)))
        parts.append(_Part(area, volumes, case.candidates[volumes.owner], volumes.need))
    solved = _solved(country, parts) if parts else None
    if solved is not None:
        prices[solved.scarce] = solved.prices
    return prices


def _best_shares(country: Country, parts: list[_Part]) -> Floats | None:
    """The share of its cell that each column takes; None where no shares keep all rows."""
    solved = _solved(country, parts)
    return None if solved is None else np.clip(solved.shares, 0.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Solved:
    """The best shares, and what one more of each scarce body's capacity would gain."""

    shares: Floats
    scarce: NDArray[np.int64]
    prices: Floats


def _solved(country: Country, parts: list[_Part]) -> _Solved | None:
    models = [part.volumes.model(slack=False) for part in parts]
    rows: Any = sparse.block_diag(
        [
            sparse.csr_array(
                (one.data, one.indices, one.indptr), (len(one.row_upper), len(one.gain))
            )
            for one in models
        ],
        format="csr",
    )
    lower = np.concatenate([one.row_lower for one in models])
    upper = np.concatenate([one.row_upper for one in models])
    value = [float(country.value[part.area]) for part in parts]
    gain = np.concatenate([one.gain * each for one, each in zip(models, value, strict=True)])
    scarce, together = _shared_rows(country, parts)
    at_most, at_least = np.isfinite(upper), np.isfinite(lower)
    all_rows: Any = sparse.vstack([together, rows[at_most], -rows[at_least]], format="csr")
    most = np.concatenate([country.shared.total[scarce], upper[at_most], -lower[at_least]])
    ends = np.concatenate([one.upper for one in models])
    bounds: Any = np.column_stack([np.zeros_like(ends), ends])
    found = linprog(-gain, all_rows, most, bounds=bounds, method="highs")
    if found.status != 0:
        return None
    prices = np.maximum(-found.ineqlin.marginals[: len(scarce)], 0.0)
    return _Solved(np.asarray(found.x), scarce, prices)


def _shared_rows(
    country: Country, parts: list[_Part]
) -> tuple[NDArray[np.int64], sparse.csr_array[Any]]:
    """The scarce bodies, and a row for each: what it does in all areas."""
    body = np.concatenate([part.body for part in parts])
    amount = np.concatenate(
        [part.people * country.shared.rate[part.area][part.body] for part in parts]
    )
    scarce = np.flatnonzero(country.scarce & (np.bincount(body, minlength=country.bodies) > 0))
    own = np.flatnonzero(country.scarce[body])
    row = np.searchsorted(scarce, body[own])
    return scarce, sparse.csr_array((amount[own], (row, own)), shape=(len(scarce), len(body)))
