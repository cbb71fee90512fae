"""Partners of whom each group has its share: the rule for one question, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number
from matcher.questions.fair_ranking import TOLERANCE, Shares
from matcher.questions.groups import NOT_KNOWN
from matcher.questions.partner_records import FairGroup, FairNote

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Flags, Floats, Indices
    from matcher.affinity.model import Prediction
    from matcher.questions.groups import Grouping


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FairRule:
    """What each group should have of a list.

    Attributes
    ----------
    grouping : the groups
    share : of the relevant capability of those who could be partners, shape (G,)
    """

    grouping: Grouping
    share: Floats

    def shares(self, bodies: Indices) -> Shares:
        """The rule for some candidates."""
        known = np.array([label != NOT_KNOWN for label in self.grouping.labels], dtype=bool)
        return Shares(group=self.grouping.group[bodies], share=self.share, is_known=known)

    def pool(self, candidates: Indices, log_odds: Floats, *, least: Indices, count: int) -> Indices:
        """Add the best of each group to those that are compared anyway; places, the best first."""
        order = np.argsort(-log_odds, kind="stable")
        group = self.grouping.group[candidates[order]]
        nth = np.zeros(len(order), dtype=np.int64)
        for each in range(len(self.share)):
            own = group == each
            nth[own] = np.arange(int(own.sum()))
        wanted = np.isin(order, least) | (nth < count)
        return np.asarray(order[wanted], dtype=np.int32)

    def note(
        self, candidates: Indices, prediction: Prediction, fair: Indices, free: Indices
    ) -> FairNote:
        """Say what the rule did to a list, and what that costs.

        Parameters
        ----------
        candidates : shape (C,)
        prediction : what the model says of them
        fair, free : who is named with the rule and without, places among the candidates
        """
        size, group = len(self.share), self.grouping.group
        with_rule, without = (
            np.bincount(group[candidates[order]], minlength=size) for order in (fair, free)
        )
        return FairNote(
            by=self.grouping.name,
            tolerance=TOLERANCE,
            log_odds_given_up=float(
                prediction.log_odds[free].sum() - prediction.log_odds[fair].sum()
            ),
            partners_given_up=float(prediction.chance[free].sum() - prediction.chance[fair].sum()),
            groups=tuple(
                FairGroup(
                    group=label,
                    share_of_capability=float(self.share[each]),
                    named=int(with_rule[each]),
                    named_without=int(without[each]),
                )
                for each, label in enumerate(self.grouping.labels)
                if self.share[each] or with_rule[each] or without[each]
            ),
        )


def fair_rule(grouping: Grouping, relevance: Floats, among: Flags) -> FairRule:
    """Make the rule: each group's share of the relevant capability of those who could be named."""
    sums = grouping.sums(np.where(among, relevance, 0.0))
    total = sums.sum()
    return FairRule(grouping=grouping, share=sums / total if total > 0 else sums)


def areas_worked(snapshot: Snapshot, who: int, as_of: date) -> NDArray[np.int64]:
    """The areas where somebody is known to work on a day; all areas, if none is known."""
    first, last = snapshot.reach.indptr[who], snapshot.reach.indptr[who + 1]
    known = snapshot.reach.data[first:last] <= day_number(as_of)
    areas = np.unique(snapshot.authority_area[snapshot.reach.indices[first:last][known]])
    return areas.astype(np.int64) if len(areas) else np.arange(len(snapshot.areas))
