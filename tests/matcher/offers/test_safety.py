"""Whether an offer is safe, found with less work: the same answers as by all of the runs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.offers.chances import Kept, drawn
from matcher.offers.levers import levers
from matcher.offers.records import Offer
from matcher.offers.safety import Tries
from matcher.offers.simulation import outcomes, worst_first
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, offers, people

SPREAD = people(120, people_low=72.0, people_high=132.0)


@settings(max_examples=25, deadline=None)
@given(offers(), st.integers(0, 9))
def test_an_offer_is_safe_by_a_part_of_its_runs_where_it_is_by_all(offer: Offer, seed: int) -> None:
    richer = replace(offer, reserves_gbp=offer.reserves_gbp * 4)
    for each in (offer, richer):
        tries = Tries(runs=60, seed=seed)
        assert tries.is_safe(each) is tries.safety(each).is_safe


@pytest.mark.parametrize("fixed", range(84_000, 120_000, 3_000))
def test_the_limit_between_safe_and_not_is_the_same(fixed: int) -> None:
    offer = bare(
        services=(SPREAD,),
        fixed_costs_gbp_a_year=Decimal(fixed),
        reserves_gbp=Decimal(30_000),
        prime_failure_share_a_year=0.03,
    )
    tries = Tries(runs=1000, seed=1)
    assert tries.is_safe(offer) is tries.safety(offer).is_safe


def test_some_of_these_are_safe_and_some_are_not() -> None:
    costs = (84_000, 117_000)
    offers_ = [bare(services=(SPREAD,), fixed_costs_gbp_a_year=Decimal(each)) for each in costs]
    rich = [replace(each, reserves_gbp=Decimal(60_000)) for each in offers_]
    assert [Tries(runs=400, seed=1).is_safe(each) for each in rich] == [True, False]


@settings(max_examples=25, deadline=None)
@given(offers(), st.integers(0, 9))
def test_the_runs_that_come_worst_first_are_those_of_the_simulation(
    offer: Offer, seed: int
) -> None:
    whole = outcomes(offer, runs=40, seed=seed)
    parts = list(worst_first(offer, runs=40, seed=seed))
    surplus = np.concatenate([each.surplus for each in parts])
    lowest = np.concatenate([each.lowest for each in parts])
    assert np.array_equal(np.sort(surplus), np.sort(whole.surplus))
    assert np.array_equal(np.sort(lowest), np.sort(whole.lowest))


def test_runs_in_which_the_prime_fails_come_first_and_then_those_with_fewest_people() -> None:
    offer = bare(services=(SPREAD,), prime_failure_share_a_year=0.2)
    months = timeline(offer)
    parts = list(worst_first(offer, runs=300, seed=1))
    fails = drawn(offer, months, runs=300, seed=1).served_months < months.term
    assert len(parts[0].surplus) == np.count_nonzero(fails)
    assert (np.diff(parts[1].surplus) >= 0).all()


@settings(max_examples=15, deadline=None)
@given(offers(), st.integers(0, 9))
def test_what_was_drawn_for_one_term_is_what_would_be_drawn_for_another(
    offer: Offer, seed: int
) -> None:
    kept: Kept = {}
    for lever in levers(offer):
        for steps in (lever.better(offer), lever.worse(offer)):
            if not len(steps):
                continue
            moved = steps[len(steps) - 1]
            months = timeline(moved)
            again = drawn(moved, months, runs=20, seed=seed, kept=kept)
            fresh = drawn(moved, months, runs=20, seed=seed)
            assert np.array_equal(again.earned, fresh.earned), lever.key
            assert np.array_equal(again.people, fresh.people)
            assert np.array_equal(again.delay_months, fresh.delay_months)


def test_a_search_draws_once_for_all_prices_and_again_for_other_results() -> None:
    offer = Offer()
    kept: Kept = {}
    tries = Tries(runs=100, seed=1, kept=kept)
    dearer = replace(offer.services[0], unit_price_gbp=Decimal(1300))
    tries.safety(offer)
    tries.safety(replace(offer, services=(dearer,), payment_days=60))
    assert len(kept) == 1
    tries.safety(replace(offer, expected_reoffending_share=0.44))
    assert len(kept) == 2
