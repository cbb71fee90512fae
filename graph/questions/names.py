"""The names that organisations are searched by, in the order of answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from graph.records.words import findable_of, spelled_of, split, split_all

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from graph.records.words import Split

_OWN, _ALIAS, _IDENTIFIER, _LINKED = range(4)


@dataclass(frozen=True)
class SearchedName:
    """One name of an organisation: its own, an alias or an identifier; it is split once.

    Attributes
    ----------
    organisation : identifier of the organisation
    own_name : the organisation's name
    name : the name that is searched
    """

    organisation: str
    own_name: str
    name: str

    @cached_property
    def _parts(self) -> Split:
        return split(self.name)

    @property
    def words(self) -> tuple[str, ...]:
        """The name's words."""
        return self._parts[0]

    @property
    def terms(self) -> frozenset[str]:
        """The words that an index keeps the name under: `graph.records.words.findable`."""
        return findable_of(self._parts)

    @property
    def spelled(self) -> frozenset[str]:
        """Those of the terms that somebody may spell wrong: `graph.records.words.spelled`."""
        return spelled_of(self._parts)

    @property
    def letters(self) -> int:
        """How many letters the name's words have together."""
        return sum(len(word) for word in self.words)


class IndexedName(NamedTuple):
    """A name and where it stands in the order of answers, which is that of these tuples.

    Attributes
    ----------
    letters : how many letters its words have together
    organisation : identifier of the organisation
    place : its place among the names of its organisation
    name : the name that is searched
    parts : its words, and its words with what is set aside
    """

    letters: int
    organisation: str
    place: int
    name: str
    parts: Split


def searched_names(
    organisations: Collection[tuple[str, str]],
    aliases: Iterable[tuple[str, str]],
    identifiers: Iterable[tuple[str, str]],
) -> tuple[SearchedName, ...]:
    """Give every name that has a word, in the order in which a store must give those that match.

    By letters, by organisation; then its own name, its aliases by their text, its identifier, the
    linked ones. An index therefore needs to keep no more than each name's place.

    Parameters
    ----------
    organisations : identifier and name of each
    aliases : the organisation's identifier, and another name of it
    identifiers : the organisation's identifier, and another identifier of it

    >>> [n.name for n in searched_names([("ZZ-PMS-pss", "PSS")], [("ZZ-PMS-pss", "P.S.S.")], [])]
    ['PSS', 'P.S.S.', 'ZZ-PMS-pss']
    """
    own = dict(organisations)
    return tuple(
        SearchedName(each.organisation, own[each.organisation], each.name)
        for each in indexed_names(organisations, aliases, identifiers)
    )


def indexed_names(
    organisations: Iterable[tuple[str, str]],
    aliases: Iterable[tuple[str, str]],
    identifiers: Iterable[tuple[str, str]],
) -> list[IndexedName]:
    """Give what `searched_names` gives, split already: all are split together."""
    others: dict[str, list[tuple[int, str]]] = {}
    for rank, pairs in ((_ALIAS, aliases), (_LINKED, identifiers)):
        for organisation, text in pairs:
            others.setdefault(organisation, []).append((rank, text))
    named = [
        (identifier, place, name)
        for identifier, own_name in organisations
        for place, name in enumerate(_names(identifier, own_name, others.get(identifier)))
    ]
    return sorted(
        IndexedName(letters, organisation, place, name, parts)
        for (organisation, place, name), parts in zip(
            named, split_all(name for *_, name in named), strict=True
        )
        if (letters := len("".join(parts[0])))
    )


def _names(identifier: str, own_name: str, others: list[tuple[int, str]] | None) -> Iterable[str]:
    """Give what an organisation is called, each once."""
    if others is None and identifier != own_name:
        return own_name, identifier
    ranked = sorted([(_OWN, own_name), (_IDENTIFIER, identifier), *(others or ())])
    return dict.fromkeys(text for _, text in ranked)
