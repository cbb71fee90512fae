"""Where somebody is needed: worked by hand, and what must hold of every answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.errors import UnknownNameError
from matcher.questions.distances import kilometres
from matcher.questions.needed import NeedSearch, filled
from matcher.questions.needed_records import (
    ANYWHERE,
    HERE,
    NEXT_DOOR,
    Needed,
    NeededQuery,
    NeededQueryError,
    NeededRow,
)
from tests.builders import (
    A,
    B,
    C,
    affiliation,
    local_work,
    organisation,
    small_facts,
    small_snapshot,
)
from tests.matcher.market import market

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot

SITES = {A: 0.0, B: 0.2, C: 3.0}
"""Degrees east: A and B lie about 14 km from each other, C 195 km farther off."""


def placed(**tables: Any) -> Snapshot:
    """The small programme with its authorities on a map."""
    places = tuple(
        replace(each, latitude=51.5, longitude=SITES[each.code]) if each.code in SITES else each
        for each in small_facts().places
    )
    return small_snapshot(places=places, **tables)


def housing(*work: Any, names: tuple[str, ...] = ("Us", "Other")) -> Snapshot:
    return placed(
        organisations=tuple(organisation(name) for name in names), capabilities=tuple(work)
    )


def asked(snapshot: Snapshot, who: str = "Us", **more: Any) -> Needed:
    return NeedSearch(snapshot).find(NeededQuery(organisation=who, **more))


def row_of(found: Needed, where: str, pathway: str = "housing") -> NeededRow:
    return next(row for row in found.rows if (row.where, row.pathway) == (where, pathway))


def need_of(snapshot: Snapshot, code: str, pathway: str = "housing") -> float:
    place = next(i for i, each in enumerate(snapshot.authorities) if each.code == code)
    return float(snapshot.demand[place, snapshot.pathway_index[pathway]].sum())


def test_what_is_left_is_the_need_less_what_others_could_do() -> None:
    snapshot = housing(
        local_work("Us", "housing", (A,), capacity=1e6),
        local_work("Other", "housing", (A,), capacity=30.0),
    )
    need = need_of(snapshot, A)
    row = row_of(asked(snapshot), HERE)
    assert row.needs_a_year == pytest.approx(need, abs=0.1)
    assert row.others_a_year == pytest.approx(30.0)
    assert row.left_a_year == row.adds_a_year == pytest.approx(need - 30.0, abs=0.1)
    assert row.others == ("ZZ-PMS-other",)
    assert row.places == (A,)
    assert sum(each.adds_a_year or 0 for each in row.cohorts) == pytest.approx(need - 30.0, abs=0.2)


def test_nobody_adds_more_than_it_can_take_on() -> None:
    snapshot = housing(local_work("Us", "housing", (A,), capacity=25.0))
    row = row_of(asked(snapshot), HERE)
    assert (row.others_a_year, row.adds_a_year) == (0.0, 25.0)
    assert row.share_added == pytest.approx(25.0 / need_of(snapshot, A), abs=1e-3)


def test_only_the_best_three_others_count() -> None:
    names = ("Us", *(f"Other {n}" for n in range(5)))
    snapshot = housing(
        local_work("Us", "housing", (A,), capacity=1e6),
        *(local_work(f"Other {n}", "housing", (A,), capacity=5.0 + n) for n in range(5)),
        names=names,
    )
    row = row_of(asked(snapshot), HERE)
    assert row.others_a_year == pytest.approx(9 + 8 + 7)
    assert row.others == ("ZZ-PMS-other-4", "ZZ-PMS-other-3", "ZZ-PMS-other-2")
    assert asked(snapshot, "Other 4", where=HERE).rows == ()


def test_a_consortium_of_the_one_who_asks_is_no_other() -> None:
    snapshot = placed(
        organisations=(
            organisation("Us"),
            organisation("Ours Together", "vcse-consortium"),
            organisation("Other"),
        ),
        capabilities=(
            local_work("Us", "housing", (A,), capacity=1e6),
            local_work("Other", "housing", (A,), capacity=30.0),
        ),
        affiliations=(affiliation("Us", "Ours Together", "member"),),
    )
    assert row_of(asked(snapshot), HERE).others == ("ZZ-PMS-other",)
    assert row_of(asked(snapshot, "Ours Together"), HERE).others == ("ZZ-PMS-other",)


def test_others_spread_what_they_can_do_over_all_their_places() -> None:
    snapshot = housing(
        local_work("Us", "housing", (A,), capacity=1e6),
        local_work("Other", "housing", (A, B), capacity=40.0),
    )
    most = np.minimum(snapshot.demand[:2, snapshot.pathway_index["housing"]], 40.0)
    row = row_of(asked(snapshot), HERE)
    expected = 40.0 * most[0].sum() / most.sum()
    assert row.others_a_year == pytest.approx(expected, abs=0.1)
    assert 0 < expected < 20


def test_next_door_is_near_and_of_work_done_elsewhere() -> None:
    snapshot = housing(local_work("Us", "housing", (A,), capacity=1e6))
    found = asked(snapshot)
    assert [(row.where, row.places) for row in found.rows] == [(HERE, (A,)), (NEXT_DOOR, (B,))]
    assert row_of(found, NEXT_DOOR).adds_a_year == pytest.approx(need_of(snapshot, B), abs=0.1)
    assert {row.pathway for row in found.rows} == {"housing"}


def test_places_of_unknown_position_are_next_door_to_nothing() -> None:
    snapshot = small_snapshot(
        organisations=(organisation("Us"),),
        capabilities=(local_work("Us", "housing", (A,), capacity=1e6),),
    )
    assert {row.where for row in asked(snapshot).rows} == {HERE}


def test_next_door_gets_what_is_left_of_the_capacity() -> None:
    snapshot = housing(local_work("Us", "housing", (A,), capacity=1e6))
    more = need_of(snapshot, A) + 10.0
    snapshot = housing(local_work("Us", "housing", (A,), capacity=more))
    assert row_of(asked(snapshot), NEXT_DOOR).adds_a_year == pytest.approx(10.0, abs=0.2)


def test_of_whom_nothing_is_known_gets_the_gaps_of_the_market() -> None:
    snapshot = housing(local_work("Other", "housing", (A,), capacity=30.0))
    found = asked(snapshot)
    assert not found.known
    assert {row.where for row in found.rows} == {ANYWHERE}
    assert {row.adds_a_year for row in found.rows} == {None}
    lefts = [row.left_a_year for row in found.rows]
    assert lefts == sorted(lefts, reverse=True)
    assert "so these are the gaps of the whole market" in found.notes[0]
    assert found.notes[0].startswith("Nothing is known of what Us does and where on ")


def test_work_that_meets_no_need_here_is_not_called_unknown() -> None:
    found = asked(housing(local_work("Us", "centre", (A,), ("men",))))
    assert not found.known
    assert found.notes[0].startswith("Nothing that Us is known for on ")


@pytest.mark.parametrize(
    ("kind", "known_from", "words"),
    [
        ("government", "2010", "cannot join a bid"),
        ("charity", "2020", "Nothing public shows that Us existed on 2013-"),
    ],
)
def test_who_cannot_join_is_told_so(kind: str, known_from: str, words: str) -> None:
    snapshot = placed(
        organisations=(organisation("Us", kind, known_from=known_from),),
        capabilities=(local_work("Us", "housing", (A,)),),
    )
    found = asked(snapshot)
    assert (found.rows, found.total) == ((), 0)
    assert words in found.notes[0]


def test_filters_leave_the_rows_that_fit_and_count_them_all() -> None:
    snapshot = housing(
        local_work("Us", "housing", (A, B), capacity=60.0),
        local_work("Us", "work", (A,), capacity=60.0),
    )
    every = asked(snapshot, limit=500)
    assert every.total == len(every.rows) > 1
    assert [row.rank for row in every.rows] == list(range(1, every.total + 1))
    first = asked(snapshot, limit=1)
    assert (len(first.rows), first.total) == (1, every.total)
    one = asked(snapshot, pathway="housing", area="First County", where="here")
    (row,) = one.rows
    assert (row.area_name, row.pathway, row.where) == ("First County", "housing", HERE)
    assert asked(snapshot, area="Second County and Coast").rows == ()


def test_all_mistakes_of_a_question_are_told_at_once() -> None:
    query = NeededQuery(organisation="Us", area="Nowhere", pathway="dance", where="up", limit=0)
    snapshot = housing(local_work("Us", "housing", (A,)))
    with pytest.raises(NeededQueryError) as error:
        NeedSearch(snapshot).find(query)
    assert {each.field for each in error.value.mistakes} == {"area", "pathway", "where", "limit"}
    with pytest.raises(UnknownNameError):
        asked(snapshot, "Nobody at all")


def test_an_earlier_day_has_fewer_others() -> None:
    snapshot = housing(
        local_work("Us", "housing", (A,), capacity=1e6, known_from="2010"),
        local_work("Other", "housing", (A,), capacity=30.0, known_from="2012-06"),
    )
    search = NeedSearch(snapshot)
    query = NeededQuery(organisation="Us")
    day = snapshot.facts.programme.competition_opened
    later, earlier = (
        search.find(replace(query, as_of=each)) for each in (day, day.replace(year=2011))
    )
    assert row_of(later, HERE).others_a_year == pytest.approx(30.0)
    assert row_of(earlier, HERE).others_a_year == 0.0
    assert search.find(replace(query, as_of=day)) == later


def test_the_answer_says_where_somebody_works_and_what_it_could_take_on() -> None:
    (area,) = asked(market(), "Tiny Trust").works_in
    assert (area.area_name, area.capacity.middle) == ("First County", 20.0)
    assert area.capacity.basis == "stated"


@given(
    most=st.lists(st.floats(0, 1e4), min_size=1, max_size=6),
    seed=st.integers(0, 99),
    capacity=st.floats(0, 1e4),
)
def test_what_is_filled_keeps_within_every_bound(
    most: list[float], seed: int, capacity: float
) -> None:
    left = np.random.default_rng(seed).uniform(-10, 100, len(most))
    found = filled(np.array(most), left, capacity)
    assert (found >= 0).all()
    assert (found <= np.minimum(most, np.maximum(left, 0)) + 1e-9).all()
    assert found.sum() <= capacity * (1 + 1e-9) + 1e-9


def test_distances_are_those_of_the_globe() -> None:
    london, leeds = (51.507, -0.128), (53.801, -1.549)
    latitude, longitude = (np.array(each) for each in zip(london, leeds, strict=True))
    assert kilometres(latitude, longitude)[0, 1] == pytest.approx(273, abs=3)
