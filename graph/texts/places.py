"""Where an organisation works, by the places that its own text names.

A name alone proves little: Reading, Bath and Wells are words, Lincoln and Warwick surnames, and the
University of Kent works everywhere. So a name counts after words that lead to a place ("in",
"across", "people of", "the Borough of"), or before one that makes it a place ("Kirklees area"), or
in a list after a name that counts. Names that are words too need the borough, the city or the area.
A country counts only after "across" or "throughout": "in the UK" stands in every second text.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.texts.own_tables import own_table
from graph.texts.words import is_word, parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.records.identifiers import PlaceCode

_WORDS = {row["kind"]: frozenset(row["words"].split()) for row in own_table("place_words")}
"""Words around names, by what they do there (``place_words.csv``)."""
_LONGEST_LIST = 5
"""Words between two names of a list."""


class Size(StrEnum):
    """How much a name says: a larger area counts only where nothing smaller is named."""

    LOCAL = "local"
    REGION = "region"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedArea:
    """An area by one of its names.

    Attributes
    ----------
    words : the words of the name, in small letters
    places : the programme's places that make it up
    authorities : the authorities inside it
    size : what kind of area it is
    """

    words: tuple[str, ...]
    places: tuple[PlaceCode, ...]
    authorities: frozenset[str]
    size: Size = Size.LOCAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The places that a text names, and the words that name them."""

    places: tuple[PlaceCode, ...]
    words: tuple[str, ...]


def towns() -> Iterable[tuple[str, str]]:
    """Yield towns whose authority has another name, with that authority (``towns.csv``)."""
    for row in own_table("towns"):
        for town in row["towns"].split(";"):
            yield town, row["authority"]


class PlacesInTexts:
    """Finds the places that texts name."""

    def __init__(self, areas: Iterable[NamedArea]) -> None:
        """Index the areas by the first words of their names; of one name, the first area counts."""
        names: dict[tuple[str, ...], NamedArea] = {}
        for area in areas:
            names.setdefault(area.words, area)
        by_first: dict[str, list[NamedArea]] = defaultdict(list)
        for area in sorted(names.values(), key=lambda area: -len(area.words)):
            by_first[area.words[0]].append(area)
        self._by_first: Mapping[str, list[NamedArea]] = dict(by_first)

    def named_in(self, text: str) -> Found:
        """Give the places that a text names as where it works; nothing if it names none."""
        words = _joined(parts(text.replace("&", " and ")))
        areas: dict[NamedArea, None] = {}
        last = -_LONGEST_LIST
        at = 0
        while at < len(words):
            area = self._area_at(words, at)
            if area is None:
                at += 1
                continue
            end = at + len(area.words)
            if _counts(words, at, end, area, listed=_goes_on(words, last, at)):
                areas[area] = None
                last = end
            at = end
        kept = _smallest(areas)
        codes = dict.fromkeys(code for area in kept for code in area.places)
        return Found(places=tuple(codes), words=tuple(" ".join(area.words) for area in kept))

    def _area_at(self, words: list[str], at: int) -> NamedArea | None:
        """Give the area with the longest name that stands at a word.

        The County of Leicester is Leicestershire, and not the city.
        """
        if words[max(at - 2, 0) : at] == ["county", "of"]:
            for area in self._by_first.get(f"{words[at]}shire", ()):
                if len(area.words) == 1:
                    return area
        for area in self._by_first.get(words[at], ()):
            if tuple(words[at : at + len(area.words)]) == area.words:
                return area
        return None


def _smallest(areas: Iterable[NamedArea]) -> list[NamedArea]:
    """Leave out what is named beside something smaller, and a county beside a part of it."""
    named = list(areas)
    for size in Size:
        if kept := [area for area in named if area.size is size]:
            inside = [area.authorities for area in kept]
            return [area for area in kept if not any(other < area.authorities for other in inside)]
    return []


def _joined(split: list[str]) -> list[str]:
    """Put the s of a genitive to its word, as in King's Lynn, and leave out the dot of St."""
    words: list[str] = []
    for part in split:
        if part == "s" and words and is_word(words[-1]):
            words[-1] += part
        elif not (part == "." and words and words[-1] == "st"):
            words.append(part)
    return words


def _goes_on(words: list[str], last: int, at: int) -> bool:
    """Whether a list goes on from a name that ended at `last` to one that begins at `at`."""
    return 0 <= at - last <= _LONGEST_LIST and all(
        word in _WORDS["lists"] for word in words[last:at]
    )


def _counts(words: list[str], at: int, end: int, area: NamedArea, *, listed: bool) -> bool:
    """Whether a name stands where a place stands."""
    behind = words[end] if end < len(words) else ""
    if behind in _WORDS["not_behind"]:
        return False
    before = at
    while before and words[before - 1] in _WORDS["between"]:
        before -= 1
    between, lead = words[before:at], words[before - 1] if before else ""
    if area.size is not Size.LOCAL:
        return _wide_counts(words, before, end, area)
    of_place = between[-1:] == ["of"] and any(word in _WORDS["makes_place"] for word in between)
    if behind in _WORDS["behind"] or of_place or listed:
        return True
    if len(area.words) == 1 and area.words[0] in _WORDS["words_too"]:
        return lead in _WORDS["sure_leads"]
    return lead in _WORDS["leads"] or (between[-1:] == ["of"] and lead in _WORDS["of_whom"])


def _wide_counts(words: list[str], before: int, end: int, area: NamedArea) -> bool:
    """Whether the name of a region or country counts; what leads to it ends at `before`."""
    lead = words[before - 1] if before else ""
    if area.size is Size.COUNTRY:
        earlier = words[before - 2] if before > 1 else ""
        return lead in _WORDS["sure_leads"] and earlier not in _WORDS["not_before"]
    if _WORDS["compass"].issuperset(area.words):
        return "england" in words[end : end + 2]
    return lead in _WORDS["leads"]
