"""The columnar view."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from graph.snapshot import NEVER, day_number
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    OPENED,
    A,
    capability,
    organisation,
    provenance,
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
