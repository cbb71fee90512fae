"""What became known later changes nothing of an earlier day: no signal, no list, no chance."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from api.service.partner_model import built_in_model
from graph.records.identifiers import PlaceCode
from graph.snapshot.snapshot import Snapshot
from matcher.affinity.past import Past
from matcher.affinity.signals import EVERY_SIGNAL, scores
from matcher.affinity.snapshots import history_from
from matcher.affinity.view import Direction, Query, View
from matcher.questions.partner_asking import wanted_terms
from matcher.questions.partner_records import PartnerQuery
from matcher.questions.partners import PartnerSearch
from tests.builders import (
    COUNTY_1,
    A,
    B,
    C,
    affiliation,
    alias,
    evidence,
    flag,
    local_work,
    member,
    organisation,
    project,
    provenance,
    size,
    small_facts,
)

if TYPE_CHECKING:
    from graph.records.facts import Facts

TODAY, MUCH_LATER = date(2015, 1, 1), date(2021, 1, 1)
SOON: dict[str, Any] = {"known_from": "2019"}
CENTRES = {A: (52.0, 0.0), B: (52.3, 0.2), C: (52.6, 0.1)}
NAMES = ("Homes", "Jobs", "Care", "Firm")


def known_today() -> Facts:
    """Homes led Jobs and was paid by Giver; Jobs led Care; all places are somewhere."""
    facts = small_facts(
        organisations=(
            *(organisation(name) for name in NAMES),
            organisation("Giver"),
            organisation("Giver Two"),
        ),
        capabilities=(
            local_work("Homes", "housing", places=(A,)),
            local_work("Jobs", "work", places=(A, B)),
            local_work("Care", "housing", places=(B,)),
            local_work("Firm", "work", places=(C,)),
        ),
        collaborations=(
            project("Joint", areas=(COUNTY_1,)),
            project("Grant", "grant", pathways=("work",)),
        ),
        memberships=(
            member("Joint", "Homes", "lead"),
            member("Joint", "Jobs"),
            member("Joint", "Giver", "funder"),
            member("Grant", "Care", "lead"),
            member("Grant", "Giver", "funder"),
        ),
    )
    return replace(facts, places=tuple(map(_placed, facts.places)))


def _placed(place: Any) -> Any:
    latitude, longitude = CENTRES.get(PlaceCode(place.code), (None, None))
    return replace(place, latitude=latitude, longitude=longitude)


LATER: dict[str, dict[str, Any]] = {
    "a work": {
        "collaborations": project("Next", areas=(COUNTY_1,), **SOON),
        "memberships": (member("Next", "Homes", "lead", **SOON), member("Next", "Firm", **SOON)),
    },
    "a further member of a grant": {"memberships": member("Grant", "Firm", **SOON)},
    "who paid": {"memberships": member("Grant", "Giver Two", "funder", **SOON)},
    "a place": {"capabilities": local_work("Homes", "housing", places=(C,), **SOON)},
    "a pathway": {"capabilities": local_work("Firm", "housing", places=(C,), **SOON)},
    "bodies": {"organisations": tuple(organisation(f"New {n}", **SOON) for n in range(3))},
    "a house": {"affiliations": affiliation("Firm", "Jobs", "parent", "2001", **SOON)},
    "a result": {"evidence": evidence("Jobs", 3, **SOON)},
    "a flag": {"flags": flag("Jobs", **SOON)},
    "another name": {
        "aliases": replace(alias("Jobs", "Jobs for All"), provenance=provenance("2019"))
    },
}
"""By what became known in 2019, the rows that say it."""


def told_later(what: str) -> Snapshot:
    facts = known_today()
    more = {
        table: (*getattr(facts, table), *(rows if isinstance(rows, tuple) else (rows,)))
        for table, rows in LATER[what].items()
    }
    return Snapshot(replace(facts, **more))


def every_signal(snapshot: Snapshot, day: date) -> dict[tuple[str, str], list[float]]:
    """Ask for each of the four in each direction, for work in the first area."""
    past = Past(history=history_from(snapshot, purposes=True), day=day.toordinal())
    place = {each.name: index for index, each in enumerate(snapshot.organisations)}
    known = np.array([place[name] for name in NAMES], dtype=np.int32)
    return {
        (name, direction.value): scores(
            View(
                past=past,
                query=Query(
                    members=known[number : number + 1],
                    wanted=wanted_terms(past, 0, 1),
                    direction=direction,
                ),
                candidates=np.delete(known, number),
            ),
            signals=EVERY_SIGNAL,
        )
        .round(6)  # the main lines are drawn at random, among more bodies
        .tolist()
        for number, name in enumerate(NAMES)
        for direction in Direction
    }


def answers(snapshot: Snapshot, day: date) -> list[dict[str, Any]]:
    search = PartnerSearch(snapshot, built_in_model())
    found = [
        asdict(
            search.find(
                PartnerQuery(
                    organisation=name, area=area, pathway=pathway, direction=direction, as_of=day
                )
            )
        )
        for name in NAMES
        for area, pathway, direction in (("", "", "partners"), ("First County", "work", "leads"))
    ]
    return [{**each, "data_version": ""} for each in found]


@pytest.fixture(scope="module")
def before() -> tuple[Any, Any]:
    snapshot = Snapshot(known_today())
    return every_signal(snapshot, TODAY), answers(snapshot, TODAY)


@pytest.mark.parametrize("what", LATER)
def test_what_became_known_later_changes_no_signal_and_no_answer(
    what: str, before: tuple[Any, Any]
) -> None:
    snapshot = told_later(what)
    assert every_signal(snapshot, TODAY) == before[0]
    assert answers(snapshot, TODAY) == before[1]


@pytest.mark.parametrize(
    "what", ["a work", "a further member of a grant", "who paid", "a place", "a pathway", "bodies"]
)
def test_once_it_is_known_it_does_change_them(what: str) -> None:
    """So the test above would notice."""
    less, more = Snapshot(known_today()), told_later(what)
    assert every_signal(more, MUCH_LATER) != every_signal(less, MUCH_LATER)


def test_a_size_that_became_public_later_changes_no_chance(before: tuple[Any, Any]) -> None:
    facts = known_today()
    snapshot = Snapshot(replace(facts, sizes=(size("Jobs", 1e8, None, known_from="2019"),)))
    assert every_signal(snapshot, TODAY) == before[0]
    for found, expected in zip(answers(snapshot, TODAY), before[1], strict=True):
        chances = [[each["log_odds"] for each in one["partners"]] for one in (found, expected)]
        assert chances[0] == chances[1]
