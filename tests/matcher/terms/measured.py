"""How well the rules agree with the labels: precision and recall of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.terms.checking import check
from matcher.terms.records import Kind
from tests.matcher.terms.labelled import labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.matcher.terms.labelled import Half

FLAGS = ("red", "amber")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Counts of one kind: rightly raised, wrongly raised, overlooked."""

    right: int
    wrong: int
    overlooked: int

    @property
    def precision(self) -> float:
        """The share of what was raised that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what should be raised that was."""
        return self.right / max(1, self.right + self.overlooked)


def severities(text: str) -> dict[Kind, str]:
    """The worst severity that the whole reading finds of each kind."""
    found: dict[Kind, str] = {}
    for finding in check(text).findings:
        found.setdefault(finding.kind, finding.severity.value)
    return found


def agreement(
    half: Half, *, raised: Callable[[str], bool] = lambda said: said in FLAGS
) -> Mapping[Kind, Agreement]:
    """Compare the rules with the labels of one half; every clause counts for every kind.

    Parameters
    ----------
    half : the clauses that are compared
    raised : what counts as raised; by default red and amber
    """
    counts: dict[Kind, Counter[tuple[bool, bool]]] = {kind: Counter() for kind in Kind}
    for clause in labelled():
        if clause.half != half:
            continue
        found = severities(clause.clause)
        for kind in Kind:
            expected = clause.severity_of(kind)
            if expected is not None:
                counts[kind][raised(expected), raised(found.get(kind, "none"))] += 1
    return {
        kind: Agreement(
            right=count[True, True], wrong=count[False, True], overlooked=count[True, False]
        )
        for kind, count in counts.items()
    }
