"""A hand-made example of where somebody is needed, for OpenAPI."""

from __future__ import annotations

from api.web.examples import STAMP, plain
from matcher.answer.records import CapacityRange
from matcher.questions import needed_records as records

NEEDED = plain(
    records.Needed(
        status="suggested",
        **STAMP,
        as_of="2013-09-19",
        organisation="ZZ-PMS-safer-places",
        name="Safer Places",
        known=True,
        pathways=("women_abuse",),
        works_in=(
            records.AreaCapacity(
                area="CPA19",
                area_name="Essex",
                capacity=CapacityRange(low=50.0, middle=150.0, high=400.0, basis="unknown"),
            ),
        ),
        total=5,
        rows=(
            records.NeededRow(
                rank=1,
                area="CPA19",
                area_name="Essex",
                pathway="women_abuse",
                where="here",
                needs_a_year=154.6,
                others_a_year=58.4,
                left_a_year=96.2,
                adds_a_year=96.2,
                share_added=0.6223,
                others=("ZZ-PMS-sos-domestic-abuse-projects",),
                cohorts=(records.NeededCohort(cohort="women", left_a_year=96.2, adds_a_year=96.2),),
                places=("E07000072", "E07000073", "E07000077"),
            ),
        ),
        approach=(
            records.Approach(
                area="CPA19",
                area_name="Essex",
                pathway="women_abuse",
                id="ZZ-PMS-ingeus-uk",
                name="Ingeus UK",
                probability=0.045,
                why=("has led work", "works in that area", "works where you work"),
            ),
        ),
        notes=(),
    )
)
