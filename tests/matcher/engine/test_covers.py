"""Covers are true of every line-up, and make the linear programme tighter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from matcher.engine.covers import broken, crowds_of
from matcher.engine.formulation import Formulation
from matcher.engine.highs import HighsSolver
from matcher.engine.pricing import PairPrices, Prices, Pricing, Settled, Surcharge
from matcher.engine.relaxation import Relaxation
from tests.benchmarks.generator import ring
from tests.matcher.instances import every_line_up, random_problem

if TYPE_CHECKING:
    from matcher.engine.covers import Cover
    from matcher.problem.model import Problem, Solution

TOLERANCE = 1e-6
LINEAR = HighsSolver(seed=0)


def covers_of(problem: Problem, seed: int) -> list[Cover]:
    """Covers that candidates and shares by lot break."""
    rng = np.random.default_rng(seed)
    relaxation = Relaxation(problem, LINEAR, np.arange(problem.candidates))
    chosen, entries = rng.random(problem.candidates), len(problem.quality.indices)
    owner = Formulation(problem).entry_candidate
    found = broken(
        crowds_of(relaxation.formulation), chosen, rng.random(entries) * chosen[owner], 0.0
    )
    return [relaxation._cover(*one) for one in found]


def taken(problem: Problem, line_up: Solution) -> np.ndarray:
    """The share of its cell that each stored entry takes."""
    owner = np.repeat(np.arange(problem.candidates), np.diff(problem.quality.indptr))
    cell = problem.quality.indices
    return np.asarray(line_up.volume.toarray()[owner, cell] / problem.need[cell])


def test_every_line_up_keeps_every_cover() -> None:
    found = 0
    for seed in range(30):
        problem = random_problem(seed)
        covers = covers_of(problem, seed)
        found += len(covers)
        for line_up in every_line_up(problem):
            shares = taken(problem, line_up)
            for cover in covers:
                member = np.isin(cover.candidates, line_up.members)
                assert (shares[cover.entries] - cover.credit * member).sum() <= (
                    cover.limit + TOLERANCE
                )
    assert found > 30


@pytest.mark.parametrize("seed", range(20))
def test_any_prices_of_covers_give_a_bound_on_the_line_ups_that_keep_what_is_settled(
    seed: int,
) -> None:
    problem, rng = random_problem(seed), np.random.default_rng(seed)
    market, covers = Pricing(Formulation(problem)), covers_of(problem, seed)
    line_ups = every_line_up(problem)
    one, other = rng.permutation(problem.candidates)[:2]
    inside, outside = market.settled.inside.copy(), market.settled.outside.copy()
    inside[one], outside[other] = True, True
    for attempt in range(5):
        surcharge = Surcharge.of(covers, rng.random(len(covers)) * 0.2 * (attempt > 0))
        cell = rng.random(problem.cells) * problem.weight
        prices = Prices(cell=cell, surcharge=surcharge)
        pairs = PairPrices(
            star=np.zeros(problem.candidates), credit=np.full(len(market.pair_gain), np.nan)
        )
        free, priced = (
            market.price(prices, pairs, settled=settled)
            for settled in (None, Settled(inside, outside))
        )
        for line_up in line_ups:
            lead = line_up.criteria.get("lead", 0.0)
            value, members = line_up.objective - lead, list(line_up.members)
            assert value <= free.bound + TOLERANCE
            if one in members and other not in members:
                others = np.setdiff1d(np.arange(problem.candidates), [*members, one])
                assert value <= priced.bound + TOLERANCE
                assert (value <= priced.bound_with()[members] + TOLERANCE).all()
                assert (value <= priced.bound_without()[others] + TOLERANCE).all()


def test_covers_close_much_of_what_the_linear_programme_leaves_open() -> None:
    problem = ring(150, seed=0)
    relaxation = Relaxation(problem, LINEAR, np.arange(150))
    before = relaxation.solve()
    assert before is not None
    after = relaxation.tightened(before, rounds=20, least=1e-3)
    assert after is not None
    assert after.answer.value < before.answer.value * (1 - 2e-3)
    assert after.priced_covers()
    again = Relaxation(problem, LINEAR, np.arange(150), covers=after.priced_covers()).solve()
    assert again is not None
    assert again.answer.value == pytest.approx(after.answer.value, rel=1e-6)


def test_who_is_settled_needs_no_rows_and_changes_no_value() -> None:
    problem = ring(60, seed=2, pair_weight=0.3)
    everybody = np.arange(60)
    inside, outside = np.zeros((2, 60), dtype=bool)
    inside[[3, 8, 20]], outside[[1, 30]] = True, True
    settled = Settled(inside, outside)
    whole = Relaxation(problem, LINEAR, everybody).solve(settled)
    small = Relaxation(problem, LINEAR, everybody[~outside], settled=settled).solve(settled)
    assert whole is not None
    assert small is not None
    assert small.answer.value == pytest.approx(whole.answer.value, rel=1e-7)
    rows = [part.answer.prices["membership"] for part in (small, whole)]
    assert len(rows[0]) < len(rows[1])
