"""Finding the places that a record names."""

from __future__ import annotations

from graph.sources.located import located, region_of
from graph.sources.places import PlaceNames
from tests.builders import A, small_facts


def test_a_place_is_found_by_code_or_else_by_name() -> None:
    places = small_facts().places
    name = next(place.name for place in places if place.code == A)

    found, words = located(
        PlaceNames(places), [(A, "Elsewhere"), ("E99999999", name), ("", "Narnia"), ("UKZ", "")]
    )

    assert found == (A,)
    assert words == ("Narnia", "UKZ")


def test_only_whole_regions_have_a_code_of_a_region() -> None:
    assert region_of("UKD") == region_of("TLD") == "E12000002"
    assert [region_of(code) for code in ("UKD33", "UKZ", "XXD", "UK", "")] == [""] * 5
