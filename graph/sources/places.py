"""The programme's places by the names that registers give them."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.identifiers import PlaceCode
    from graph.records.model import Place

_NOISE = re.compile(
    r"\b(city of|county of|royal borough of|london borough of|borough of|metropolitan borough"
    r"|county borough|borough council|city council|county council|district council|council"
    r"|borough|unitary authority|throughout|the)\b"
)
_SPACE = re.compile(r"[^a-z0-9]+")


def plain(name: str) -> str:
    """Write a place's name without what registers add to it.

    >>> plain("City of Kingston upon Hull"), plain("Essex County Council"), plain("St. Helens")
    ('kingston upon hull', 'essex', 'st helens')
    """
    lower = name.lower().replace("&", " and ").replace("'", "")
    return " ".join(_SPACE.sub(" ", _NOISE.sub(" ", lower)).split())


class PlaceNames:
    """Finds the places of a programme."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Index the places; where several have one name, the first is meant."""
        self._codes = {place.code: place.code for place in places}
        self._names: dict[str, list[PlaceCode]] = defaultdict(list)
        for place in places:
            self._names[plain(place.name)].append(place.code)

    def by_code(self, code: str) -> PlaceCode | None:
        """Give the place of a GSS code."""
        return self._codes.get(code)  # type: ignore[call-overload, no-any-return]

    def by_name(self, name: str) -> PlaceCode | None:
        """Give the place of a name."""
        found = self._names.get(plain(name))
        return found[0] if found else None
