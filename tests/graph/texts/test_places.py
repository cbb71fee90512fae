"""Places that texts name: what counts as where an organisation works, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records.identifiers import PlaceCode
from graph.texts.places import Found, NamedArea, PlacesInTexts, Size

NUMBERS = {
    "kirklees": 1,
    "leeds": 2,
    "reading": 3,
    "bath": 4,
    "kent": 5,
    "kings lynn": 6,
    "st helens": 7,
    "brighton and hove": 8,
    "lincoln": 9,
    "hackney": 10,
    "newham": 11,
}


def area(name: str, *numbers: int, size: Size = Size.LOCAL) -> NamedArea:
    codes = [f"E0600{number:04}" for number in numbers]
    return NamedArea(
        words=tuple(name.split()),
        places=tuple(map(PlaceCode, codes)),
        authorities=frozenset(codes),
        size=size,
    )


READER = PlacesInTexts(
    [
        *(area(name, number) for name, number in NUMBERS.items()),
        area("west yorkshire", 1, 2),
        area("lincolnshire", 20, 21),
        area("london", 10, 11, 12, size=Size.REGION),
        area("north west", 7, 30, size=Size.REGION),
        area("wales", 40, size=Size.COUNTRY),
    ]
)


def named(text: str) -> tuple[str, ...]:
    return READER.named_in(text).words


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Support for homeless people in Kirklees.", ("kirklees",)),
        ("for the people of Kirklees", ("kirklees",)),
        ("FOR THE BENEFIT OF THE INHABITANTS OF THE CITY OF LEEDS", ("leeds",)),
        ("in the London Borough of Hackney", ("hackney",)),
        ("the London Boroughs of Hackney and Newham", ("hackney", "newham")),
        ("in Kirklees, Leeds and King's Lynn", ("kirklees", "leeds", "kings lynn")),
        ("across St. Helens", ("st helens",)),
        ("in Brighton & Hove", ("brighton and hove",)),
        ("The Leeds area is ours.", ("leeds",)),
        ("in the borough of Reading", ("reading",)),
        ("across Reading", ("reading",)),
        ("THE COUNTY OF LINCOLN", ("lincolnshire",)),
        ("in London", ("london",)),
        ("in the North West of England", ("north west",)),
        ("throughout Wales", ("wales",)),
    ],
)
def test_a_name_counts_where_the_words_around_make_it_a_place(
    text: str, names: tuple[str, ...]
) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "help in reading and writing",
        "a bath for the elderly, in bath chairs",
        "the University of Kent",
        "in Kent House, Lincoln Road",
        "Mr Lincoln and Leeds United",
        "studying in Leeds University",
        "in Reading, Massachusetts",
        "in the north west of the town",
        "in north west London, in the north west region of the island",
        "the law of England and the Church in Wales",
        "throughout the Church in Wales",
        "registered in Wales",
        "in Wales and abroad",
        "",
        "in",
    ],
)
def test_a_word_a_surname_and_an_institution_are_no_place(text: str) -> None:
    assert READER.named_in(text) == Found(places=(), words=())


def test_a_region_named_by_the_compass_needs_its_country() -> None:
    assert named("across the North West") == ()
    assert named("in the North West of England") == ("north west",)


def test_the_smallest_areas_that_are_named_count_alone() -> None:
    assert named("in Kirklees, West Yorkshire, and across Wales") == ("kirklees",)
    assert named("in London, in the London Borough of Hackney") == ("hackney",)
    assert named("in West Yorkshire and in King's Lynn") == ("west yorkshire", "kings lynn")


def test_places_are_given_once_in_the_order_of_the_text() -> None:
    assert READER.named_in("in Leeds, in Kirklees and across Leeds") == Found(
        places=(PlaceCode("E06000002"), PlaceCode("E06000001")), words=("leeds", "kirklees")
    )


WORDS = ("in", "the", "of", "St", ".", "s", "Leeds", "Kent", "and", "city")


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_can_be_read(text: str) -> None:
    found = READER.named_in(text)
    assert bool(found.places) == bool(found.words)
