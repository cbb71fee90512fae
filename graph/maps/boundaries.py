"""The boundaries of a programme's places, put together out of one file or several.

A code that was renewed stands for the same place. An authority that was formed later out of several
of the programme's is divided among them by their centres. The outlines are laid side by side and
made as coarse as a map needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.maps.approximate import cells, centres_of, without_specks
from graph.maps.boundary_file import TOLD, read_boundary_file, refused, sound
from graph.maps.projection import to_km
from graph.sources.boundaries import LATER, RECODED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from graph.records.model import Place

    Codes = tuple[str, ...]

LEAST_SHARE = 0.5
"""Of the programme's authorities, which the files must have; what they have not is approximate."""
DETAIL_KM = 0.2
"""The smallest bends that are kept."""
_NO_END_KM = 1e4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boundaries:
    """The outlines of a programme's places that somebody gave.

    Attributes
    ----------
    files : the names of the files that they came from
    keys : the properties that hold the codes there
    outlines : by code, on the map, in kilometres (`graph.maps.projection`)
    divided : the codes of those that a later authority was divided among
    repaired : how many outlines crossed themselves or were broken otherwise
    unused : how many of the files' outlines are of other places
    attribution : what their licence asks to be said of them; may be empty
    """

    files: tuple[str, ...]
    keys: tuple[str, ...]
    outlines: Mapping[str, BaseGeometry]
    divided: tuple[str, ...] = ()
    repaired: int = 0
    unused: int = 0
    attribution: str = ""

    def missing(self, places: Sequence[Place]) -> tuple[Place, ...]:
        """Give the places that it has no outline of."""
        return tuple(place for place in places if str(place.code) not in self.outlines)


def read_boundaries(
    paths: Sequence[Path],
    places: Sequence[Place],
    *,
    key: str | None = None,
    attribution: str = "",
) -> Boundaries:
    """Read the outlines of places out of files.

    Parameters
    ----------
    paths : the files; of a place that several have, the first counts
    places : the local authorities of a programme
    key : the property that holds their codes; without one, that which holds most of them
    attribution : what their licence asks to be said of them

    Raises
    ------
    SourceError
        If a file cannot be used, or they have fewer than half of the places.
    """
    known = known_codes(places)
    example = f"{places[0].code} ({places[0].name})" if places else ""
    files = [read_boundary_file(path, known, key=key, example=example) for path in paths]
    whole: dict[Codes, BaseGeometry] = {}
    for file in reversed(files):
        whole |= file.outlines
    outlines, divided = _by_place(coarse(whole), {str(place.code): place for place in places})
    boundaries = Boundaries(
        files=tuple(file.name for file in files),
        keys=tuple(dict.fromkeys(file.key for file in files)),
        outlines=outlines,
        divided=divided,
        repaired=sum(file.repaired for file in files),
        unused=sum(file.unused for file in files),
        attribution=" ".join(attribution.split()),
    )
    if len(outlines) < LEAST_SHARE * len(places):
        _refuse(boundaries, places)
    return boundaries


def known_codes(places: Sequence[Place]) -> dict[str, Codes]:
    """Which of the places each code that a file may have stands for."""
    codes = {str(place.code) for place in places}
    known: dict[str, Codes] = {code: (code,) for code in codes}
    for one, other in RECODED.items():
        for old, new in ((one, other), (other, one)):
            if new in codes:
                known.setdefault(old, (new,))
    for later, area in LATER.items():
        if parts := tuple(part for part in area.parts if part in codes):
            known.setdefault(later, parts)
    return known


def listed(places: Sequence[Place]) -> str:
    """Name places with their codes, the first few of many."""
    names = ", ".join(f"{each.name} ({each.code})" for each in places[:TOLD])
    more = len(places) - TOLD
    return f"{names} and {more:,} more" if more > 0 else names


def _refuse(boundaries: Boundaries, places: Sequence[Place]) -> None:
    there, keys = len(boundaries.outlines), ", ".join(map(repr, boundaries.keys))
    reason = (
        f"the property {keys} holds the codes of {there:,} of the programme's {len(places):,} "
        f"local authorities, fewer than half. Missing are {listed(boundaries.missing(places))}. "
        "Name files that hold the rest too"
    )
    raise refused(", ".join(boundaries.files), reason)


def coarse(whole: Mapping[Codes, BaseGeometry]) -> dict[Codes, BaseGeometry]:
    """Lay outlines side by side, and leave out bends and islands smaller than a detail."""
    import shapely  # noqa: PLC0415  (a third of a second)

    apart = np.array([without_specks(each, DETAIL_KM) for each in whole.values()])
    shared = shapely.coverage_clean(apart)  # type: ignore[attr-defined]  # stubs are of 2.1
    shapes = shapely.coverage_simplify(shared, DETAIL_KM)
    # What is smaller than a bend is kept as it was: an island or a city may be.
    return {
        codes: sound(each) if each.area else whole[codes]
        for codes, each in zip(whole, shapes, strict=True)
    }


def _by_place(
    whole: Mapping[Codes, BaseGeometry], places: Mapping[str, Place]
) -> tuple[dict[str, BaseGeometry], Codes]:
    """Give each place its outline, and tell which were divided; one of its own counts first."""
    outlines = {codes[0]: outline for codes, outline in whole.items() if len(codes) == 1}
    divided: list[str] = []
    for codes, outline in whole.items():
        known = [places[code] for code in codes]
        if len(codes) > 1 and all(each.latitude is not None for each in known):
            parts = cells(to_km(centres_of(known)), outline, reach_km=_NO_END_KM)
            fresh = {c: p for c, p in zip(codes, parts, strict=True) if c not in outlines and p}
            outlines |= fresh
            divided += fresh
    return outlines, tuple(divided)
