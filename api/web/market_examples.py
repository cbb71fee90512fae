"""Hand-made examples for OpenAPI of questions about several areas; see `api.web.examples`."""

from __future__ import annotations

from pydantic import TypeAdapter

from api.web.examples import ANSWER, STAMP, plain
from matcher.answer.records import AreaLabel, BriefEcho, Lowest
from matcher.questions import findings

_AREA = AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex")
_BRIEF: BriefEcho = TypeAdapter(BriefEcho).validate_python(ANSWER["brief"])
_PATHWAY, _COHORT = Lowest(key="sex-work", share=0.0), Lowest(key="women", share=0.75)
_START = {**STAMP, "as_of": "2013-09-19"}

MARKET = plain(
    findings.Market(
        **_START,
        brief=_BRIEF,
        areas=(
            findings.MarketArea(
                area=_AREA,
                score=0.2852,
                proven_optimal=True,
                why_none=None,
                coverage=0.86,
                lowest_pathway=_PATHWAY,
                lowest_cohort=_COHORT,
                lead="ZZ-PMS-ingeus-uk",
                members=("ZZ-PMS-ingeus-uk", "ZZ-PMS-nacro"),
                coverage_by_pathway={"accommodation": 0.9},
            ),
        ),
        in_demand=(
            findings.Demanded(
                id="ZZ-PMS-nacro",
                name="Nacro",
                sector="vcse",
                areas=("CPA19",),
                leads=(),
                volume_needs_a_year=2234.0,
                times_its_capacity=0.57,
            ),
        ),
    )
)
NATIONAL = plain(
    findings.National(
        **_START,
        brief=_BRIEF,
        free_capacity=1.0,
        market_value_gbp=13_800_000.0,
        market_share_cap=0.25,
        score=3_900_000.0,
        bound=3_910_000.0,
        gap=0.0026,
        rounds=3,
        score_alone=4_000_000.0,
        cost=0.025,
        seats=21,
        different_bodies=21,
        areas=(
            findings.NationalArea(
                area=_AREA,
                annual_value_gbp=13_800_000.0,
                score=None,
                score_alone=0.29,
                cost=None,
                why_none="no line-up keeps the rules",
                line_up=None,
            ),
        ),
        leads=(),
        bodies=(),
        coverage=findings.NationalCoverage(
            overall=0.8,
            lowest_pathway=_PATHWAY,
            lowest_cohort=_COHORT,
            lowest_area=Lowest(key="CPA19", share=0.8),
            by_pathway={"accommodation": 0.9},
            by_cohort={"women": 0.75},
            by_area={"CPA19": 0.8},
            unmet=(
                findings.Unmet(
                    pathway="sex-work", cohort="women", unmet_needs_a_year=40.0, share_met=0.0
                ),
            ),
        ),
    )
)
PORTFOLIO = plain(
    findings.Portfolio(
        **_START,
        lead="ZZ-PMS-ingeus-uk",
        lead_name="Ingeus UK",
        brief=_BRIEF,
        market_value_gbp=450_000_000.0,
        market_share=0.03,
        market_share_cap=0.25,
        funding_required_gbp=6_900_000.0,
        funding_access_gbp=225_000_000.0,
        score=3_900_000.0,
        bound=3_910_000.0,
        gap=0.0026,
        rounds=4,
        areas=(
            findings.PortfolioArea(
                area=_AREA,
                annual_value_gbp=13_800_000.0,
                chosen=False,
                why_not="the market share cap is reached",
                line_up=None,
            ),
        ),
        shared=(),
    )
)
