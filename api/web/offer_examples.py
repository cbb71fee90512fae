"""Examples of assessed offers, for OpenAPI: the model's own answers of few runs, cut short."""

from __future__ import annotations

from dataclasses import replace

from api.records.offers import AssessedOffer
from api.web.examples import plain
from matcher.offers.assessment import Assessment, assess
from matcher.offers.comparing import compare
from matcher.offers.records import Offer

_FEW_RUNS = 100


def _cut(found: Assessment) -> Assessment:
    """Keep the first of each list."""
    base, runs = found.base_case, found.simulation
    short = replace(base, months=base.months[:1], quarters=base.quarters[:1], years=base.years[:1])
    return replace(
        found,
        base_case=short,
        simulation=replace(runs, months=runs.months[:1]),
        stress_tests=found.stress_tests[:1],
        tornado=found.tornado[:1],
    )


_FOUND = assess(Offer(payment_days=60), runs=_FEW_RUNS, terms_told=1)
_CUT = _cut(_FOUND)
_COMPARED = compare([_FOUND, replace(_FOUND, title="Another offer")])
ASSESSED = plain(AssessedOffer(query="payment_days=60", line_up=None, assessment=_CUT))
COMPARED = plain(replace(_COMPARED, offers=(_CUT, replace(_CUT, title="Another offer"))))
