"""From a brief to recommended line-ups: the pipeline, step by step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.snapshot.columns import day_number
from matcher.answer.describe import area_label, describe, in_standing
from matcher.answer.records import Answer, BriefEcho
from matcher.brief.request import resolve
from matcher.case.build import build_case
from matcher.case.scoring import ScoringRules
from matcher.engine.solver import Memory
from matcher.inquiry.choice import choose
from matcher.inquiry.explanation import explanation_of
from matcher.inquiry.gate_reports import gate_reports, priced_reports
from matcher.inquiry.inquiry import Inquiry
from matcher.inquiry.remedies import check_case, no_line_up
from matcher.inquiry.stress import stress_of
from matcher.problem.merging import merge_cells

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief, ResolvedBrief
    from matcher.case.build import Case

_RULES = ScoringRules()


def recommend(
    snapshot: Snapshot,
    brief: Brief,
    *,
    rules: ScoringRules = _RULES,
    directory: Directory | None = None,
    explain: bool = False,
    stress: bool = False,
    stop: Callable[[], bool] = lambda: False,
    progress: Callable[[int, float], None] = lambda _found, _score: None,
) -> Answer:
    """Recommend the k best line-ups for one contract area.

    Parameters
    ----------
    snapshot : the facts
    brief : what is asked for
    rules : the judgements of the scoring
    directory : the snapshot's names, where the caller keeps them between briefs
    explain : explain the best line-up and price the gates, by solving again
    stress : put every line-up to the stress tests
    stop : asked often; once it says yes the answer is the best found so far
    progress : told how many line-ups are found, and the score of the best

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    NoLineUpError
        If no line-up satisfies the rules: which rule bites, and what would satisfy it.
    SolverError
        If time ran out before a first line-up was found.
    """
    case = open_case(snapshot, brief, rules=rules, directory=directory)
    check_case(case)
    merged, memory = merge_cells(case.problem), Memory()
    choice = choose(case, merged.problem, memory=memory, stop=stop, progress=progress)
    if not choice.line_ups:
        raise no_line_up(case, merged.problem)
    found = [replace(one, volume=merged.spread(one.volume)) for one in choice.line_ups]
    line_ups = in_standing(
        [
            describe(case, one, one.volume, rank=rank, kind=kind)
            for rank, (one, kind) in enumerate(zip(found, choice.kinds, strict=True), 1)
        ],
        tie=rules.tie,
    )
    inquiry = Inquiry(case, best=found[0], merged=merged, memory=memory, stop=stop)
    if explain:
        line_ups[0] = replace(line_ups[0], explanation=explanation_of(inquiry, found[0]))
    if stress:
        line_ups = [
            replace(line_up, stress=stress_of(inquiry, one))
            for line_up, one in zip(line_ups, found, strict=True)
        ]
    return Answer(
        **heading(case),
        known=_known(case),
        candidates=len(case.candidates),
        lineups=tuple(line_ups),
        complete=choice.complete,
        gates=priced_reports(inquiry) if explain else gate_reports(case),
    )


def open_case(
    snapshot: Snapshot,
    brief: Brief,
    *,
    rules: ScoringRules = _RULES,
    directory: Directory | None = None,
) -> Case:
    """Resolve a brief and read its problem out of the snapshot.

    Raises
    ------
    BriefError
        With all the mistakes of the brief at once.
    """
    return build_case(snapshot, resolve(snapshot, brief, directory=directory), rules=rules)


def heading(case: Case) -> dict[str, Any]:
    """What every answer about one area starts with: the programme, the day, area and brief."""
    snapshot, area = case.snapshot, case.snapshot.areas[case.brief.area]
    return {
        "programme": snapshot.facts.programme.id,
        "data_version": snapshot.data_version,
        "as_of": case.brief.as_of.isoformat(),
        "area": area_label(area),
        "brief": _echo(snapshot, case.brief),
    }


def _known(case: Case) -> int:
    """Count the organisations that were known by the day."""
    days = case.snapshot.organisation_columns.known_day
    return int((days <= day_number(case.brief.as_of)).sum())


def _echo(snapshot: Snapshot, resolved: ResolvedBrief) -> BriefEcho:
    brief, organisations = resolved.brief, snapshot.organisations
    return BriefEcho(
        area=snapshot.areas[resolved.area].id,
        lead=None if resolved.lead is None else organisations[resolved.lead].id,
        must=tuple(organisations[index].id for index in resolved.must),
        never=tuple(organisations[index].id for index in resolved.never),
        max_members=brief.max_members,
        k=brief.k,
        min_difference=brief.min_difference,
        min_vcse_share=brief.min_vcse_share,
        pair_weight=brief.pair_weight,
        equity=brief.equity,
        min_work=brief.min_work,
        gates=resolved.gates.switches,
        consented=tuple(organisations[index].id for index in resolved.consented),
        time_limit_s=brief.time_limit_s,
        gap=brief.gap,
        seed=brief.seed,
    )
