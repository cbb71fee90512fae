"""Groups by what the facts say, and nothing guessed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from matcher.errors import UnknownNameError
from matcher.questions.groups import GROUPINGS, NOT_KNOWN, Grouping, grouping_of
from tests.builders import A, B, C, local_work, organisation, size, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot

DAY = date(2013, 1, 1)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return small_snapshot(
        organisations=(
            organisation("Women First"),
            organisation("Firm", "private-company"),
            organisation("Mutual", "staff-mutual"),
            organisation("Silent"),
        ),
        sizes=(size("Firm", 20_000_000, 30_000_000), size("Mutual", 0, 90_000)),
        capabilities=(
            local_work("Women First", "housing", places=(A,), cohorts=("women",)),
            local_work("Firm", "housing", places=(A, B, C)),
            local_work("Firm", "work", places=(A,), cohorts=("women",)),
            local_work("Mutual", "work", places=(C,), known_from="2019"),
        ),
    )


def labels(snapshot: Snapshot, name: str, **options: Any) -> list[str]:
    found: Grouping = grouping_of(snapshot, name, **{"as_of": DAY, **options})
    return [found.labels[each] for each in found.group]


def test_the_sector_is_that_of_the_kind(snapshot: Snapshot) -> None:
    assert labels(snapshot, "sector") == ["vcse", "private", "mutual", "vcse"]


def test_the_size_is_that_of_the_turnover_and_unknown_where_there_is_none(
    snapshot: Snapshot,
) -> None:
    wanted = [NOT_KNOWN, "£10m to £100m", "under £100,000", NOT_KNOWN]
    assert labels(snapshot, "size") == wanted


def test_who_works_only_for_women_is_told_from_who_does_so_besides(snapshot: Snapshot) -> None:
    wanted = ["only for women", "for others too", NOT_KNOWN, NOT_KNOWN]
    assert labels(snapshot, "for-women") == wanted


def test_what_became_known_later_does_not_count(snapshot: Snapshot) -> None:
    assert labels(snapshot, "for-women")[2] == NOT_KNOWN
    assert labels(snapshot, "for-women", as_of=date(2020, 1, 1))[2] == "for others too"


def test_no_name_says_who_leads_a_body(snapshot: Snapshot) -> None:
    for name in ("women-led", "minority-led"):
        found = grouping_of(snapshot, name, as_of=DAY)
        assert not found.is_known
        assert set(labels(snapshot, name)) == {NOT_KNOWN}


def test_a_table_says_who_leads_and_goes_before_the_facts(snapshot: Snapshot) -> None:
    told = {"women-led": {0: "yes", 1: "no"}, "sector": {0: "co-operative"}}
    assert labels(snapshot, "women-led", told=told) == ["yes", "no", NOT_KNOWN, NOT_KNOWN]
    assert labels(snapshot, "sector", told=told)[0] == "co-operative"


def test_places_are_told_by_region_and_by_nation_and_several_are_several(
    snapshot: Snapshot,
) -> None:
    for name in ("nation", "region"):
        found = grouping_of(snapshot, name, as_of=DAY)
        assert found.labels[-1] == NOT_KNOWN
        assert labels(snapshot, name)[3] == NOT_KNOWN
        assert found.group.max() < len(found.labels)


@pytest.mark.parametrize("name", GROUPINGS)
def test_every_body_is_in_one_group(snapshot: Snapshot, name: str) -> None:
    found = grouping_of(snapshot, name, as_of=DAY)
    everybody = np.ones(len(found.group), dtype=bool)
    assert found.counts(everybody).sum() == len(found.group)
    assert found.sums(np.ones(len(found.group))).sum() == len(found.group)


def test_an_unknown_grouping_is_refused_with_the_nearest(snapshot: Snapshot) -> None:
    with pytest.raises(UnknownNameError) as found:
        grouping_of(snapshot, "sectors", as_of=DAY)
    assert "sector" in found.value.nearest
