"""What members cost, and what the lead is worth: sums done by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from matcher import Problem, score, solve
from matcher.engine.allocation import best_volumes
from matcher.engine.formulation import Formulation
from matcher.engine.highs import HighsSolver
from matcher.engine.pricing import Pricing
from tests.matcher.instances import every_line_up, random_problem


def three_places() -> Problem:
    """A charity in each of three places meets 80, 60 or 40 % of its needs; a firm can lead them."""
    quality = sparse.csr_array(np.vstack([np.diag([0.8, 0.6, 0.4]), np.zeros(3)]))
    quality.eliminate_zeros()
    return Problem(
        need=np.full(3, 100.0),
        weight=np.full(3, 0.25),
        quality=quality,
        max_members=30,
        may_lead=np.array([False, False, False, True]),
    )


def test_a_lead_that_delivers_nothing_leads_those_who_do() -> None:
    best = solve(three_places())[0]
    assert (best.members, best.lead) == ((0, 1, 2, 3), 3)
    assert best.volume.toarray()[3].sum() == 0
    assert best.criteria == pytest.approx({"coverage": 0.45, "affinity": 0.0})


def test_members_join_until_the_next_is_not_worth_its_cost() -> None:
    """They add 0.2, 0.15 and 0.1; the lead costs as much as each of them, and has to be."""
    problem = replace(three_places(), member_cost=np.full(4, 0.12))
    best = solve(problem)[0]
    assert best.members == (0, 1, 3)
    assert best.criteria["contracts"] == pytest.approx(-0.36)
    assert best.objective == pytest.approx(0.35 - 0.36)
    cheaper = solve(replace(problem, member_cost=np.full(4, 0.09)))[0]
    assert cheaper.members == (0, 1, 2, 3)


def test_the_one_worth_most_as_lead_leads_whoever_has_most_work() -> None:
    worth = np.array([0.1, 0.3, 0.9, 0.2])
    may_lead = np.array([True, True, False, True])
    best = solve(replace(three_places(), may_lead=may_lead, lead_worth=worth))[0]
    assert (best.members, best.lead) == ((0, 1, 2), 1)
    assert best.criteria["lead"] == pytest.approx(0.3)
    assert best.objective == pytest.approx(0.45 + 0.3)


def test_a_lead_can_be_worth_its_place_without_any_work() -> None:
    """The firm costs 0.05 and adds 0.1 to what the first charity adds as lead."""
    may_lead = np.array([True, False, False, True])
    worth = np.array([0.1, 0.0, 0.0, 0.2])
    problem = replace(
        three_places(), may_lead=may_lead, lead_worth=worth, member_cost=np.full(4, 0.05)
    )
    assert solve(problem)[0].lead == 3
    dear = solve(replace(problem, member_cost=np.array([0.05, 0.05, 0.05, 0.15])))[0]
    assert (dear.lead, dear.members) == (0, (0, 1, 2))


def test_who_is_worth_the_same_as_lead_leads_by_volume() -> None:
    problem = replace(
        three_places(), may_lead=np.full(4, fill_value=True), lead_worth=np.full(4, 0.2)
    )
    assert score(replace(problem, need=np.array([10.0, 20.0, 5.0])), (0, 1, 2)).lead == 1


def test_a_member_alone_scores_even_where_it_delivers_nothing() -> None:
    alone = score(replace(three_places(), lead_worth=np.full(4, 0.1)), (3,))
    assert alone.criteria == {"coverage": 0.0, "affinity": 0.0, "lead": 0.1}
    assert alone.volume.nnz == 0


def test_pairs_are_worth_the_same_however_many_may_join() -> None:
    ties = sparse.csr_array((np.array([0.9, 0.9]), ([0, 1], [1, 0])), shape=(4, 4))
    few = replace(three_places(), affinity=ties, pair_weight=0.5, max_members=4)
    many = replace(few, max_members=30)
    assert solve(few)[0].objective == solve(many)[0].objective
    assert solve(many)[0].criteria["affinity"] == pytest.approx(0.5 * 0.9 / 45)


@pytest.mark.parametrize("seed", range(20))
def test_a_line_ups_own_prices_are_exact_for_it_whoever_leads(seed: int) -> None:
    """Coverage, lead and costs at its own prices are what it is worth, so its ceiling is tight."""
    nothing, endless = np.zeros(8), np.full(8, np.inf)
    problem = replace(
        random_problem(seed), pair_weight=0.0, min_volume=nothing, value_limit=endless
    )
    pricing, solver = Pricing(Formulation(problem)), HighsSolver(seed=0)
    for line_up in every_line_up(problem)[:3]:
        best = best_volumes(problem, line_up.members, solver)
        members = np.array(line_up.members)
        ceiling = pricing.constant(best.prices) + pricing.alone(best.prices, members).sum()
        assert ceiling == pytest.approx(line_up.objective, abs=1e-7)
