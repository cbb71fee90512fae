"""The records of everything that is asked of a line-up beyond the line-up itself.

As in `matcher.answer.records`, the field names and their order are the JSON (docs/answer.md).
Scores are in the units of the line-up's score; None means that there is none, or that it is
unknown.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass

from matcher.answer.records import (  # noqa: TC001  (the same)
    Answer,
    AreaLabel,
    BriefEcho,
    LineUp,
    Lowest,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one member: who comes, who goes, and what the line-up scores then."""

    comes: str | None
    comes_name: str | None
    goes: str | None
    goes_name: str | None
    score: float
    gain: float
    coverage: float
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A given line-up judged: the rules that it breaks, its score, and how to better it.

    `line_up` is scored without the rules that it breaks; `best_score`, `addition` and `swap` keep
    them all, `weakest` and `removal` those that the line-up keeps.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    broken: tuple[str, ...]
    line_up: LineUp | None
    best_score: float | None
    best_proven: bool
    share_of_best: float | None
    weakest: Change | None
    addition: Change | None
    swap: Change | None
    removal: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """The best line-ups that keep given members, and what keeping them costs.

    `cost` is what the best of them scores less than the best line-up there is; None where that was
    not found in time.
    """

    best_score: float | None
    cost: float | None
    cost_proven: bool
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Something that keeps an organisation out of all line-ups of an area, or of leading one."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """The smallest change of one kind that would bring an organisation in.

    `enough` is whether it does; `amount` is how much of it, in `unit`; `score` the score of its
    best line-up then.
    """

    kind: str
    sentence: str
    enough: bool
    amount: float | None
    unit: str
    score: float | None
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """Why an organisation is not in the best line-up of an area, and what would change that.

    `cost` is what its best line-up scores less than the best one: 0 where it is in, below 0 where
    only the brief keeps it out ('never', consent), None where there is no line-up with it, or none
    was found in time (`cost_proven` tells which).
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    organisation: str
    name: str
    included: bool
    obstacles: tuple[Obstacle, ...]
    best: LineUp | None
    with_it: LineUp | None
    cost: float | None
    cost_proven: bool
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradeoff:
    """One line-up that no other of the list betters on all three of its measures.

    `affinity` is the mean over a full line-up's pairs, `inclusion` the VCSEs' share of volume.
    """

    coverage: float
    affinity: float
    inclusion: float
    pair_weight: float
    min_vcse_share: float
    lead: str
    members: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradeoffs:
    """Coverage against affinity against inclusion: line-ups that nothing on the grid betters."""

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    asked: int
    line_ups: tuple[Tradeoff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """An organisation that works in several areas of a portfolio, and the limit it shares.

    `share_of_limit` is None where its size is unknown.
    """

    id: str
    name: str
    areas: tuple[str, ...]
    volume_needs_a_year: float
    value_gbp: float
    limit_gbp: float | None
    share_of_limit: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioArea:
    """One area of a portfolio: whether it is bid for, and with whom."""

    area: AreaLabel
    annual_value_gbp: float
    chosen: bool
    why_not: str | None
    line_up: LineUp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """Several areas solved together for one lead.

    `score` is the sum over the chosen areas of annual value times the line-up's score, in pounds;
    no portfolio that keeps the rules has more than `bound`.
    """

    programme: str
    data_version: str
    as_of: str
    lead: str
    lead_name: str
    brief: BriefEcho
    market_value_gbp: float
    market_share: float
    market_share_cap: float | None
    funding_required_gbp: float
    funding_access_gbp: float | None
    score: float
    bound: float
    gap: float
    rounds: int
    areas: tuple[PortfolioArea, ...]
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """An organisation that the best line-ups of several areas want.

    `times_its_capacity` is the volume that they ask of it, all together, over what it can do in
    all areas (`matcher.case.sharing`); None for a shareholder that can do nothing.
    """

    id: str
    name: str
    sector: str
    areas: tuple[str, ...]
    leads: tuple[str, ...]
    volume_needs_a_year: float
    times_its_capacity: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketArea:
    """An area's best line-up in short."""

    area: AreaLabel
    score: float | None
    proven_optimal: bool
    why_none: str | None
    coverage: float | None
    lowest_pathway: Lowest | None
    lowest_cohort: Lowest | None
    lead: str | None
    members: tuple[str, ...]
    coverage_by_pathway: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """Every area's best line-up, each for itself, and who is in demand everywhere."""

    programme: str
    data_version: str
    as_of: str
    brief: BriefEcho
    areas: tuple[MarketArea, ...]
    in_demand: tuple[Demanded, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalArea:
    """One area's line-up in a plan of all areas, beside its best line-up for itself.

    `score_alone` is the most that the area is known to reach where it need not share; `cost` is
    what sharing costs it. `why_none` says why it has no line-up. Of `line_up`, `bound` and `gap`
    are those of the area alone.
    """

    area: AreaLabel
    annual_value_gbp: float
    score: float | None
    score_alone: float | None
    cost: float | None
    why_none: str | None
    line_up: LineUp | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalBody:
    """An organisation in a plan of all areas, or in the areas' best line-ups for themselves.

    `capacity_needs_a_year` is what it can do in all areas together, and `basis` what that rests on;
    `areas_alone` and `times_its_capacity_alone` are where it sits, and how often its capacity is
    counted, where every area is solved for itself.
    """

    id: str
    name: str
    sector: str
    areas: tuple[str, ...]
    leads: tuple[str, ...]
    volume_needs_a_year: float
    capacity_needs_a_year: float
    basis: str
    share_of_capacity: float
    areas_alone: tuple[str, ...]
    times_its_capacity_alone: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalLead:
    """A lead in a plan of all areas: what it holds, and the access to funding that this takes.

    Only areas for which it did not yet publicly pass the gate ask for funding;
    `funding_access_gbp` is None where its size is unknown.
    """

    id: str
    name: str
    sector: str
    areas: tuple[str, ...]
    annual_value_gbp: float
    market_share: float
    funding_required_gbp: float
    funding_access_gbp: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """The need of one pathway and cohort, over all areas, that could not be met."""

    pathway: str
    cohort: str
    unmet_needs_a_year: float
    share_met: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalCoverage:
    """Shares of need that could be met over all areas; who is left out stands beside the mean."""

    overall: float
    lowest_pathway: Lowest
    lowest_cohort: Lowest
    lowest_area: Lowest
    by_pathway: Mapping[str, float]
    by_cohort: Mapping[str, float]
    by_area: Mapping[str, float]
    unmet: tuple[Unmet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class National:
    """One line-up for every area, in which each body has one capacity over all areas.

    `score` is the sum over the areas of annual value times the line-up's score, in pounds; no such
    plan has more than `bound`. `score_alone` is the same sum where every area is solved for itself,
    and `cost` what sharing costs, as a share of it. `free_capacity` is the share of each capacity
    estimated from turnover that counts over all areas.
    """

    programme: str
    data_version: str
    as_of: str
    brief: BriefEcho
    free_capacity: float
    market_value_gbp: float
    market_share_cap: float | None
    score: float
    bound: float
    gap: float
    rounds: int
    score_alone: float
    cost: float
    seats: int
    different_bodies: int
    areas: tuple[NationalArea, ...]
    leads: tuple[NationalLead, ...]
    bodies: tuple[NationalBody, ...]
    coverage: NationalCoverage
