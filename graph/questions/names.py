"""The names that organisations are searched by, in the order of answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from graph.records.words import findable_of, spelled_of, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def searched_names(
    organisations: Iterable[tuple[str, str]],
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
    others: dict[str, list[tuple[int, str]]] = {}
    for rank, pairs in ((_ALIAS, aliases), (_LINKED, identifiers)):
        for organisation, text in pairs:
            others.setdefault(organisation, []).append((rank, text))
    names = [
        (name.letters, name.organisation, number, name)
        for identifier, own_name in organisations
        for number, name in enumerate(_names(identifier, own_name, others.get(identifier, ())))
    ]
    return tuple(name for letters, *_, name in sorted(names, key=itemgetter(0, 1, 2)) if letters)


def _names(
    identifier: str, own_name: str, others: Iterable[tuple[int, str]]
) -> Iterator[SearchedName]:
    ranked = sorted([(_OWN, own_name), (_IDENTIFIER, identifier), *others])
    for text in dict.fromkeys(text for _, text in ranked):
        yield SearchedName(identifier, own_name, text)
