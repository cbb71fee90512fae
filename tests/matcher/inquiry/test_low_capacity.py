"""What the low end of capacity changes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from matcher.case.scoring import ScoringRules
from matcher.lineups import recommend
from tests.builders import A, B, C, local_work, size
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.answer.records import LineUp
    from matcher.answer.stress_records import LowCapacity

WORK = local_work("Big Firm", "work", places=(A, B, C), capacity=900.0)
ESTIMATED: dict[str, Any] = {
    "capabilities": (
        WORK,
        local_work("Homes Trust", "housing", places=(A, B), justice="adjacent"),
        local_work("Hostel Trust", "housing", places=(A,), justice="adjacent"),
        local_work("Tiny Trust", "housing", places=(B,)),
    ),
    "sizes": (
        size("Big Firm", 5_000_000, None),
        size("Homes Trust", 800_000, 800_000),
        size("Hostel Trust", 400_000, 400_000),
    ),
}


def at_the_low_end(**tables: Any) -> tuple[LineUp, LowCapacity]:
    line_up = recommend(market(**tables), BRIEF, stress=True).lineups[0]
    assert line_up.stress is not None
    return line_up, line_up.stress.low_capacity


def test_the_same_members_do_what_the_low_ends_let_them() -> None:
    """15 % of £400,000 houses 60 people at £1,000 each, 5 % of it 20; a stated 900 stays."""
    line_up, low = at_the_low_end(**ESTIMATED)
    capacity = {m.id: m.capacity for m in line_up.members}
    then = {row.member: row for row in low.same.members}
    assert set(then) == set(capacity)
    hostel = capacity["ZZ-PMS-hostel-trust"]
    assert (hostel.low, hostel.middle, hostel.high) == pytest.approx((20.0, 60.0, 120.0))
    assert then["ZZ-PMS-hostel-trust"].volume_needs_a_year == pytest.approx(20.0)
    assert capacity["ZZ-PMS-big-firm"].low == capacity["ZZ-PMS-big-firm"].high == 900.0
    met = sum(row.volume_needs_a_year for row in then.values())
    assert low.same.coverage == pytest.approx(met / 1080, abs=1e-3)
    assert low.same.coverage < low.coverage == line_up.coverage.overall


def test_what_falls_most_is_named_with_its_shares() -> None:
    line_up, low = at_the_low_end(**ESTIMATED)
    assert low.pathway.key == "housing"
    assert low.pathway.before == line_up.coverage.by_pathway["housing"]
    housed = [row.volume_needs_a_year for row in low.same.members if "trust" in row.member]
    assert low.pathway.after == pytest.approx(sum(housed) / 360, abs=1e-3)
    falls = low.place.before - low.place.after
    assert falls >= low.coverage - low.same.coverage - 1e-3  # the most is no less than the mean


def test_stated_capacities_have_no_range_and_nothing_changes() -> None:
    stated = tuple(
        replace(each, capacity_needs_a_year=each.capacity_needs_a_year or 100.0)
        for each in ESTIMATED["capabilities"]
    )
    line_up, low = at_the_low_end(**{**ESTIMATED, "capabilities": stated})
    assert low.same.coverage == low.coverage
    assert low.pathway.before == low.pathway.after
    assert low.best is not None
    assert low.best.score == pytest.approx(line_up.score, abs=1e-5)
    assert (low.best.comes, low.best.goes) == ((), ())


def test_the_best_line_up_then_is_that_of_rules_whose_middle_is_the_low_end() -> None:
    line_up, low = at_the_low_end(**ESTIMATED)
    usual = ScoringRules()
    rules = ScoringRules(
        work_share=MappingProxyType({k: (v[0], v[0], v[2]) for k, v in usual.work_share.items()}),
        unknown_capacity=(usual.unknown_capacity[0], usual.unknown_capacity[0], 400.0),
    )
    then = recommend(market(**ESTIMATED), BRIEF, rules=rules).lineups[0]
    assert low.best is not None
    assert low.proven
    assert low.best.score == pytest.approx(then.score, abs=1e-4)
    assert set(low.best.members) == {m.id for m in then.members}
    assert low.best.lead == then.lead
    assert low.best.coverage == pytest.approx(then.coverage.overall, abs=1e-3)
    before = {m.id for m in line_up.members}
    assert set(low.best.comes) == set(low.best.members) - before
    assert set(low.best.goes) == before - set(low.best.members)
    assert low.same.score <= low.best.score + 1e-4


def test_every_line_up_is_held_against_the_best_of_its_own_kind() -> None:
    tables = {**ESTIMATED, "sizes": (*ESTIMATED["sizes"], size("Tiny Trust", 2_000_000, None))}
    answer = recommend(market(**tables), replace(BRIEF, k=2), stress=True)
    kinds = {line_up.kind: line_up for line_up in answer.lineups}
    assert set(kinds) == {"private-lead", "vcse-lead"}
    for line_up in kinds.values():
        assert line_up.stress is not None
        best = line_up.stress.low_capacity.best
        assert best is not None
        firm = best.lead == "ZZ-PMS-big-firm"
        assert firm == (line_up.kind == "private-lead")
