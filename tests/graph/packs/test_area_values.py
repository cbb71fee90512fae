"""Values of areas that nobody published, with numbers that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.packs.area_values import value_areas
from graph.records.identifiers import AreaId
from tests.builders import COUNTY_1, COUNTY_2, small_facts
from tests.builtin import read_builtin


def test_an_area_without_a_value_gets_what_is_left_and_a_given_one_stays() -> None:
    facts = small_facts()
    first, second = facts.areas
    blank = (first, replace(second, annual_value_gbp=0.0))
    found = value_areas(facts.programme, blank, facts.places, facts.demand)
    assert [area.annual_value_gbp for area in found] == [1_080_000, 360_000]


def test_what_is_left_follows_the_needs() -> None:
    """The first area has three quarters of all needs."""
    facts = small_facts()
    blank = [replace(area, annual_value_gbp=0.0) for area in facts.areas]
    found = value_areas(facts.programme, blank, facts.places, facts.demand)
    assert {area.id: area.annual_value_gbp for area in found} == {
        COUNTY_1: 1_080_000,
        COUNTY_2: 360_000,
    }


def test_a_need_is_worth_much_the_same_in_every_built_in_area() -> None:
    """It was between 389 and 757 pounds while values followed population and needs did not."""
    facts = read_builtin()
    known = {area.id for area in facts.areas}
    area_of = {
        place.code: next(AreaId(parent) for parent in place.parents if parent in known)
        for place in facts.places
        if place.population
    }
    needs = dict.fromkeys((area.id for area in facts.areas), 0.0)
    for row in facts.demand:
        needs[area_of[row.place]] += row.people_a_year
    worth = [area.annual_value_gbp / needs[area.id] for area in facts.areas]
    assert max(worth) < 1.3 * min(worth)
    whole = sum(area.annual_value_gbp for area in facts.areas)
    assert whole == pytest.approx(facts.programme.annual_value_gbp, abs=20_000)
