"""Completing a line-up: who should join these members, and what keeping them costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.errors import BriefError, BriefMistake
from matcher.inquiry.inquiry import Inquiry
from matcher.lineups import open_case, recommend
from matcher.questions.findings import Completion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief

_DIGITS = 6


def complete(
    snapshot: Snapshot,
    brief: Brief,
    members: Sequence[str],
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Completion:
    """Recommend the best line-ups that keep these members.

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
    answer = recommend(snapshot, kept, directory=directory, stop=stop)
    best = Inquiry(open_case(snapshot, brief, directory=directory), stop=stop).best
    own = answer.lineups[0]
    return Completion(
        best_score=None if best.score is None else round(best.score, _DIGITS),
        cost=None if best.score is None else round(max(best.score - own.score, 0.0), _DIGITS),
        cost_proven=best.sure and own.proven_optimal,
        answer=answer,
    )
