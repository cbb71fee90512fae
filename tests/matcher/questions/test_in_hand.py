"""What is told of a line-up in hand beside its score: who does what where, ties, stress."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pytest

from matcher.questions.rescoring import open_bench, rescore
from matcher.questions.stressing import stress
from tests.builders import member, org_id
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.answer.stress_records import Pressure
    from matcher.questions.rescoring_records import Rescored

NAMES = ("Big Firm", "Other Firm", "Hostel Trust", "Tiny Trust", "Homes Trust")
EVERY = [members for size in (1, 2, 3) for members in combinations(NAMES, size)]


def in_hand(*members: str, **changes: Any) -> Rescored:
    brief = replace(BRIEF, **changes)
    return rescore(open_bench(market(), brief), brief, members, within_s=20)


def pressure_of(*members: str, **changes: Any) -> Pressure:
    found = in_hand(*members, **changes).pressure
    assert found is not None
    return found


def test_tiny_trust_does_all_that_it_can_in_the_one_place_where_it_works() -> None:
    found = in_hand("Big Firm", "Tiny Trust", "Homes Trust", min_work=0.0)
    own = [row for row in found.work if row.member == org_id("Tiny Trust")]
    assert len({row.place for row in own}) == len(own) == 1
    assert own[0].needs_a_year <= 20.0


@pytest.mark.parametrize("members", EVERY, ids="+".join)
def test_members_work_adds_up_to_what_is_met_and_to_what_each_does(
    members: tuple[str, ...],
) -> None:
    found = in_hand(*members)
    if found.line_up is None:
        assert (found.work, found.ties, found.pressure) == ((), (), None)
        return
    all_met = sum(row.needs_a_year for row in found.work)
    assert all_met == pytest.approx(found.line_up.coverage.overall * 1080, abs=0.6)
    for one in found.line_up.members:
        own = [row for row in found.work if row.member == one.id]
        volume = sum(row.needs_a_year for row in own)
        assert volume == pytest.approx(one.volume_needs_a_year, abs=0.2)
        assert {row.place for row in own} == set(one.places)


def test_in_each_place_who_does_most_comes_first() -> None:
    rows = in_hand("Big Firm", "Hostel Trust", "Homes Trust").work
    places = [row.place for row in rows]
    assert places == sorted(places, key=places.index)
    for place in set(places):
        needs = [row.needs_a_year for row in rows if row.place == place]
        assert needs == sorted(needs, reverse=True)


def test_only_ties_between_its_members_are_told() -> None:
    (tie,) = in_hand("Big Firm", "Hostel Trust", "Homes Trust").ties
    assert {tie.first_name, tie.second_name} == {"Big Firm", "Hostel Trust"}
    assert (tie.works, tie.first_year, tie.last_year) == (("Project Joint",), 2011, 2012)
    assert in_hand("Big Firm", "Homes Trust").ties == ()


def test_work_that_was_not_public_by_the_day_ties_nobody() -> None:
    late = member("Joint", "Hostel Trust", known_from="2090")
    bench = open_bench(market(memberships=(member("Joint", "Big Firm", "lead"), late)), BRIEF)
    assert rescore(bench, BRIEF, ("Big Firm", "Hostel Trust")).ties == ()


@pytest.mark.parametrize(
    "members", [("Big Firm", "Homes Trust"), ("Big Firm", "Hostel Trust", "Tiny Trust")], ids=len
)
def test_falls_and_late_money_are_those_of_all_stress_tests(members: tuple[str, ...]) -> None:
    whole = stress(market(), BRIEF, members)
    assert whole.broken == ()
    assert whole.stress is not None
    found = pressure_of(*members)
    assert found.late_payment == whole.stress.late_payment
    assert len(found.volume) == len(whole.stress.volume) == 2
    for ours, theirs in zip(found.volume, whole.stress.volume, strict=True):
        assert ours == theirs


@pytest.mark.parametrize(
    "members", [("Big Firm", "Homes Trust"), ("Big Firm", "Hostel Trust", "Tiny Trust")], ids=len
)
def test_what_is_lost_without_a_member_is_what_the_others_lose_alone(
    members: tuple[str, ...],
) -> None:
    whole = stress(market(), BRIEF, members).stress
    assert whole is not None
    lost = {row.member: row.coverage_lost_alone for row in whole.departures}
    assert {row.member: row.coverage_lost for row in pressure_of(*members).gone} == lost


def test_without_the_only_one_who_could_lead_nobody_goes_on() -> None:
    gone = {row.member: row.coverage_lost for row in pressure_of("Big Firm", "Homes Trust").gone}
    assert gone[org_id("Big Firm")] is None
    assert pressure_of("Big Firm", min_vcse_share=0.0).gone[0].coverage_lost is None


def test_a_line_up_that_breaks_rules_is_tested_without_them() -> None:
    found = in_hand("Hostel Trust", "Homes Trust")
    assert found.broken
    assert found.pressure is not None
    lost = [row.coverage_lost for row in found.pressure.gone]
    assert all(each is not None and each >= 0 for each in lost)
