"""The programme's places by the names and codes that registers give them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from graph.sources.boundaries import CEREMONIAL, COUNTIES, LATER, OTHER_NAMES, RECODED, WIDER
from graph.sources.nuts import NUTS_2

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from graph.records.identifiers import PlaceCode
    from graph.records.model import Place

_NOISE = re.compile(
    r"\b(city of(?! london)|county of|royal borough of|london borough of|borough of"
    r"|metropolitan borough|county borough|borough council|city council|county council"
    r"|district council|council|borough|unitary authority|throughout|the)\b"
)
_CITY_BEHIND = re.compile(r"(?<=\w) city$")
_SPACE = re.compile(r"[^a-z0-9]+")
_REMEMBERED = 4096
"""Names; a register names some hundred places over and over."""


class Level(StrEnum):
    """What kind of area a name means, where several have it: a county, or its police area."""

    AUTHORITY = "authority"
    COUNTY = "county"
    REGION = "region"
    COUNTRY = "country"
    POLICE_AREA = "police-area"
    OTHER = "other"


ANY = tuple(Level)
_LEVELS = {
    PlaceKind.AUTHORITY: Level.AUTHORITY,
    PlaceKind.REGION: Level.REGION,
    PlaceKind.COUNTRY: Level.COUNTRY,
    PlaceKind.POLICE_AREA: Level.POLICE_AREA,
}
_SAME = RECODED | {new: old for old, new in RECODED.items()}
_MADE_OF = COUNTIES | LATER | WIDER | NUTS_2
_WHOLES = (PlaceKind.POLICE_AREA, PlaceKind.REGION, PlaceKind.COUNTRY)
"""The kinds of places that stand for all the authorities in them."""


@lru_cache(_REMEMBERED)
def plain(name: str) -> str:
    """Write a place's name without what registers add to it.

    >>> plain("City of Kingston upon Hull"), plain("Essex County Council"), plain("St. Helens")
    ('kingston upon hull', 'essex', 'st helens')
    >>> plain("Birmingham City"), plain("City Of London"), plain("Ynys Môn")
    ('birmingham', 'city of london', 'ynys mon')
    """
    letters = unicodedata.normalize("NFKD", name[:200]).encode("ascii", "ignore").decode()
    lower = letters.lower().replace("&", " and ").replace("'", "")
    words = " ".join(_SPACE.sub(" ", _NOISE.sub(" ", lower)).split())
    return _CITY_BEHIND.sub("", words)


class PlaceNames:
    """Finds the places of a programme."""

    def __init__(self, places: Sequence[Place]) -> None:
        """Index the places; where several have one name, the first level's is meant."""
        self._codes = {place.code: place.code for place in places}
        self._names: dict[str, PlaceCode] = {}
        for place in sorted(places, key=lambda place: ANY.index(_level(place))):
            self._names.setdefault(plain(place.name), place.code)
        self._authorities = _authorities(places)
        self._wholes = {
            self._authorities[place.code]: place.code
            for place in sorted(places, key=lambda place: place.kind in _WHOLES)
            if place.kind in {*_WHOLES, PlaceKind.AUTHORITY} and self._authorities[place.code]
        }
        self._areas = self._areas_by_name(places)
        self._found: dict[tuple[str, Collection[Level]], tuple[PlaceCode, ...]] = {}

    def by_code(self, code: str) -> PlaceCode | None:
        """Give the place of a GSS code."""
        return self._codes.get(code)  # type: ignore[call-overload, no-any-return]

    def by_name(self, name: str) -> PlaceCode | None:
        """Give the one place of the programme that has a name."""
        return self._names.get(plain(name))

    def within(self, code: str) -> tuple[PlaceCode, ...]:
        """Give the places that make up the area of a GSS or NUTS 2 code, of whatever year it is.

        A county is its districts, an authority formed later those that it was made of, and a
        district that the programme's places have no more the authority that it went into. If a
        place of the programme is just as large as all of them together, it is the one that is
        given. Nothing if the programme has no place there.
        """
        there = self._place(code)
        if there is not None:
            return (there,)
        parts = _parts(code)
        if parts != (code,):
            return self.together(parts)
        wholes = (later for later, area in LATER.items() if code in area.parts)
        return tuple(whole for whole in map(self._place, wholes) if whole is not None)

    def named(
        self, name: str, *, levels: Collection[Level] = tuple(Level)
    ) -> tuple[PlaceCode, ...]:
        """Give the places that make up the area of a name.

        Parameters
        ----------
        name : as a register writes it, in English or Welsh
        levels : which kinds of areas may be meant, the likelier first
        """
        key = (plain(name), levels)
        if key not in self._found:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            areas = self._areas.get(key[0], {})
            candidates = (self.together(areas[level]) for level in levels if level in areas)
            self._found[key] = next((found for found in candidates if found), ())
        return self._found[key]

    def areas(self) -> Iterator[tuple[str, Level, tuple[PlaceCode, ...]]]:
        """Yield every area by name, as `plain` writes it: what kind it is, and its places.

        It is what the name means first, as `named` has it. Areas of a programme's own making are
        left out: no text means them.
        """
        for name, levels in self._areas.items():
            level = next(level for level in ANY if level in levels)
            if level is not Level.OTHER and (there := self.together(levels[level])):
                yield name, level, there

    def authorities(self, codes: Iterable[PlaceCode]) -> frozenset[str]:
        """Give the authorities inside places."""
        return frozenset[str]().union(*(self._authorities[code] for code in codes))

    def together(self, parts: Sequence[str]) -> tuple[PlaceCode, ...]:
        """Give those of these codes that are places: one of them if it is just as large as all."""
        there = [found for found in map(self._place, parts) if found is not None]
        if len(there) == 1:
            return (there[0],)
        inside = frozenset[str]().union(*(self._authorities[code] for code in there))
        apart = [code for code in there if not self._authorities[code]]
        if inside in self._wholes:
            return (self._wholes[inside], *apart)
        return tuple(there)

    def _place(self, code: str) -> PlaceCode | None:
        """Give the place of a code, or of another code that means the same area."""
        return self.by_code(code) or self.by_code(_SAME.get(code, ""))

    def _areas_by_name(self, places: Sequence[Place]) -> dict[str, dict[Level, tuple[str, ...]]]:
        """Index all areas by name and level; a place of the programme wins over what is known."""
        areas: dict[str, dict[Level, tuple[str, ...]]] = defaultdict(dict)
        for place in places:
            areas[plain(place.name)].setdefault(_level(place), (place.code,))
        for level, name, parts in _known_areas():
            areas[plain(name)].setdefault(level, parts)
        areas.pop("", None)
        return dict(areas)


def _level(place: Place) -> Level:
    return _LEVELS.get(place.kind, Level.OTHER)


def _parts(code: str) -> tuple[str, ...]:
    """Give the codes that an area is made of; its own if it is made of none."""
    area = _MADE_OF.get(code) or _MADE_OF.get(_SAME.get(code, ""))
    return area.parts if area else (code,)


def _known_areas() -> Iterator[tuple[Level, str, tuple[str, ...]]]:
    for area in LATER.values():
        yield Level.AUTHORITY, area.name, area.parts
    for area in COUNTIES.values():
        yield Level.COUNTY, area.name, area.parts
    for name, parts in CEREMONIAL.items():
        yield Level.COUNTY, name, parts
    for area in WIDER.values():
        yield Level.COUNTRY, area.name, area.parts
    for name, code in OTHER_NAMES.items():
        yield _level_of(code), name, _parts(code)


def _level_of(code: str) -> Level:
    """Tell an area's kind by the first letters of its code."""
    if code[:3] in {"E92", "W92", "S92", "N92", "K02", "K03", "K04"}:
        return Level.COUNTRY
    return Level.REGION if code.startswith("E12") else Level.AUTHORITY


def _authorities(places: Sequence[Place]) -> dict[str, frozenset[str]]:
    """Give the authorities inside each place; an authority is inside itself."""
    parents = {str(place.code): place.parents for place in places}
    inside: dict[str, set[str]] = {code: set() for code in parents}
    for place in places:
        if place.kind is not PlaceKind.AUTHORITY:
            continue
        above: list[str] = [place.code]
        seen: set[str] = set()
        while above:
            code = above.pop()
            if code in seen or code not in inside:
                continue
            seen.add(code)
            inside[code].add(place.code)
            above.extend(parents[code])
    return {code: frozenset(found) for code, found in inside.items()}
