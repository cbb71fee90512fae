"""Finding areas, organisations and the rest by whatever a person calls them.

What is typed is found as `graph.questions.searching` finds it, but only where one thing is clearly
meant: by its identifier or its name, or by words that one thing alone has among its names. Words
that are begun or spelled wrong are not taken; what they may mean is offered.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from graph.questions.register import Named, likeliest
from graph.records.kinds import PlaceKind
from graph.records.words import SET_ASIDE, words
from matcher.brief.register import Register
from matcher.errors import AmbiguousNameError, PlaceInSeveralAreasError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.records.model import ContractArea
    from graph.snapshot.snapshot import Snapshot


_A_NUMBER = 6
"""So many digits are a charity's or a company's number."""
_FEW = 50
"""So many organisations are looked at one by one, whatever other words are typed."""


def normal(text: str) -> str:
    """Fold a name to what people mean by it: `graph.records.words.words` without spaces.

    >>> normal("Cumbria & Lancashire") == normal("cumbria and  lancashire")
    True
    >>> normal("CPA 19")
    'cpa19'
    """
    return "".join(words(text))


class Directory:
    """The names of a snapshot's areas, organisations, collaborations, pathways and places.

    An area answers to its identifier, its codes (alone or after their scheme), its name and short
    name, and to every place that lies in it alone; an organisation to its identifiers, its name
    and its aliases of any time; the others to their key and their name. Words that only one of
    them has in one of its names are enough.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Index lazily: a request usually asks for one area and a few organisations."""
        self._snapshot = snapshot

    def area(self, text: str) -> int:
        """Give the index of the area called `text`, or that the place called so lies in.

        An area's own names come first, then those of places that lie in one area, then words of
        an area's name, then words of a place's.

        Raises
        ------
        UnknownNameError
            With the nearest names, if there is none.
        AmbiguousNameError
            With the names of all, if several have these words.
        PlaceInSeveralAreasError
            With the names of all, if a place called so lies in several.
        """
        areas, places = self._areas, self._places_in_areas
        kind, own = "area", areas.called(text)
        if not own and len(around := self._around(places.called(text))) == 1:
            return around[0]
        own = own or areas.meant_by(text)
        if len(own) == 1:
            return own[0]
        around = self._around(places.meant_by(text))
        if not own and len(around) == 1:
            return around[0]
        if around and not own:
            raise PlaceInSeveralAreasError(kind, text, areas.labels(around))
        if own:
            raise AmbiguousNameError(kind, text, areas.labels(own))
        raise UnknownNameError(kind, text, areas.nearest(text, also=places))

    def organisation(self, text: str) -> int:
        """Give the index of the organisation called `text`.

        Raises
        ------
        UnknownNameError
            With the nearest names, if there is none.
        AmbiguousNameError
            With the names and identifiers of all, if several share the name or have these words.
        """
        exact = self._snapshot.organisation_index.get(text)
        if exact is not None:  # an identifier as it is written: no need to index all the names
            return exact
        register = self._register(self._may_be(text))
        if called := register.called(text):
            return register.decided(text, called)
        held = self._register(self._may_hold(text))
        if found := held.meant_by(text):
            return held.decided(text, found)
        kind = "organisation"
        raise UnknownNameError(kind, text, self._nearest(text))

    def has_organisation(self, text: str) -> bool:
        """Say whether an organisation is called just that, if it is not only some of its words."""
        return len(self._register(self._may_be(text)).called(text)) == 1

    def collaboration(self, text: str) -> int:
        """Give the index of the collaboration called `text`; raise as `organisation` does."""
        return self._collaborations.find(text)

    def pathway(self, text: str) -> int:
        """Give the index of the pathway called `text`; raise as `organisation` does."""
        return self._pathways.find(text)

    def place(self, text: str) -> int:
        """Give the index of the place called `text`; raise as `organisation` does."""
        return self._places.find(text)

    @cached_property
    def _areas(self) -> Register:
        def also(area: ContractArea) -> tuple[str, ...]:
            codes = area.by_scheme.items()
            written = [each for scheme, code in codes for each in (f"{scheme} {code}", code)]
            return (*written, area.short_name)

        areas = enumerate(self._snapshot.areas)
        return Register("area", [Named(i, area.id, area.name, also(area)) for i, area in areas])

    def _may_be(self, text: str) -> set[int]:
        """Give the organisations that may be called `text`, alone or with an identifier behind."""
        _, _, code = text.removesuffix(")").rpartition("(")
        labelled = self._snapshot.organisation_index.get(code)
        found = set(self._snapshot.name_lines.called(normal(text)))
        return found if labelled is None else found | {labelled}

    def _may_hold(self, text: str) -> Iterable[int]:
        """Give the organisations that may have every word of `text` among those of a name."""
        typed = sorted(words(text), key=len, reverse=True)
        if not SET_ASIDE.isdisjoint(typed):  # these words are in no line
            return range(len(self._snapshot.organisations))
        found: set[int] | None = None
        for word in typed:
            if found is None or len(found) > _FEW:
                held = set(self._snapshot.name_lines.holding(word))
                found = held if found is None else found & held
        return found or ()

    def alike(self, text: str) -> list[int]:
        """Give the organisations of which a name looks most like `text`, the likeliest first."""
        lines = self._snapshot.name_lines
        found = likeliest(text, lines.letters)
        return list(dict.fromkeys(i for name, _ in found for i in lines.called(name)))

    def _nearest(self, text: str) -> list[str]:
        """Give the names that look most like `text`; a number that is like another means nobody."""
        if sum(letter.isdigit() for letter in text) >= _A_NUMBER:
            return []
        return self._register(self.alike(text)).nearest(text)

    def _register(self, indices: Iterable[int]) -> Register:
        """Give some of the organisations with all their names."""
        snapshot, named = self._snapshot, []
        for index in sorted(indices):
            row = snapshot.organisations[index]
            also = [alias.name for alias in snapshot.owned("aliases", index)]
            also += [each.identifier for each in snapshot.owned("identifiers", index)]
            named.append(Named(index, row.id, row.name, tuple(also)))
        return Register("organisation", named)

    @cached_property
    def _collaborations(self) -> Register:
        rows = enumerate(self._snapshot.facts.collaborations)
        named = [Named(i, row.id, row.name) for i, row in rows]
        return Register("collaboration", named, coded=True)

    @cached_property
    def _pathways(self) -> Register:
        rows = enumerate(self._snapshot.pathways)
        named = [Named(i, row.key, row.name) for i, row in rows]
        return Register("pathway", named, coded=True)

    @cached_property
    def _places(self) -> Register:
        rows = enumerate(self._snapshot.places)
        named = [Named(i, row.code, row.name) for i, row in rows]
        return Register("place", named, coded=True)

    @cached_property
    def _places_in_areas(self) -> Register:
        """The places besides the areas themselves that lie in an area, or in several."""
        rows = [
            Named(i, row.code, row.name)
            for i, row in enumerate(self._snapshot.places)
            if row.kind is not PlaceKind.CONTRACT_AREA and self._areas_of_places[i]
        ]
        return Register("place", rows)

    def _around(self, places: Iterable[int]) -> list[int]:
        """Give the areas that some places lie in."""
        return sorted(set().union(*(self._areas_of_places[place] for place in places)))

    @cached_property
    def _areas_of_places(self) -> list[set[int]]:
        """The areas that each place shares ground with, or belongs to."""
        snapshot, covers = self._snapshot, self._snapshot.covers
        areas, ends = snapshot.authority_area[covers.indices].tolist(), covers.indptr.tolist()
        return [
            {*areas[first:last], *(snapshot.area_index.get(code, -1) for code in place.parents)}
            - {-1}
            for place, first, last in zip(snapshot.places, ends, ends[1:], strict=False)
        ]
