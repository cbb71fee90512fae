"""Ties between organisations from what they did together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graph.networks.ties import tie_weights
from tests.builders import member, organisation, project, small_snapshot

DAY = date(2012, 12, 31)
TRIO = tuple(organisation(name) for name in ("Alpha", "Beta", "Gamma"))


def tie(*, as_of: date = DAY, members: tuple[Any, ...] | None = None, **fields: Any) -> float:
    """Give the tie of Alpha and Beta from one project."""
    snapshot = small_snapshot(
        organisations=TRIO,
        collaborations=(project("P", **fields),),
        memberships=members or (member("P", "Alpha"), member("P", "Beta")),
    )
    return float(tie_weights(snapshot, as_of=as_of)[0, 1])


def test_work_of_two_that_still_goes_on_counts_in_full() -> None:
    assert tie(end=None, start="2012") == pytest.approx(1.0)


def test_a_tie_halves_in_five_years() -> None:
    later = date(2017, 12, 31)
    assert tie(as_of=later, end="2012") == pytest.approx(0.5, abs=1e-3)


def test_the_more_members_the_less_each_pair_shares() -> None:
    trio = tuple(member("P", name) for name in ("Alpha", "Beta", "Gamma"))
    assert tie(members=trio) == pytest.approx(0.5)


def test_a_member_named_twice_counts_once() -> None:
    twice = (member("P", "Alpha"), member("P", "Alpha", "lead"), member("P", "Beta"))
    assert tie(members=twice) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("fields", "weight"),
    [
        ({"outcome": "lost"}, 0.5),
        ({"outcome": "lost", "outcome_known_from": "2014"}, 1.0),
        ({"outcome": "rumoured"}, 0.0),
        ({"outcome": "rumoured", "outcome_known_from": None}, 0.0),
        ({"kind": "network"}, 0.5),
        ({"kind": "alliance"}, 0.25),
        ({"kind": "support"}, 0.25),
        ({"kind": "evidence"}, 0.0),
    ],
)
def test_what_kind_of_work_and_how_it_ended_matter(fields: dict[str, Any], weight: float) -> None:
    assert tie(**fields) == pytest.approx(weight)


@pytest.mark.parametrize("role", ["funder", "commissioner", "host", "evaluator"])
def test_who_pays_buys_hosts_or_judges_is_not_tied(role: str) -> None:
    assert tie(members=(member("P", "Alpha"), member("P", "Beta", role))) == 0.0


def test_two_bodies_are_not_tied_by_one_funder_of_a_grant_to_each() -> None:
    paid = (member("P", "Alpha"), member("Q", "Beta"))
    funder = (member("P", "Gamma", "funder"), member("Q", "Gamma", "funder"))
    snapshot = small_snapshot(
        organisations=TRIO,
        collaborations=(project("P", kind="grant"), project("Q", kind="grant")),
        memberships=(*paid, *funder),
    )
    assert tie_weights(snapshot, as_of=DAY).nnz == 0


def test_a_membership_counts_only_from_the_day_it_was_public() -> None:
    late = (member("P", "Alpha"), member("P", "Beta", known_from="2013"))
    assert tie(members=late) == 0.0
    assert tie(members=late, as_of=date(2013, 12, 31)) > 0.0


def test_work_without_any_date_ties_nobody() -> None:
    assert tie(start=None, end=None) == 0.0


def test_work_that_goes_on_counts_as_work_that_ends_today() -> None:
    assert tie(start="2010", end="2020") == tie(start="2010", end=DAY.isoformat())


def test_ties_are_symmetric_and_nobody_is_tied_to_itself() -> None:
    snapshot = small_snapshot(
        organisations=TRIO,
        collaborations=(project("P"), project("Q")),
        memberships=(
            member("P", "Alpha"),
            member("P", "Beta"),
            member("Q", "Alpha"),
            member("Q", "Gamma"),
            member("Q", "Beta"),
        ),
    )
    ties = tie_weights(snapshot, as_of=DAY)
    assert abs(ties - ties.T).max() == 0
    assert not ties.diagonal().any()
