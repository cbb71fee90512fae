"""The demand method with numbers that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.packs.demand import area_people, compute_demand, partition_shares
from graph.records import model
from tests.builders import COUNTY_1, COUNTY_2, A, provenance, small_facts
from tests.builders import area as contract_area


def areas(*caseloads: tuple[float | None, str]) -> list[model.ContractArea]:
    """Make areas with these caseloads and bases."""
    base = contract_area(COUNTY_1, 1, "C01", "First", 0.0)
    return [replace(base, caseload=c, caseload_basis=basis) for c, basis in caseloads]


def programme(annual_people: float, annual_value_gbp: float = 1_000_000.0) -> model.Programme:
    """Make a programme with so many people, and such a value, a year."""
    base = small_facts().programme
    return replace(base, annual_people=annual_people, annual_value_gbp=annual_value_gbp)


def share(cohort: str, value: float, of: str) -> model.CohortShare:
    """Make a cohort share."""
    return model.CohortShare(cohort=cohort, share=value, of=of, note="", provenance=provenance())


def test_without_caseloads_people_follow_population() -> None:
    people = area_people(programme(1000.0), np.array([1.0, 3.0]), areas((None, ""), (None, "")))
    assert people.tolist() == [250.0, 750.0]


def test_published_stocks_shift_people_half_way_within_their_group_only() -> None:
    people = area_people(
        programme(1000.0),
        np.array([1.0, 1.0, 2.0]),
        areas((30, "stock"), (10, "stock"), (None, "")),
    )
    assert people.tolist() == [312.5, 187.5, 500.0]


def test_an_annual_figure_is_taken_and_the_rest_share_what_is_left() -> None:
    people = area_people(
        programme(1000.0), np.array([1.0, 1.0, 2.0]), areas((400, "annual"), (None, ""), (None, ""))
    )
    assert people.tolist() == pytest.approx([400.0, 200.0, 400.0])


def test_a_given_value_moves_an_areas_people_half_way_to_its_share_of_the_money() -> None:
    """600,000 of a million pounds are 600 of the 1,000 people, not the 200 of the population."""
    valued = replace(areas((None, ""))[0], annual_value_gbp=600_000.0)
    people = area_people(programme(1000.0), np.array([1.0, 4.0]), [valued, *areas((None, ""))])
    assert people[0] / people[1] == pytest.approx(400 / 800)
    assert people.sum() == pytest.approx(1000.0)


def test_values_that_are_given_everywhere_count_by_their_own_sum() -> None:
    base = areas((None, ""), (None, ""))
    valued = [
        replace(each, annual_value_gbp=value) for each, value in zip(base, (1, 3), strict=True)
    ]
    assert area_people(programme(1000.0), np.array([1.0, 1.0]), valued).tolist() == [375.0, 625.0]


def test_when_all_publish_annual_figures_those_stand() -> None:
    people = area_people(
        programme(1000.0), np.array([1.0, 1.0]), areas((400, "annual"), (500, "annual"))
    )
    assert people.tolist() == [400.0, 500.0]


@given(
    st.lists(
        st.tuples(st.floats(1, 1e6), st.sampled_from(["", "stock"]), st.floats(1, 1e4)),
        min_size=1,
        max_size=8,
    )
)
def test_nobody_is_lost_or_made_up(rows: list[tuple[float, str, float]]) -> None:
    population = np.array([row[0] for row in rows])
    caseloads = areas(*((row[2] if row[1] else None, row[1]) for row in rows))
    people = area_people(programme(260_000.0), population, caseloads)
    assert people.sum() == pytest.approx(260_000.0)
    assert (people > 0).all()


def test_cohorts_take_their_part_in_turn() -> None:
    shares = partition_shares(
        [
            share("women", 0.2, "all"),
            share("short", 0.5, "others"),
            share("young", 0.25, "rest"),
            share("men", 1.0, "rest"),
        ]
    )
    assert shares == pytest.approx({"women": 0.2, "short": 0.4, "young": 0.1, "men": 0.3})


def test_a_share_of_another_cohort_is_taken_out_of_it() -> None:
    shares = partition_shares(
        [
            share("women", 0.2, "all"),
            share("men", 1.0, "rest"),
            share("short", 0.5, "men"),
            share("young", 0.25, "men"),
            share("mothers", 0.5, "women"),
        ]
    )
    assert shares == pytest.approx(
        {"women": 0.1, "mothers": 0.1, "men": 0.3, "short": 0.4, "young": 0.1}
    )
    assert sum(shares.values()) == pytest.approx(1.0)


def test_demand_is_people_times_prevalence_and_always_an_estimate() -> None:
    facts = small_facts()
    rows = compute_demand(
        facts.programme,
        facts.areas,
        facts.places,
        [share("women", 0.2, "all"), share("men", 1.0, "others")],
        [
            model.Prevalence(
                pathway="housing",
                cohort="women",
                share=0.5,
                basis="estimate",
                note="",
                provenance=provenance(),
            )
        ],
    )
    by_place = {row.place: row.people_a_year for row in rows}
    assert by_place[A] == pytest.approx(1000 * 0.25 * 0.2 * 0.5)
    assert sum(by_place.values()) == pytest.approx(100.0)
    assert {row.provenance.confidence.value for row in rows} == {"estimate"}
    assert all(row.provenance.sources == ("CALC", "S1") for row in rows)
    assert COUNTY_2 not in by_place
