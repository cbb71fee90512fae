"""Finding areas, organisations and the rest by whatever a person calls them."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from graph.questions.words import words
from matcher.errors import AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from graph.records.model import ContractArea
    from graph.snapshot.snapshot import Snapshot

_NEAREST = 5
_NEAREST_SCORE = 50.0


def normal(text: str) -> str:
    """Fold a name to what people mean by it: `graph.questions.words.words` without spaces.

    >>> normal("Cumbria & Lancashire") == normal("cumbria and  lancashire")
    True
    >>> normal("CPA 19")
    'cpa19'
    """
    return "".join(words(text))


class Directory:
    """The names of a snapshot's areas, organisations, collaborations, pathways and places.

    An area answers to its identifier, its CPA number, its Delius code, its name and short name;
    an organisation to its identifiers, its name and its aliases of any time; the others to their
    key and their name.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        """Index lazily: a request usually asks for one area and a few organisations."""
        self._snapshot = snapshot

    def area(self, text: str) -> int:
        """Give the index of the area called `text`.

        Raises
        ------
        UnknownNameError
            With the nearest names, if there is none.
        """
        return _find("area", text, self._areas)

    def organisation(self, text: str) -> int:
        """Give the index of the organisation called `text`.

        Raises
        ------
        UnknownNameError
            With the nearest names, if there is none.
        AmbiguousNameError
            With the names of all, if several share the name.
        """
        exact = self._snapshot.organisation_index.get(text)
        if exact is not None:  # an identifier as it is written: no need to index all the names
            return exact
        return _find("organisation", text, self._organisations)

    def collaboration(self, text: str) -> int:
        """Give the index of the collaboration called `text`; raise as `organisation` does."""
        rows = self._snapshot.facts.collaborations
        return _find_coded("collaboration", text, [(row.id, row.name) for row in rows])

    def pathway(self, text: str) -> int:
        """Give the index of the pathway called `text`; raise as `organisation` does."""
        rows = self._snapshot.pathways
        return _find_coded("pathway", text, [(row.key, row.name) for row in rows])

    def place(self, text: str) -> int:
        """Give the index of the place called `text`; raise as `organisation` does."""
        rows = self._snapshot.places
        return _find_coded("place", text, [(row.code, row.name) for row in rows])

    @cached_property
    def _areas(self) -> Mapping[str, dict[int, str]]:
        def names(area: ContractArea) -> Iterable[str]:
            return (
                area.id,
                f"CPA {area.cpa}",
                str(area.cpa),
                area.delius,
                area.name,
                area.short_name,
            )

        areas = enumerate(self._snapshot.areas)
        return _index((name, i, area.name) for i, area in areas for name in names(area))

    @cached_property
    def _organisations(self) -> Mapping[str, dict[int, str]]:
        snapshot, position = self._snapshot, self._snapshot.organisation_index
        organisations = snapshot.organisations
        names = [(org.name, i) for i, org in enumerate(organisations)]
        names += [(org.id, i) for i, org in enumerate(organisations)]
        names += [(row.name, position[row.organisation]) for row in snapshot.facts.aliases]
        names += [
            (row.identifier, position[row.organisation]) for row in snapshot.facts.identifiers
        ]
        return _index((name, i, organisations[i].name) for name, i in names)


def _index(names: Iterable[tuple[str, int, str]]) -> Mapping[str, dict[int, str]]:
    index: dict[str, dict[int, str]] = defaultdict(dict)
    for name, position, shown in names:
        index[normal(name)][position] = shown
    return index


def _find_coded(kind: str, text: str, rows: Sequence[tuple[str, str]]) -> int:
    """Find by a code as it is written, or else by code or name; names alone may be shared."""
    for position, (code, _) in enumerate(rows):
        if code == text:
            return position
    names = ((each, i, f"{row[1]} ({row[0]})") for i, row in enumerate(rows) for each in row)
    return _find(kind, text, _index(names))


def _find(kind: str, text: str, index: Mapping[str, dict[int, str]]) -> int:
    found = index.get(normal(text), {})
    if len(found) == 1:
        return next(iter(found))
    if found:
        raise AmbiguousNameError(kind, text, sorted(found.values()))
    raise UnknownNameError(kind, text, _nearest(text, index))


def _nearest(text: str, index: Mapping[str, dict[int, str]]) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only needed when a name is wrong)

    matches = process.extract(
        normal(text),
        list(index),
        scorer=fuzz.WRatio,
        limit=4 * _NEAREST,
        score_cutoff=_NEAREST_SCORE,
    )
    shown = [name for match in matches for name in index[match[0]].values()]
    return list(dict.fromkeys(shown))[:_NEAREST]
