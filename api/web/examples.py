"""Hand-made examples for OpenAPI. Organisations are real, figures only show the shape.

They are made of the service's own records, so they cannot drift from its answers.
"""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from api.records import listed as records
from matcher.answer import records as answer
from matcher.answer.records import Answer
from matcher.questions import fairness_records, partner_records

STAMP: dict[str, Any] = {
    "programme": "transforming-rehabilitation",
    "data_version": "0123456789abcdef",
}
_AS_OF = "2013-09-19"


def response(example: object, description: str = "As asked for.") -> dict[str, Any]:
    """Put an example where OpenAPI shows it."""
    content = {"application/json": {"example": example}}
    return {"description": description, "content": content}


def plain(record: object) -> Any:  # noqa: ANN401  (JSON of any shape)
    """Write a record as the service does."""
    return TypeAdapter(type(record)).dump_python(record, mode="json")


_ORIGIN = records.Origin(
    sources=(
        records.SourceNote(
            id="GK",
            title="General knowledge of the sector, no page read",
            address="",
            published=None,
            licence="",
        ),
    ),
    known_from="2012",
    confidence="memory-high",
    counts=True,
)
_AREA = records.AreaSummary(
    id="CPA19",
    codes={"CPA": "19", "Delius": "C18"},
    name="Essex",
    short_name="Essex",
    annual_value_gbp=13_800_000.0,
    annual_value_basis="estimate",
    caseload=None,
    caseload_basis="",
    authorities=14,
    population=1_724_950,
    needs_a_year=20_000.0,
    could_be_met=0.86,
)
_NACRO = records.OrganisationSummary(
    id="ZZ-PMS-nacro",
    name="Nacro",
    kind="charity",
    sector="vcse",
    founded="1966",
    pathways=("accommodation", "ete"),
    inferred_pathways=(),
    areas=("CPA19",),
)

AREA_LIST = {**STAMP, "areas": [plain(_AREA)]}
AREA_DETAIL = plain(
    records.AreaDetail(
        **STAMP,
        as_of=_AS_OF,
        id="CPA19",
        codes={"CPA": "19", "Delius": "C18"},
        name="Essex",
        short_name="Essex",
        annual_value_gbp=13_800_000.0,
        annual_value_basis="estimate",
        caseload=None,
        caseload_basis="",
        caseload_note="",
        population=1_724_950,
        needs_a_year=20_000.0,
        could_be_met=0.86,
        by_pathway=(
            records.NamedNeed(key="accommodation", name="Accommodation", needs_a_year=3_000.0),
        ),
        by_cohort=(records.NamedNeed(key="women", name="Women", needs_a_year=3_000.0),),
        authorities=(
            records.PlaceNeed(
                code="E07000071",
                name="Colchester",
                population=173_074,
                needs_a_year=2_000.0,
                could_be_met=0.87,
            ),
        ),
        police_areas=(records.NamedPlace(code="E23000028", name="Essex"),),
        trusts=(records.NamedPlace(code="trust-essex", name="Essex"),),
        prisons=(records.NamedPlace(code="prison-chelmsford", name="Chelmsford"),),
        interested=(),
        origin=_ORIGIN,
    )
)
ORGANISATION_PAGE = {
    **STAMP,
    "as_of": _AS_OF,
    "query": "organisations of kind charity, at work in Essex",
    "total": 1,
    "organisations": [plain(_NACRO)],
    "next_cursor": None,
    "nearest": [],
}
ORGANISATION_DETAIL = plain(
    records.OrganisationDetail(
        **STAMP,
        as_of=_AS_OF,
        id="ZZ-PMS-nacro",
        name="Nacro",
        kind="charity",
        sector="vcse",
        founded="1966",
        scope_note="crime reduction charity across England and Wales",
        pathways=("accommodation", "ete"),
        inferred_pathways=(),
        areas=("CPA19",),
        origin=_ORIGIN,
        aliases=(),
        identifiers=(),
        sizes=(),
        interests=(),
        capabilities=(
            records.CapabilityFact(
                pathway="accommodation",
                pathway_name="Accommodation",
                cohorts=(),
                places=(records.NamedPlace(code="K04000001", name="England and Wales"),),
                capacity_needs_a_year=None,
                note="",
                probability=None,
                inferred="",
                origin=_ORIGIN,
            ),
        ),
        evidence=(),
        affiliations=(),
        flags=(),
        registrations=(),
        accounts=(),
        work=(),
    )
)
_REASON = (
    "Could meet about 1,200 needs a year (400 to 2,400) here: 3.0% of a turnover of about £35.0m, "
    "at £875 a need; this uses 100% of that. [estimated]"
)
ANSWER_RECORD = Answer(
    **STAMP,
    as_of=_AS_OF,
    area=answer.AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex"),
    brief=answer.BriefEcho(
        area="CPA19",
        lead=None,
        must=("ZZ-PMS-nacro",),
        never=(),
        max_members=8,
        k=1,
        min_difference=2,
        min_vcse_share=0.3,
        pair_weight=0.1,
        equity=0.5,
        min_work=0.25,
        gates=("funding_access=0.5", "guarantee=off"),
        consented=(),
        time_limit_s=30.0,
        gap=0.0001,
        seed=0,
    ),
    known=812,
    candidates=66,
    lineups=(
        answer.LineUp(
            rank=1,
            standing="1",
            kind="vcse-lead",
            score=0.51,
            bound=0.51,
            gap=0.0,
            proven_optimal=True,
            lead="ZZ-PMS-nacro",
            members=(
                answer.Member(
                    id="ZZ-PMS-nacro",
                    name="Nacro",
                    kind="charity",
                    sector="vcse",
                    role="lead",
                    volume_needs_a_year=1_200.0,
                    capacity=answer.CapacityRange(
                        low=400.0, middle=1_200.0, high=2_400.0, basis="estimated"
                    ),
                    share_of_volume=1.0,
                    value_gbp=1_050_000,
                    share_of_value=0.0761,
                    share_of_risk=1.0,
                    risk_gbp=966_000,
                    share_of_turnover=0.03,
                    pathways=("accommodation",),
                    places=("E07000071",),
                    reasons=(_REASON,),
                ),
            ),
            retained=(
                answer.Retained(
                    part="core",
                    prison=None,
                    held_by="ZZ-PMS-nacro",
                    could_take=(),
                    value_gbp=8_280_000,
                    share_of_value=0.6,
                    share_of_risk=0.6,
                    risk_gbp=579_600,
                    basis="estimated",
                ),
            ),
            criteria={"coverage": 0.5, "affinity": 0.01},
            coverage=answer.Coverage(
                overall=0.5,
                lowest_pathway=answer.Lowest(key="accommodation", share=0.4),
                lowest_cohort=answer.Lowest(key="women", share=0.5),
                by_pathway={"accommodation": 0.4},
                by_place={"E07000071": 0.6},
                by_cohort={"women": 0.5},
            ),
            coverage_if_independent=answer.Coverage(
                overall=0.44,
                lowest_pathway=answer.Lowest(key="accommodation", share=0.35),
                lowest_cohort=answer.Lowest(key="women", share=0.44),
                by_pathway={"accommodation": 0.35},
                by_place={"E07000071": 0.53},
                by_cohort={"women": 0.44},
            ),
            gaps=(
                answer.Gap(
                    place="E07000071",
                    pathway="ete",
                    cohort="women",
                    unmet_needs_a_year=120.0,
                ),
            ),
            confidence=answer.ConfidenceShares(stated_share=0.4, estimated_share=0.6),
        ),
    ),
    complete=False,
    gates=(
        answer.GateReport(
            key="funding_access",
            name="Access to funding",
            figure=0.5,
            unit="share of annual value",
            on=True,
            sources=("General knowledge of the sector; no page was read",),
            drops_from="leading",
            dropped=(answer.Dropped(id="ZZ-PMS-rapt", name="RAPt", reaches=0.27),),
        ),
    ),
)
ANSWER = plain(ANSWER_RECORD)
PARTNERS = plain(
    partner_records.Partners(
        status="suggested",
        **STAMP,
        as_of=_AS_OF,
        organisation="GB-CHC-263710",
        name="Shelter",
        area=answer.AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex"),
        pathway=None,
        direction="partners",
        kind=None,
        vcse_only=False,
        delivers_only=False,
        in_area_only=False,
        new_only=False,
        only=None,
        never=(),
        variety=0.5,
        fair=None,
        candidates=837,
        base=-6.5,
        model=partner_records.ModelNote(
            data={STAMP["programme"]: STAMP["data_version"]},
            learnt_from="2008-04-30",
            learnt_to="2022-12-05",
        ),
        notes=(),
        partners=(
            partner_records.Partner(
                rank=1,
                rank_by_chance=1,
                id="GB-CHC-801355",
                name="St Giles Trust",
                kind="charity",
                sector="vcse",
                probability=0.018,
                log_odds=-4.0,
                parts=(
                    partner_records.Part(
                        signal="same-places",
                        words="works where you work",
                        facts="Essex",
                        source="content",
                        log_odds=2.5,
                    ),
                ),
                shared_works=0,
                shared=(),
                connections=(),
                relatives=(),
                bonds=(),
                you_gain=partner_records.Gain(pathways=("ete",), places=(), sources=("S81",)),
                they_gain=partner_records.Gain(pathways=(), places=(), sources=()),
                your_rank=33,
                your_probability=0.01,
            ),
        ),
    )
)
FAIRNESS = plain(
    fairness_records.Fairness(
        **STAMP,
        as_of=_AS_OF,
        of="partners",
        area=None,
        pathway=None,
        direction="partners",
        limit=10,
        variety=0.5,
        fair=None,
        seed=0,
        askers=817,
        lists=300,
        findings=("By sector, private: shown less than its share, 0.43 times (0.35 to 0.52).",),
        notes=("300 of 817 lists were looked at, drawn by the seed.",),
        groupings=(
            fairness_records.GroupingFairness(
                by="sector",
                goes_by="who owns it",
                known=True,
                groups=(
                    fairness_records.GroupFairness(
                        group="private",
                        bodies=17,
                        share_of_bodies=0.021,
                        capability_needs_a_year=75928.0,
                        share_of_capability=0.105,
                        exposure=0.046,
                        ratio=0.43,
                        low=0.35,
                        high=0.52,
                        verdict="under-exposed",
                    ),
                ),
            ),
        ),
    )
)

SOURCE_LIST: dict[str, Any] = {
    "programme": STAMP["programme"],
    "data_version": STAMP["data_version"],
    "sources": [plain(_ORIGIN.sources[0])],
    "support_version": "5e1c9a70f2b3d846",
    "support": [
        {
            "id": "support/masterclasses",
            "title": "Cross-government reforms benefit charities and mutuals",
            "address": "",
            "known_from": "2013-05",
            "tells_of": ["Justice-themed masterclasses"],
        }
    ],
}
