"""Where given boundaries are kept: a GeoJSON file for each programme, in a folder of its own.

They are no facts: nothing is worked out from them but pictures. So they stay out of the store, its
data version does not know them, and a programme without them has approximate shapes.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np

from graph.errors import FolderError, SourceError
from graph.maps.boundaries import Boundaries
from graph.maps.boundary_file import sound
from graph.maps.projection import to_degrees, to_km
from graph.maps.topology import Feature, features_of

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from graph.sources.unpacking import Stamp

    Points = NDArray[np.float64]

_FORMAT = "matcher_boundaries"
_TOLD = ("files", "keys", "divided", "attribution")
_DIGITS = 5
"""Of a degree: about a metre."""


def boundaries_path(folder: Path, programme: str) -> Path:
    """Give the file that a programme's boundaries are kept in."""
    return folder / f"{quote(programme, safe='')}.geojson"


def stamp_of(path: Path) -> Stamp | None:
    """Give what changes with a file; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def keep(path: Path, boundaries: Boundaries) -> None:
    """Write boundaries, whole or not at all, in the place of those that were there.

    Raises
    ------
    FolderError
        If the folder cannot be written to.
    """
    text = json.dumps(_document(boundaries), separators=(",", ":"))
    draft = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=path.parent, prefix=".draft-", delete=False, encoding="utf-8"
        ) as file:
            draft = Path(file.name)
            file.write(text)
        draft.chmod(0o644)
        draft.replace(path)
    except OSError as error:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        message = f"{path} cannot be written: {error.strerror}; nothing was changed"
        raise FolderError(message) from error


def remove(path: Path) -> bool:
    """Remove kept boundaries; say whether there were any.

    Raises
    ------
    FolderError
        If they cannot be removed.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        message = f"{path} cannot be removed: {error.strerror}"
        raise FolderError(message) from error
    return True


def kept_boundaries(path: Path) -> Boundaries | None:
    """Read boundaries that were kept; None where there are none.

    Raises
    ------
    SourceError
        If the file is not what was written; the message says what to do.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        told = document[_FORMAT]
        features = features_of(document)
        outlines = {str(each.properties["code"]): _on_map(each) for each in features}
        return Boundaries(
            files=tuple(map(str, told["files"])),
            keys=tuple(map(str, told["keys"])),
            outlines=outlines,
            divided=tuple(map(str, told["divided"])),
            attribution=str(told["attribution"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        message = (
            f"{path} cannot be read; load the boundaries again: matcher places boundaries FILE"
        )
        raise SourceError(message) from error


def _document(boundaries: Boundaries) -> dict[str, Any]:
    from shapely import to_geojson, transform  # noqa: PLC0415  (a third of a second)

    told = {name: getattr(boundaries, name) for name in _TOLD}
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": json.loads(to_geojson(transform(outline, _written))),
        }
        for code, outline in boundaries.outlines.items()
    ]
    return {"type": "FeatureCollection", _FORMAT: told, "features": features}


def _written(km: Points) -> Points:
    return np.round(to_degrees(km), _DIGITS)


def _on_map(feature: Feature) -> BaseGeometry:
    from shapely import transform  # noqa: PLC0415

    return sound(transform(feature.outline(), to_km))
