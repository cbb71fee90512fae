"""Any prices bound every line-up; the compiled parts agree with slow and plain ones."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import linprog

from matcher.engine import worths
from matcher.engine.formulation import Formulation
from matcher.engine.pricing import PairPrices, Prices, Pricing, Spared, Toll
from tests.matcher.engine.inside import from_python
from tests.matcher.instances import every_line_up, random_problem

if TYPE_CHECKING:
    from matcher.problem.model import Problem

TOLERANCE = 1e-6
fill, keep_largest = from_python(worths.fill), from_python(worths.keep_largest)


def some_prices(problem: Problem, seed: int, *tolls: Toll) -> tuple[Prices, PairPrices]:
    """Make prices of no particular merit."""
    rng = np.random.default_rng(seed)
    pairs = len(Formulation(problem).pair_first)
    quotas = [
        Toll(quota.candidates, float(limit), float(price))
        for quota in problem.quotas
        for limit, price in [
            (problem.max_members if quota.at_most is None else quota.at_most, rng.random() * 0.1),
            (quota.at_least, -rng.random() * 0.1),
        ]
    ]
    prices = Prices(
        cell=rng.random(problem.cells) * problem.weight,
        vcse=float(rng.random() * 0.01),
        lead=float(rng.random() * 0.1),
        tolls=(*quotas, *tolls),
    )
    credit = np.where(rng.random(pairs) < 0.5, np.nan, rng.random(pairs) * 0.1)
    return prices, PairPrices(star=rng.random(problem.candidates) * 0.05, credit=credit)


def some_spared(seed: int) -> Spared:
    """Say by chance who is spared: nobody, many, or all."""
    most, least = np.random.default_rng(seed).normal(0.0, 0.1, size=2)
    return Spared(most=float(most), least=float(least) if seed % 3 else -np.inf)


@pytest.mark.parametrize("seed", range(40))
def test_any_prices_give_a_bound_on_every_line_up(seed: int) -> None:
    problem = random_problem(seed)
    market = Pricing(Formulation(problem))
    line_ups = every_line_up(problem)
    for attempt in range(10):
        spared = some_spared(attempt) if attempt % 2 else None
        priced = market.price(*some_prices(problem, attempt), spared=spared)
        bounds = priced.bound_with()
        for line_up in line_ups:
            assert line_up.objective <= priced.bound + TOLERANCE
            assert (line_up.objective <= bounds[list(line_up.members)] + TOLERANCE).all()


@pytest.mark.parametrize("seed", range(40))
def test_any_prices_are_a_ceiling_on_the_volumes_of_every_line_up(seed: int) -> None:
    problem = random_problem(seed)
    market, everybody = Pricing(Formulation(problem)), np.arange(problem.candidates)
    for attempt in range(5):
        prices, _ = some_prices(problem, attempt)
        alone, constant = market.alone(prices, everybody), market.constant(prices)
        for line_up in every_line_up(problem):
            without_pairs = line_up.objective - line_up.criteria["affinity"]
            ceiling = constant + alone[list(line_up.members)].sum()
            assert without_pairs <= ceiling + TOLERANCE


@pytest.mark.parametrize("seed", range(20))
def test_a_toll_on_an_earlier_line_up_bounds_the_line_ups_that_are_different_enough(
    seed: int,
) -> None:
    problem = random_problem(seed)
    line_ups = every_line_up(problem)
    if not line_ups:
        pytest.skip("this problem has no line-up")
    earlier = line_ups[0].members
    market = Pricing(Formulation(problem))
    for attempt in range(5):
        toll = Toll(earlier, len(earlier) - 1.0, 0.02 * attempt)
        bound = market.price(*some_prices(problem, attempt, toll)).bound
        for line_up in line_ups:
            if set(earlier) - set(line_up.members):
                assert line_up.objective <= bound + TOLERANCE


@pytest.mark.parametrize("seed", range(10))
def test_the_ends_share_each_pairs_gain_whole(seed: int) -> None:
    problem = random_problem(seed)
    market = Pricing(Formulation(problem))
    priced = market.price(*some_prices(problem, seed), spared=some_spared(seed))
    assert priced.first_share + priced.second_share == pytest.approx(market.pair_gain)
    assert (np.minimum(priced.first_share, priced.second_share) >= -1e-12).all()


@pytest.mark.parametrize("seed", range(10))
def test_who_is_spared_takes_all_of_its_pairs_unless_two_are(seed: int) -> None:
    problem = random_problem(seed)
    market = Pricing(Formulation(problem))
    prices, _ = some_prices(problem, seed)
    unknown = np.full(len(market.pair_gain), np.nan)
    free = PairPrices(star=np.zeros(problem.candidates), credit=unknown)
    everybody = Spared(most=np.inf, least=-np.inf)
    priced = market.price(prices, free, spared=everybody)
    settled = market.settled.inside | market.settled.outside
    open_pairs = ~settled[market.pairs.first] & ~settled[market.pairs.second]
    assert priced.first_share[open_pairs] == pytest.approx(market.pair_gain[open_pairs])
    nobody = Spared(most=-np.inf, least=np.inf)
    same = market.price(prices, free, spared=nobody), market.price(prices, free)
    assert np.array_equal(same[0].first_share, same[1].first_share)


@pytest.mark.parametrize("seed", range(60))
def test_a_knapsack_is_as_full_as_a_linear_programme_makes_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 8))
    unit, people = rng.normal(0.0, 1.0, count), rng.uniform(0.0, 5.0, count)
    size = np.ones(count) if seed % 2 else rng.choice([0.0, 0.5, 2.0], count)
    room = float(rng.choice([np.inf, rng.uniform(0.0, 10.0)]))
    promise = float(rng.choice([0.0, rng.uniform(0.0, people.sum())]))
    if seed % 2 == 0:
        promise = 0.0  # a promise counts people, so it goes with room for people
    promise = min(promise, room)
    best = linprog(
        -unit,
        np.array([size, -np.ones(count)]),
        [min(room, 1e9), -promise],
        bounds=list(zip(np.zeros(count), people, strict=True)),
    )
    assert fill(unit.copy(), people, size, room, promise) == pytest.approx(
        -(best.fun or 0.0), abs=1e-9
    )


def test_only_the_largest_are_kept_in_falling_order() -> None:
    largest, held = np.zeros(3), 0
    for value in (1.0, 5.0, 2.0, 4.0, 3.0):
        held = keep_largest(largest, held, 3, value)
    assert held == 3
    assert largest.tolist() == [5.0, 4.0, 3.0]
    assert keep_largest(largest, 0, 0, 9.0) == 0


def test_a_value_limit_that_is_the_same_everywhere_is_a_capacity() -> None:
    problem = random_problem(0)
    same = Pricing(Formulation(replace(problem, cell_value=np.full(6, 2.0))))
    assert np.isinf(same.offers.value_limit).all()
    expected = np.minimum(problem.total_capacity, problem.value_limit / 2.0)
    assert same.offers.capacity == pytest.approx(expected)
