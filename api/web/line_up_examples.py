"""Examples of questions about one line-up for OpenAPI, made of the service's own records."""

from __future__ import annotations

from api.web.examples import ANSWER_RECORD, plain
from matcher.answer import stress_records
from matcher.answer.place_work import PlaceWork
from matcher.questions import findings
from matcher.questions.network_records import NetworkTie
from matcher.questions.rescoring_records import (
    BestWithLocks,
    Comparison,
    Replacements,
    Rescored,
    Stressed,
)

_LINE_UP = ANSWER_RECORD.lineups[0]
_HEADING = {
    name: getattr(ANSWER_RECORD, name)
    for name in ("programme", "data_version", "as_of", "area", "brief")
}
_FALLEN = stress_records.FallenVolumes(score=0.4, coverage=0.5, value_lost_gbp=357_000, members=())
_FALL = stress_records.VolumeFall(
    rule="volume_fall", fall=0.34, proportional=_FALLEN, shared_anew=_FALLEN
)

RESCORED = plain(
    Rescored(
        **_HEADING,
        broken=(),
        line_up=_LINE_UP,
        parts=(),
        work=(PlaceWork(place="E07000071", member="ZZ-PMS-nacro", needs_a_year=226.9),),
        ties=(
            NetworkTie(
                first="ZZ-PMS-nacro",
                first_name="Nacro",
                second="ZZ-PMS-rapt",
                second_name="RAPt",
                works=("An alliance",),
                first_year=2010,
                last_year=2012,
                strength=0.5,
            ),
        ),
        pressure=stress_records.Pressure(
            volume=(_FALL,),
            late_payment=None,
            gone=(stress_records.Gone(member="ZZ-PMS-nacro", coverage_lost=0.05),),
        ),
        score_before=None,
        best=BestWithLocks(
            score=_LINE_UP.score,
            gap=0.0,
            proven=True,
            coverage=_LINE_UP.coverage.overall,
            lead=_LINE_UP.lead,
            members=tuple(member.id for member in _LINE_UP.members),
            comes=(),
            goes=(),
        ),
        best_sure=True,
        best_of_all=_LINE_UP.score,
        best_of_all_proven=True,
        share_of_best=1.0,
    )
)
_CHANGE = findings.Change(
    comes="ZZ-PMS-rapt",
    comes_name="RAPt",
    goes="ZZ-PMS-nacro",
    goes_name="Nacro",
    score=0.47,
    gain=-0.04,
    coverage=0.46,
    proven=True,
)
WHY_NOT = plain(
    findings.Counterfactual(
        **_HEADING,
        organisation="ZZ-PMS-rapt",
        name="RAPt",
        included=False,
        obstacles=(findings.Obstacle(kind="funding_access", sentence="It cannot lead."),),
        best=_LINE_UP,
        with_it=None,
        cost=None,
        cost_proven=True,
        remedies=(
            findings.Remedy(
                kind="capacity",
                sentence="If it could take on 400 needs a year more, it would be in.",
                enough=True,
                amount=400.0,
                unit="needs a year",
                score=0.52,
                proven=True,
            ),
        ),
    )
)
TRADE_OFFS = plain(
    findings.Tradeoffs(
        **_HEADING,
        asked=25,
        line_ups=(
            findings.Tradeoff(
                coverage=0.5,
                affinity=0.01,
                inclusion=0.6,
                pair_weight=0.1,
                min_vcse_share=0.3,
                lead="ZZ-PMS-nacro",
                members=("ZZ-PMS-nacro",),
                proven=True,
            ),
        ),
    )
)
COMPLETION = plain(
    findings.Completion(best_score=0.53, cost=0.02, cost_proven=True, answer=ANSWER_RECORD)
)
JUDGEMENT = plain(
    findings.Judgement(
        **_HEADING,
        broken=(),
        line_up=_LINE_UP,
        best_score=0.53,
        best_proven=True,
        share_of_best=0.96,
        weakest=None,
        addition=None,
        swap=_CHANGE,
        removal=None,
    )
)
REPLACEMENTS = plain(Replacements(**_HEADING, score=0.51, changes=(_CHANGE,)))
COMPARISON = plain(Comparison(**_HEADING, line_ups=(_LINE_UP,), broken=((),)))
STRESSED = plain(
    Stressed(
        **_HEADING,
        broken=(),
        score=0.51,
        stress=stress_records.Stress(
            volume=(_FALL,),
            low_capacity=stress_records.LowCapacity(
                coverage=0.5,
                same=_FALLEN,
                pathway=stress_records.ShareFall(key="accommodation", before=0.4, after=0.2),
                place=stress_records.ShareFall(key="E07000071", before=0.6, after=0.3),
                best=None,
                proven=True,
            ),
            late_payment=None,
            departures=(
                stress_records.Departure(
                    member="ZZ-PMS-nacro",
                    replacement=None,
                    replacement_name=None,
                    score=None,
                    coverage_lost_alone=None,
                    coverage_lost=None,
                    kinds_lost=(),
                    single_point=True,
                    proven=True,
                ),
            ),
        ),
    )
)
