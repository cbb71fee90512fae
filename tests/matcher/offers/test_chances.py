"""What is drawn at random has the distributions that it is said to have."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from matcher.offers.chances import drawn, reoffenders, triangular
from matcher.offers.results import cohort_sizes, earned_share
from matcher.offers.scenarios import NEVER_FAILS
from matcher.offers.timeline import timeline
from tests.matcher.offers.offers import bare, people

RUNS = 20_000


def test_triangular_values_are_those_of_scipy() -> None:
    chance = np.linspace(0.001, 0.999, 500)
    theirs = stats.triang.ppf(chance, 0.2, loc=10, scale=50)
    assert np.allclose(triangular(10.0, 20.0, 60.0, chance), theirs)


@given(st.floats(0, 1), st.lists(st.floats(0, 1e6), min_size=3, max_size=3).map(sorted))
def test_triangular_values_stay_within_their_ends(chance: float, ends: list[float]) -> None:
    low, mode, high = ends
    (value,) = triangular(low, mode, high, np.array([chance]))
    assert low - 1e-6 <= value <= high + 1e-6


@pytest.mark.parametrize(("size", "rate"), [(25, 0.456), (3, 0.1), (400, 0.9)])
def test_reoffenders_are_binomial(size: int, rate: float) -> None:
    generator = np.random.default_rng(7)
    sizes = np.full((RUNS, 1), size)
    counts = reoffenders(sizes, np.full(RUNS, rate), generator)[:, 0]
    theirs = stats.binom(size, rate)
    seen = np.bincount(counts, minlength=size + 1)
    expected = theirs.pmf(np.arange(size + 1)) * RUNS
    often = expected >= 5
    rare = [seen[~often].sum()], [max(expected[~often].sum(), 1e-9)]
    found = np.concatenate([seen[often], rare[0]]), np.concatenate([expected[often], rare[1]])
    keep = found[1] > 0.5
    statistic = (((found[0] - found[1]) ** 2) / found[1])[keep].sum()
    assert stats.chi2.sf(statistic, keep.sum() - 1) > 0.001


def test_what_results_earn_follows_the_binomial_of_scipy() -> None:
    # One cohort of 10: with 4 or fewer reoffenders of a baseline of a half all or more is earned.
    offer = bare(
        ends=bare().starts.replace(month=3, day=31),
        fee_for_use_share=0.0,
        results_share=1.0,
        services=(people(40),),
        baseline_reoffending_share=0.5,
        expected_reoffending_share=0.45,
        full_results_reduction_share=0.1,
        results_threshold_share=0.0,
    )
    months = timeline(offer)
    earned = drawn(offer, months, runs=RUNS, seed=3).earned[:, 0]
    chance = stats.binom.cdf(4, 10, 0.45)
    assert abs(np.mean(earned > 0.999) - chance) < 5 * np.sqrt(chance * (1 - chance) / RUNS)
    outcomes = earned_share(offer, np.arange(11) / 10, np.full(11, 3.5))
    mean = float(outcomes @ stats.binom.pmf(np.arange(11), 10, 0.45))
    assert abs(earned.mean() - mean) < 5 * outcomes.std() / np.sqrt(RUNS)


def test_offences_are_one_of_each_reoffender_and_a_poisson_number_more() -> None:
    offer = bare(
        fee_for_use_share=0.0,
        results_share=1.0,
        frequency_share=1.0,
        services=(people(4000),),
        baseline_reoffending_share=1.0,
        expected_reoffending_share=0.5,
        baseline_offences=4.0,
        expected_offences=3.7,
        full_offences_reduction=0.3,
        results_cap_share=5.0,
        results_floor_share=5.0,
    )
    earned = drawn(offer, timeline(offer), runs=2000, seed=1).earned
    assert earned.mean() == pytest.approx(1.0, abs=0.02)
    # of about 500 reoffenders the mean of 1 + Poisson(2.7) has the deviation sqrt(2.7 / 500)
    assert earned.std() == pytest.approx(np.sqrt(2.7 / 500) / 0.3, rel=0.05)


def test_cohorts_are_quarters_of_those_who_come_or_of_the_number_named() -> None:
    offer = bare(results_share=0.5, fee_for_use_share=0.5, services=(people(40),))
    months = timeline(offer)
    assert cohort_sizes(offer, months, np.array([40.0, 20.0])).tolist() == [[10] * 4, [5] * 4]
    named = replace(offer, cohort_people_a_year=1000.0)
    assert cohort_sizes(named, months, np.array([40.0])).tolist() == [[250] * 4]


def test_a_cohort_of_nobody_earns_nothing() -> None:
    offer = bare(results_share=0.5, fee_for_use_share=0.5, services=(people(1),))
    assert not drawn(offer, timeline(offer), runs=50, seed=1).earned.any()


def test_people_are_drawn_together_between_low_and_high() -> None:
    more = people(100, people_low=50.0, people_high=200.0)
    offer = bare(services=(more, replace(more, unit_price_gbp=Decimal(5)), people(7)))
    found = drawn(offer, timeline(offer), runs=RUNS, seed=2).people
    assert np.array_equal(found[:, 0], found[:, 1])
    assert (found[:, 2] == 7).all()
    theirs = stats.triang(1 / 3, loc=50, scale=150)
    assert stats.kstest(found[:, 0], theirs.cdf).pvalue > 0.001


def test_primes_fail_with_an_equal_chance_in_each_month() -> None:
    offer = bare(prime_failure_share_a_year=0.2)
    found = drawn(offer, timeline(offer), runs=RUNS, seed=5).prime_lasts_months
    assert np.mean(found <= 12) == pytest.approx(0.2, abs=0.01)
    assert np.mean(found[found > 12] <= 24) == pytest.approx(0.2, abs=0.01)
    assert found.min() == 1


@pytest.mark.parametrize(("yearly", "lasts"), [(0.0, NEVER_FAILS), (1.0, 1)])
def test_certain_chances_are_certain(yearly: float, lasts: int) -> None:
    offer = bare(prime_failure_share_a_year=yearly)
    assert set(drawn(offer, timeline(offer), runs=100, seed=1).prime_lasts_months) == {lasts}


def test_payments_come_late_within_their_bounds() -> None:
    offer = bare(payment_days=30, late_days=15, late_days_most=60)
    found = drawn(offer, timeline(offer), runs=RUNS, seed=1).delay_months
    assert set(found) == {1, 2, 3}
    # late by less than 15 days, where the density rises to its top: a quarter of the runs
    assert np.mean(found == 1) == pytest.approx(0.25, abs=0.01)


def test_the_same_seed_draws_the_same_and_another_draws_otherwise() -> None:
    offer = bare(prime_failure_share_a_year=0.5, late_days_most=90)
    months = timeline(offer)
    first, again, other = (drawn(offer, months, runs=100, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first.prime_lasts_months, again.prime_lasts_months)
    assert not np.array_equal(first.prime_lasts_months, other.prime_lasts_months)


def test_offers_that_differ_in_one_thing_have_the_same_luck_in_all_others() -> None:
    offer = bare(prime_failure_share_a_year=0.1, results_share=0.5, fee_for_use_share=0.5)
    other = replace(offer, prime_failure_share_a_year=0.9)
    months = timeline(offer)
    one, two = (drawn(each, months, runs=200, seed=1) for each in (offer, other))
    assert np.array_equal(one.earned, two.earned)
    assert np.array_equal(one.people, two.people)
