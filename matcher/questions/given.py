"""A line-up that somebody gives, read against a brief: its members, and what rules they break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from matcher.brief.gates import GateKey
from matcher.brief.request import resolve
from matcher.case.build import RIVALS, build_case
from matcher.case.scoring import ScoringRules
from matcher.engine.solver import score
from matcher.errors import BriefError, BriefMistake, MembersError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief, ResolvedBrief
    from matcher.case.build import Case
    from matcher.problem.model import Problem

_RULES = ScoringRules()
_NOT_KEPT = {
    RIVALS: "more than one member is a firm that could lead itself",
    GateKey.LOCAL_OR_SMALL: "too few members are local or small",
    GateKey.WOMENS_PROVIDER: "no member works only for women, and one is known here",
}
_LOOSENED = ("may_lead", "min_volume", "min_vcse_share", "quotas", "excluded")
"""What `rules_kept` changes of a problem; none of it is about cells."""
_OF_LEADS = {GateKey.FUNDING_ACCESS, GateKey.GUARANTEE, GateKey.MARKET_SHARE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A line-up to be judged by a brief.

    `case` is one in which its members are candidates, whatever the brief says of them; `strict` is
    the problem with all the brief's rules, must-haves and never-haves aside; `refused` are the
    candidates that the gate of consent drops.
    """

    brief: ResolvedBrief
    case: Case
    members: tuple[int, ...]
    refused: tuple[int, ...]
    strict: Problem

    def names(self, candidates: Sequence[int]) -> str:
        """Name candidates, with commas between them."""
        return ", ".join(self.case.organisation(candidate).name for candidate in candidates)


def given_line_up(
    snapshot: Snapshot, brief: Brief, members: Sequence[str], names: Directory
) -> Given:
    """Read a line-up: its members by identifier, name or alias, the brief's lead with them.

    Raises
    ------
    BriefError
        With all the mistakes of members and brief at once.
    """
    resolved, chosen = _resolved(snapshot, brief, members, names)
    gates = resolved.gates.lifted(GateKey.CONSENT)
    allowed = replace(
        resolved,
        must=chosen,
        never=tuple(index for index in resolved.never if index not in chosen),
        gates=gates,
    )
    case = build_case(snapshot, allowed, rules=_RULES)
    rows = tuple(int(i) for i in np.searchsorted(case.candidates, sorted(chosen)))
    refused = tuple(_refused(case, resolved))
    strict = replace(case.problem, locked=(), excluded=refused)
    others = tuple(i for i in refused if i not in rows)
    wide = _wide_enough(replace(case.problem, locked=(), excluded=others), len(rows))
    return Given(
        brief=resolved,
        case=replace(case, problem=wide),
        members=rows,
        refused=refused,
        strict=strict,
    )


def _resolved(
    snapshot: Snapshot, brief: Brief, members: Sequence[str], names: Directory
) -> tuple[ResolvedBrief, tuple[int, ...]]:
    """The brief and the members, with the mistakes of both at once."""
    mistakes: list[BriefMistake] = []
    chosen: list[int] = []
    for name in members:
        try:
            chosen.append(names.organisation(name))
        except UnknownNameError as error:
            mistakes.append(BriefMistake("members", str(error)))
    if not members:
        mistakes.append(BriefMistake("members", "name at least one organisation"))
    try:
        resolved = resolve(snapshot, brief, directory=names)
    except BriefError as error:
        raise BriefError([*mistakes, *error.mistakes]) from None
    if mistakes:
        raise BriefError(mistakes)
    lead = () if resolved.lead is None else (resolved.lead,)
    return resolved, tuple(dict.fromkeys((*chosen, *lead)))


def _refused(case: Case, brief: ResolvedBrief) -> Iterator[int]:
    """The candidates that the gate of consent drops."""
    if brief.gates.on(GateKey.CONSENT):
        agreed = {*brief.consented, brief.lead}
        for candidate, organisation in enumerate(case.candidates.tolist()):
            if organisation not in agreed:
                yield candidate


def _wide_enough(problem: Problem, size: int) -> Problem:
    """The problem with room for so many members."""
    return replace(problem, max_members=max(problem.max_members, size))


def rules_kept(given: Given, problem: Problem) -> tuple[list[str], Problem]:
    """Which rules no sharing out of the work keeps, and the problem with those that one keeps.

    Parameters
    ----------
    given : the line-up
    problem : its case's, or the same with merged cells
    """
    brief, members = given.brief.brief, given.members
    kept, broken = _without_rules(problem, members), []
    whole = kept
    for _, add in _rules(brief, problem):
        whole = add(whole)
    if _keeps(whole, members):  # as most do: then nobody has to be tried alone
        return [], whole
    for sentence, add in _rules(brief, problem):
        tried = add(kept)
        if _keeps(tried, members):
            kept = tried
        else:
            broken.append(sentence)
    return broken, kept


def under(problem: Problem, kept: Problem) -> Problem:
    """Give a problem the rules that a line-up keeps; `kept` may have other cells."""
    return replace(problem, **{name: getattr(kept, name) for name in _LOOSENED})


def _keeps(problem: Problem, members: tuple[int, ...]) -> bool:
    """Whether these members can keep the rules of a problem."""
    if problem.min_vcse_share > 0 and not problem.is_vcse[list(members)].any():
        return False
    try:
        score(problem, members)
    except MembersError:
        return False
    return True


def _rules(brief: Brief, problem: Problem) -> Iterator[tuple[str, Callable[[Problem], Problem]]]:
    """The rules that a line-up may break, and how each is added to a problem without it."""
    for quota in problem.quotas:
        yield (
            f"{quota.rule}: {_NOT_KEPT[quota.rule]}",
            lambda p, quota=quota: replace(p, quotas=(*p.quotas, quota)),  # type: ignore[misc]
        )
    yield (
        f"min_work: not every member can get {brief.min_work:.0%} of what it could do",
        lambda p: replace(p, min_volume=problem.min_volume),
    )
    yield (
        f"min_vcse_share: VCSEs cannot do {brief.min_vcse_share:.0%} of the work",
        lambda p: replace(p, min_vcse_share=problem.min_vcse_share),
    )


def _without_rules(problem: Problem, members: tuple[int, ...]) -> Problem:
    """The same problem with only need, capacity and membership left, and a lead if there is one."""
    led = bool(problem.may_lead[list(members)].any())
    return replace(
        problem,
        may_lead=problem.may_lead if led else np.ones(problem.candidates, dtype=bool),
        min_volume=np.zeros(problem.candidates),
        min_vcse_share=0.0,
        quotas=(),
        excluded=(),
    )


def broken_by_name(given: Given) -> Iterator[str]:
    """Say which rules are broken by who is in it."""
    case, brief, members = given.case, given.brief, given.members
    most = brief.brief.max_members
    if len(members) > most:
        yield f"max_members: it has {len(members)} members, and {most} are allowed"
    indices = [int(case.candidates[member]) for member in members]
    for member, index in zip(members, indices, strict=True):
        if barred := case.why_barred(index):
            yield f"members: {case.organisation(member).name} {barred}"
    if missing := [case.snapshot.organisations[i].name for i in brief.must if i not in indices]:
        yield f"must: {', '.join(missing)} is missing"
    if named := [case.snapshot.organisations[i].name for i in brief.never if i in indices]:
        yield f"never: {', '.join(named)} is in it"
    if not case.problem.may_lead[list(members)].any():
        yield f"lead: no member can hold the contract ({_lead_gates(case)})"
    if refused := [member for member in members if member in given.refused]:
        yield f"consent: {given.names(refused)} did not consent, which the gate requires"


def _lead_gates(case: Case) -> str:
    gates = case.brief.gates.gates.items()
    on = [gate.name.lower() for key, gate in gates if gate.on and key in _OF_LEADS]
    return f"gates: {', '.join(on)}" if on else "no gate is on"
