"""Who withdrew from which areas, and what counts gravely against a lead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.records.identifiers import OrgId
from graph.snapshot.snapshot import Snapshot
from matcher.case.flags import gravely_flagged, withdrew
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    flag,
    member,
    organisation,
    project,
    small_snapshot,
)
from tests.builtin import read_builtin

BEFORE, AFTER = date(2013, 12, 18), date(2013, 12, 19)
LEFT = flag("Alpha", "withdrawal", known_from="2013-12-19")


def areas_left(day: date = AFTER, role: str = "lead", **tables: Any) -> list[bool]:
    """Whether Alpha, the only bidder, withdrew from each of the two areas."""
    snapshot = small_snapshot(
        organisations=(organisation("Alpha"),),
        memberships=tuple(member(bid.id, "Alpha", role) for bid in tables["collaborations"]),
        **tables,
    )
    return [bool(withdrew(snapshot, area, day)[0]) for area in (0, 1)]


def bid(name: str = "BID", *areas: Any, outcome: str = "withdrawn") -> Any:
    return project(name, "tr-bid", outcome, "2013-12-19", areas=areas)


def test_a_withdrawal_counts_for_the_areas_of_the_bid_once_it_is_public() -> None:
    assert areas_left(BEFORE, collaborations=(bid("BID", COUNTY_2),)) == [False, False]
    assert areas_left(collaborations=(bid("BID", COUNTY_2),)) == [False, True]


def test_a_bid_that_names_no_area_counts_for_all() -> None:
    assert areas_left(collaborations=(bid(),)) == [True, True]
    assert areas_left(collaborations=(bid(outcome="lost"),)) == [False, False]


def test_who_left_the_competition_left_all_areas() -> None:
    assert areas_left(BEFORE, collaborations=(), flags=(LEFT,)) == [False, False]
    assert areas_left(collaborations=(), flags=(LEFT,)) == [True, True]
    other = bid("OTHER", COUNTY_1, outcome="passed-pqq")
    assert areas_left(collaborations=(other,), flags=(LEFT,)) == [True, True]


def test_a_flag_adds_nothing_where_the_withdrawn_bids_are_known() -> None:
    assert areas_left(collaborations=(bid("BID", COUNTY_1),), flags=(LEFT,)) == [True, False]


@pytest.mark.parametrize(
    ("role", "left"), [("joint-venture-member", True), ("partner", False), ("subcontractor", False)]
)
def test_members_of_a_joint_venture_withdraw_with_it_and_partners_do_not(
    role: str, left: bool
) -> None:
    assert areas_left(role=role, collaborations=(bid("BID", COUNTY_1),)) == [left, False]


def test_a_withdrawal_is_no_grave_flag_where_it_does_not_count() -> None:
    flags = (LEFT, flag("Beta", "administration"), flag("Gamma", "other"))
    bodies = tuple(organisation(name) for name in ("Alpha", "Beta", "Gamma"))
    found = gravely_flagged(small_snapshot(organisations=bodies, flags=flags), AFTER)
    assert found.tolist() == [False, True, False]


def test_in_the_programme_two_firms_left_all_and_a_college_two_areas() -> None:
    snapshot = Snapshot(read_builtin())
    college, firm = (
        snapshot.organisation_index[OrgId(body)]
        for body in ("ZZ-PMS-the-manchester-college", "ZZ-PMS-g4s")
    )
    days = (date(2013, 9, 18), date(2014, 1, 1), date(2014, 7, 1))
    left = {
        day: [withdrew(snapshot, area, day) for area in range(len(snapshot.areas))] for day in days
    }
    assert [sum(bool(each[firm]) for each in left[day]) for day in days] == [0, 21, 21]
    assert [
        [area.id for area, each in zip(snapshot.areas, left[day], strict=True) if each[college]]
        for day in days
    ] == [[], [], ["CPA2", "CPA7"]]
