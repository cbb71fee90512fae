"""Is an offer any good, and at which terms it becomes so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from matcher.errors import OfferError
from matcher.offers.assessment import Assessment, assess
from matcher.offers.break_evens import surplus
from matcher.offers.comparing import compare
from matcher.offers.levers import _range, levers, money_words, price_at, price_words
from matcher.offers.reading import read_texts, texts_of
from matcher.offers.records import Offer
from matcher.offers.safety import (
    Tries,
    extra_cost,
    moves_within_safety,
    ways_to_safety,
)
from matcher.offers.verdict import Answer, term_words
from tests.matcher.offers.offers import bare, offers, people

TRIES = Tries(runs=400, seed=1)
SPREAD = people(120, people_low=72.0, people_high=132.0)
RISKY = bare(
    services=(SPREAD,), fixed_costs_gbp_a_year=Decimal(108_000), reserves_gbp=Decimal(60_000)
)


def judged(offer: Offer) -> Assessment:
    return assess(offer, runs=400)


def test_an_offer_that_pays_more_than_it_costs_for_certain_is_safe() -> None:
    insured = {"liability_cap_gbp": Decimal(9), "insured_gbp": Decimal(9)}
    offer = bare(fixed_costs_gbp_a_year=Decimal(6000), reserves_gbp=Decimal(100), **insured)
    found = judged(offer).verdict
    assert found.answer is Answer.SAFE
    assert found.headline.startswith("Yes: ")
    assert found.reasons[0].startswith("If all goes as expected, the contract leaves £6,000 over 1")
    assert found.reasons[2] == "It needs no working capital."
    assert "at most 20% of the runs" in found.safe_means


def test_an_offer_that_may_lose_is_not_safe_and_says_what_would_make_it_so() -> None:
    found = judged(RISKY).verdict
    assert found.answer is Answer.NOT_ON_THESE_TERMS
    assert 1 <= len(found.terms) <= 3
    texts = {**texts_of(RISKY), **found.terms[0].changes}
    safer = judged(read_texts(texts))
    assert safer.verdict.answer is Answer.SAFE
    assert "becomes safe by this alone" in found.terms[0].says


def test_each_change_told_makes_the_offer_safe() -> None:
    for term in judged(RISKY).verdict.terms:
        if term.changes:
            assert (
                judged(read_texts({**texts_of(RISKY), **term.changes})).verdict.answer
                is Answer.SAFE
            )


def test_a_term_is_moved_by_the_smallest_step_that_is_safe() -> None:
    alone = [each.move for each in ways_to_safety(RISKY, TRIES, most=9) if each.move.is_safe]
    assert alone
    for move in alone:
        assert TRIES.is_safe(move.offer)
        assert move.place == 0 or not TRIES.is_safe(move.lever.better(RISKY)[move.place - 1])


def test_the_way_that_costs_the_prime_least_comes_first() -> None:
    ways = ways_to_safety(RISKY, TRIES, most=9)
    reached = [each.reached for each in ways]
    costs = [extra_cost(RISKY, each) for each in reached if each]
    assert len(costs) > 1
    assert costs == sorted(costs)
    assert all(TRIES.is_safe(each) for each in reached if each)


def test_no_price_beside_a_term_is_more_than_twice_the_offered_one() -> None:
    late = Offer().with_(payment_days=60)
    prices = [
        each.beside.offer.services[0].unit_price_gbp
        for each in ways_to_safety(late, TRIES, most=9)
        if each.beside
    ]
    assert prices
    assert max(prices) <= 2 * late.services[0].unit_price_gbp


def test_no_term_is_told_that_leaves_the_price_where_it_is() -> None:
    ways = ways_to_safety(Offer(), TRIES, most=9)
    alone = next(each.move.place for each in ways if each.move.lever.key == "price")
    assert all(each.beside is None or each.beside.place < alone for each in ways)
    assert "minimum_guarantee_share" not in {each.move.lever.key for each in ways}


def test_a_safe_offer_is_told_what_to_hold_on_to() -> None:
    safe = replace(RISKY, services=(replace(SPREAD, unit_price_gbp=Decimal(1500)),))
    found = judged(safe).verdict
    assert found.answer is Answer.SAFE
    price = next(each for each in found.terms if each.key == "price")
    at = Decimal(price.changes["service1_unit_price_gbp"])
    assert 900 < at < 1500
    assert TRIES.is_safe(replace(safe, services=(replace(SPREAD, unit_price_gbp=at),)))
    less = replace(safe, services=(replace(SPREAD, unit_price_gbp=at - 15),))
    assert not TRIES.is_safe(less)
    assert f"stays safe until £{at:,}" in price.says


def test_a_safe_offer_on_the_edge_is_told_not_to_give_way() -> None:
    ways = ways_to_safety(RISKY, TRIES, most=9)
    edge = next(each.move for each in ways if each.move.lever.key == "price")
    kept = [
        each for each in moves_within_safety(edge.offer, TRIES, most=9) if each.lever.key == "price"
    ]
    assert kept[0].offer == edge.offer


def test_payment_that_comes_in_time_makes_an_offer_safe_at_no_price() -> None:
    offer = bare(payment_days=90, fixed_costs_gbp_a_year=Decimal(9000), reserves_gbp=Decimal(800))
    found = judged(offer).verdict
    assert found.terms[0].key == "payment_days"
    assert found.terms[0].safe_at == "40 days"  # one month late is 750, two are 1,500


def test_pay_when_paid_is_taken_out_first() -> None:
    offer = bare(
        payment_days=30,
        pay_when_paid=True,
        prime_payment_days=60,
        fixed_costs_gbp_a_year=Decimal(9000),
        reserves_gbp=Decimal(800),
    )
    term = judged(offer).verdict.terms[0]
    assert term.now == "30 days after the prime provider is paid"
    assert (term.safe_at, term.changes) == ("30 days", {"pay_when_paid": "no"})


def test_nothing_helps_where_the_prime_keeps_everything() -> None:
    offer = bare(
        management_fee_share=1.0,
        services=(people(0, block_fee_gbp_a_year=Decimal(1)),),
        fixed_costs_gbp_a_year=Decimal(10_000_000),
    )
    found = judged(offer).verdict
    assert found.answer is Answer.NOT_SAFE
    assert all(not each.safe_at for each in found.terms)


def test_levers_of_results_are_tried_only_where_results_are_paid() -> None:
    keys = {each.key for each in levers(bare())}
    assert keys == {
        "price",
        "minimum_guarantee_share",
        "payment_days",
        "mobilisation_payment_gbp",
        "management_fee_share",
    }
    more = bare(
        results_share=0.4,
        fee_for_use_share=0.6,
        results_floor_share=0.3,
        advance_share=0.5,
        service_credit_share=0.05,
    )
    assert {each.key for each in levers(more)} - keys == {
        "service_credit_cap_share",
        "results_share",
        "advance_share",
        "results_floor_share",
        "clawback_cap_share",
    }
    block = people(0, unit_price_gbp=Decimal(0), block_fee_gbp_a_year=Decimal(9))
    assert "minimum_guarantee_share" not in {each.key for each in levers(bare(services=(block,)))}


def test_every_step_of_every_lever_is_an_offer_without_mistakes() -> None:
    offer = Offer().with_(
        results_floor_share=0.3,
        advance_share=0.5,
        service_credit_share=0.05,
        pay_when_paid=True,
        mobilisation_payment_gbp=Decimal(100),
    )
    for lever in levers(offer):
        for steps in (lever.better(offer), lever.worse(offer)):
            for place in {0, len(steps) // 2, len(steps) - 1} if len(steps) else ():
                step = steps[place].with_()
                assert lever.says(step) != lever.says(offer)


def test_better_steps_never_lower_the_surplus() -> None:
    offer = Offer().with_(results_floor_share=0.3, service_credit_share=0.05, payment_days=90)
    for lever in levers(offer):
        steps = lever.better(offer)
        if lever.key not in {"results_share", "price"}:
            found = [surplus(steps[place]) for place in range(len(steps))]
            assert found == sorted(found), lever.key


def test_prices_in_words() -> None:
    offer = bare(
        services=(
            people(1),
            people(
                1, unit_price_gbp=Decimal(0), name="Housing", block_fee_gbp_a_year=Decimal("9.50")
            ),
        )
    )
    assert price_words(offer) == "£1,000 for each person (Service); £9.50 a year (Housing)"
    assert price_words(price_at(offer, 101)).startswith("£1,010 for each person (Service); £9.60 ")
    assert money_words(Decimal("-1234.50")) == "-£1,234.50"
    assert _range(0.0, 0.0, 0.05) == []
    assert _range(0.02, 0.3, 0.05) == [0.05, 0.1, 0.15, 0.2, 0.25, 0.3]


def test_lengths_in_words() -> None:
    assert term_words(bare(ends=date(2016, 2, 28))) == "1 year and 2 months"
    assert term_words(bare(ends=date(2015, 1, 31))) == "1 month"


@pytest.mark.parametrize(
    ("asked", "field"), [({"runs": 99}, "runs"), ({"runs": 10**6}, "runs"), ({"seed": -1}, "seed")]
)
def test_runs_and_seeds_out_of_range_are_told(asked: dict[str, int], field: str) -> None:
    with pytest.raises(OfferError) as caught:
        assess(bare(), **asked)
    assert [each.field for each in caught.value.mistakes] == [field]


def test_everything_of_an_offer_is_in_the_answer() -> None:
    found = judged(RISKY)
    assert found.annual_value_gbp == 120_000
    assert found.inputs["payment_days"] == "0"
    assert found.base_case.surplus_gbp == 12_000
    assert found.stress_tests
    assert found.tornado
    assert judged(RISKY) == found


@settings(max_examples=8, deadline=None)
@given(offers())
def test_of_any_offer_something_is_said(offer: Offer) -> None:
    found = assess(offer, runs=100)
    assert found.verdict.answer in set(Answer)
    assert len(found.verdict.terms) <= 3
    for term in found.verdict.terms:
        read_texts({**texts_of(offer), **term.changes})
    shares = found.simulation
    assert 0 <= shares.loss_share <= 1
    assert shares.out_of_cash_share <= shares.reserves_gone_share


@pytest.mark.parametrize(
    "changes",
    [
        {"ends": date(2015, 1, 1)},
        {"season": (*(0.0,) * 11, 100.0), "results_share": 0.5, "fee_for_use_share": 0.5},
        {"services": (people(0.01),)},
        {"services": (people(100, people_low=0.0),), "prime_failure_share_a_year": 1.0},
        {
            "ends": date(2024, 12, 31),
            "results_share": 1.0,
            "fee_for_use_share": 0.0,
            "frequency_share": 1.0,
            "followup_months": 36,
            "court_months": 24,
            "publication_months": 24,
            "late_days_most": 365,
        },
    ],
)
def test_offers_at_the_edge_are_worked_out(changes: dict[str, Any]) -> None:
    found = assess(bare(**changes), runs=100)
    assert found.base_case.total.income_gbp >= 0
    assert len(found.base_case.months) <= len(found.simulation.months)


def test_offers_are_compared_and_the_best_of_each_figure_is_told() -> None:
    better = replace(
        RISKY, title="Better", services=(replace(SPREAD, unit_price_gbp=Decimal(1500)),)
    )
    found = compare([judged(RISKY), judged(better), judged(better)])
    assert found.titles == ("By hand", "Better", "Better")
    assert found.answers == ("not on these terms", "safe", "safe")
    rows = {each.key: each for each in found.figures}
    assert rows["surplus_gbp"].values == (12_000, 72_000, 72_000)
    assert rows["surplus_gbp"].best == (1, 2)
    assert rows["loss_share"].best == (1, 2)
    assert rows["annual_value_gbp"].best == ()
    same = compare([judged(RISKY), judged(RISKY)])
    assert all(each.best == () for each in same.figures)


@pytest.mark.parametrize("count", [0, 1, 6])
def test_only_two_to_five_offers_are_compared(count: int) -> None:
    with pytest.raises(OfferError, match=f"{count} offers are not between 2 and 5"):
        compare([judged(bare())] * count)
