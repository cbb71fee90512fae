"""One reason why a member is in a line-up, and what it rests on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.case.capacity import Basis

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from graph.records.provenance import Provenance
    from matcher.case.build import Case


_BETWEEN = "; "


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One reason: its kind, its sentence, what it rests on, and the cells that it speaks of."""

    kind: str
    sentence: str
    basis: Basis
    sources: tuple[str, ...]
    cells: tuple[int, ...] = ()

    def __str__(self) -> str:
        """Write the sentence with its basis and the titles of its sources."""
        sources = f": {_BETWEEN.join(self.sources)}" if self.sources else ""
        return f"{self.sentence} [{self.basis.value}{sources}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldReason:
    """A reason read from its text again: what it says, what it rests on, and the sources."""

    sentence: str
    basis: Basis
    sources: tuple[str, ...]


_TOLD = re.compile(rf"(.*) \[({'|'.join(Basis)})(?:: (.*))?\]", re.DOTALL)


def told(text: str, known: Collection[str]) -> ToldReason:
    """Take the text of a `Reason` apart again, as answers hold it.

    Parameters
    ----------
    text : what ``str`` made of a reason
    known : the titles of the sources that there are; some have semicolons in them

    >>> told("Can lead. [stated: A; b; C]", {"A; b", "C"}).sources
    ('A; b', 'C')
    """
    parts = _TOLD.fullmatch(text)
    if parts is None:
        return ToldReason(sentence=text, basis=Basis.UNKNOWN, sources=())
    sentence, basis, sources = parts.groups()
    found = tuple(_split(sources.split(_BETWEEN), known)) if sources else ()
    return ToldReason(sentence=sentence, basis=Basis(basis), sources=found)


def _split(pieces: list[str], known: Collection[str]) -> Iterator[str]:
    """Put pieces together to the longest titles that are known; others stand alone."""
    start = 0
    while start < len(pieces):
        ends = range(len(pieces), start + 1, -1)
        joined = (end for end in ends if _BETWEEN.join(pieces[start:end]) in known)
        end = next(joined, start + 1)
        yield _BETWEEN.join(pieces[start:end])
        start = end


def titles(case: Case, provenance: Provenance) -> tuple[str, ...]:
    """Give the titles of the sources of a fact."""
    by_id = {source.id: source.title for source in case.snapshot.facts.sources}
    return tuple(by_id[source] for source in provenance.sources)


def from_provenance(case: Case, kind: str, sentence: str, provenance: Provenance) -> Reason:
    """Give a reason that rests on one fact."""
    return Reason(
        kind=kind,
        sentence=sentence,
        basis=Basis.STATED if provenance.confidence.is_verified else Basis.ESTIMATED,
        sources=titles(case, provenance),
    )
