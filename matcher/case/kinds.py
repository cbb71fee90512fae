"""The kinds of line-up that a bidder chooses between, by who leads.

Further line-ups are of other kinds before they are variants of one: a private lead with its
supply chain, a charity or social enterprise as lead, a joint venture, a line-up with the staff
mutual of the area's own probation service.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from graph.records.kinds import OrganisationKind, Sector
from matcher.case.worth import area_mutuals
from matcher.problem.model import Problem, Quota

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from matcher.case.build import Case

    Flags = NDArray[np.bool_]


class LineUpKind(StrEnum):
    """What a line-up is, for somebody who chooses between several."""

    MUTUAL = "with-staff-mutual"
    JOINT_VENTURE = "joint-venture"
    PRIVATE = "private-lead"
    VCSE = "vcse-lead"
    PUBLIC = "public-lead"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kinds:
    """The kinds that a case allows: who may lead each, and who the area's mutuals are."""

    leads: Mapping[LineUpKind, Flags]
    mutuals: tuple[int, ...]

    def of(self, lead: int, members: Collection[int]) -> LineUpKind:
        """The kind of a line-up."""
        if set(self.mutuals) & set(members):
            return LineUpKind.MUTUAL
        return next(kind for kind, flags in self.leads.items() if flags[lead])

    def only(self, problem: Problem, kind: LineUpKind) -> Problem | None:
        """The problem with only line-ups of one kind; None where there are none."""
        if kind is LineUpKind.MUTUAL:
            if not self.mutuals:
                return None
            some = Quota(candidates=self.mutuals, at_least=1)
            return replace(problem, quotas=(*problem.quotas, some))
        may_lead = problem.may_lead & self.leads[kind]
        if not may_lead.any():
            return None
        none = Quota(candidates=self.mutuals, at_most=0)
        quotas = (*problem.quotas, none) if self.mutuals else problem.quotas
        worth = np.where(may_lead, problem.lead_worth, 0.0)
        return replace(problem, may_lead=may_lead, lead_worth=worth, quotas=quotas)


def kinds_of(case: Case) -> Kinds:
    """Read the kinds of line-up from a case."""
    bodies = [case.organisation(row) for row in range(len(case.candidates))]
    kinds = [_kind_of_lead(body.kind) for body in bodies]
    mutual = area_mutuals(case.snapshot, case.brief.area, case.brief.as_of)[case.candidates]
    return Kinds(
        leads={
            kind: np.array([each is kind for each in kinds], dtype=bool)
            for kind in LineUpKind
            if kind is not LineUpKind.MUTUAL
        },
        mutuals=tuple(np.flatnonzero(mutual).tolist()),
    )


def _kind_of_lead(kind: OrganisationKind) -> LineUpKind:
    if kind is OrganisationKind.JOINT_VENTURE:
        return LineUpKind.JOINT_VENTURE
    if kind.sector is Sector.PRIVATE:
        return LineUpKind.PRIVATE
    return LineUpKind.PUBLIC if kind.sector is Sector.PUBLIC else LineUpKind.VCSE
