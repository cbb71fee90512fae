"""Things of one kind by their names: which of them somebody means, and which are nearest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from graph.errors import UnmatchedNameError
from graph.records.words import alone_or_joined, findable, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_NEAREST = 5
_NEAREST_SCORE = 61.0
"""A short name whose letters lie somewhere in a long one scores up to 60, which says nothing."""
_BEHIND = 12.0
"""Who looks so much less like a text than the likeliest does is not meant."""


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its names.

    Attributes
    ----------
    number : its index among all of its kind
    code : its identifier
    name : its own name
    also : what else it is called
    """

    number: int
    code: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name with its identifier; it is found by this too."""
        return f"{self.name} ({self.code})"

    @property
    def names(self) -> tuple[str, ...]:
        """All that it is called."""
        return self.name, self.code, *self.also


class Register:
    """All the things of a kind; each index of their names is made when it is first needed.

    Parameters
    ----------
    kind : what they are, in errors
    rows : all of them
    coded : whether they are always told with their identifiers, not only if they share a name
    """

    def __init__(self, kind: str, rows: Sequence[Named], *, coded: bool = False) -> None:
        self._kind, self._rows, self._coded = kind, {row.number: row for row in rows}, coded

    @property
    def kind(self) -> str:
        """What they are, in errors."""
        return self._kind

    def only(self, text: str) -> int:
        """Give the number of the one thing that is meant by a text.

        Raises
        ------
        UnmatchedNameError
            With the nearest names if there is none, or the names of all if there are several.
        """
        found = self.meant_by(text)
        if len(found) == 1:
            return found[0]
        raise self.unmatched(text, found)

    def unmatched(self, text: str, found: Sequence[int]) -> UnmatchedNameError:
        """Say that a text means none of them, or several."""
        if found:
            return UnmatchedNameError.several(self._kind, text, self.labels(found))
        return UnmatchedNameError.none(self._kind, text, self.nearest(text))

    def meant_by(self, text: str) -> list[int]:
        """Give the numbers of those called so, or else of those with all the words of the text."""
        return self.called(text) or sorted(self._with_words(words(text)))

    def called(self, text: str) -> list[int]:
        """Give the numbers of those with this very identifier or name, or else with its letters."""
        written = self._written.get(_spaced(text), set()) | self._labels.get(text, set())
        coded = {number for number in written if self._rows[number].code == text}
        if len(coded) == 1:
            return list(coded)
        if len(written) == 1:
            return list(written)
        return sorted(written | self._letters.get("".join(words(text)), set()))

    def labels(self, numbers: Iterable[int]) -> list[str]:
        """Give names with identifiers, in the order of the names."""
        return sorted(self._rows[number].label for number in numbers)

    def nearest(self, text: str, *, also: Register | None = None) -> list[str]:
        """Give up to five names that look like a text, those shared with their identifiers."""
        scored = [(-score, shown) for score, shown in self.scored(text)]
        if also:
            scored += [(-score, shown) for score, shown in also.scored(text)]
        best_first = sorted(scored, key=itemgetter(0))
        near = [shown for score, shown in best_first if score <= best_first[0][0] + _BEHIND]
        return list(dict.fromkeys(near))[:_NEAREST]

    def scored(self, text: str) -> Iterator[tuple[float, str]]:
        """Give how much each of the names that look most like a text does, 61 to 100, and it."""
        for letters, score in likeliest(text, list(self._letters)):
            for number in sorted(self._letters[letters]):
                yield score, self._shown(number)

    def _shown(self, number: int) -> str:
        row = self._rows[number]
        shared = self._coded or len(self._written[_spaced(row.name)]) > 1
        return row.label if shared else row.name

    def _with_words(self, typed: tuple[str, ...]) -> set[int]:
        """Find those with a name that has every word typed, alone or joined with a neighbour."""
        held = [
            set().union(*(self._terms.get(word, ()) for word in either))
            for either in alone_or_joined(typed)
        ]
        return {number for number, _ in set.intersection(*held)} if held else set()

    @cached_property
    def _written(self) -> Mapping[str, set[int]]:
        return self._by(_spaced)

    @cached_property
    def _letters(self) -> Mapping[str, set[int]]:
        index = self._by(lambda name: "".join(words(name)))
        index.pop("", None)
        return index

    @cached_property
    def _labels(self) -> Mapping[str, set[int]]:
        return {row.label: {number} for number, row in self._rows.items()}

    @cached_property
    def _terms(self) -> Mapping[str, set[tuple[int, int]]]:
        """Which names are found under a word: of which thing, and which of its names."""
        index: dict[str, set[tuple[int, int]]] = defaultdict(set)
        for number, row in self._rows.items():
            for place, name in enumerate(row.names):
                for word in findable(name):
                    index[word].add((number, place))
        return index

    def _by(self, folded: Callable[[str], str]) -> dict[str, set[int]]:
        index: dict[str, set[int]] = defaultdict(set)
        for number, row in self._rows.items():
            for name in row.names:
                index[folded(name)].add(number)
        return dict(index)


def likeliest(text: str, letters: Sequence[str]) -> list[tuple[str, float]]:
    """Give those of some names' letters that look most like a text, and how much: 61 to 100."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only needed when a name is wrong)

    found = process.extract(
        "".join(words(text)),
        letters,
        scorer=fuzz.WRatio,
        limit=4 * _NEAREST,
        score_cutoff=_NEAREST_SCORE,
    )
    return [(name, score) for name, score, _ in found]


def _spaced(text: str) -> str:
    """Let case and spaces make no difference."""
    return " ".join(text.casefold().split())
