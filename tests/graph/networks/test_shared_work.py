"""Who worked with whom, on what and when."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from graph.networks.shared_work import NO_YEAR, WorkFilter, shared_work
from graph.networks.ties import tie_weights
from graph.records.kinds import CollaborationKind
from graph.snapshot.snapshot import Snapshot
from tests.builders import COUNTY_1, NATION, A, C, member, organisation, project, small_snapshot
from tests.builtin import read_builtin

DAY = date(2012, 12, 31)


def example(**fields: Any) -> Snapshot:
    """Alpha and Beta share P and the pilot Q, Gamma shares Q with both."""
    return small_snapshot(
        organisations=tuple(organisation(name) for name in ("Alpha", "Beta", "Gamma")),
        collaborations=(project("P", **fields), project("Q", "pilot", start="2008", end="2010")),
        memberships=(
            member("P", "Alpha"),
            member("P", "Beta"),
            member("Q", "Alpha"),
            member("Q", "Beta"),
            member("Q", "Gamma"),
        ),
    )


def pairs(snapshot: Snapshot, **wanted: Any) -> set[tuple[str, str]]:
    """Name the ends of all ties."""
    found = shared_work(snapshot, WorkFilter(as_of=wanted.pop("as_of", DAY), **wanted))
    names = [each.name for each in snapshot.organisations]
    return {(names[a], names[b]) for a, b in zip(found.first, found.second, strict=True)}


def test_a_tie_names_the_works_and_the_years_of_both() -> None:
    found = shared_work(example(start="2011", end="2012"), WorkFilter(as_of=DAY))
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert [found.works_of(tie).tolist() for tie in range(len(found))] == [[0, 1], [1], [1]]
    assert found.first_year.tolist() == [2008, 2008, 2008]
    assert found.last_year.tolist() == [2012, 2010, 2010]


def test_some_of_the_ties_keep_their_works() -> None:
    found = shared_work(example(), WorkFilter(as_of=DAY)).only(np.array([False, True, True]))
    assert [found.works_of(tie).tolist() for tie in range(len(found))] == [[1], [1]]


@pytest.mark.parametrize(
    ("fields", "years"),
    [
        ({"start": "2011", "end": None}, (2011, 2011)),
        ({"start": None, "end": "2011"}, (2011, 2011)),
        ({"start": "2011", "end": "2030"}, (2011, 2012)),
    ],
)
def test_no_year_is_later_than_the_day_that_counts(
    fields: dict[str, Any], years: tuple[int, int]
) -> None:
    kind = CollaborationKind.CONTRACT
    found = shared_work(example(kind="contract", **fields), WorkFilter(as_of=DAY, kind=kind))
    assert (found.first_year[0], found.last_year[0]) == years
    assert NO_YEAR not in found.first_year


@pytest.mark.parametrize(
    ("fields", "wanted", "tied"),
    [
        ({"areas": (COUNTY_1,)}, {"area": 0}, True),
        ({"areas": (COUNTY_1,)}, {"area": 1}, False),
        ({"places": (A,)}, {"area": 0}, True),
        ({"places": (C,)}, {"area": 0}, False),
        ({"places": (NATION,)}, {"area": 1}, True),
        ({"pathways": ("housing",)}, {"pathway": 0}, True),
        ({"pathways": ("housing",)}, {"pathway": 1}, False),
        ({"kind": "grant"}, {"kind": CollaborationKind.GRANT}, True),
        ({"kind": "grant"}, {"kind": CollaborationKind.CONTRACT}, False),
        ({"start": "2011", "end": "2012"}, {"first_year": 2012}, True),
        ({"start": "2011", "end": "2011"}, {"first_year": 2012}, False),
        ({"start": "2011", "end": "2012"}, {"last_year": 2011}, True),
        ({"start": "2012", "end": "2012"}, {"last_year": 2011}, False),
    ],
)
def test_a_filter_lets_through_what_fits(
    fields: dict[str, Any], wanted: dict[str, Any], *, tied: bool
) -> None:
    snapshot = small_snapshot(
        organisations=(organisation("Alpha"), organisation("Beta")),
        collaborations=(project("P", **{"areas": (), "places": (), "pathways": (), **fields}),),
        memberships=(member("P", "Alpha"), member("P", "Beta")),
    )
    assert (pairs(snapshot, **wanted) == {("Alpha", "Beta")}) is tied


def test_ties_are_those_of_the_matrix_of_ties() -> None:
    snapshot, day = Snapshot(read_builtin()), date(2020, 1, 1)
    found = shared_work(snapshot, WorkFilter(as_of=day))
    expected = tie_weights(snapshot, as_of=day)
    assert len(found) == expected.nnz // 2
    weights = [expected[a, b] for a, b in zip(found.first, found.second, strict=True)]
    assert found.weight == pytest.approx(weights)


def test_without_work_there_are_no_ties() -> None:
    snapshot = small_snapshot(organisations=(organisation("Alpha"),))
    assert len(shared_work(snapshot, WorkFilter(as_of=DAY))) == 0
