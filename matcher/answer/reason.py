"""One reason why a member is in a line-up, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.case.capacity import Basis

if TYPE_CHECKING:
    from graph.records.provenance import Provenance
    from matcher.case.build import Case


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
        sources = f": {'; '.join(self.sources)}" if self.sources else ""
        return f"{self.sentence} [{self.basis.value}{sources}]"


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
