"""What a claim could take, by hand: the cap, what is insured, and what is left to pay it from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.offers.assessment import assess
from matcher.offers.base_case import base_case
from matcher.offers.liability import liability, own_share_of_claim
from matcher.offers.stress import stress_tests
from tests.matcher.offers.offers import bare, offers

if TYPE_CHECKING:
    from matcher.offers.liability import Liability
    from matcher.offers.records import Offer
    from matcher.offers.stress import StressTest


def of(**changes: Any) -> Liability:
    """The liability of an offer that pays 12,000 in a year and starts with 5,050 of reserves."""
    offer = bare(reserves_gbp=Decimal(5050), **changes)
    return liability(offer, base_case(offer))


def claim_test(offer: Offer) -> StressTest:
    return next(each for each in stress_tests(offer) if each.key == "claim")


def test_without_a_cap_all_is_at_risk_and_a_cap_is_asked_for() -> None:
    found = of()
    assert (found.cap_gbp, found.at_risk_gbp, found.is_bearable) == (None, None, False)
    assert found.says.startswith("No cap on your liability is given, and what your insurance would")
    # The lowest balance is at the end of the first month: 5,050 and the first 1,000.
    assert found.bearable_gbp == 6000
    assert found.ask.startswith("Cap on liability: ask for £6,000 instead of no cap.")


def test_without_a_cap_what_is_insured_is_told() -> None:
    found = of(insured_gbp=Decimal(100_000))
    assert "beyond the £100,000 that is insured" in found.says
    assert found.bearable_gbp == 106_000
    assert "what your insurance pays and what you have left at your lowest" in found.ask


@pytest.mark.parametrize(
    ("cap", "insured", "at_risk", "bearable"),
    [
        (20_000, 20_000, 0, True),
        (20_000, 50_000, 0, True),
        (20_000, 15_000, 5_000, True),
        (20_000, 13_950, 6_050, True),  # to the last pound that is left
        (20_000, 13_949, 6_051, False),
        (20_000, None, 20_000, False),
    ],
)
def test_a_cap_can_be_borne_by_insurance_and_what_is_left(
    cap: int, insured: int | None, at_risk: int, bearable: bool
) -> None:
    given_ = None if insured is None else Decimal(insured)
    found = of(liability_cap_gbp=Decimal(cap), insured_gbp=given_)
    assert found.at_risk_gbp == at_risk
    assert found.is_bearable is bearable
    assert bool(found.ask) is not bearable


def test_a_cap_that_is_insured_in_part_says_how_much_is_ones_own() -> None:
    found = of(liability_cap_gbp=Decimal(20_000), insured_gbp=Decimal(12_000))
    assert found.says == (
        "Your liability is capped at £20,000. Insurance pays £12,000 of it, and £8,000 could be "
        "yours to pay, beyond what the contract itself may lose."
    )


def test_a_share_is_of_a_years_value_and_the_larger_cap_counts() -> None:
    assert of(liability_cap_share=1.5).cap_gbp == 18_000
    assert of(liability_cap_share=1.5, liability_cap_gbp=Decimal(10_000)).cap_gbp == 18_000
    assert of(liability_cap_share=0.5, liability_cap_gbp=Decimal(10_000)).cap_gbp == 10_000


def test_who_has_nothing_left_is_told_to_insure() -> None:
    offer = bare(payment_days=60, fixed_costs_gbp_a_year=Decimal(6000))
    found = liability(offer, base_case(offer))
    assert found.bearable_gbp == 0
    assert found.ask == (
        "Cap on liability: ask for no more than a year's value (£12,000) instead of no cap, and "
        "insure it: at your lowest you have nothing left to pay a claim from."
    )


@pytest.mark.parametrize(
    ("cap", "insured", "own"),
    [
        (None, None, 9000),
        (None, 2000, 7000),
        (4000, None, 4000),
        (4000, 2000, 2000),
        (4000, 5000, 0),
    ],
)
def test_of_a_claim_the_cap_less_what_is_insured_is_ones_own(
    cap: int | None, insured: int | None, own: int
) -> None:
    offer = replace(
        bare(),
        liability_cap_gbp=None if cap is None else Decimal(cap),
        insured_gbp=None if insured is None else Decimal(insured),
    )
    assert own_share_of_claim(offer, Decimal(9000)) == own


def test_the_stress_test_pays_a_claim_as_large_as_the_contract() -> None:
    found = claim_test(bare(reserves_gbp=Decimal(5000), insured_gbp=Decimal(10_000)))
    assert found.title == (
        "a claim of £12,000, the worth of the contract, is upheld in month 12: "
        "£2,000 is yours to pay"
    )
    assert (found.surplus_gbp, found.change_gbp) == (Decimal(10_000), Decimal(-2_000))
    assert found.survives


def test_borrowing_for_a_claim_costs_interest() -> None:
    # By the twelfth month 11,000 have come in, and 12,000 go out. The overdrawn 1,000 cost 1 % for
    # the month in which the last 1,000 comes in.
    offer = bare(credit_rate_share=0.12, payment_days=30, liability_cap_gbp=Decimal(12_000))
    assert claim_test(offer).surplus_gbp == -10


def test_insured_claims_change_nothing() -> None:
    assert claim_test(bare(insured_gbp=Decimal(12_000))).change_gbp == 0


@settings(max_examples=20, deadline=None)
@given(offers(), st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_lower_cap_or_more_insurance_never_leaves_less(
    offer: Offer, cap: int, insured: int
) -> None:
    some = replace(offer, liability_cap_gbp=Decimal(cap), insured_gbp=Decimal(insured))
    left = [
        claim_test(each).surplus_gbp
        for each in (
            replace(some, liability_cap_gbp=None, insured_gbp=None),
            some,
            replace(some, liability_cap_gbp=Decimal(cap) / 2),
            replace(some, insured_gbp=Decimal(10**9)),
        )
    ]
    assert left == sorted(left)
    assert left[-1] == base_case(offer).surplus_gbp


def test_an_offer_that_is_safe_in_cash_is_not_called_safe_from_claims() -> None:
    offer = bare(fixed_costs_gbp_a_year=Decimal(6000), reserves_gbp=Decimal(600))
    assert assess(offer, runs=100).verdict.headline == (
        "Yes, in cash: on these terms the offer is safe, as long as nobody claims from you."
    )
    covered = replace(offer, liability_cap_gbp=Decimal(500), insured_gbp=Decimal(500))
    assert assess(covered, runs=100).verdict.headline == "Yes: on these terms the offer is safe."
