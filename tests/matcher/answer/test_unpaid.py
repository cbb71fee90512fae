"""An unpaid part in an answer: its role, its value, its risk and its reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from matcher.lineups import recommend
from tests.builders import accounts, org_id
from tests.matcher.market import BRIEF, market

if TYPE_CHECKING:
    from matcher.answer.records import LineUp, Member

SAID = accounts("Hostel Trust", employees=0, volunteers=20)
WITH_IT = replace(BRIEF, must=("Hostel Trust",))


def line_up(said: Any = SAID, **asked: Any) -> LineUp:
    return recommend(market(accounts=(said,)), replace(WITH_IT, **asked)).lineups[0]


def hostels(found: LineUp) -> Member:
    return next(member for member in found.members if member.id == org_id("Hostel Trust"))


def test_its_work_counts_and_only_its_expenses_are_paid() -> None:
    """36 needs at 1,000 pounds each would be worth 36,000 pounds."""
    member = hostels(line_up())
    assert member.role == "unpaid"
    assert member.volume_needs_a_year == pytest.approx(36.0)
    assert member.capacity.middle == pytest.approx(36.0)
    assert member.value_gbp == 3_600


def test_none_of_it_is_paid_by_results() -> None:
    found = line_up(gates=("tier_3_pbr=off",))
    member = hostels(found)
    assert (member.risk_gbp, member.share_of_risk) == (0, 0.0)
    whole = sum(row.share_of_risk for row in found.members)
    whole += sum(row.share_of_risk for row in found.retained)
    assert whole == pytest.approx(1.0, abs=1e-3)


def test_values_and_what_is_retained_are_still_the_whole_price() -> None:
    found = line_up()
    whole = sum(row.value_gbp for row in found.members)
    whole += sum(row.value_gbp for row in found.retained)
    assert whole == pytest.approx(1_080_000, abs=5)
    paid = line_up(accounts("Hostel Trust", employees=1, volunteers=20))
    assert hostels(paid).role == "tier-3"


def test_its_reasons_say_so_with_the_source() -> None:
    reasons = hostels(line_up()).reasons
    (unpaid,) = (each for each in reasons if each.startswith("Unpaid (volunteers)"))
    assert "its last accounts (to 2012-03-31) count no paid staff and 20 volunteers" in unpaid
    assert "10% of the price of the same work" in unpaid
    assert unpaid.endswith("[estimated: A made-up page]")
    (capacity,) = (each for each in reasons if each.startswith("Could meet about"))
    assert "36 needs a year (6 to 108) here: 60.0% of the work of 20 volunteers" in capacity
    assert capacity.endswith("[estimated: A made-up page]")


def test_its_own_statement_is_named_as_one() -> None:
    said = accounts("Hostel Trust", employees=0, volunteers=20, confidence="own-statement")
    reasons = " ".join(hostels(line_up(said)).reasons)
    assert "(to 2012-03-31, by its own statement)" in reasons


def test_it_loses_its_expenses_when_needs_fall() -> None:
    (found,) = recommend(market(accounts=(SAID,)), WITH_IT, stress=True).lineups
    assert found.stress is not None
    for fall in found.stress.volume:
        for after in (fall.proportional, fall.shared_anew):
            (own,) = (row for row in after.members if row.member == org_id("Hostel Trust"))
            lost = 36.0 - own.volume_needs_a_year
            assert own.value_lost_gbp == pytest.approx(100 * lost, abs=6)
