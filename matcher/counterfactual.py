"""Why an organisation is not in the best line-up, and the smallest change that would bring it in.

Nothing here is a rule of thumb: each answer is the best line-up of a problem in which the
organisation is certain to be in and one thing about it is different. It comes in where that line-up
scores at least as much as the best one without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.case import build_case
from matcher.describe import describe
from matcher.errors import BriefError, BriefMistake, UnknownNameError
from matcher.findings import Counterfactual, Obstacle
from matcher.gates import GateKey
from matcher.inquiry import Inquiry, with_candidate
from matcher.lineups import heading, open_case
from matcher.names import Directory
from matcher.remedy import Bar, remedies_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.snapshot import Snapshot
    from matcher.answer import LineUp
    from matcher.brief import Brief, ResolvedBrief
    from matcher.case import Case
    from matcher.inquiry import Found

_DIGITS = 6


def why_not(
    snapshot: Snapshot,
    brief: Brief,
    organisation: str,
    *,
    directory: Directory | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Counterfactual:
    """Tell why an organisation is not in the best line-up of the brief's area.

    Raises
    ------
    BriefError
        With all the mistakes at once, an unknown organisation included.
    """
    names = directory or Directory(snapshot)
    case = open_case(snapshot, brief, directory=names)
    index = _index(names, organisation)
    inquiry = Inquiry(case, stop=stop)
    best = inquiry.best
    included = best.solution is not None and _position(case, index) in best.solution.members
    obstacles = tuple(_obstacles(case, index))
    inside = _with_it(case, index)
    own = inquiry.solve(inside.problem) if not included else best
    bar = Bar(inquiry=inquiry, case=inside, candidate=_position(inside, index), best=best)
    open_to_all = snapshot.organisations[index].kind.may_bid
    return Counterfactual(
        **heading(case),
        organisation=snapshot.organisations[index].id,
        name=snapshot.organisations[index].name,
        included=included,
        obstacles=obstacles,
        best=_described(case, best),
        with_it=_described(inside, own),
        cost=_cost(best, own),
        remedies=() if included or not open_to_all else tuple(remedies_of(bar)),
    )


def _index(names: Directory, organisation: str) -> int:
    try:
        return names.organisation(organisation)
    except UnknownNameError as error:
        raise BriefError([BriefMistake("organisation", str(error))]) from None


def _position(case: Case, index: int) -> int:
    """An organisation's place among the candidates, -1 where it is none."""
    found = int(np.searchsorted(case.candidates, index))
    here = found < len(case.candidates) and case.candidates[found] == index
    return found if here else -1


def _with_it(case: Case, index: int) -> Case:
    """The case in which the organisation is certainly a member, with its consent."""
    brief = case.brief
    inside: ResolvedBrief = replace(
        brief,
        must=tuple(dict.fromkeys((*brief.must, index))),
        never=tuple(other for other in brief.never if other != index),
        consented=(*brief.consented, index),
    )
    grown = build_case(case.snapshot, inside, rules=case.rules)
    return replace(grown, problem=with_candidate(grown.problem, _position(grown, index)))


def _obstacles(case: Case, index: int) -> Iterator[Obstacle]:
    body, brief = case.snapshot.organisations[index], case.brief
    area = case.snapshot.areas[brief.area].name
    if not body.kind.may_bid:
        yield Obstacle(kind="kind", sentence=f"A {body.kind.value} cannot join a bid.")
    if not body.provenance.is_known_by(brief.as_of):
        yield Obstacle(
            kind="as_of", sentence=f"Nothing public shows that it existed on {brief.as_of}."
        )
    if index in brief.never:
        yield Obstacle(kind="never", sentence="The brief rules it out ('never').")
    quality = case.supply.quality
    if quality.indptr[index] == quality.indptr[index + 1]:
        yield Obstacle(
            kind="capability",
            sentence=f"Nothing public by {brief.as_of} shows work of it that {area} needs.",
        )
    for key, dropped in case.dropped.items():
        if brief.gates.on(key) and index in dropped:
            yield _gate_obstacle(case, key, index)


def _gate_obstacle(case: Case, key: GateKey, index: int) -> Obstacle:
    gate = case.brief.gates.gates[key]
    if key is GateKey.CONSENT:
        return Obstacle(
            kind=key.value, sentence="Its consent is asked for, and the brief has none."
        )
    if key is GateKey.EXPOSURE:
        sentence = f"It says it can do more than {gate.figure:.0%} of its turnover buys."
        return Obstacle(kind=key.value, sentence=sentence)
    access = case.leads.access_gbp[index]
    known = "its size is unknown" if np.isnan(access) else f"about £{access / 1e6:,.1f}m is known"
    sentence = f"It cannot lead: {gate.name.lower()} of {gate.figure:g} {gate.unit}; {known}."
    return Obstacle(kind=key.value, sentence=sentence)


def _described(case: Case, found: Found) -> LineUp | None:
    if found.solution is None:
        return None
    return describe(case, found.solution, found.solution.volume, rank=1)


def _cost(best: Found, own: Found) -> float | None:
    if best.score is None or own.score is None:
        return None
    return round(max(best.score - own.score, 0.0), _DIGITS)
