"""The judgements that the scoring rests on: every number in one place, each with its reason.

Only presence begins from a measurement (docs/presence.md); the rest are stated so that anybody can
disagree with a number rather than with a mystery. docs/scoring.md tells them in prose, and
docs/realism.md which other values were tried; `ScoringRules` can be replaced whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.records.kinds import JusticeMark, OrganisationKind, PlaceKind
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
    presence : the chance that an organisation works in an authority, by the kind of place that it
        is known for
    presence_known_near : the same where it is known for a site in the same region
    presence_known_elsewhere : the same where it is known for sites in other regions only
    presence_wide : the kinds of place that are so wide that the next two count
    presence_by_sites : how far a wide claim of a body with 1, 2, 3 or more known sites is believed
    presence_by_size : the same without any site, from which turnover in pounds on; unknown is 0
    justice_fit : by justice mark; a service for the public suits people on probation less well
    unmarked_fit : the same where nothing says whom the service is for
    custody_fit : how far work in prisons meets the need of a cohort that lives in the community
    custody_else : the same for every other cohort
    confidence_fit : a remembered fact counts for less than one that was read; a rumour for nothing;
        an inferred one counts as a statement does, times its probability
    evidence_fit : by Nesta level of the best evidence for the pathway; index 0 is none known,
        and a latest comparison that found no difference
    worse_fit : the latest comparison found that people did worse
    track_record_fit : no evidence, but the pathway was delivered in an earlier collaboration
    generic_women_fit : a service for any adult that a woman may use; women's own services count 1
    subgroup_fit : a service for a group that cuts across the cohorts (homeless, prolific ...)
    overlay_fit : groups that are part of one cohort only: how well their service meets its need
    work_share : by kind of organisation, the low, middle and high share of its turnover that is
        work of this sort
    explicit_share : the same where a source says that it works with offenders
    workforce_share : the low, middle and high share of what the core pays for a probation trust's
        staff that is work on the pathways, such as programmes
    volunteer_needs : needs a year that a volunteer of a body without paid staff can meet: low,
        middle, high
    expenses_share : what an unpaid part costs, as a share of the price of the same work
    focus : an organisation puts at most this many times its even share of turnover into one area
    minimum_ceiling : no member's modelled minimum is more than this share of an area's needs,
        however large its capacity: the minimum protects small members, not big ones
    unknown_capacity : needs a year that an organisation of unknown size is trusted with: low,
        middle, high
    lead_weight : what the best possible lead is worth against coverage
    lead_fit : the shares of record, record in the area, interest and capital in a lead's worth
    interest_fit : interest in leading: shown for the area, shown for no area in particular, none
    flagged_fit : what is left of a lead's worth while a counterparty check would raise something
    record_scale : with this many contracts led, a record is worth 1 - 1/e
    chain_members : with this many other members named, a contract is one with a supply chain; with
        fewer it counts in proportion, since one partner is hardly a chain
    large_gbp : the turnover from which on an organisation is large: a tier 2 subcontractor
    tier_2_share : the least share of all volume that is work at scale, for tier 2
    pair_log_odds : what one unit of each signal of what links two bodies adds to the log-odds that
        they work together, as the model of partners learnt it (docs/scoring.md says when)
    pair_scale : the pairs whose affinities together count as one: those of a line-up of ten
    tie : line-ups whose scores differ by at most this share are shown as tied
    """

    presence: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                PlaceKind.AUTHORITY: 1.0,
                PlaceKind.POLICE_AREA: 0.78,
                PlaceKind.TRUST: 0.78,
                PlaceKind.CONTRACT_AREA: 0.65,
                PlaceKind.REGION: 0.51,
                PlaceKind.COUNTRY: 0.40,
                PlaceKind.PRISON: 0.0,
            }
        )
    )
    presence_known_near: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({PlaceKind.COUNTRY: 0.58})
    )
    presence_known_elsewhere: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({PlaceKind.COUNTRY: 0.28})
    )
    presence_wide: tuple[str, ...] = (
        PlaceKind.CONTRACT_AREA,
        PlaceKind.REGION,
        PlaceKind.COUNTRY,
    )
    presence_by_sites: tuple[float, ...] = (0.30, 0.55, 1.0)
    presence_by_size: tuple[tuple[float, float], ...] = (
        (0.0, 0.20),
        (5e6, 0.35),
        (20e6, 0.60),
        (50e6, 0.85),
    )
    justice_fit: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {JusticeMark.EXPLICIT: 1.0, JusticeMark.ADJACENT: 0.8}
        )
    )
    unmarked_fit: float = 0.85
    custody_fit: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({"short_sentences": 0.5})
    )
    custody_else: float = 0.15
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
                Confidence.INFERRED: 0.75,
            }
        )
    )
    evidence_fit: tuple[float, ...] = (0.6, 0.7, 0.78, 0.86, 0.93, 1.0)
    worse_fit: float = 0.5
    track_record_fit: float = 0.65
    generic_women_fit: float = 0.6
    subgroup_fit: float = 0.8
    overlay_fit: Mapping[str, Mapping[str, float]] = field(
        default_factory=lambda: MappingProxyType({"young_adults": {"young_men": 1.0}})
    )
    work_share: Mapping[str, tuple[float, float, float]] = field(
        default_factory=lambda: MappingProxyType(
            {
                **dict.fromkeys(OrganisationKind, (0.02, 0.05, 0.10)),
                OrganisationKind.CHARITY: (0.05, 0.15, 0.30),
                OrganisationKind.CIC: (0.05, 0.15, 0.30),
                OrganisationKind.SOCIAL_ENTERPRISE: (0.05, 0.15, 0.30),
                OrganisationKind.VCSE_CONSORTIUM: (0.05, 0.15, 0.30),
                OrganisationKind.STAFF_MUTUAL: (0.30, 0.60, 0.90),
                OrganisationKind.NHS_TRUST: (0.005, 0.02, 0.05),
                OrganisationKind.LOCAL_AUTHORITY: (0.0, 0.01, 0.02),
            }
        )
    )
    explicit_share: tuple[float, float, float] = (0.30, 0.60, 0.90)
    workforce_share: tuple[float, float, float] = (0.05, 0.10, 0.20)
    volunteer_needs: tuple[float, float, float] = (1.0, 3.0, 6.0)
    expenses_share: float = 0.1
    focus: float = 1.5
    minimum_ceiling: float = 0.01
    unknown_capacity: tuple[float, float, float] = (50.0, 150.0, 400.0)
    lead_weight: float = 0.05
    lead_fit: tuple[float, float, float, float] = (0.35, 0.35, 0.2, 0.1)
    interest_fit: tuple[float, float, float] = (1.0, 0.6, 0.0)
    flagged_fit: float = 0.5
    record_scale: float = 3.0
    chain_members: float = 2.0
    large_gbp: float = 1e6
    tier_2_share: float = 0.02
    pair_log_odds: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {"closely-together": 1.37, "resource-allocation": 0.42}
        )
    )
    pair_scale: float = 45.0
    tie: float = 0.01
