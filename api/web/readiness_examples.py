"""Hand-made examples of how ready an organisation is, and who helps it, for OpenAPI."""

from __future__ import annotations

from api.web.examples import STAMP, plain
from matcher.readiness import records, support_records

READINESS = plain(
    records.Readiness(
        **STAMP,
        as_of="2013-09-19",
        organisation="ZZ-PMS-safer-places",
        name="Safer Places",
        role="lead",
        area="CPA19",
        area_name="Essex",
        least=0.1,
        most=0.9,
        themes=(
            records.ThemeScore(
                theme="reserves",
                name="Reserves and cash",
                least=0.25,
                most=0.75,
                known=1,
                asked=2,
            ),
        ),
        answers=(
            records.Answer(
                question="reserves_months",
                theme="reserves",
                label="Free reserves",
                value="1.5 months",
                origin="answered",
                points=0.5,
                counts=True,
                reason="Scores 0.50 of 1. Full marks: 3 months or more.",
                known_by="",
                why="Prime providers are paid a month in arrears.",
                sources=("MoJ payment mechanism straw man (May 2013)",),
            ),
        ),
        gates=(
            records.GateCheck(
                gate="funding_access",
                name="Access to funding",
                on=True,
                figure=0.5,
                unit="share of annual value",
                result="fails",
                reason="A prime provider must show access to funding.",
                sources=("Bevan Brittan: Reducing reoffending, will you make the cut? parts 1-3",),
                areas=(
                    records.AreaGate(
                        area="CPA19",
                        area_name="Essex",
                        result="fails",
                        reaches=750000.0,
                        asks=6627500.0,
                    ),
                ),
            ),
        ),
        plan=(
            records.Step(
                rank=1,
                kind="gate",
                todo="Find partners or investors who put money behind the bid.",
                why="It would fail the gate “Access to funding” today, on what is known.",
                question="",
                gate="funding_access",
                takes="",
                helped_by=("Investment and Contract Readiness Fund",),
            ),
        ),
        notes=("Answers are what the organisation says of itself. Nobody has checked them.",),
    )
)

SUPPORT = plain(
    support_records.SupportFound(
        **STAMP,
        support_version="5e1c9a70f2b3d846",
        as_of="2013-09-19",
        organisation="ZZ-PMS-safer-places",
        name="Safer Places",
        total=9,
        later=5,
        offers=(
            support_records.Support(
                rank=1,
                key="masterclasses",
                name="Justice-themed masterclasses",
                by="Cabinet Office and Ministry of Justice, hosted by Clinks",
                kind="training",
                gives="Commercial skills",
                amount="",
                validity="expired",
                validity_reason="It ended by May 2013.",
                eligible="eligible",
                rules=(
                    support_records.RuleCheck(
                        rule="its sector is vcse", met="yes", reason="It is: vcse."
                    ),
                ),
                had=False,
                helps=("size", "risk"),
                gaps=("risk",),
                projects=(),
                takes="two days",
                how="Clinks",
                note="",
                source="Cross-government reforms benefit charities and mutuals",
                source_id="support/masterclasses",
                address="",
                known_from="2013-05",
                confidence="verified-official",
            ),
        ),
        notes=("Ask whoever offers it before you rely on it: rules and dates change.",),
    )
)
