"""What a bidder asks for, and the check that it can be asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003  (read at run time to make the JSON schema)
from typing import TYPE_CHECKING

from matcher.brief.fields import Range, fields_of, says
from matcher.brief.gates import GateKey, Gates, read_gates
from matcher.brief.names import Directory
from matcher.errors import BriefError, BriefMistake, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.snapshot.snapshot import Snapshot


_SHARE = Range(least=0, most=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A request for line-ups in one contract area.

    Each field says what it asks, and in which range; `BRIEF_FIELDS` holds that, and docs/brief.md
    shows it. Names may be identifiers, names or aliases.
    """

    area: str = field(
        metadata=says(
            "Area",
            "The contract area, by identifier, code or name, or a place in it.",
        )
    )
    lead: str | None = field(
        default=None,
        metadata=says(
            "Lead",
            "Who must lead, by identifier, name or alias.",
            otherwise="the program chooses",
        ),
    )
    must: tuple[str, ...] = field(
        default=(),
        metadata=says("Must be in", "Who must be a member, by identifier, name or alias."),
    )
    never: tuple[str, ...] = field(
        default=(),
        metadata=says("Must not be in", "Who must not be a member, by identifier, name or alias."),
    )
    max_members: int = field(
        default=30,
        metadata=says(
            "Most members",
            "The most members of a line-up, the lead included.",
            numbers=Range(least=1, most=50),
        ),
    )
    k: int = field(
        default=3,
        metadata=says(
            "Line-ups", "How many different line-ups to give.", numbers=Range(least=1, most=20)
        ),
    )
    min_difference: int = field(
        default=2,
        metadata=says(
            "Difference",
            "How many members of each better line-up a further one of the same kind leaves out.",
            numbers=Range(least=1, most=50),
        ),
    )
    as_of: date | None = field(
        default=None,
        metadata=says(
            "As of",
            "Only facts that were public by this day count.",
            otherwise="the day the competition opened",
        ),
    )
    min_vcse_share: float = field(
        default=0.3,
        metadata=says(
            "VCSE share",
            "The least share of all volume for charities, social enterprises and mutuals.",
            numbers=_SHARE,
        ),
    )
    pair_weight: float = field(
        default=0.1,
        metadata=says(
            "Past work together",
            "The weight of past work together against coverage.",
            numbers=_SHARE,
        ),
    )
    equity: float = field(
        default=0.5,
        metadata=says(
            "Equity",
            "0 counts every person alike, 1 counts every kind of need alike.",
            numbers=_SHARE,
        ),
    )
    min_work: float = field(
        default=0.25,
        metadata=says(
            "Modelled minimum",
            "The least share of its capacity that the model gives every member as work.",
            numbers=_SHARE,
        ),
    )
    gates: tuple[str, ...] = field(
        default=(),
        metadata=says("Gates", "A switch of a gate: key, key=figure or key=off."),
    )
    consented: tuple[str, ...] = field(
        default=(),
        metadata=says(
            "Who has consented", "Who has agreed to be a member, for the gate of consent."
        ),
    )
    time_limit_s: float = field(
        default=60.0,
        metadata=says(
            "Seconds to search",
            "How long to search, for all line-ups together.",
            numbers=Range(least=0, open_least=True),
            unit="seconds",
        ),
    )
    gap: float = field(
        default=1e-4,
        metadata=says(
            "Gap",
            "The relative gap at which a line-up counts as proven.",
            numbers=Range(least=0, most=1, open_most=True),
            expert=True,
        ),
    )
    seed: int = field(
        default=0,
        metadata=says(
            "Seed",
            "The random seed of the solver.",
            numbers=Range(least=0, most=2**31 - 1),
            expert=True,
        ),
    )


BRIEF_FIELDS = fields_of(Brief)
"""What is said of each field of a brief, by name, in their order."""


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


def _out_of_range(brief: Brief) -> Iterator[BriefMistake]:
    for name, asked in BRIEF_FIELDS.items():
        if asked.range is not None and (wrong := asked.mistake(getattr(brief, name))):
            yield BriefMistake(name, wrong)


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
                yield BriefMistake("must", f"{name} is not in 'consented', which the gate requires")
    if len(resolved.locked) > brief.max_members >= 1:
        message = f"{len(resolved.locked)} organisations must be members; allow at least that many"
        yield BriefMistake("max_members", message)
