"""The standing stress tests of a line-up that somebody gives."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from matcher.brief.names import Directory
from matcher.inquiry.inquiry import Inquiry
from matcher.inquiry.stress import stress_of
from matcher.lineups import heading, open_case
from matcher.questions.given import broken_by_name, given_line_up, rules_kept
from matcher.questions.rescoring_records import Stressed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.request import Brief

_DIGITS = 6


def stress(
    snapshot: Snapshot,
    brief: Brief,
    members: Sequence[str],
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Stressed:
    """Put the line-up of these members to the tests, without the rules that it breaks.

    Parameters
    ----------
    members : by identifier, name or alias; the brief's lead is one of them
    stop : asked often; once it says yes the rest is left unproven

    Raises
    ------
    BriefError
        With all the mistakes at once, unknown members included.
    """
    names = directory or Directory(snapshot)
    given = given_line_up(snapshot, brief, members, names)
    broken, kept = rules_kept(given, given.case.problem)
    case, rows = replace(given.case, problem=kept), given.members
    named = tuple(broken_by_name(given))
    if not broken and not named:  # who comes instead need not keep the others
        case = open_case(snapshot, brief, directory=names)
        found = [case.candidate(int(given.case.candidates[row])) for row in rows]
        rows = tuple(row for row in found if row is not None)
    inquiry = Inquiry(case, stop=stop)
    own = inquiry.score(rows)
    return Stressed(
        **heading(replace(case, brief=given.brief)),
        broken=(*named, *broken),
        score=None if own is None else round(own.objective, _DIGITS),
        stress=None if own is None else stress_of(inquiry, own),
    )
