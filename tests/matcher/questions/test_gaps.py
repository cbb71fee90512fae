"""Where needs are that nobody known could meet."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from graph.snapshot.snapshot import Snapshot
from matcher.brief.names import Directory
from matcher.questions.gap_records import Gaps, GapsQuery, GapsQueryError
from matcher.questions.gaps import GapSearch
from matcher.questions.unmet import area_need
from tests.builders import OPENED, A, B, C, local_work, organisation, size, small_snapshot
from tests.builtin import read_builtin


@cache
def search() -> GapSearch:
    """Alpha does all housing in Ayton, Beta work for women in the second county."""
    snapshot = small_snapshot(
        organisations=(organisation("Alpha"), organisation("Beta")),
        sizes=(size("Alpha", 5e7, 1e8), size("Beta", 5e7, 1e8)),
        capabilities=(
            local_work("Alpha", "housing", (A,), capacity=1e6),
            local_work("Beta", "work", (C,), ("women",), capacity=1e6),
        ),
    )
    return GapSearch(snapshot, Directory(snapshot))


def find(**asked: Any) -> Gaps:
    return search().find(GapsQuery(**asked))


@cache
def builtin_search() -> GapSearch:
    snapshot = Snapshot(read_builtin())
    return GapSearch(snapshot, Directory(snapshot))


def test_the_most_unmet_come_first_and_add_up() -> None:
    found = find()
    unmet = [gap.unmet for gap in found.gaps]
    assert unmet == sorted(unmet, reverse=True)
    assert found.needs_a_year == pytest.approx(sum(gap.people_a_year for gap in found.gaps), abs=1)
    assert found.met == pytest.approx(sum(gap.met for gap in found.gaps), abs=1)
    assert found.needs_a_year - found.met == pytest.approx(sum(unmet), abs=1)


def test_without_an_area_a_row_is_an_area_and_with_one_an_authority() -> None:
    assert {gap.place for gap in find().gaps} == {None}
    assert {gap.place_name for gap in find(area="First").gaps} == {"Ayton", "Beeton"}
    assert {gap.place for gap in find(area="1", level="Area").gaps} == {None}
    assert {gap.area for gap in find(level="authority").gaps} == {"CPA1", "CPA2"}


def test_who_could_do_any_of_it_is_counted() -> None:
    rows = {(gap.place, gap.pathway): gap for gap in find(level="authority").gaps}
    assert (rows[A, "housing"].organisations, rows[A, "work"].organisations) == (1, 0)
    assert rows[A, "work"].share_met == 0.0
    assert rows[A, "housing"].share_met > 0.5


def test_cohorts_have_rows_of_their_own_where_that_is_asked_for() -> None:
    rows = {gap.cohort: gap for gap in find(area="2", pathway="work", cohorts=True).gaps}
    assert set(rows) == {"women", "men"}
    assert rows["women"].share_met > rows["men"].share_met == 0.0
    (together,) = find(area="2", pathway="work").gaps
    assert together.cohort is None
    both = sum(gap.people_a_year for gap in rows.values())
    assert together.people_a_year == pytest.approx(both, abs=0.2)


def test_a_cohort_is_found_by_key_or_name() -> None:
    assert {gap.cohort for gap in find(cohort="women").gaps} == {"women"}
    assert find(cohort="Women").gaps == find(cohort="women").gaps


def test_areas_are_told_the_least_covered_first() -> None:
    found = find(pathway="housing")
    assert [each.name for each in found.places] == ["Second County and Coast", "First County"]
    assert found.places[0].share_met == 0.0


def test_one_area_is_told_authority_by_authority() -> None:
    found = find(area="First", pathway="housing", level="area")
    assert [(each.code, each.name) for each in found.places] == [(B, "Beeton"), (A, "Ayton")]
    assert sum(each.met for each in found.places) == pytest.approx(found.met, abs=0.2)


def test_a_limit_cuts_the_rows_and_not_the_sums() -> None:
    whole, cut = find(), find(limit=1)
    assert cut.gaps == whole.gaps[:1]
    assert (cut.rows, cut.met, cut.places) == (whole.rows, whole.met, whole.places)


def test_facts_count_as_of_a_day() -> None:
    assert find(as_of=date(1990, 1, 1)).met == 0.0


def test_the_built_in_programme_adds_up_at_every_level() -> None:
    found = builtin_search().find(GapsQuery(limit=20_000))
    fine = builtin_search().find(GapsQuery(level="authority", cohorts=True, limit=20_000))
    assert (found.needs_a_year, found.met) == (fine.needs_a_year, fine.met)
    assert found.places == fine.places
    need = area_need(Snapshot(read_builtin()), 0, as_of=OPENED)
    first = [each for each in fine.places if each.code == "CPA1"]
    assert first[0].met == pytest.approx(need.met.sum(), abs=0.1)
    assert all(0 <= gap.met <= gap.met_at_most <= gap.people_a_year + 0.1 for gap in fine.gaps)


def test_all_mistakes_are_told_at_once() -> None:
    wrong = {"area": "Nowhere", "pathway": "x", "cohort": "x", "level": "ward", "limit": 0}
    with pytest.raises(GapsQueryError) as caught:
        find(**wrong)
    assert {mistake.field for mistake in caught.value.mistakes} == set(wrong)
