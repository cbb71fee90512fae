"""How often links are right, and how many of the true ones are found, on labelled pairs."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.identity.clusters import clusters
from graph.identity.linking import Linked, link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.entries import Link
    from tests.tooling.identity.labelled import Scene

THRESHOLDS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99, 0.995, 0.999)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many pairs are true and found, found and false, and true in all."""

    right: int
    wrong: int
    true: int

    @property
    def precision(self) -> float:
        """The share of what was found that is true."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """The share of what is true that was found."""
        return self.right / max(self.true, 1)


def linked(made: Scene, *, seed: int) -> Linked:
    """Link a scene; the model learns from the numbers of part 0 and sees no others."""
    subjects = list(made.register.values())
    for each in made.labelled:
        if each.part == 0:
            subjects.append(replace(each.subject, numbers=[each.truth]))
        else:
            subjects.append(each.subject)
    with tempfile.TemporaryDirectory() as scratch:
        return link(subjects, scratch=Path(scratch), seed=seed)


def score(
    made: Scene, links: Sequence[Link], *, part: int, threshold: float, kinds: Sequence[str] = ()
) -> Score:
    """Score the pairs of a record and a charity that end in one cluster.

    Parameters
    ----------
    made : the scene
    links : what linking found
    part : whose records count
    threshold : from which on links count
    kinds : the kinds that count; none for all
    """
    same = clusters((), (), links, (), threshold=threshold).canonical
    right = wrong = true = 0
    for each in made.labelled:
        if each.part != part or (kinds and each.kind not in kinds):
            continue
        found = same.get(each.subject.organisation)
        is_listed = each.truth in made.register
        true += is_listed
        if found in made.register:
            right += found == each.truth
            wrong += found != each.truth
    return Score(right=right, wrong=wrong, true=true)


def chosen(made: Scene, links: Sequence[Link], *, recall: float) -> float:
    """Give the highest threshold that finds enough on part 1."""
    enough = [
        threshold
        for threshold in THRESHOLDS
        if score(made, links, part=1, threshold=threshold).recall >= recall
    ]
    return max(enough, default=THRESHOLDS[0])


def kinds_of(made: Scene) -> list[str]:
    """Give the kinds of labelled pairs in the order in which they come."""
    return list(Counter(each.kind for each in made.labelled))
