"""The shapes that maps of a programme are drawn of, made once for its facts and boundaries."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from graph.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from api.service.service import Service
    from graph.maps.boundaries import Boundaries
    from graph.maps.shapes import Outlines, Shapes
    from graph.records.model import Place
    from graph.snapshot.snapshot import Snapshot
    from graph.sources.unpacking import Stamp

_KEPT = 4
"""Programmes whose shapes are kept."""
_TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapShapes:
    """What maps of a programme are drawn of, in kilometres (`graph.maps.projection`).

    Attributes
    ----------
    authorities : outlines of local authorities by code
    areas : outlines of contract areas by identifier
    notes : sentences about where the shapes come from, how far to trust them, what is not drawn
    """

    authorities: Outlines
    areas: Outlines
    notes: tuple[str, ...]


class Maps:
    """Gives the shapes of a programme's maps.

    Parameters
    ----------
    folder : where loaded boundaries are kept
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = Lock()
        self._made: OrderedDict[tuple[str, str, Stamp | None], MapShapes] = OrderedDict()

    def of(self, service: Service) -> MapShapes:
        """Give the shapes of a programme; boundaries that were loaded meanwhile count at once."""
        from graph.maps.kept import boundaries_path, stamp_of  # noqa: PLC0415  (shapely)

        path = boundaries_path(self.folder, service.programme)
        key = (service.programme, service.snapshot.data_version, stamp_of(path))
        with self._turn:
            found = self._made.pop(key, None) or _shapes(service.snapshot, path)
            self._made[key] = found
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return found


def _shapes(snapshot: Snapshot, path: Path) -> MapShapes:
    from graph.maps.coast import coast  # noqa: PLC0415
    from graph.maps.kept import kept_boundaries  # noqa: PLC0415
    from graph.maps.shapes import shapes_of  # noqa: PLC0415

    given, doubt = None, None
    try:
        given = kept_boundaries(path)
    except SourceError:
        doubt = "The boundaries that were loaded cannot be read: load them again."
    land = coast()
    shapes = shapes_of(
        snapshot.authorities,
        coast=land,
        given=given.outlines if given else None,
        divided=given.divided if given else (),
    )
    notes = list(_notes(snapshot.authorities, shapes, given))
    if land is None and shapes.missing:
        notes = ["There is no coast to draw a map within: set the service up again (make setup)."]
    return MapShapes(
        authorities=dict(shapes.outlines),
        areas=shapes.dissolved(_places_by_area(snapshot)),
        notes=tuple(([doubt] if doubt else []) + notes),
    )


def _places_by_area(snapshot: Snapshot) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {str(area.id): [] for area in snapshot.areas}
    names = list(groups)
    for place, area in zip(snapshot.authorities, snapshot.authority_area.tolist(), strict=True):
        groups[names[area]].append(str(place.code))
    return groups


def _notes(places: Sequence[Place], shapes: Shapes, given: Boundaries | None) -> Iterator[str]:
    """Say where shapes come from and what is missing, in sentences."""
    names = {str(place.code): place.name for place in places}
    if not shapes.outlines:
        yield (
            "There is no map, since no local authority of this programme has a known centre in the "
            "United Kingdom."
        )
        return
    if given is not None:
        yield f"Boundaries: {given.attribution or ', '.join(given.files)}."
    if len(shapes.approximate) == len(shapes.outlines):
        yield (
            "Shapes are approximate: each place is the land that is nearest to its centre. Coast: "
            "Natural Earth."
        )
    elif shapes.approximate:
        yield f"Approximate: {_some([names[code] for code in sorted(shapes.approximate)])}."
    if shapes.missing:
        absent = _some([names[code] for code in shapes.missing])
        yield f"Not drawn, since it is not known where they are: {absent}."


def _some(names: Sequence[str]) -> str:
    more = len(names) - _TOLD
    return ", ".join(names[:_TOLD]) + (f" and {more:,} more" if more > 0 else "")
