"""The standing stress tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from matcher.case.scoring import ScoringRules
from matcher.errors import MatcherError
from matcher.lineups import recommend
from tests.matcher.market import BRIEF, RULES, market

if TYPE_CHECKING:
    from matcher.answer.records import LineUp
    from matcher.answer.stress_records import Stress


def stressed(**changes: object) -> tuple[LineUp, Stress]:
    """Put the best line-up of a changed brief to the tests."""
    brief = replace(BRIEF, **changes)  # type: ignore[arg-type]
    line_up = recommend(market(), brief, stress=True).lineups[0]
    assert line_up.stress is not None
    return line_up, line_up.stress


def test_volume_falls_by_the_programmes_figures() -> None:
    line_up, stress = stressed()
    assert [fall.fall for fall in stress.volume] == [0.34, 0.48]
    before = sum(m.value_gbp for m in line_up.members)
    for fall in stress.volume:
        for volumes in (fall.proportional, fall.shared_anew):
            after = sum(1000 * m.volume_needs_a_year for m in volumes.members)
            assert after <= (1 - fall.fall) * 1_080_000 + 1
            assert volumes.value_lost_gbp == pytest.approx(before - after, abs=500)
            lost = sum(m.value_lost_gbp for m in volumes.members)
            assert lost == pytest.approx(volumes.value_lost_gbp, abs=5)


def test_a_proportional_fall_takes_the_same_share_from_everybody() -> None:
    line_up, stress = stressed()
    before = {m.id: m for m in line_up.members}
    for fall in stress.volume:
        for row in fall.proportional.members:
            own = before[row.member]
            left = (1 - fall.fall) * own.volume_needs_a_year
            assert row.volume_needs_a_year == pytest.approx(left, abs=0.2)
            assert row.value_lost_gbp == pytest.approx(fall.fall * own.value_gbp, abs=2)
        assert fall.proportional.coverage == pytest.approx(line_up.coverage.overall, abs=1e-4)
        assert fall.proportional.score <= fall.shared_anew.score + 1e-6


def test_volumes_below_the_modelled_minimum_are_marked() -> None:
    """Half of what two trusts could do fits into all the housing, not into half of it."""
    _, easy = stressed()
    shared = [m for fall in easy.volume for m in fall.shared_anew.members]
    assert not any(m.below_modelled_minimum for m in shared)
    brief = replace(BRIEF, min_work=0.5, must=("Homes Trust", "Hostel Trust"))
    rules = ScoringRules(minimum_ceiling=1.0)
    line_up = recommend(market(), brief, rules=rules, stress=True).lineups[0]
    assert line_up.stress is not None
    assert any(m.below_modelled_minimum for m in line_up.stress.volume[1].shared_anew.members)


def test_late_results_money_is_two_years_of_it() -> None:
    line_up, stress = stressed()
    assert stress.late_payment is not None
    risk = {m.id: m.risk_gbp for m in line_up.members}
    risk[line_up.lead] += sum(part.risk_gbp for part in line_up.retained)
    for row in stress.late_payment.members:
        assert row.owed_gbp == pytest.approx(2 * risk[row.member], abs=2)


def test_each_departure_names_the_best_replacement_by_trying_all() -> None:
    line_up, stress = stressed()
    ids = {m.id for m in line_up.members}
    everybody = [org.id for org in market().organisations]
    for row in stress.departures:
        rest = ids - {row.member}
        scores: dict[str, float] = {}
        for other in everybody:
            if other in ids:
                continue
            brief = replace(
                BRIEF, must=(*sorted(rest), other), never=(row.member,), max_members=len(ids)
            )
            try:
                scores[other] = recommend(market(), brief).lineups[0].score
            except MatcherError:  # it cannot take part, or breaks a rule
                continue
        if row.replacement is not None:
            assert row.score == pytest.approx(max(scores.values()), abs=1e-4)
            assert scores[str(row.replacement)] == pytest.approx(max(scores.values()), abs=1e-4)
        assert row.proven


def test_an_only_lead_is_a_single_point_of_failure() -> None:
    line_up, stress = stressed(lead="Big Firm")
    rows = {row.member: row for row in stress.departures}
    gone = rows[line_up.lead]
    assert gone.single_point
    assert gone.score is None
    assert gone.coverage_lost is None


def test_needs_that_nobody_else_meets_make_a_single_point() -> None:
    _, stress = stressed(must=("Centre for Women",), never=("Hostel Trust", "Homes Trust"))
    row = {row.member: row for row in stress.departures}["ZZ-PMS-centre-for-women"]
    assert row.single_point == bool(row.kinds_lost)


def test_without_figures_there_are_no_falls_and_no_delay() -> None:
    kept = tuple(r for r in RULES if not r.key.startswith(("volume_fall", "results_delay")))
    line_up = recommend(market(rules=kept), BRIEF, stress=True).lineups[0]
    assert line_up.stress is not None
    assert line_up.stress.volume == ()
    assert line_up.stress.late_payment is None
