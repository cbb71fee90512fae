"""The judgements that the scoring rests on: every number in one place, each with its reason.

None of these is measured; they are stated so that anybody can disagree with a number rather than
with a mystery. docs/scoring.md tells them in prose; `ScoringRules` can be replaced whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from graph.records.provenance import Confidence

if TYPE_CHECKING:
    from collections.abc import Mapping

WOMEN = "women"
"""The cohort for which a general service is not as good as one of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRules:
    """How facts become quality and capacity.

    Attributes
    ----------
    place_fit : the narrower the place an organisation is known for, the likelier it is really
        there: an authority counts in full, the whole of England and Wales for 0.7
    confidence_fit : a remembered fact counts for less than one that was read; a rumour for nothing
    evidence_fit : by Nesta level of the best evidence for the pathway; index 0 is none known
    track_record_fit : no evidence, but the pathway was delivered in an earlier collaboration
    generic_women_fit : a service for any adult that a woman may use; women's own services count 1
    subgroup_fit : a service for a group that cuts across the cohorts (homeless, prolific ...)
    overlay_fit : groups that are part of one cohort only: how well their service meets its need
    focus : an organisation puts at most this many times its even share of turnover into one area
    promise_ceiling : no member's modelled minimum is more than this share of an area's needs,
        however large its capacity: the minimum protects small members, not big ones
    unknown_capacity : needs a year that an organisation of unknown size is trusted with
    """

    place_fit: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                PlaceKind.AUTHORITY: 1.0,
                PlaceKind.POLICE_AREA: 0.95,
                PlaceKind.TRUST: 0.95,
                PlaceKind.CONTRACT_AREA: 0.95,
                PlaceKind.REGION: 0.85,
                PlaceKind.COUNTRY: 0.7,
                PlaceKind.PRISON: 0.0,
            }
        )
    )
    confidence_fit: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                Confidence.VERIFIED_OFFICIAL: 1.0,
                Confidence.VERIFIED_SECONDARY: 1.0,
                Confidence.MEMORY_HIGH: 0.9,
                Confidence.MEMORY_MEDIUM: 0.75,
                Confidence.MEMORY_LOW: 0.0,
                Confidence.ESTIMATE: 0.75,
                Confidence.OWN_STATEMENT: 0.75,
            }
        )
    )
    evidence_fit: tuple[float, ...] = (0.6, 0.7, 0.78, 0.86, 0.93, 1.0)
    track_record_fit: float = 0.65
    generic_women_fit: float = 0.6
    subgroup_fit: float = 0.8
    overlay_fit: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({"young_adults": {"young_men": 1.0}})
    )
    focus: float = 3.0
    promise_ceiling: float = 0.01
    unknown_capacity: float = 200.0
