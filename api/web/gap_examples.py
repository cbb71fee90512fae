"""A hand-made example of unmet needs for OpenAPI, as those of `api.web.examples`."""

from __future__ import annotations

from api.web.examples import STAMP, plain
from matcher.answer.records import AreaLabel
from matcher.questions import gap_records as records

_AREA = AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C19"}, name="Essex")

GAPS = plain(
    records.Gaps(
        **STAMP,
        as_of="2013-09-19",
        area=_AREA,
        pathway=None,
        cohort=None,
        level="authority",
        cohorts=False,
        needs_a_year=27002.1,
        met=23287.4,
        rows=154,
        places=(
            records.PlaceCoverage(
                code="E07000066",
                name="Basildon",
                needs_a_year=2712.4,
                met=2291.7,
                share_met=0.8449,
            ),
        ),
        gaps=(
            records.Gap(
                area="CPA19",
                area_name="Essex",
                place="E07000066",
                place_name="Basildon",
                pathway="attitudes",
                cohort=None,
                people_a_year=630.4,
                met=402.2,
                met_at_most=441.0,
                unmet=228.2,
                share_met=0.638,
                organisations=12,
            ),
        ),
    )
)
