"""What answers are held against: figures of the programme's rules, for one case.

Each is worked out from the same rules as the gates of a search (`matcher.brief.gates`):

    funding wanted = funding_access * annual value of the area         (a prime provider)
    turnover wanted = funding wanted / exposure                        (a prime provider)
                    = the turnover from which on a body is large       (tier 2)
                    = value of the contract / exposure                 (tier 3)
    exposure        = the most of its turnover that one contract may be
    results wanted  = the share of the price paid by results           (tier 1 and 2)
                    = the share that tier 3 may bear                   (tier 3)

Where no area is named, the area of the least value counts: the easiest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matcher.brief.gates import GateKey
from matcher.case.leads import access_share
from matcher.readiness.records import LEAD, TIER_2, TIER_3

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.gates import Gates
    from matcher.case.scoring import ScoringRules
    from matcher.readiness.records import ReadinessQuery

_RESULTS = "pbr_share"
"""The key of the programme's rule for the share of the price that is paid by results."""


def measures_of(
    snapshot: Snapshot,
    query: ReadinessQuery,
    *,
    area: int | None,
    gates: Gates,
    rules: ScoringRules,
) -> dict[str, float]:
    """Work out what answers are held against; a measure that is not known is left out."""
    value = _least_value_gbp(snapshot, area)
    funding = gates.gates[GateKey.FUNDING_ACCESS].standard * value
    exposure = gates.gates[GateKey.EXPOSURE].standard
    wanted = {
        LEAD: funding / access_share(gates),
        TIER_2: rules.large_gbp,
        TIER_3: (query.contract_value_gbp or math.nan) / exposure,
    }
    found = {
        "turnover_wanted_gbp": wanted.get(query.role, math.nan),
        "funding_wanted_gbp": funding if query.role == LEAD else math.nan,
        "exposure_share": exposure,
        "results_wanted_share": _results_share(snapshot, query.role, gates),
    }
    return {name: figure for name, figure in found.items() if not math.isnan(figure)}


def _least_value_gbp(snapshot: Snapshot, area: int | None) -> float:
    if area is not None:
        return snapshot.areas[area].annual_value_gbp
    return min(each.annual_value_gbp for each in snapshot.areas)


def _results_share(snapshot: Snapshot, role: str, gates: Gates) -> float:
    if role == TIER_3:
        return gates.gates[GateKey.TIER_3_PBR].standard
    rule = next((rule for rule in snapshot.facts.rules if rule.key == _RESULTS), None)
    return math.nan if rule is None else rule.value
