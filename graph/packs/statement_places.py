"""The places that people mean when they say where they work."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from graph.errors import UnmatchedNameError
from graph.questions.register import Named, Register
from graph.records.kinds import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from graph.records.model import Place

_KINDS = (
    PlaceKind.AUTHORITY,
    PlaceKind.CONTRACT_AREA,
    PlaceKind.POLICE_AREA,
    PlaceKind.REGION,
    PlaceKind.COUNTRY,
)
"""Who says Essex means the area; nobody names a probation trust's."""
_PRISON = re.compile(r"(?:hmp|hmyoi|prison)\s+(.+)|(.+?)\s+prison", re.IGNORECASE)
_KIND = "place"


class Places:
    """Places by name: of one name the authority comes first, and a prison last."""

    def __init__(self, facts: Facts) -> None:
        """Index lazily."""
        self._places = facts.places
        self._numbers: dict[str, int] = {
            place.code: number for number, place in enumerate(facts.places)
        }

    def find(self, text: str) -> Place:
        """Give the place that is meant: one called so, or else the one with these words.

        Raises
        ------
        UnmatchedNameError
            With the nearest names if there is none; with the names and codes of all if several
            places have these words.
        """
        if (number := self._numbers.get(text)) is not None:
            return self._places[number]
        prison = _PRISON.fullmatch(text)
        name = text if prison is None else prison[1] or prison[2]
        for register, found in self._found(name, in_prison=prison is not None):
            if len(found) > 1:
                raise register.unmatched(text, found)
            if found:
                return self._places[found[0]]
        raise UnmatchedNameError.none(_KIND, text, self._all.nearest(name))

    def listed(self) -> tuple[str, ...]:
        """Give a name for each place that people name; it is found by this name."""
        return tuple(
            place.name if self._means(place.name, place) else self._label(place)
            for place in self._places
            if place.kind in {*_KINDS, PlaceKind.PRISON}
        )

    def _label(self, place: Place) -> str:
        label = f"{place.name} ({place.code})"
        return label if self._means(label, place) else place.code

    def _means(self, text: str, place: Place) -> bool:
        try:
            return self.find(text) is place
        except UnmatchedNameError:
            return False

    def _found(self, name: str, *, in_prison: bool) -> Iterator[tuple[Register, list[int]]]:
        """Give what a name may mean, the likeliest first: Leeds is the city before its prison."""
        if not in_prison:
            yield from ((register, register.called(name)) for register in self._by_kind)
            yield self._others, self._others.meant_by(name)
        yield self._prisons, self._prisons.meant_by(name)

    @cached_property
    def _by_kind(self) -> tuple[Register, ...]:
        return tuple(self._register(kind) for kind in _KINDS)

    @cached_property
    def _all(self) -> Register:
        return self._register(*_KINDS, PlaceKind.PRISON)

    @cached_property
    def _others(self) -> Register:
        return self._register(*_KINDS)

    @cached_property
    def _prisons(self) -> Register:
        return self._register(PlaceKind.PRISON)

    def _register(self, *kinds: PlaceKind) -> Register:
        rows = enumerate(self._places)
        named = [Named(i, row.code, row.name) for i, row in rows if row.kind in kinds]
        return Register(_KIND, named, coded=True)
