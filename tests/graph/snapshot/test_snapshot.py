"""The columnar view."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from graph.records.kinds import CollaborationKind, Outcome
from graph.snapshot.columns import (
    AFFILIATION_KINDS,
    EVER,
    FLAG_KINDS,
    JUSTICE_MARKS,
    NEVER,
    NO_LEVEL,
    OUTCOMES,
    PROJECT_KINDS,
    SETTINGS,
    SEXES,
    UNKNOWN,
    day_number,
)
from graph.snapshot.version import data_version
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    OPENED,
    A,
    B,
    affiliation,
    capability,
    evidence,
    flag,
    member,
    organisation,
    project,
    provenance,
    size,
    small_facts,
    small_snapshot,
)

ALPHA = (organisation("Alpha"),)


def test_a_capability_has_a_row_for_each_of_its_places() -> None:
    snapshot = small_snapshot(
        organisations=ALPHA,
        capabilities=(
            capability("Alpha", places=(A, COUNTY_2), capacity=5.0),
            capability("Alpha", places=()),
            capability("Alpha", "work", places=(NATION,), known_from=None),
        ),
    )
    columns = snapshot.capabilities
    assert columns.record.tolist() == [0, 0, 2]
    assert [snapshot.places[i].code for i in columns.place] == [A, COUNTY_2, NATION]
    assert columns.capacity[:2].tolist() == [5.0, 5.0]
    assert np.isnan(columns.capacity[2])
    assert columns.known_day[2] == NEVER


def test_the_marks_of_a_capability_are_numbers_and_the_unknown_has_its_own() -> None:
    said: dict[str, Any] = {"setting": "community", "sex": "men", "justice": "adjacent"}
    snapshot = small_snapshot(
        organisations=ALPHA,
        capabilities=(capability("Alpha"), capability("Alpha", places=(A, B), **said)),
    )
    columns = snapshot.capabilities
    for column, words in (
        (columns.setting, SETTINGS),
        (columns.sex, SEXES),
        (columns.justice, JUSTICE_MARKS),
    ):
        assert column[0] == UNKNOWN
        assert [words[mark] in said.values() for mark in column[1:]] == [True, True]
        assert column.dtype == np.int8


def test_affiliations_and_flags_say_when_they_may_hold() -> None:
    snapshot = small_snapshot(
        organisations=(*ALPHA, organisation("Beta")),
        affiliations=(
            affiliation("Beta", "Alpha", "member", "2011", "2012-02", known_from="2011-05"),
            affiliation("Alpha", "Beta", "umbrella", known_from=None),
        ),
        flags=(flag("Beta", "administration", "2013-03"), flag("Alpha", end="2013")),
    )
    ties, flags = snapshot.affiliations, snapshot.flags
    assert (ties.organisation.tolist(), ties.of.tolist()) == ([1, 0], [0, 1])
    assert [AFFILIATION_KINDS[kind] for kind in ties.kind] == ["member", "umbrella"]
    assert ties.first_day.tolist() == [day_number(date(2011, 1, 1)), EVER]
    assert ties.last_day.tolist() == [day_number(date(2012, 2, 29)), NEVER]
    assert ties.known_day.tolist() == [day_number(date(2011, 5, 31)), NEVER]
    assert flags.organisation.tolist() == [1, 0]
    assert [FLAG_KINDS[kind] for kind in flags.kind] == ["administration", "investigation"]
    assert flags.first_day.tolist() == [day_number(date(2013, 3, 1)), EVER]
    assert flags.last_day.tolist() == [NEVER, day_number(date(2013, 12, 31))]
    assert flags.known_day.tolist() == [day_number(date(2012, 12, 31))] * 2


def test_places_cover_the_authorities_below_them() -> None:
    snapshot = small_snapshot()
    covered = {
        place.code: snapshot.covers[[index]].indices.tolist()
        for index, place in enumerate(snapshot.places)
    }
    assert covered[NATION] == [0, 1, 2]
    assert covered[COUNTY_1] == [0, 1]
    assert covered[COUNTY_2] == [2]
    assert covered[A] == [0]


def test_demand_stands_by_place_pathway_and_cohort() -> None:
    snapshot = small_snapshot()
    housing, men = snapshot.pathway_index["housing"], snapshot.cohort_index["men"]
    assert snapshot.demand[:, housing, men].tolist() == [100.0, 200.0, 100.0]
    assert snapshot.demand.sum() == 1440.0
    assert [cohort.key for cohort in snapshot.cohorts] == ["women", "men"]


def test_reach_is_the_first_day_on_which_work_in_an_authority_is_known() -> None:
    snapshot = small_snapshot(
        organisations=(organisation("Idle"), *ALPHA),
        capabilities=(
            capability("Alpha", places=(COUNTY_1,), known_from="2012"),
            capability("Alpha", "work", places=(A, A), known_from="2010"),
            capability("Alpha", places=(B,), known_from="2013"),
            capability("Alpha", places=(COUNTY_2,), known_from=None),
        ),
    )
    first = [day_number(provenance(year).known_from) for year in ("2010", "2012", None)]
    assert snapshot.reach.toarray().tolist() == [[0, 0, 0], first]


def test_nobody_reaches_anywhere_where_nothing_is_known() -> None:
    assert small_snapshot(organisations=ALPHA).reach.shape == (1, 3)
    assert small_snapshot().reach.shape == (0, 3)


def test_what_is_unknown_has_a_value_of_its_own_in_the_columns() -> None:
    snapshot = small_snapshot(
        organisations=ALPHA,
        sizes=(size("Alpha", 1.0, None), size("Alpha", 2.0, 4.0)),
        evidence=(evidence("Alpha", None), evidence("Alpha", 3, "work", known_from=None)),
    )
    assert np.isnan(snapshot.sizes.high_gbp).tolist() == [True, False]
    assert snapshot.evidence.level.tolist() == [NO_LEVEL, 3]
    assert snapshot.evidence.known_day[1] == NEVER


def test_a_collaboration_counts_from_its_end_or_else_from_its_start() -> None:
    snapshot = small_snapshot(
        organisations=ALPHA,
        collaborations=(
            project("P", kind="tr-bid", outcome="lost", areas=(COUNTY_2,), pathways=("work",)),
            project("Q", start="2011-03", end=None, outcome_known_from=None),
            project("R", start=None, end=None),
        ),
        memberships=(
            member("Q", "Alpha", "lead"),
            member("P", "Alpha", "funder"),
            member("P", "Alpha", "commissioner"),
        ),
    )
    columns, members = snapshot.collaborations, snapshot.memberships
    days = [day_number(day) for day in (date(2012, 12, 31), date(2011, 3, 31), None)]
    assert columns.last_day.tolist() == days
    assert columns.outcome_known_day[1] == NEVER
    assert PROJECT_KINDS[columns.kind[0]] is CollaborationKind.TR_BID
    assert OUTCOMES[columns.outcome[0]] is Outcome.LOST
    assert columns.areas.toarray().tolist() == [[False, True], [False] * 2, [False] * 2]
    assert columns.pathways.toarray()[0].tolist() == [False, True, False]
    assert members.collaboration.tolist() == [1, 0, 0]
    assert members.leads.tolist() == [True, False, False]
    assert members.delivers.tolist() == [True, False, False]


def test_nothing_can_be_changed() -> None:
    snapshot = small_snapshot(organisations=ALPHA, capabilities=(capability("Alpha"),))
    for array in (snapshot.demand, snapshot.capabilities.place, snapshot.organisation_known_day):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_days_compare_as_dates_do_and_the_unknown_comes_last() -> None:
    known = provenance("2013-09-19").known_from
    assert day_number(OPENED) == day_number(known)
    assert day_number(date(2013, 9, 18)) < day_number(known) < day_number(None)


def test_the_version_follows_the_content_not_the_order() -> None:
    two = (organisation("Alpha"), organisation("Beta"))
    assert (
        small_snapshot(organisations=two).data_version
        == small_snapshot(organisations=two[::-1]).data_version
    )
    assert (
        small_snapshot(organisations=two).data_version
        != small_snapshot(organisations=ALPHA).data_version
    )


def test_equal_facts_have_one_version_whatever_the_sign_of_their_zeros() -> None:
    plus, minus = (
        small_facts(organisations=ALPHA, sizes=(size("Alpha", z, 1.0),)) for z in (0.0, -0.0)
    )
    assert plus == minus
    assert data_version(plus) == data_version(minus)
