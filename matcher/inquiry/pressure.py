"""The stress tests of a line-up that need no search, so that they can stand beside its score.

Volume falls and results money comes late as in `matcher.inquiry.stress`. A member that leaves is
not replaced: who could come, and whether anybody could, takes a search for each member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.answer.stress_records import Gone, Pressure
from matcher.inquiry.falls import falls_of
from matcher.inquiry.inquiry import in_parallel, without
from matcher.inquiry.stress import coverage_lost, late_payment_of

if TYPE_CHECKING:
    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Solution


def pressure_of(inquiry: Inquiry, solution: Solution) -> Pressure:
    """Test a line-up, with its volumes over the case's own cells."""
    gone = in_parallel(lambda member: _gone(inquiry, solution, member), solution.members)
    return Pressure(
        volume=tuple(falls_of(inquiry, solution)),
        late_payment=late_payment_of(inquiry, solution),
        gone=tuple(gone),
    )


def _gone(inquiry: Inquiry, solution: Solution, member: int) -> Gone:
    rest = tuple(each for each in solution.members if each != member)
    alone = inquiry.score(rest, without(inquiry.problem, member)) if rest else None
    return Gone(
        member=inquiry.case.organisation(member).id,
        coverage_lost=coverage_lost(inquiry, solution, alone),
    )
