"""The history that a programme's facts tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.snapshot.columns import day_number
from matcher.affinity.history import History, Subject
from matcher.affinity.past import Past
from matcher.affinity.snapshots import MOST_IN_A_TEAM, history_from, teams_from
from tests.builders import (
    COUNTY_1,
    OPENED,
    A,
    capability,
    member,
    organisation,
    project,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot

TODAY = int(day_number(OPENED))


def example() -> Snapshot:
    """Two charities that worked together, their funder, and a study and a rumour that are none."""
    return small_snapshot(
        organisations=tuple(organisation(name) for name in ("Alpha", "Beta", "Funder", "Gamma")),
        capabilities=(
            capability("Alpha", places=(A,)),
            capability("Beta", known_from="2014"),
        ),
        collaborations=(
            project("P", areas=(COUNTY_1,)),
            project("Study", kind="evidence"),
            project("Rumour", outcome="rumoured"),
        ),
        memberships=(
            member("P", "Alpha", "lead"),
            member("P", "Beta"),
            member("P", "Funder", "funder"),
            member("Study", "Alpha"),
            member("Rumour", "Alpha"),
            member("Rumour", "Gamma"),
        ),
    )


@pytest.fixture
def history() -> History:
    return history_from(example())


def who(history: History, *subjects: Subject) -> set[tuple[int, str]]:
    """What is said of bodies about some subjects."""
    wanted = history.terms.of(*subjects)[history.said.term]
    names = [history.terms.names[term] for term in history.said.term[wanted]]
    return set(zip(history.said.organisation[wanted].tolist(), names, strict=True))


def test_who_delivers_took_part_and_studies_and_rumours_do_not_count(history: History) -> None:
    assert history.organisation.tolist() == [0, 1]
    assert history.leads.tolist() == [True, False]


def test_a_work_is_about_its_areas_and_pathways(history: History) -> None:
    about = {history.terms.names[term] for term in history.about[0].nonzero()[-1]}
    snapshot = example()
    areas = {area.name for area in snapshot.areas if area.id == COUNTY_1}
    assert areas <= about


def test_says_what_each_body_does_and_where(history: History) -> None:
    assert {one for one, _ in who(history, Subject.PATHWAY)} == {0, 1}
    assert {one for one, _ in who(history, Subject.REGION)} == {0, 1}
    assert {one for one, _ in who(history, Subject.KIND)} == {0, 1, 2, 3}


def test_says_who_was_paid_by_whom(history: History) -> None:
    assert who(history, Subject.FUNDER) == {(0, "Funder"), (1, "Funder")}


def test_a_body_is_where_its_authorities_are(history: History) -> None:
    sites = history.sites.on(OPENED.toordinal())
    assert sites.shape == (4, 2)
    assert np.isnan(sites[3]).all()


def test_nothing_of_later_is_told_before(history: History) -> None:
    before = Past(history=history, day=OPENED.toordinal())
    pathways = history.terms.of(Subject.PATHWAY)
    assert before.told[0].toarray()[pathways].any()
    assert not before.told[1].toarray()[pathways].any()


@pytest.mark.parametrize("kind", ["alliance", "network", "support", "advice", "evidence"])
def test_who_only_met_is_no_team(kind: str) -> None:
    snapshot = small_snapshot(
        organisations=tuple(organisation(name) for name in ("Alpha", "Beta")),
        collaborations=(project("P"), project("Q", kind=kind)),
        memberships=(
            *(member("P", name) for name in ("Alpha", "Beta")),
            *(member("Q", name) for name in ("Alpha", "Beta")),
        ),
    )
    teams = teams_from(snapshot, TODAY)
    assert teams.work.tolist() == [snapshot.facts.collaborations.index(project("P"))] * 2
    assert (teams.works, teams.size) == (2, len(snapshot.organisations))
    assert not len(teams.said.term)


def test_a_crowd_is_no_team_from_the_day_on_which_it_is_known_to_be_one() -> None:
    names = [f"Body {number:03}" for number in range(MOST_IN_A_TEAM + 1)]
    for since, kept in (("2012", 0), ("2019", MOST_IN_A_TEAM + 1)):
        snapshot = small_snapshot(
            organisations=tuple(organisation(name) for name in names),
            collaborations=(project("P"),),
            memberships=(
                *(member("P", name) for name in names[:-1]),
                member("P", names[-1], known_from=since),
            ),
        )
        assert len(teams_from(snapshot, TODAY).work) == kept


def test_whom_a_grant_pays_alone_has_led_nobody_and_who_shares_one_has() -> None:
    grants = (project("Lone", kind="grant"), project("Shared", kind="grant"), project("Bid", "bid"))
    members = (
        member("Lone", "Alpha", "lead"),
        member("Lone", "Funder", "funder"),
        member("Shared", "Beta", "lead"),
        member("Shared", "Gamma"),
        member("Bid", "Gamma", "lead"),
    )
    past = Past(
        history=history_from(
            small_snapshot(
                organisations=example().facts.organisations,
                capabilities=(),
                collaborations=grants,
                memberships=members,
            )
        ),
        day=OPENED.toordinal(),
    )
    assert past.led_by.tolist() == [0, 1, 0, 1]
    assert past.works_of.tolist() == [1, 1, 0, 2]
