"""Offers for tests: small ones to work out by hand, and any that are allowed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from matcher.offers.records import Offer, Service

NOTHING = Decimal(0)


def bare(**changes: Any) -> Offer:
    """An offer of one year that pays 12 people GBP 1,000 each at once, and costs nothing."""
    plain: dict[str, Any] = {
        "title": "By hand",
        "mobilised_from": date(2015, 1, 1),
        "starts": date(2015, 1, 1),
        "ends": date(2015, 12, 31),
        "services": (people(12),),
        "ramp_up_months": 0,
        "fee_for_use_share": 1.0,
        "results_share": 0.0,
        "payment_days": 0,
        "late_days_most": 0,
        "management_fee_share": 0.0,
        "staff_fte": 0.0,
        "fixed_costs_gbp_a_year": NOTHING,
        "mobilisation_cost_gbp": NOTHING,
        "exit_cost_gbp": NOTHING,
        "overhead_share": 0.0,
        "reserves_gbp": NOTHING,
        "prime_failure_share_a_year": 0.0,
        "reoffending_spread_share": 0.0,
    }
    return Offer().with_(**plain | changes)


def people(count: float, **changes: Any) -> Service:
    """A service for so many people a year at GBP 1,000 each."""
    counts = {"people_low": count, "people_expected": count, "people_high": count}
    return Service(**{"unit_price_gbp": Decimal(1000), **counts, **changes})


def _shares() -> st.SearchStrategy[dict[str, float]]:
    def split(parts: tuple[int, int]) -> dict[str, float]:
        first, second = sorted(parts)
        return {
            "fee_for_service_share": first / 100,
            "fee_for_use_share": (second - first) / 100,
            "results_share": (100 - second) / 100,
        }

    return st.tuples(st.integers(0, 100), st.integers(0, 100)).map(split)


def _pounds(most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(0, most * 100).map(lambda pence: Decimal(pence) / 100)


def _share(most: int = 100) -> st.SearchStrategy[float]:
    return st.integers(0, most).map(lambda parts: parts / 100)


@st.composite
def services(draw: st.DrawFn) -> Service:
    low, middle, high = sorted(draw(st.tuples(*(st.integers(1, 400),) * 3)))
    return Service(
        name="Any",
        unit_price_gbp=draw(_pounds(3000)) + 1,
        block_fee_gbp_a_year=draw(_pounds(50_000)),
        people_low=float(low),
        people_expected=float(middle),
        people_high=float(high),
        cost_per_person_gbp=draw(_pounds(500)),
    )


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    """Any offer of up to three years."""
    mobilised = date(2015, draw(st.integers(1, 6)), 1)
    starts = date(2015, draw(st.integers(mobilised.month, 9)), 1)
    ends = date(draw(st.integers(2015, 2017)), draw(st.integers(9, 12)), 28)
    late = draw(st.integers(0, 60))
    changes: dict[str, Any] = {
        "mobilised_from": mobilised,
        "starts": starts,
        "ends": ends,
        "services": tuple(draw(st.lists(services(), min_size=1, max_size=3))),
        "ramp_up_months": draw(st.integers(0, 12)),
        "season": tuple(draw(st.lists(st.integers(1, 3).map(float), min_size=12, max_size=12))),
        "minimum_guarantee_share": draw(_share()),
        "volume_band_share": draw(_share()),
        "indexation_share": draw(st.integers(-10, 10)) / 100,
        "cost_inflation_share": draw(st.integers(-10, 10)) / 100,
        "payment_days": draw(st.integers(0, 120)),
        "pay_when_paid": draw(st.booleans()),
        "late_days": late,
        "late_days_most": late + draw(st.integers(0, 60)),
        "cohort_people_a_year": draw(st.none() | st.integers(1, 5000).map(float)),
        "expected_reoffending_share": draw(st.integers(380, 550)) / 1000,
        "results_floor_share": draw(_share()),
        "results_cap_share": draw(_share(200)),
        "frequency_share": draw(_share()),
        "expected_offences": draw(st.integers(30, 40)) / 10,
        "advance_share": draw(_share()),
        "clawback_cap_share": draw(st.none() | _share(200)),
        "management_fee_share": draw(_share(30)),
        "service_credit_share": draw(_share(10)),
        "staff_fte": draw(st.integers(0, 40)) / 10,
        "pension_cost_gbp_a_year": draw(_pounds(5000)),
        "tupe_cost_gbp": draw(_pounds(5000)),
        "mobilisation_cost_gbp": draw(_pounds(9000)),
        "mobilisation_payment_gbp": draw(_pounds(9000)),
        "exit_cost_gbp": draw(_pounds(9000)),
        "exit_payment_gbp": draw(_pounds(9000)),
        "overhead_share": draw(_share(40)),
        "reserves_gbp": draw(_pounds(90_000)),
        "prime_failure_share_a_year": draw(_share(30)),
        **draw(_shares()),
    }
    if draw(st.booleans()):
        changes["step_people_a_year"] = float(draw(st.integers(1, 400)))
        changes["step_cost_gbp_a_year"] = draw(_pounds(40_000))
    return Offer().with_(**changes)
