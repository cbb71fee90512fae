"""Places that texts name, by the names of a programme's areas and of towns."""

from __future__ import annotations

import pytest

from graph.sources.inferring import places_in_texts
from graph.sources.places import Level, PlaceNames
from graph.texts.places import towns
from tests.builtin import read_builtin


@pytest.mark.parametrize("programme", ["transforming-rehabilitation", "two-areas"])
def test_towns_are_read_where_the_programme_has_their_authority(programme: str) -> None:
    places = read_builtin(programme).places
    found = places_in_texts(places).named_in("We work in Huddersfield and in Grimsby.")
    named = {place.name for place in places if place.code in found.places}
    whole = programme == "transforming-rehabilitation"
    assert named == ({"Kirklees", "North East Lincolnshire"} if whole else set())


def test_every_town_lies_in_an_authority_of_the_programme_and_is_named_once() -> None:
    names = PlaceNames(read_builtin().places)
    listed = list(towns())
    assert len({town for town, _ in listed}) == len(listed) > 200
    assert all(names.named(authority, levels=(Level.AUTHORITY,)) for _, authority in listed)
