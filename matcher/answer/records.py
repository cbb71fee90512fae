"""What a bidder gets: the recommended line-ups of one area.

The field names and their order are the JSON of the service; docs/answer.md documents them, and they
stay as they are. Codes and keys are those of the programme: places by GSS code, pathways and
cohorts by key. Volumes are needs a year that could be met, by the model.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass

from matcher.answer.stress_records import Stress  # noqa: TC001  (read at run time, too)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLabel:
    """An area by its identifier, its codes by scheme, and its name."""

    id: str
    codes: Mapping[str, str]
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefEcho:
    """The brief as it was understood: every name found, every default filled in."""

    area: str
    lead: str | None
    must: tuple[str, ...]
    never: tuple[str, ...]
    max_members: int
    k: int
    min_difference: int
    min_vcse_share: float
    pair_weight: float
    equity: float
    min_work: float
    gates: tuple[str, ...]
    consented: tuple[str, ...]
    time_limit_s: float
    gap: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityRange:
    """Needs a year that an organisation could take on here, by the model; the middle counts.

    `basis` is ``stated``, ``estimated`` or ``unknown``.
    """

    low: float
    middle: float
    high: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member with its work; `role` is ``lead``, ``tier-2``, ``tier-3`` or ``unpaid``.

    Values are a year's, of the area's annual value, for the member's own work; risk is the money
    that depends on its results. An unpaid part, of a body with volunteers and no paid staff, is
    worth its expenses, and none of it depends on results. `share_of_turnover` is None where the
    turnover is unknown.
    """

    id: str
    name: str
    kind: str
    sector: str
    role: str
    volume_needs_a_year: float
    capacity: CapacityRange
    share_of_volume: float
    value_gbp: float
    share_of_value: float
    share_of_risk: float
    risk_gbp: float
    share_of_turnover: float | None
    pathways: tuple[str, ...]
    places: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """A part of the annual value that no member's own work earns: it stays with the lead.

    `part` is ``core``, ``through-the-gate``, ``margin-and-overhead`` or ``unused-supply-chain``;
    `prison` is the code of the resettlement prison where the part is such work and it is known.
    `could_take` are members who are known for it. The values of all members and of all parts add
    up to the annual value, and their risks to what is paid by results.
    """

    part: str
    prison: str | None
    held_by: str
    could_take: tuple[str, ...]
    value_gbp: float
    share_of_value: float
    share_of_risk: float
    risk_gbp: float
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lowest:
    """The pathway or the cohort with the lowest share of need that could be met."""

    key: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of need that could be met, in [0, 1]: of all needs, and by what they are.

    A mean hides who is left out, so the lowest pathway and the lowest cohort stand beside it.
    """

    overall: float
    lowest_pathway: Lowest
    lowest_cohort: Lowest
    by_pathway: Mapping[str, float]
    by_place: Mapping[str, float]
    by_cohort: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A cell whose need could not be met in full."""

    place: str
    pathway: str
    cohort: str
    unmet_needs_a_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceShares:
    """Shares of the volume that rest on capabilities read in a source, and on others."""

    stated_share: float
    estimated_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePart:
    """A member's part of one criterion; a pair's affinity goes to its ends in halves."""

    member: str
    criterion: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a member is worth: the score lost by the best line-up without it.

    `score_without` is None where no line-up without it keeps the rules; `instead` are the members
    of that best other line-up who are not in this one.
    """

    member: str
    score_without: float | None
    loss: float | None
    instead: tuple[str, ...]
    proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRecord:
    """A member's reason for machines: the needs (place, pathway, cohort) and sources behind it."""

    member: str
    kind: str
    sentence: str
    basis: str
    needs_a_year: float | None
    cells: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightRange:
    """How far one weight can move before this line-up stops being the best.

    `low_proven` and `high_proven` say whether that end was proven; `below` and `above` are the
    members who come in beyond it, empty at the end of the scale.
    """

    weight: str
    value: float
    low: float
    high: float
    below: tuple[str, ...]
    above: tuple[str, ...]
    low_proven: bool
    high_proven: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A line-up's score as data that adds up: the values of `parts` sum to the score."""

    parts: tuple[ScorePart, ...]
    contributions: tuple[Contribution, ...]
    weights: tuple[WeightRange, ...]
    reasons: tuple[ReasonRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """An organisation that a gate drops, with the figure that it reaches (None: unknown)."""

    id: str
    name: str
    reaches: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GateReport:
    """A gate, whom it drops (or would, where it is off), and its price.

    `drops_from` is ``leading``, ``taking part`` or ``part of its capacity``. `note` says what else
    is worth knowing: whom the gate looked for in vain, and who is nearest. `price` is what the
    best line-up would gain if the gate were lifted, by solving; None where it is off or was not
    asked for.
    """

    key: str
    name: str
    figure: float | None
    unit: str
    on: bool
    sources: tuple[str, ...]
    drops_from: str
    dropped: tuple[Dropped, ...]
    price: float | None = None
    price_proven: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp:
    """One recommended line-up. The values of `criteria` add up to `score`.

    `coverage` is what members could meet who make up for each other: each is there where the
    others are missing. `coverage_if_independent` is the same for chances that are independent.

    `kind` says who leads (`matcher.case.kinds`). `standing` is its place, with an equals sign where
    line-ups differ in score by no more than a tie. `bound` is what no line-up of its kind can
    exceed (rank 1: none at all), `gap` its distance relative to the score, and `proven_optimal`
    whether that is within the gap asked for.
    """

    rank: int
    standing: str
    kind: str
    score: float
    bound: float
    gap: float
    proven_optimal: bool
    lead: str
    members: tuple[Member, ...]
    retained: tuple[Retained, ...]
    criteria: Mapping[str, float]
    coverage: Coverage
    coverage_if_independent: Coverage
    gaps: tuple[Gap, ...]
    confidence: ConfidenceShares
    explanation: Explanation | None = None
    stress: Stress | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The line-ups of one area, with everything needed to get the same answer again.

    `complete` says that there are no further line-ups that differ enough. Of the organisations
    `known` by the day, `candidates` could take part here: by work, by a statement, or as leads.
    """

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    known: int
    candidates: int
    lineups: tuple[LineUp, ...]
    complete: bool
    gates: tuple[GateReport, ...]
