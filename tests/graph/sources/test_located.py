"""Finding the places that a record names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from graph.sources.located import located, region_of
from graph.sources.nuts import NUTS_2
from graph.sources.places import PlaceNames
from tests.builders import A, small_facts
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from graph.records.model import Place


def test_a_place_is_found_by_code_or_else_by_name() -> None:
    places = small_facts().places
    name = next(place.name for place in places if place.code == A)

    found, words = located(
        PlaceNames(places), ((A, "Elsewhere"), ("E99999999", name), ("", "Narnia"), ("UKZ", ""))
    )

    assert found == (A,)
    assert words == ("Narnia", "UKZ")


def test_each_authority_is_in_one_area_of_nuts_2_of_its_own_region() -> None:
    places = {str(place.code): place for place in read_builtin().places}
    inside = [code for area in NUTS_2.values() for code in area.parts]
    authorities = {code for code, place in places.items() if place.kind is PlaceKind.AUTHORITY}
    assert sorted(inside) == sorted(authorities)
    for nuts, area in NUTS_2.items():
        for code in area.parts:
            assert region_of(nuts[:3]) in _above(code, places), (nuts, code)


def _above(code: str, places: dict[str, Place]) -> set[str]:
    """Give what an authority is in, and what that is in."""
    above: set[str] = set()
    left = [code]
    while left:
        parents = [str(parent) for parent in places[left.pop()].parents]
        left += [parent for parent in parents if parent in places and parent not in above]
        above.update(parents)
    return above


def test_an_area_of_nuts_2_is_its_places_and_a_smaller_one_is_words() -> None:
    places = read_builtin().places
    found, words = located(PlaceNames(places), (("UKD6", "UKD6"), ("TLK3", ""), ("UKI31", "")))
    assert found == ("E06000007", "E06000049", "E06000050", "E06000052", "E06000053")
    assert words == ("UKI31",)


def test_only_whole_regions_have_a_code_of_a_region() -> None:
    assert region_of("UKD") == region_of("TLD") == "E12000002"
    assert [region_of(code) for code in ("UKD33", "UKZ", "XXD", "UK", "")] == [""] * 5
