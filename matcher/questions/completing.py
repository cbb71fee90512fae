"""Completing a line-up: who should join these members, and what keeping them costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.records.kinds import OrganisationKind
from matcher.errors import BriefError, BriefMistake
from matcher.inquiry.inquiry import Inquiry
from matcher.lineups import open_case, recommend
from matcher.questions.findings import Completion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief
    from matcher.case.build import Case

_DIGITS = 6
_FIRMS = (OrganisationKind.PRIVATE_COMPANY, OrganisationKind.JOINT_VENTURE)
"""Who leads such contracts in practice: 20 of the 21 of 2014."""


def complete(
    snapshot: Snapshot,
    brief: Brief,
    members: Sequence[str],
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Completion:
    """Recommend the best line-ups that keep these members.

    Where the brief names no lead, a prime provider among the members keeps the lead: the first who
    may lead and publicly meant to, or else the first firm that may.

    Parameters
    ----------
    members : by identifier, name or alias; the brief's must-haves are kept too
    stop : asked often; once it says yes the answer is the best found so far

    Raises
    ------
    BriefError, NoLineUpError, SolverError
        As `matcher.lineups.recommend` does.
    """
    if not members:
        raise BriefError([BriefMistake("members", "name at least one organisation")])
    kept = replace(brief, must=(*brief.must, *members))
    if kept.lead is None:
        kept = replace(kept, lead=_prime(open_case(snapshot, kept, directory=directory)))
    answer = recommend(snapshot, kept, directory=directory, stop=stop)
    best = Inquiry(open_case(snapshot, brief, directory=directory), stop=stop).best
    own = answer.lineups[0]
    return Completion(
        best_score=None if best.score is None else round(best.score, _DIGITS),
        cost=None if best.score is None else round(max(best.score - own.score, 0.0), _DIGITS),
        cost_proven=best.sure and own.proven_optimal,
        answer=answer,
    )


def _prime(case: Case) -> str | None:
    """The member who is named as prime: who publicly meant to be, or else the first firm.

    Only who may lead counts; None where no such member is among the must-haves.
    """
    brief, area = case.brief, case.snapshot.areas[case.brief.area].id
    meant = {
        case.snapshot.organisation_index[row.organisation]
        for row in case.snapshot.facts.interests
        if row.role == "prime"
        and row.area in {None, area}
        and row.provenance.is_known_by(brief.as_of)
        and case.rules.confidence_fit[row.provenance.confidence] > 0
    }
    able = [case.snapshot.organisations[i] for i in brief.must if case.leads.may_lead[i]]
    index = case.snapshot.organisation_index
    told = [body for body in able if index[body.id] in meant or case.leads.shown[index[body.id]]]
    firms = [body for body in able if body.kind in _FIRMS]
    return next((str(body.id) for body in (*told, *firms)), None)
