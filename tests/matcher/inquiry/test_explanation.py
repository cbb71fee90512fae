"""Explanations add up, and every figure in them is one of a solved problem."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matcher.engine.solver import solve
from matcher.inquiry.contributions import member_parts
from matcher.inquiry.inquiry import Inquiry
from matcher.inquiry.sensitivity import weight_ranges
from matcher.lineups import open_case, recommend
from tests.matcher.instances import random_problem
from tests.matcher.market import BRIEF, market


@pytest.mark.parametrize("seed", range(30))
def test_a_members_parts_add_up_to_each_criterion(seed: int) -> None:
    problem = random_problem(seed)
    for solution in solve(problem):
        parts = member_parts(problem, solution)
        assert set(parts) == set(solution.criteria)
        for name, values in parts.items():
            assert values.sum() == pytest.approx(solution.criteria[name], abs=1e-9)


def test_rounded_parts_add_up_to_the_score_shown() -> None:
    line_up = recommend(market(), BRIEF, explain=True).lineups[0]
    assert line_up.explanation is not None
    total = sum(part.value for part in line_up.explanation.parts)
    assert total == pytest.approx(line_up.score, abs=1e-9)


def test_a_contribution_is_what_the_best_line_up_without_the_member_loses() -> None:
    answer = recommend(market(), BRIEF, explain=True)
    best = answer.lineups[0]
    assert best.explanation is not None
    assert {c.member for c in best.explanation.contributions} == {m.id for m in best.members}
    for row in best.explanation.contributions:
        other = recommend(market(), replace(BRIEF, never=(row.member,))).lineups[0]
        assert row.score_without == pytest.approx(other.score, abs=2e-6)
        assert row.loss == pytest.approx(best.score - other.score, abs=2e-6)
        assert row.proven
        new = {m.id for m in other.members} - {m.id for m in best.members}
        assert set(row.instead) == new


def test_a_member_without_whom_nobody_can_lead_has_no_line_up_without_it() -> None:
    answer = recommend(market(), replace(BRIEF, lead="Big Firm"), explain=True)
    assert answer.lineups[0].explanation is not None
    rows = {c.member: c for c in answer.lineups[0].explanation.contributions}
    assert rows["ZZ-PMS-big-firm"].score_without is None
    assert rows["ZZ-PMS-big-firm"].loss is None


@pytest.mark.parametrize("pair_weight", [0.0, 0.1, 0.6])
def test_within_its_range_a_weight_leaves_the_answer_and_beyond_it_does_not(
    pair_weight: float,
) -> None:
    case = open_case(market(), replace(BRIEF, pair_weight=pair_weight, max_members=3))
    inquiry = Inquiry(case)
    best = inquiry.best.solution
    assert best is not None
    row = weight_ranges(inquiry, best.members)[0]
    assert row.low <= pair_weight <= row.high
    assert row.low_proven
    assert row.high_proven
    for weight in np.linspace(0.0, 1.0, 21):
        problem = replace(case.problem, pair_weight=float(weight))
        own, other = inquiry.score(best.members, problem), inquiry.solve(problem, gap=1e-7)
        assert own is not None
        assert other.score is not None
        is_best = own.objective >= other.score - 1e-5
        if row.low + 1e-3 < weight < row.high - 1e-3:
            assert is_best
        if weight < row.low - 1e-3 or weight > row.high + 1e-3:
            assert not is_best


def test_reasons_for_machines_name_cells_numbers_and_sources() -> None:
    answer = recommend(market(), BRIEF, explain=True)
    best = answer.lineups[0]
    assert best.explanation is not None
    sentences = {reason.split(" [")[0] for m in best.members for reason in m.reasons}
    assert {record.sentence for record in best.explanation.reasons} == sentences
    needs = [record for record in best.explanation.reasons if record.kind == "need"]
    assert needs
    for record in needs:
        assert record.cells
        assert record.sources
        assert record.needs_a_year is not None
        assert f"Could meet {record.needs_a_year:,.0f} needs" in record.sentence


def test_without_being_asked_nothing_is_explained() -> None:
    line_up = recommend(market(), BRIEF).lineups[0]
    assert line_up.explanation is None
    assert line_up.stress is None
