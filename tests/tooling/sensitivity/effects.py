"""What moving a number changes: the best line-ups of some areas are solved again and compared."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from graph.packs.reading import builtin, read_pack
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief
from matcher.errors import MatcherError
from matcher.lineups import recommend
from tests.tooling.sensitivity.numbers import Number, Setting, numbers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.records.facts import Facts
    from matcher.answer.records import LineUp

AREAS = ("CPA7", "CPA11", "CPA14", "CPA19", "CPA20")
"""Merseyside, Wales, Dorset with Devon and Cornwall, Essex, London."""
GAP = 0.0005
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """An area's best line-up, as far as it is compared; volumes are shares of its own."""

    lead: str
    volumes: Mapping[str, float]
    met: float
    met_if_independent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What changes: shares of seats and of volume, leads, points of needs met, members.

    `seats` is the share of all seats, before and after, whose holder is only on one side. `volume`
    is the share of the work that other bodies do. `none` is how many areas have no line-up then.
    """

    seats: float
    leads: int
    volume: float
    met: float
    met_if_independent: float
    members: float
    none: int


def best_line_ups(snapshot: Snapshot, setting: Setting, areas: Sequence[str]) -> list[Best | None]:
    """The best line-up of each area with some setting; None where there is none."""
    return [_best(snapshot, setting, area) for area in areas]


def _best(snapshot: Snapshot, setting: Setting, area: str) -> Best | None:
    asked: dict[str, Any] = {"k": 1, "gap": GAP, "time_limit_s": SECONDS, **setting.brief}
    try:
        answer = recommend(snapshot, Brief(area=area, **asked), rules=setting.rules)
    except MatcherError:
        return None
    return _compared(answer.lineups[0])


def _compared(line_up: LineUp) -> Best:
    return Best(
        lead=line_up.lead,
        volumes={member.id: member.share_of_volume for member in line_up.members},
        met=line_up.coverage.overall,
        met_if_independent=line_up.coverage_if_independent.overall,
    )


def effect(before: Sequence[Best | None], after: Sequence[Best | None]) -> Effect:
    """Compare the line-ups of the same areas, where both are there."""
    pairs = [(a, b) for a, b in zip(before, after, strict=True) if a and b]
    moved = sum(len(set(a.volumes) ^ set(b.volumes)) for a, b in pairs)
    seats = sum(len(a.volumes) + len(b.volumes) for a, b in pairs)
    count = max(len(pairs), 1)
    return Effect(
        seats=moved / max(seats, 1),
        leads=sum(a.lead != b.lead for a, b in pairs),
        volume=sum(_elsewhere(a.volumes, b.volumes) for a, b in pairs) / count,
        met=sum(b.met - a.met for a, b in pairs) / count,
        met_if_independent=sum(b.met_if_independent - a.met_if_independent for a, b in pairs)
        / count,
        members=sum(len(b.volumes) - len(a.volumes) for a, b in pairs) / count,
        none=len(after) - len(pairs),
    )


def _elsewhere(before: Mapping[str, float], after: Mapping[str, float]) -> float:
    """The share of the work that other bodies do."""
    bodies = {*before, *after}
    return sum(abs(before.get(each, 0.0) - after.get(each, 0.0)) for each in bodies) / 2


def measured(*, processes: int) -> list[tuple[Number, Effect, Effect]]:
    """Solve the areas with each number moved down and up, in several processes."""
    moved = list(numbers(builtin_facts()))
    with ProcessPoolExecutor(processes) as pool:  # settings hold what cannot be sent: so by place
        before = pool.submit(_at, -1, high=False)
        sides = [
            [pool.submit(_at, index, high=high) for high in (False, True)]
            for index in range(len(moved))
        ]
        effects = [[effect(before.result(), side.result()) for side in both] for both in sides]
    return [(number, low, high) for number, (low, high) in zip(moved, effects, strict=True)]


def _at(index: int, *, high: bool) -> list[Best | None]:
    """Solve the areas with one of the numbers moved; with none where the index is negative."""
    if index < 0:
        return _of_builtin(Setting())
    number = list(numbers(builtin_facts()))[index]
    return _of_builtin(number.high if high else number.low)


def _of_builtin(setting: Setting) -> list[Best | None]:
    snapshot = _builtin()
    if setting.figures:
        rules = tuple(
            replace(rule, value=setting.figures.get(rule.key, rule.value))
            for rule in snapshot.facts.rules
        )
        snapshot = Snapshot(replace(snapshot.facts, rules=rules))
    return best_line_ups(snapshot, setting, AREAS)


@cache
def _builtin() -> Snapshot:
    return Snapshot(builtin_facts())


@cache
def builtin_facts() -> Facts:
    """The facts of the first built-in programme."""
    return read_pack(builtin())
