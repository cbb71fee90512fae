"""Women-only providers: who counts as one, and who is near."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.records.kinds import Sex
from graph.snapshot.snapshot import Snapshot
from matcher.case.cells import cells_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import supply_of
from matcher.case.women import known_here, nearest, womens_providers
from tests.builders import NATION, OPENED, A, C, capability, organisation, small_facts


def snapshot() -> Snapshot:
    """Three bodies for women, one of which also does other work, in places with a centre."""
    names = ("Centre", "Coast Refuge", "Everybody", "Nation")
    facts = small_facts(
        organisations=tuple(organisation(name) for name in names),
        capabilities=(
            capability("Centre", places=(A,), cohorts=("women",)),
            replace(capability("Coast Refuge", places=(C,)), sex=Sex.WOMEN),
            capability("Everybody", places=(A,), cohorts=("women",)),
            capability("Everybody", "work", places=(A,)),
            capability("Nation", places=(NATION,), cohorts=("women",)),
        ),
    )
    where = {"Ayton": (52.0, 0.0), "Beeton": (52.0, 0.1), "Ceeton": (53.0, 0.0)}
    places = (
        replace(place, latitude=where[place.name][0], longitude=where[place.name][1])
        if place.name in where
        else place
        for place in facts.places
    )
    return Snapshot(replace(facts, places=tuple(places)))


def names(flags: np.ndarray) -> set[str]:
    return {snapshot().organisations[index].name for index in np.flatnonzero(flags)}


def test_a_body_is_for_women_when_all_its_work_is() -> None:
    assert names(womens_providers(snapshot(), OPENED)) == {"Centre", "Coast Refuge", "Nation"}


def test_a_national_claim_alone_is_not_known_here() -> None:
    cells = cells_of(snapshot(), 0, equity=0.5)
    supply = supply_of(snapshot(), cells, 0, as_of=OPENED, rules=ScoringRules())
    assert names(known_here(supply)) == {"Centre", "Everybody"}


def test_the_nearest_come_first_with_their_distance() -> None:
    women = womens_providers(snapshot(), OPENED)
    found = nearest(snapshot(), women, 1, as_of=OPENED, most=2)
    ids = [snapshot().organisations[index].name for index, _ in found]
    assert ids[0] == "Coast Refuge"
    assert found[0][1] == 0.0
    assert found == sorted(found, key=lambda each: each[1])
