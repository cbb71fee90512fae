"""How well what is found agrees with the labels: precision and recall of each kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.terms.checking import check
from matcher.terms.judging import LEAST_CHANCE_ABOUT, by_rules, passages
from matcher.terms.likeness import built_in
from matcher.terms.plain import plain
from matcher.terms.records import Kind, Severity
from matcher.terms.weighing import chance_of
from tests.matcher.terms.labelled import labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.matcher.terms.labelled import Author, Half

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


def by_rules_alone(text: str) -> dict[Kind, str]:
    """The worst severity that the rules find of each kind."""
    found: dict[Kind, Severity] = {}
    for passage in passages(text):
        for kind, rule, _figures in by_rules(plain(passage)):
            found[kind] = min(rule.severity, found.get(kind, rule.severity), key=_rank)
    return {kind: severity.value for kind, severity in found.items()}


def _rank(severity: Severity) -> int:
    return severity.rank


def by_likeness_alone(text: str) -> dict[Kind, str]:
    """What the first passage that reads like a kind says of it."""
    found: dict[Kind, str] = {}
    for passage in passages(text):
        read = built_in().reading(plain(passage))
        kind = read.likeliest
        if chance_of(read.about[kind]) >= LEAST_CHANCE_ABOUT:
            flag = "red" if read.red[kind] >= 0 else "amber"
            found.setdefault(kind, flag if read.harms[kind] >= 0 else "note")
    return found


def agreement(
    half: Half | None,
    *,
    authors: Sequence[Author] = ("first",),
    read: Callable[[str], Mapping[Kind, str]] = severities,
    raised: Callable[[str], bool] = lambda said: said in FLAGS,
) -> Mapping[Kind, Agreement]:
    """Compare what is found with the labels of one half; every clause counts for every kind.

    Parameters
    ----------
    half : the clauses that are compared; None for both halves
    authors : who wrote them
    read : how a clause is judged; by default by the whole reading
    raised : what counts as raised; by default red and amber
    """
    counts: dict[Kind, Counter[tuple[bool, bool]]] = {kind: Counter() for kind in Kind}
    for clause in (clause for author in authors for clause in labelled(author)):
        if half not in {clause.half, None}:
            continue
        found = read(clause.clause)
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
