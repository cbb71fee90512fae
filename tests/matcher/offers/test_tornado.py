"""What matters most, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from matcher.offers.records import Offer
from matcher.offers.tornado import Driver, tornado
from tests.matcher.offers.offers import bare, people

if TYPE_CHECKING:
    from collections.abc import Mapping


def drivers(**changes: Any) -> Mapping[str, Driver]:
    return {each.key: each for each in tornado(bare(**changes))}


def test_people_move_between_low_and_high_while_the_expected_volume_stays() -> None:
    service = people(12, people_low=6.0, people_high=24.0)
    found = drivers(services=(service,))["people"]
    assert [found.surplus_low_gbp, found.surplus_high_gbp] == [6000, 24_000]
    held = drivers(services=(service,), minimum_guarantee_share=1.0)["people"]
    assert held.surplus_low_gbp == 12_000


def test_prices_and_costs_move_by_a_tenth() -> None:
    found = drivers(
        fixed_costs_gbp_a_year=Decimal(2400),
        services=(people(12, cost_per_person_gbp=Decimal(10)),),
    )
    assert found["price"].swing_gbp == 2400
    assert found["fixed_costs_gbp_a_year"].swing_gbp == 480
    assert found["cost_per_person"].swing_gbp == 24
    assert found["fixed_costs_gbp_a_year"].surplus_low_gbp == 12_000 - 120 - 2160


def test_what_moves_nothing_is_left_out_and_what_moves_most_comes_first() -> None:
    found = tornado(bare())
    assert [each.key for each in found] == ["price"]
    swings = [each.swing_gbp for each in tornado(Offer())]
    assert swings == sorted(swings, reverse=True)


def test_reoffending_moves_by_its_spread_only_where_results_are_paid() -> None:
    found = drivers(
        results_share=0.5,
        fee_for_use_share=0.5,
        baseline_reoffending_share=0.5,
        expected_reoffending_share=0.48,
        reoffending_spread_share=0.01,
    )["reoffending"]
    assert (found.low, found.high) == ("1 points less", "1 points more")
    # of 6,000 by results 0.03 of 0.04 earn three quarters, 0.01 a quarter
    assert [found.surplus_low_gbp, found.surplus_high_gbp] == [6000 + 4500, 6000 + 1500]


def test_days_late_move_the_lowest_balance() -> None:
    found = drivers(late_days_most=30, fixed_costs_gbp_a_year=Decimal(6000))["late_days"]
    assert [found.lowest_low_gbp, found.lowest_high_gbp] == [500, -500]


def test_no_share_falls_below_nothing() -> None:
    assert drivers(overhead_share=0.0).get("overhead_share") is None
    low = drivers(
        results_share=1.0,
        fee_for_use_share=0.0,
        expected_reoffending_share=0.0,
        reoffending_spread_share=0.5,
    )
    assert low["reoffending"].surplus_low_gbp == 12_000
