"""What a bidder gets: the recommended line-ups of one area.

The field names and their order are the JSON of the service; docs/answer.md documents them, and they
stay as they are. Codes and keys are those of the programme: places by GSS code, pathways and
cohorts by key. Volumes are needs met a year.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time to make the JSON schema)
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaLabel:
    """An area by its identifier, its CPA number and its name."""

    id: str
    cpa: int
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
    time_limit_s: float
    gap: float
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member with its work; `role` is ``lead``, ``tier-2`` or ``tier-3``."""

    id: str
    name: str
    kind: str
    sector: str
    role: str
    volume_people_a_year: float
    share_of_volume: float
    pathways: tuple[str, ...]
    places: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares of need that are met, in [0, 1]: of all needs, and by what they are."""

    overall: float
    by_pathway: Mapping[str, float]
    by_place: Mapping[str, float]
    by_cohort: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A cell whose need is not met in full."""

    place: str
    pathway: str
    cohort: str
    unmet_people_a_year: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceShares:
    """Shares of the volume that rest on capabilities read in a source, and on others."""

    stated_share: float
    estimated_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp:
    """One recommended line-up. The values of `criteria` add up to `score`.

    `bound` is what no line-up allowed in this rank can exceed, `gap` its distance relative to the
    score, and `proven_optimal` whether that is within the gap asked for.
    """

    rank: int
    score: float
    bound: float
    gap: float
    proven_optimal: bool
    lead: str
    members: tuple[Member, ...]
    criteria: Mapping[str, float]
    coverage: Coverage
    gaps: tuple[Gap, ...]
    confidence: ConfidenceShares


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The line-ups of one area, with everything needed to get the same answer again."""

    programme: str
    data_version: str
    as_of: str
    area: AreaLabel
    brief: BriefEcho
    lineups: tuple[LineUp, ...]
