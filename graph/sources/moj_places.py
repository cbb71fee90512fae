"""Where a contract of the Ministry of Justice applies: its region, or the places within it.

A contract names a probation region or a police and crime area. One for a part of a region says so
in its title ("... in Durham", "... in Bolton, Bury and Salford") or by a list of boroughs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from graph.sources.places import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.records.facts import Facts
    from graph.records.identifiers import AreaId, PlaceCode
    from graph.sources.fields import Fields
    from graph.sources.places import PlaceNames

REGIONS = {
    "A": "North East",
    "B": "North West",
    "C": "Yorkshire and the Humber",
    "D": "Wales",
    "E": "West Midlands",
    "F": "East Midlands",
    "G": "South West",
    "H": "South Central",
    "I": "East of England",
    "J": "London",
    "K": "Kent, Surrey and Sussex",
    "L": "Greater Manchester",
}
"""The probation regions by the letter that the Ministry's data gives them."""
_SCHEME = "Region"
"""Whose codes those letters are, among the codes of a programme's areas."""
_LISTS = (re.compile(r"\(([^()]{3,1000})\)"), re.compile(r":\s*([^.:()]{3,1000})\."))
_COMMAS = re.compile(r"[,;/]|\.(?=\s)")
_FEWEST = 2
"""Boroughs that make a list; one name alone may stand there for any reason."""


class ContractPlaces:
    """Finds the area and the places of a contract in a programme."""

    def __init__(self, facts: Facts, names: PlaceNames) -> None:
        """Index the areas by their letter, and their police areas and authorities by name."""
        self._names = names
        self._areas: dict[str, AreaId] = {
            code: area.id for area in facts.areas if (code := area.by_scheme.get(_SCHEME))
        }
        ids: dict[PlaceCode, AreaId] = {area.id: area.id for area in facts.areas}
        self._police: dict[str, tuple[PlaceCode, AreaId | None]] = {}
        self._parts: dict[PlaceKind, dict[AreaId, dict[str, PlaceCode]]] = {
            PlaceKind.POLICE_AREA: defaultdict(dict),
            PlaceKind.AUTHORITY: defaultdict(dict),
        }
        for place in facts.places:
            area = next((ids[parent] for parent in place.parents if parent in ids), None)
            if place.kind is PlaceKind.POLICE_AREA:
                self._police[plain(place.name)] = place.code, area
            if area and place.kind in self._parts:
                self._parts[place.kind][area][plain(place.name)] = place.code

    def of(self, contract: Fields) -> tuple[AreaId | None, tuple[PlaceCode, ...], tuple[str, ...]]:
        """Give the area, the places if it is not for the whole of it, and words for the rest."""
        region = contract.within("region")
        letter, police = region.line("nps_region_code"), region.line("pcc_region_code")
        if police:
            place, area = self._police.get(plain(police.replace("-", " ")), (None, None))
            return area, (place,) if place else (), () if place else (police,)
        if letter not in REGIONS:
            contract.refuse("region", "it names no probation region and no police area", letter)
            return None, (), ()
        if area := self._areas.get(letter):
            return area, self._narrowed(area, REGIONS[letter], contract), ()
        found = self._names.by_name(REGIONS[letter])
        return None, (found,) if found else (), () if found else (REGIONS[letter],)

    def _narrowed(self, area: AreaId, region: str, contract: Fields) -> tuple[PlaceCode, ...]:
        """Give the places to which a contract of an area is cut down; none if it is for all."""
        title = f" {plain(contract.line('intervention_title'))} ".replace(f" {plain(region)} ", " ")
        for kind in (PlaceKind.POLICE_AREA, PlaceKind.AUTHORITY):
            parts = self._parts[kind][area]
            if named := [code for name, code in parts.items() if f" {name} " in title]:
                return _sorted(named, parts)
        boroughs = self._parts[PlaceKind.AUTHORITY][area]
        for text in _texts(contract):
            named = _listed(text, boroughs)
            if len(named) >= _FEWEST:
                return _sorted(named, boroughs)
        return ()


def _sorted(named: Iterable[PlaceCode], parts: Mapping[str, PlaceCode]) -> tuple[PlaceCode, ...]:
    """Give places once and in order; none where they are all that there are."""
    found = tuple(sorted(set(named)))
    return () if len(found) == len(parts) else found


def _texts(contract: Fields) -> Iterator[str]:
    """Yield what may be a list of boroughs: within the description, or as a place of delivery."""
    texts = [contract.line("short_description")]
    texts += [each.line("delivery_location") for each in contract.each("activities")]
    for text in dict.fromkeys(texts):
        for pattern in _LISTS:
            yield from pattern.findall(text)
    yield from dict.fromkeys(texts[1:])


def _listed(text: str, boroughs: Mapping[str, PlaceCode]) -> list[PlaceCode]:
    """Give the boroughs of a list of nothing but boroughs; none if it names anything else.

    >>> boroughs = {"barking and dagenham": "E09000002", "kingston upon thames": "E09000021"}
    >>> _listed("Barking, Kingston", boroughs), _listed("Barking, Luton", boroughs)
    (['E09000002', 'E09000021'], [])
    """
    found: list[PlaceCode] = []
    for item in _COMMAS.split(text):
        if not item.strip():
            continue
        whole = _borough(item, boroughs)
        halves = [whole] if whole else [_borough(half, boroughs) for half in item.split(" and ")]
        for half in halves:
            if half is None:
                return []
            found.append(half)
    return found


def _borough(name: str, boroughs: Mapping[str, PlaceCode]) -> PlaceCode | None:
    """Find a borough by its name, or by a half of it: Kingston is Kingston upon Thames."""
    wanted = plain(name)
    if wanted in boroughs:
        return boroughs[wanted]
    halves = [
        code
        for borough, code in boroughs.items()
        if wanted and wanted in {*borough.split(" and "), borough.partition(" upon ")[0]}
    ]
    return halves[0] if len(halves) == 1 else None
