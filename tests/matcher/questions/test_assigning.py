"""Choosing one line-up for each area, so that no lead holds more than it may."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from matcher.questions.national.assigning import Offer, assigned


def offer(area: int, worth: float, *use: float) -> Offer:
    return Offer(area=area, worth=worth, use=np.array(use))


def worth_of(offers: list[Offer], positions: tuple[int, ...]) -> float:
    return sum(offers[i].worth for i in positions)


def test_the_second_best_lead_takes_what_the_best_may_not() -> None:
    """The first lead may hold one area of the two; the second area loses less without it."""
    offers = [offer(0, 5, 1, 0), offer(0, 3, 0, 1), offer(1, 5, 1, 0), offer(1, 4.5, 0, 1)]
    assert assigned(offers, np.array([1.0, np.inf])) == (0, 3)


def test_an_area_that_nobody_may_lead_is_left_out() -> None:
    assert assigned([offer(0, 5, 1), offer(1, 4, 1), offer(2, 9, 2)], np.array([1.0])) == (0,)
    assert assigned([], np.array([1.0])) == ()


@pytest.mark.parametrize("seed", range(25))
def test_few_areas_have_the_best_of_all_combinations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    limit = rng.uniform(1, 4, 3)
    offers = []
    for area, lead in product(range(4), range(3)):
        use = np.zeros(3)
        use[lead] = rng.uniform(0.5, 3)
        offers.append(Offer(area=area, worth=float(rng.uniform(1, 9)), use=use))
    own = [[None, *(i for i, one in enumerate(offers) if one.area == area)] for area in range(4)]
    best = 0.0
    for picked in product(*own):
        taken = tuple(i for i in picked if i is not None)
        if (sum((offers[i].use for i in taken), np.zeros(3)) <= limit).all():
            best = max(best, worth_of(offers, taken))
    found = assigned(offers, limit)
    assert (sum((offers[i].use for i in found), np.zeros(3)) <= limit + 1e-9).all()
    assert worth_of(offers, found) == pytest.approx(best)


@pytest.mark.parametrize("seed", range(5))
def test_many_areas_keep_the_limits_and_come_near_the_best_in_parts(seed: int) -> None:
    rng = np.random.default_rng(seed)
    limit = np.full(6, 4.0)
    offers = []
    for area in range(25):
        size = float(rng.uniform(0.5, 1.5))
        for lead in range(6):
            worth = size * float(rng.uniform(3, 3.5))
            offers.append(Offer(area=area, worth=worth, use=size * np.eye(6)[lead]))
    found = assigned(offers, limit)
    assert len({offers[i].area for i in found}) == len(found)
    assert (sum((offers[i].use for i in found), np.zeros(6)) <= limit + 1e-9).all()
    most = sum(max(one.worth for one in offers if one.area == area) for area in range(25))
    assert worth_of(offers, found) >= 0.8 * min(most, 3.25 * limit.sum())
