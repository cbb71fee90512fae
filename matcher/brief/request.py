"""What a bidder asks for, and the check that it can be asked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from typing import TYPE_CHECKING

from matcher.brief.gates import GateKey, Gates, read_gates
from matcher.brief.names import Directory
from matcher.errors import BriefError, BriefMistake, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.snapshot.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A request for line-ups in one contract area.

    Attributes
    ----------
    area : the area's identifier, CPA number, Delius code or name
    lead : who must lead, by identifier or name; None lets the engine choose
    must, never : organisations that must, or must not, be members
    max_members : the most members of a line-up, lead included
    k : how many different line-ups
    min_difference : how many members of each better line-up a further one must leave out
    as_of : only facts public by this day count; None for the day the competition opened
    min_vcse_share : share of all volume that goes to VCSEs and mutuals, in [0, 1]
    pair_weight : weight of past work together against coverage, in [0, 1]
    equity : 0 counts every person alike, 1 every kind of need alike (see docs/scoring.md)
    min_work : share of its capacity that every member is promised as work, in [0, 1]
    gates : switches of the programme's gates: ``key``, ``key=figure`` or ``key=off``
    consented : who has agreed to be a member; counts where the gate ``consent`` is on
    time_limit_s : seconds to search, for all k together
    gap : relative gap at which a line-up counts as proven
    seed : the solver's random seed
    """

    area: str
    lead: str | None = None
    must: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    max_members: int = 8
    k: int = 3
    min_difference: int = 2
    as_of: date | None = None
    min_vcse_share: float = 0.3
    pair_weight: float = 0.1
    equity: float = 0.5
    min_work: float = 0.25
    gates: tuple[str, ...] = ()
    consented: tuple[str, ...] = ()
    time_limit_s: float = 60.0
    gap: float = 1e-4
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedBrief:
    """A brief whose names are found: indices into the snapshot, and the day filled in."""

    brief: Brief
    area: int
    lead: int | None
    must: tuple[int, ...]
    never: tuple[int, ...]
    consented: tuple[int, ...]
    gates: Gates
    as_of: date

    @property
    def locked(self) -> tuple[int, ...]:
        """Everybody who must be a member, the lead included."""
        return tuple(sorted({*self.must, *(() if self.lead is None else (self.lead,))}))


def resolve(
    snapshot: Snapshot, brief: Brief, *, directory: Directory | None = None
) -> ResolvedBrief:
    """Find the names of a brief and check that its wishes do not contradict each other.

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    """
    names = directory or Directory(snapshot)
    mistakes = list(_out_of_range(brief))
    area = _found(mistakes, "area", brief.area, names.area)
    lead = _found(mistakes, "lead", brief.lead, names.organisation) if brief.lead else None
    must = [_found(mistakes, "must", name, names.organisation) for name in brief.must]
    never = [_found(mistakes, "never", name, names.organisation) for name in brief.never]
    agreed = [_found(mistakes, "consented", name, names.organisation) for name in brief.consented]
    gates, problems = read_gates(snapshot, brief.gates)
    mistakes += problems
    resolved = ResolvedBrief(
        brief=brief,
        area=-1 if area is None else area,
        lead=lead,
        must=_unique(must),
        never=_unique(never),
        consented=_unique(agreed),
        gates=gates,
        as_of=brief.as_of or snapshot.facts.programme.competition_opened,
    )
    mistakes += _contradictions(snapshot, resolved)
    if mistakes:
        raise BriefError(mistakes)
    return resolved


def _unique(indices: list[int | None]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(index for index in indices if index is not None))


def _found(
    mistakes: list[BriefMistake], field: str, text: str, find: Callable[[str], int]
) -> int | None:
    try:
        return find(text)
    except UnknownNameError as error:
        mistakes.append(BriefMistake(field, str(error)))
        return None


_LEAST = {"max_members": 1, "k": 1, "min_difference": 1, "seed": 0}
_MOST = {"max_members": 50, "k": 20, "min_difference": 50, "seed": 2**31 - 1}
_SHARES = ("min_vcse_share", "pair_weight", "equity", "min_work")


def _out_of_range(brief: Brief) -> Iterator[BriefMistake]:
    for field, least in _LEAST.items():
        value = getattr(brief, field)
        if not least <= value <= _MOST[field]:
            yield BriefMistake(field, f"{value} is not between {least} and {_MOST[field]}")
    for field in _SHARES:
        value = getattr(brief, field)
        if not 0.0 <= value <= 1.0:
            yield BriefMistake(field, f"{value:g} is not between 0 and 1")
    if not (math.isfinite(brief.time_limit_s) and brief.time_limit_s > 0):
        yield BriefMistake("time_limit_s", "must be a positive number of seconds")
    if not 0.0 <= brief.gap < 1.0:
        yield BriefMistake("gap", f"{brief.gap:g} is not between 0 and 1")


def _contradictions(snapshot: Snapshot, resolved: ResolvedBrief) -> Iterator[BriefMistake]:
    organisations, brief = snapshot.organisations, resolved.brief
    for index in resolved.never:
        name = organisations[index].name
        if index in resolved.must:
            yield BriefMistake("never", f"{name} is also in 'must'; take it out of one of them")
        if index == resolved.lead:
            yield BriefMistake("never", f"{name} is also the lead; take it out of one of them")
    if resolved.gates.on(GateKey.CONSENT):
        for index in resolved.must:
            if index not in (*resolved.consented, resolved.lead):
                name = organisations[index].name
                yield BriefMistake(
                    "must", f"{name} is not in 'consented', and the gate asks for it"
                )
    if len(resolved.locked) > brief.max_members >= 1:
        message = f"{len(resolved.locked)} organisations must be members; allow at least that many"
        yield BriefMistake("max_members", message)
