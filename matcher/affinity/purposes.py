"""The words in which the facts say what bodies are for: those of the notes on their scope.

Names of places are left out: where a body works is said elsewhere. What registers say in prose (the
objects and activities of a charity) is no fact of a programme, and does not reach a snapshot: it is
read when pathways are inferred (docs/text.md), and speaks through those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.snapshot.cells import columns
from graph.texts.words import singular, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot

_FEWEST = 2
"""A word that one body alone has tells of no likeness."""
_SHORTEST = 3
_SAY_NOTHING = frozenset(
    words(
        "also and are all any but for from has have in into its more not of on one or other others "
        "since than that the their them they to until was were which who whose with within"
    )
)


_NOBODY = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Purposes:
    """Which words each body's purpose has: pairs of an organisation and an index into `names`."""

    names: list[str]
    organisation: NDArray[Any]
    word: NDArray[Any]


NO_PURPOSES = Purposes(names=[], organisation=_NOBODY, word=_NOBODY)
"""Of a history that is to know none."""


def purposes_of(snapshot: Snapshot) -> Purposes:
    """Collect the words of all purposes; those that one body alone has are left out."""
    (notes,) = columns(snapshot.facts.organisations, "scope_note")
    skipped = (
        _SAY_NOTHING
        | _told(place.name for place in snapshot.places)
        | _told(area.name for area in snapshot.areas)
    )
    pairs = [
        (index, word)
        for index, note in enumerate(notes)
        if note
        for word in sorted(_told((note,)) - skipped)
    ]
    names, place, counts = np.unique(
        np.array([word for _, word in pairs], dtype=np.str_),
        return_inverse=True,
        return_counts=True,
    )
    kept = counts >= _FEWEST
    number = np.cumsum(kept) - 1
    held = kept[place]
    owners = np.array([index for index, _ in pairs], dtype=np.int32)
    return Purposes(
        names=[str(name) for name in names[kept]],
        organisation=owners[held],
        word=number[place][held].astype(np.int32),
    )


def _told(texts: Iterable[str]) -> set[str]:
    """The words of some texts, without figures and short ones."""
    found = {singular(word) for text in texts for word in words(text)}
    return {word for word in found if len(word) >= _SHORTEST and word.isalpha()}
