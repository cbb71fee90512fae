"""No answer rests on a fact that was not public on its day: on the real programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

import pytest

from graph.records.kinds import FlagKind, Outcome
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief
from matcher.lineups import recommend
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from graph.records.facts import Facts

BEFORE = date(2013, 9, 19)
BIDDERS_KNOWN = date(2013, 12, 31)
ABOUT_ORGANISATIONS = (
    "organisations",
    "identifiers",
    "aliases",
    "sizes",
    "interests",
    "capabilities",
    "evidence",
    "collaborations",
    "memberships",
    "affiliations",
    "flags",
)


@cache
def whole() -> Snapshot:
    """All that is known today."""
    return Snapshot(read_builtin())


@cache
def past(day: date) -> Snapshot:
    """All that was known on a day."""
    return Snapshot(as_known_on(read_builtin(), day))


def as_known_on(facts: Facts, day: date) -> Facts:
    """Throw away every fact about organisations that was not certainly public on the day."""
    kept: dict[str, Any] = {
        table: tuple(row for row in getattr(facts, table) if row.provenance.is_known_by(day))
        for table in ABOUT_ORGANISATIONS
    }
    ids = {organisation.id for organisation in kept["organisations"]}
    projects = {project.id for project in kept["collaborations"]}
    for table in ABOUT_ORGANISATIONS[1:]:
        kept[table] = tuple(
            r for r in kept[table] if getattr(r, "organisation", None) in {*ids, None}
        )
    kept["affiliations"] = tuple(row for row in kept["affiliations"] if row.of in ids)
    kept["memberships"] = tuple(m for m in kept["memberships"] if m.collaboration in projects)
    kept["collaborations"] = tuple(
        project
        if project.outcome_known_from and project.outcome_known_from.last_day <= day
        else replace(project, outcome=_hidden(project.outcome), outcome_known_from=None)
        for project in kept["collaborations"]
    )
    return replace(facts, **kept)


def _hidden(outcome: Outcome) -> Outcome:
    return Outcome.RUMOURED if outcome is Outcome.RUMOURED else Outcome.UNKNOWN


AREAS = ("CPA3", "CPA7", "CPA12", "CPA19", "CPA20")
IN_TURN = list(zip(AREAS, cycle([BEFORE, BIDDERS_KNOWN]), strict=False))


@pytest.mark.no_cover  # twenty line-ups, through the same lines
@pytest.mark.parametrize(
    ("area", "day"),
    [
        pytest.param(*each, marks=() if each in IN_TURN else pytest.mark.long)
        for each in product(AREAS, [BEFORE, BIDDERS_KNOWN])
    ],
)
def test_throwing_the_future_away_changes_no_answer(area: str, day: date) -> None:
    brief = Brief(area=area, as_of=day, k=1)
    assert recommend(whole(), brief).lineups == recommend(past(day), brief).lineups


def test_the_future_is_really_thrown_away() -> None:
    past = as_known_on(read_builtin(), BEFORE)
    names = {organisation.name for organisation in past.organisations}
    assert "Purple Futures" not in names
    assert {flag.kind for flag in past.flags if flag.organisation == "ZZ-PMS-g4s"} == {
        FlagKind.CONTRACT_LOSS,
        FlagKind.INVESTIGATION,
        FlagKind.OTHER,
    }
    assert "ZZ-PMS-purple-futures" not in {row.of for row in past.affiliations}
    assert len(past.capabilities) < len(read_builtin().capabilities)
    assert len(past.memberships) < len(read_builtin().memberships)


def test_the_default_day_is_the_opening_of_the_competition() -> None:
    answer = recommend(whole(), Brief(area="Essex", k=1))
    assert answer.as_of == "2013-09-19"


def test_later_facts_count_later() -> None:
    """The winners of 2014 are candidates only once they were public."""
    brief = Brief(area="Durham Tees Valley", must=("ARCC",), k=1)
    later = recommend(whole(), replace(brief, as_of=date(2016, 1, 1)))
    assert any("ARCC" in member.name for member in later.lineups[0].members)
