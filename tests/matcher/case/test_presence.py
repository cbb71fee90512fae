"""How likely a body is at work in an authority: small numbers that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from graph.records.identifiers import PlaceCode
from graph.records.kinds import PlaceKind
from matcher.case.presence import presence_of
from matcher.case.scoring import ScoringRules
from tests.builders import (
    COUNTY_1,
    NATION,
    OPENED,
    A,
    B,
    C,
    capability,
    organisation,
    place,
    size,
    small_facts,
    small_snapshot,
)

RULES = ScoringRules()
NATIONAL = RULES.presence[PlaceKind.COUNTRY]
NEAR = RULES.presence_known_near[PlaceKind.COUNTRY]
ELSEWHERE = RULES.presence_known_elsewhere[PlaceKind.COUNTRY]


def presences(*capabilities: Any, area: int = 0, **tables: Any) -> list[float]:
    """Give the presence of each capability and place, in order."""
    snapshot = small_snapshot(
        organisations=(organisation("Alpha"),), capabilities=capabilities, **tables
    )
    rows = np.arange(len(snapshot.capabilities.organisation))
    found = presence_of(snapshot, rows, area, as_of=OPENED, rules=RULES)
    return [float(chance) for chance in found]


def test_work_known_for_an_authority_is_there() -> None:
    assert presences(capability("Alpha", places=(A, B))) == [1.0, 1.0]


def test_a_wide_claim_without_a_site_is_believed_by_size() -> None:
    claim = capability("Alpha", places=(NATION,))
    unknown = presences(claim)
    by_size = [
        presences(claim, sizes=(size("Alpha", foot, foot),)) for foot in (1e5, 6e6, 3e7, 9e7)
    ]
    assert unknown == by_size[0] == [pytest.approx(NATIONAL * 0.20)]
    assert by_size == [[pytest.approx(NATIONAL * each)] for each in (0.20, 0.35, 0.60, 0.85)]


def test_a_wide_claim_is_believed_by_known_sites_before_size() -> None:
    elsewhere, rich = capability("Alpha", "work", places=(C,)), size("Alpha", 9e7, 9e7)
    claim, _ = presences(capability("Alpha", places=(NATION,)), elsewhere, sizes=(rich,))
    assert claim == pytest.approx(ELSEWHERE * RULES.presence_by_sites[0])


def test_sites_near_make_a_national_claim_likelier_and_sites_elsewhere_less_likely() -> None:
    claim, site = capability("Alpha", places=(NATION,)), capability("Alpha", "work", places=(A,))
    here, there = (presences(claim, site, area=area)[0] for area in (0, 1))
    assert here == pytest.approx(NEAR * RULES.presence_by_sites[0])
    assert there == pytest.approx(ELSEWHERE * RULES.presence_by_sites[0])
    assert ELSEWHERE < NATIONAL < NEAR


def test_a_site_in_the_next_area_of_one_region_is_near() -> None:
    """B and C are in one region, and in different contract areas."""
    north = PlaceCode("E12000001")
    places = tuple(
        replace(each, parents=(*each.parents, north)) if each.code in {B, C} else each
        for each in small_facts().places
    )
    claim, _ = presences(
        capability("Alpha", places=(NATION,)),
        capability("Alpha", "work", places=(C,)),
        places=(*places, place(north, "The north", "region", NATION)),
    )
    assert claim == pytest.approx(NEAR * RULES.presence_by_sites[0])


def test_three_sites_are_enough_to_believe_a_claim_in_full() -> None:
    claim = capability("Alpha", places=(COUNTY_1,))
    sites = capability("Alpha", "work", places=(A, B, C))
    assert presences(claim, sites)[0] == pytest.approx(RULES.presence[PlaceKind.CONTRACT_AREA])


def test_a_site_that_became_public_later_does_not_count() -> None:
    later = capability("Alpha", "work", places=(A, B, C), known_from="2014")
    assert presences(capability("Alpha", places=(NATION,)), later)[0] == pytest.approx(
        NATIONAL * 0.20
    )
