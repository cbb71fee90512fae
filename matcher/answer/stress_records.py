"""What the stress tests say of a line-up; documented with the answer in docs/answer.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFall:
    """What a fall of all volume does to one member."""

    member: str
    volume_needs_a_year: float
    value_lost_gbp: float
    lost_share_of_turnover: float | None
    below_modelled_minimum: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenVolumes:
    """The line-up's volumes with less need: its score, and its share of the need that is left."""

    score: float
    coverage: float
    value_lost_gbp: float
    members: tuple[MemberFall, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeFall:
    """The line-up with so much less need everywhere.

    `proportional` is what happens by itself: every member's volume falls by the same share.
    `shared_anew` is the best that the members could make of it together.
    """

    rule: str
    fall: float
    proportional: FallenVolumes
    shared_anew: FallenVolumes


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareFall:
    """A pathway or place, and the share of its need that could be met before and after."""

    key: str
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BestThen:
    """The best line-up of the same kind when something is different: who comes in, who goes."""

    score: float
    coverage: float
    lead: str
    members: tuple[str, ...]
    comes: tuple[str, ...]
    goes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LowCapacity:
    """Every organisation's capacity at the low end of its range, the needs as they were.

    `same` is the best that the same members could make of it; of all pathways and of all places,
    `pathway` and `place` are those whose share falls most. `best` is None where no line-up keeps
    the rules, or (not `proven`) none was found in time.
    """

    coverage: float
    same: FallenVolumes
    pathway: ShareFall
    place: ShareFall
    best: BestThen | None
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyOwed:
    """Results money that a member has earned and waits for."""

    member: str
    owed_gbp: float
    share_of_turnover: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePayment:
    """Results money paid so many months after the work: the most that is owed at a time."""

    months: float
    members: tuple[MoneyOwed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One member gone, the others staying.

    `score` and `coverage_lost` are with the best replacement; both are None where there is none,
    and then `single_point` is true. It is true too where needs of a kind that the line-up could
    meet could be met no longer (`kinds_lost`, pathway and cohort).
    """

    member: str
    replacement: str | None
    replacement_name: str | None
    score: float | None
    coverage_lost_alone: float | None
    coverage_lost: float | None
    kinds_lost: tuple[tuple[str, str], ...]
    single_point: bool
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Stress:
    """The line-up under the programme's standing stress tests."""

    volume: tuple[VolumeFall, ...]
    low_capacity: LowCapacity
    late_payment: LatePayment | None
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """One member gone, the others staying, and nobody in its place.

    `coverage_lost` is the share of all needs that could be met no more; None where the others
    cannot go on by the rules.
    """

    member: str
    coverage_lost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressure:
    """The stress tests that need no search; see `Stress` for the others."""

    volume: tuple[VolumeFall, ...]
    late_payment: LatePayment | None
    gone: tuple[Gone, ...]
