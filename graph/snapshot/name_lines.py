"""What organisations are called, as lines of text that are searched at the speed of memory.

A line is one name, alias or identifier of an organisation, as its words (`graph.records.words`)
written together. To look for a part of a name is to look for it in the text of all lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.records.words import split_all
from graph.snapshot.cells import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.snapshot.numbering import Numbering

    Indices = NDArray[np.int32]

_END = 10  # of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class NameColumns:
    """The lines, and the organisations in the order of their names.

    Attributes
    ----------
    text : all lines in UTF-8, with an end of line before the first and behind each
    owner : of each line the index into the snapshot's organisations
    rank : where each organisation stands among all by its name and, within one, its identifier
    """

    text: NDArray[np.uint8]
    owner: Indices
    rank: Indices


def name_columns(numbering: Numbering) -> NameColumns:
    """Write the lines of all names: an organisation's stand together."""
    called, owner = _names(numbering)
    order = np.argsort(owner, kind="stable")
    written = ["".join(words) for words, _ in split_all(called)]
    text = "\n".join(["", *map(written.__getitem__, order.tolist()), ""]).encode()
    return NameColumns(
        text=np.frombuffer(text, dtype=np.uint8), owner=owner[order], rank=_rank(numbering)
    )


def _names(numbering: Numbering) -> tuple[list[str], Indices]:
    """Give all that organisations are called, and which of them is."""
    index, facts = numbering.organisation_index, numbering.facts
    bodies, aliases = cells(facts, "organisations"), cells(facts, "aliases")
    identifiers = cells(facts, "identifiers")
    own = range(len(bodies["id"]))
    others = map(index.__getitem__, chain(aliases["organisation"], identifiers["organisation"]))
    called = [*bodies["name"], *bodies["id"], *aliases["name"], *identifiers["identifier"]]
    return called, np.fromiter(chain(own, own, others), np.int32, len(called))


def _rank(numbering: Numbering) -> Indices:
    bodies = cells(numbering.facts, "organisations")
    rows = list(zip(map(str.casefold, bodies["name"]), bodies["id"], strict=True))
    rank = np.empty(len(rows), dtype=np.int32)
    rank[sorted(range(len(rows)), key=rows.__getitem__)] = np.arange(len(rows), dtype=np.int32)
    return rank


class NameLines:
    """The lines of a snapshot, to look for parts of names in."""

    def __init__(self, columns: NameColumns) -> None:
        """Keep the columns; the text is taken into memory when it is first searched."""
        self._columns = columns

    def called(self, letters: str) -> list[int]:
        """Give the organisations of which one name has just these letters, in their order."""
        return self._owners(_places(self._text, b"\n%b\n" % letters.encode()))

    def holding(self, letters: str) -> list[int]:
        """Give the organisations of which one name holds these letters in a row, in their order."""
        pattern = re.compile(re.escape(letters.encode()))
        return self._owners(m.start() for m in pattern.finditer(self._text))

    @cached_property
    def letters(self) -> Sequence[str]:
        """All different lines."""
        return list(dict.fromkeys(self._text.decode().split("\n")))

    def in_order(self, organisations: NDArray[np.integer[Any]]) -> list[int]:
        """Sort organisations by their names."""
        by = np.argsort(self._columns.rank[organisations], kind="stable")
        return list(map(int, organisations[by]))

    def _owners(self, places: Iterator[int]) -> list[int]:
        """Give whose the lines are in which some places of the text lie."""
        found = np.fromiter(places, np.int64)
        lines = np.searchsorted(self._ends, found[found < len(self._text)])
        return list(map(int, np.unique(self._columns.owner[lines])))

    @cached_property
    def _text(self) -> bytes:
        return self._columns.text.tobytes()

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        """Where each line ends."""
        return np.flatnonzero(self._columns.text == _END)[1:]


def _places(text: bytes, line: bytes) -> Iterator[int]:
    """Say where the letters of a line begin, its ends of line being part of it; ends may be shared.

    A pattern that looks behind tries every place of the text: a tenth of a second at full size.
    """
    at = text.find(line)
    while at >= 0:
        yield at + 1
        at = text.find(line, at + 1)
