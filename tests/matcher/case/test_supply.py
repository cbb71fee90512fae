"""Who can serve which cell, how well: small numbers that can be checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graph.records.kinds import PlaceKind
from matcher.case.cells import cells_of
from matcher.case.scoring import ScoringRules
from matcher.case.supply import Supply, supply_of
from tests.builders import (
    COUNTY_1,
    NATION,
    OPENED,
    A,
    B,
    C,
    evidence,
    inferred,
    local_work,
    member,
    organisation,
    project,
    small_snapshot,
)

RULES = ScoringRules()
NO_EVIDENCE = RULES.evidence_fit[0]


def supply(*, area: int = 0, **tables: Any) -> tuple[Supply, dict[tuple[str, str, str], float]]:
    """Give the supply of an area and its first organisation's quality by place, pathway, cohort."""
    snapshot = small_snapshot(**tables)
    cells = cells_of(snapshot, area, equity=0.5)
    found = supply_of(snapshot, cells, area, as_of=OPENED, rules=RULES)
    row = found.quality[[0]].tocoo()
    quality = {
        (
            snapshot.authorities[cells.authorities[cells.place[c]]].name,
            snapshot.pathways[cells.pathway[c]].key,
            snapshot.cohorts[cells.cohort[c]].key,
        ): float(value)
        for c, value in zip(row.col, row.data, strict=True)
    }
    return found, quality


def one(*capabilities: Any, **tables: Any) -> dict[tuple[str, str, str], float]:
    """Give the quality of the only organisation, Alpha."""
    kind = tables.pop("kind", "charity")
    known = tables.pop("founded", "2000")
    return supply(
        organisations=(organisation("Alpha", kind, known),), capabilities=capabilities, **tables
    )[1]


def test_an_authority_counts_in_full_and_only_there() -> None:
    quality = one(local_work("Alpha", places=(A,)))
    assert quality == {
        ("Ayton", "housing", "men"): pytest.approx(NO_EVIDENCE),
        ("Ayton", "housing", "women"): pytest.approx(NO_EVIDENCE * 0.6),
    }


def test_a_wider_place_is_a_chance_and_says_nothing_of_quality() -> None:
    found, county = supply(
        organisations=(organisation("Alpha"),),
        capabilities=(local_work("Alpha", places=(COUNTY_1,)),),
    )
    assert county["Beeton", "housing", "men"] == pytest.approx(NO_EVIDENCE)
    chance = RULES.presence[PlaceKind.CONTRACT_AREA] * RULES.presence_by_size[0][1]
    assert found.presence.tolist() == [pytest.approx(chance)] * 4


def test_the_best_of_several_capabilities_counts_for_a_cell() -> None:
    wide, narrow = local_work("Alpha", places=(NATION,)), local_work("Alpha", places=(B,))
    found, _ = supply(organisations=(organisation("Alpha"),), capabilities=(wide, narrow))
    assert found.presence.max() == 1.0
    assert np.bincount(found.row[found.presence == 1.0]).tolist() == [0, 2]


def test_a_womens_service_serves_women_in_full_and_men_not_at_all() -> None:
    quality = one(local_work("Alpha", places=(A,), cohorts=("women",)))
    assert quality == {("Ayton", "housing", "women"): pytest.approx(NO_EVIDENCE)}


def test_work_in_prisons_meets_little_of_a_need_in_the_community() -> None:
    quality = one(local_work("Alpha", places=(A,), setting="custody"))
    expected = NO_EVIDENCE * RULES.custody_else
    assert quality["Ayton", "housing", "men"] == pytest.approx(expected)


@pytest.mark.parametrize(("sex", "cohort"), [("women", "women"), ("men", "men")])
def test_a_service_for_one_sex_serves_only_that(sex: str, cohort: str) -> None:
    quality = one(local_work("Alpha", places=(A,), sex=sex))
    assert {served for _, _, served in quality} == {cohort}


@pytest.mark.parametrize(
    ("mark", "fit"), [("explicit", 1.0), ("adjacent", 0.8), (None, RULES.unmarked_fit)]
)
def test_the_justice_mark_counts(mark: str | None, fit: float) -> None:
    quality = one(local_work("Alpha", places=(A,), justice=mark))
    assert quality["Ayton", "housing", "men"] == pytest.approx(NO_EVIDENCE * fit)


def test_a_service_for_a_group_across_cohorts_counts_for_part() -> None:
    quality = one(local_work("Alpha", places=(A,), cohorts=("homeless",)))
    assert quality["Ayton", "housing", "men"] == pytest.approx(NO_EVIDENCE * 0.8)
    assert quality["Ayton", "housing", "women"] == pytest.approx(NO_EVIDENCE * 0.8 * 0.6)


def test_a_cross_cutting_service_meets_what_its_table_says() -> None:
    quality = one(local_work("Alpha", "centre", places=(A,), cohorts=("women",)))
    assert quality == {("Ayton", "work", "women"): pytest.approx(NO_EVIDENCE * 0.5)}


def test_a_remembered_fact_counts_for_less_and_a_rumour_for_nothing() -> None:
    remembered = one(local_work("Alpha", places=(A,), confidence="memory-medium"))
    assert remembered["Ayton", "housing", "men"] == pytest.approx(NO_EVIDENCE * 0.75)
    assert one(local_work("Alpha", places=(A,), confidence="memory-low")) == {}


def test_evidence_raises_quality_by_its_level_once_it_is_public() -> None:
    known = local_work("Alpha", places=(A,))
    early = one(known, evidence=(evidence("Alpha", 4),))
    late = one(known, evidence=(evidence("Alpha", 4, known_from="2014"),))
    unlevelled = one(known, evidence=(evidence("Alpha", None),))
    cell = ("Ayton", "housing", "men")
    assert early[cell] == pytest.approx(RULES.evidence_fit[4])
    assert late[cell] == unlevelled[cell] == pytest.approx(NO_EVIDENCE)


@pytest.mark.parametrize(
    ("results", "fit"),
    [
        (((3, "2012"), (0, "2013-01")), NO_EVIDENCE),
        (((3, "2012"), (-1, "2013-01")), RULES.worse_fit),
        (((0, "2012"), (3, "2013-01")), RULES.evidence_fit[3]),
        (((-1, "2012"), (0, "2013-01")), NO_EVIDENCE),
        (((4, "2012"), (-1, "2013-01"), (2, "2013-02")), RULES.evidence_fit[2]),
        (((3, "2012"), (0, "2014")), RULES.evidence_fit[3]),
        (((3, "2012"), (None, "2013-01")), RULES.evidence_fit[3]),
    ],
)
def test_a_poor_result_takes_the_place_of_earlier_good_ones(results: Any, fit: float) -> None:
    rows = tuple(evidence("Alpha", level, known_from=day) for level, day in results)
    for order in (rows, rows[::-1]):
        quality = one(local_work("Alpha", places=(A,)), evidence=order)
        assert quality["Ayton", "housing", "men"] == pytest.approx(fit)


def test_a_poor_result_counts_before_a_track_record() -> None:
    quality = one(
        local_work("Alpha", places=(A,)),
        evidence=(evidence("Alpha", 0),),
        collaborations=(project("P1", pathways=("housing",)),),
        memberships=(member("P1", "Alpha"),),
    )
    assert quality["Ayton", "housing", "men"] == pytest.approx(NO_EVIDENCE)


def test_work_delivered_before_raises_quality_a_little() -> None:
    quality = one(
        local_work("Alpha", places=(A,)),
        collaborations=(project("P1", pathways=("housing",)),),
        memberships=(member("P1", "Alpha"),),
    )
    assert quality["Ayton", "housing", "men"] == pytest.approx(RULES.track_record_fit)


@pytest.mark.parametrize(
    ("known_from", "counts"),
    [("2013-09-19", True), ("2013-09", False), ("2014", False), (None, False)],
)
def test_a_capability_counts_only_from_the_day_it_was_certainly_public(
    known_from: str | None, counts: bool
) -> None:
    assert bool(one(local_work("Alpha", places=(A,), known_from=known_from))) is counts


def test_bodies_that_cannot_bid_or_did_not_exist_supply_nothing() -> None:
    known = local_work("Alpha", places=(A,))
    assert one(known, kind="government") == {}
    assert one(known, founded="2014") == {}


def test_work_elsewhere_is_no_supply_here() -> None:
    assert one(local_work("Alpha", places=(C,))) == {}


def test_every_entry_names_the_capability_that_it_rests_on() -> None:
    found, _ = supply(
        organisations=(organisation("Alpha"),),
        capabilities=(local_work("Alpha", places=(NATION,)), local_work("Alpha", places=(B,))),
    )
    assert np.bincount(found.row).tolist() == [2, 2]


def test_weights_sum_to_one_whatever_the_equity() -> None:
    snapshot = small_snapshot()
    for equity in (0.0, 0.3, 1.0):
        cells = cells_of(snapshot, 0, equity=equity)
        assert cells.weight.sum() == pytest.approx(1.0)
        assert cells.count == 8


def test_equity_raises_the_weight_of_rare_needs() -> None:
    snapshot = small_snapshot()
    women = snapshot.cohort_index["women"]
    by_person, by_kind = (cells_of(snapshot, 0, equity=equity) for equity in (0.0, 1.0))
    assert by_person.weight[by_person.cohort == women].sum() == pytest.approx(60 / 360)
    assert by_kind.weight[by_kind.cohort == women].sum() == pytest.approx(0.5)


def test_inferred_work_counts_as_a_statement_times_its_probability() -> None:
    likely = inferred(local_work("Alpha", places=(A,)), 0.8, '"housing"')
    assert one(likely)["Ayton", "housing", "men"] == pytest.approx(NO_EVIDENCE * 0.75 * 0.8)


def test_stated_work_counts_as_if_nothing_were_inferred_beside_it() -> None:
    stated = local_work("Alpha", places=(A,))
    likely = inferred(local_work("Alpha", places=(A,)), 0.99, '"housing"')
    assert one(stated, likely) == one(stated)


def test_nothing_is_multiplied_where_nothing_is_inferred() -> None:
    """The chance of what somebody states is exactly 1, so answers stay the same to the last bit."""
    snapshot = small_snapshot(
        organisations=(organisation("Alpha"),), capabilities=(local_work("Alpha"),)
    )
    assert set(snapshot.capabilities.probability.tolist()) == {1.0}
