"""One boundary file as it is published: GeoJSON or TopoJSON keyed by the codes of places.

Which property holds the codes is found out (`LAD13CD`, `LAD21CD`, `areacd`, `id` ...) or said.
Coordinates are degrees, or metres of the National Grid. What is broken is repaired. Nothing in the
file is trusted.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.maps.approximate import areal
from graph.maps.projection import from_grid, to_km
from graph.maps.topology import Feature, ShapeError, features_of
from graph.sources.unpacking import CHUNK, as_utf8, marked_encoding, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Points = NDArray[np.float64]
    Codes = tuple[str, ...]

LARGEST_BYTES = 100 * 2**20
"""Of the text of a file; the generalised boundaries of all authorities have some 10 to 40 MB."""
MOST_POINTS = 5_000_000
TOLD = 8
"""How many of a long list a message names."""
_LONGEST = 40
_GRID_M = (0.0, 0.0, 700_000.0, 1_300_000.0)
"""The National Grid's own bounds."""
_ANYWHERE = (-180.0, -90.0, 180.0, 90.0)
_HERE = (-10.0, 49.0, 3.0, 62.0)
"""Degrees about the United Kingdom."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BoundaryFile:
    """What a file holds of the places that are known.

    Attributes
    ----------
    name : of the file, or of what is packed in it
    key : the property that holds the codes
    outlines : by the places that each stands for, on the map, in kilometres
    repaired : how many of them crossed themselves or were broken otherwise
    unused : how many of the file's outlines are of no known place
    """

    name: str
    key: str
    outlines: Mapping[Codes, BaseGeometry]
    repaired: int
    unused: int


def read_boundary_file(
    path: Path, known: Mapping[str, Codes], *, key: str | None = None, example: str = ""
) -> BoundaryFile:
    """Read the outlines of known places out of a file.

    Parameters
    ----------
    path : the file, packed (zip, gzip) or not
    known : which places each code stands for
    key : the property that holds the codes; without one, that which holds most of them
    example : a code and its place, to tell what is looked for

    Raises
    ------
    SourceError
        If it cannot be used; the message says what it holds, and what to do.
    """
    name, text = _text(path)
    try:
        features = features_of(json.loads(text))
    except RecursionError:
        raise refused(path, "it is nested too deeply to be boundaries") from None
    except ValueError as error:  # it is no JSON, or no shapes
        raise refused(path, f"it is no boundary file: {error}") from error
    chosen, layer = _key(path, features, known, key=key, example=example)
    of_layer = [feature for feature in features if feature.layer == layer]
    return _read(path, name, chosen, [(str(f.properties.get(chosen)), f) for f in of_layer], known)


def refused(where: object, reason: str) -> SourceError:
    """Make the error that says why nothing was taken."""
    return SourceError(f"{where}: {reason}. Nothing was changed")


def _text(path: Path) -> tuple[str, str]:
    with unpacked(path) as (_, raw):
        start = raw.read(4) or b""
    parts: list[bytes] = []
    size = 0
    with unpacked(path) as (name, raw):
        stream = as_utf8(raw, marked_encoding(start))
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > LARGEST_BYTES:
                most = LARGEST_BYTES // 2**20
                reason = f"it holds more than {most} MB; take generalised boundaries instead"
                raise refused(path, reason)
            parts.append(chunk)
    return name, b"".join(parts).decode("utf-8", "replace")


def _key(
    path: Path,
    features: Sequence[Feature],
    known: Mapping[str, Codes],
    *,
    key: str | None,
    example: str,
) -> tuple[str, str]:
    """Find the property and the layer that hold the most codes of known places."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for feature in features:
        for name, value in feature.properties.items():
            codes = known.get(str(value).strip(), ()) if key in {name, None} else ()
            if codes:
                found[name, feature.layer].update(codes)
    if not found:
        raise refused(path, _no_codes(features, key, example))
    return max(found, key=lambda each: len(found[each]))


def _no_codes(features: Sequence[Feature], key: str | None, example: str) -> str:
    examples: dict[str, Any] = {}
    for feature in features:
        for name, value in feature.properties.items():
            examples.setdefault(str(name), value)
    shown = [f"{name[:_LONGEST]!r} ({str(value)[:_LONGEST]})" for name, value in examples.items()]
    there = ", ".join(shown[:TOLD]) or "none"
    said = f"the property {key!r} holds no code" if key else "no property holds the code"
    such = f" such as {example}" if example else ""
    return (
        f"{said} of any local authority of the programme{such}. Its {len(features):,} outlines "
        f"have these properties, with an example of each: {there}. Name one of them with --key"
    )


def _read(
    path: Path,
    name: str,
    key: str,
    coded: Iterable[tuple[str, Feature]],
    known: Mapping[str, Codes],
) -> BoundaryFile:
    """Read the outlines, and tell all that cannot be read."""
    found: dict[Codes, list[BaseGeometry]] = defaultdict(list)
    mistakes: list[str] = []
    points = repaired = unused = 0
    for code, feature in coded:
        stands_for = known.get(code.strip())
        if stands_for is None:
            unused += 1
            continue
        try:
            outline = feature.outline()
        except ShapeError as error:
            mistakes.append(f"{code}: {error}")
            continue
        points += _count(path, outline, points)
        repaired += not outline.is_valid
        if (mended := sound(outline)).is_empty:
            mistakes.append(f"{code}: its outline is empty")
        found[stands_for].append(mended)
    if mistakes:
        more = len(mistakes) - TOLD
        told = "; ".join(mistakes[:TOLD]) + (f"; and {more:,} more" if more > 0 else "")
        raise refused(path, f"some outlines cannot be read: {told}")
    on_map = _on_map(path, found)
    return BoundaryFile(name=name, key=key, outlines=on_map, repaired=repaired, unused=unused)


def _count(path: Path, outline: BaseGeometry, before: int) -> int:
    from shapely import get_num_coordinates  # noqa: PLC0415  (a third of a second)

    count = int(get_num_coordinates(outline))
    if before + count > MOST_POINTS:
        reason = f"it has more than {MOST_POINTS:,} points; take generalised boundaries instead"
        raise refused(path, reason)
    return count


def _on_map(path: Path, found: Mapping[Codes, list[BaseGeometry]]) -> dict[Codes, BaseGeometry]:
    """Put the parts of each outline together, on the map, whatever the file's coordinates are."""
    from shapely import total_bounds, transform, union_all  # noqa: PLC0415

    whole = {codes: union_all(parts) for codes, parts in found.items()}
    bounds = total_bounds(list(whole.values()))
    if _within(bounds, _HERE):
        return {codes: transform(each, to_km) for codes, each in whole.items()}
    if _within(bounds, _GRID_M) and not _within(bounds, _ANYWHERE):
        return {codes: transform(each, _grid_to_km) for codes, each in whole.items()}
    west, south, east, north = (f"{each:,.1f}" for each in bounds)
    reason = (
        f"its coordinates reach from {west}, {south} to {east}, {north}. They are neither "
        "longitude and latitude about the United Kingdom nor metres of the National Grid. Export "
        "it with longitude and latitude (WGS 84, EPSG:4326), in this order"
    )
    raise refused(path, reason)


def _grid_to_km(metres: Points) -> Points:
    return to_km(from_grid(metres))


def _within(bounds: Points, outer: tuple[float, float, float, float]) -> bool:
    west, south, east, north = bounds
    return bool(outer[0] <= west and outer[1] <= south and east <= outer[2] and north <= outer[3])


def sound(outline: BaseGeometry) -> BaseGeometry:
    """Repair an outline; what is left of it without an area is left out."""
    from shapely import make_valid  # noqa: PLC0415

    if outline.is_valid:
        return outline
    return areal(make_valid(outline, method="structure", keep_collapsed=False))
