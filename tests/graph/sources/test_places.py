"""Places by the names and codes that registers give them."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from graph.records.identifiers import PlaceCode
from graph.records.kinds import PlaceKind
from graph.sources.boundaries import COUNTIES, LATER, RECODED
from graph.sources.places import Level, PlaceNames
from tests.builders import place
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from graph.records.model import Place

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
needs_shared_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the public data are not beside this folder (../shared/data)"
)


@pytest.fixture(scope="module")
def places() -> PlaceNames:
    return PlaceNames(read_builtin().places)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Throughout England", ["E92000001"]),
        ("Throughout England And Wales", ["K04000001"]),
        ("Throughout London", ["E12000007"]),
        ("City Of London", ["E09000001"]),
        ("Birmingham City", ["E08000025"]),
        ("St. Helens", ["E08000013"]),
        ("St Helens", ["E08000013"]),
        ("Bristol City", ["E06000023"]),
        ("Bristol, City of", ["E06000023"]),
        ("Herefordshire", ["E06000019"]),
        ("City Of Swansea", ["W06000011"]),
        ("Abertawe", ["W06000011"]),
        ("Ynys Môn", ["W06000001"]),
        ("Rhondda Cynon Taff", ["W06000016"]),
        ("Durham", ["E06000047"]),
        ("Telford & Wrekin", ["E06000020"]),
        ("Cumberland", ["E07000026", "E07000028", "E07000029"]),
        ("Worcestershire", [f"E0700023{number}" for number in range(4, 10)]),
        ("United Kingdom", ["K04000001", "S92000003"]),
        ("Narnia", []),
        ("", []),
        ("The Council", []),
    ],
)
def test_a_name_is_found_as_registers_write_it(
    places: PlaceNames, written: str, codes: list[str]
) -> None:
    assert list(places.named(written)) == codes


def test_a_county_is_one_place_only_where_a_place_is_just_as_large(places: PlaceNames) -> None:
    assert places.named("Norfolk") == ("E23000024",)
    assert len(places.named("Essex")) == len(COUNTIES["E10000012"].parts)
    assert places.named("Essex", levels=(Level.POLICE_AREA,)) == ("E23000028",)


def test_where_a_name_has_several_meanings_the_level_tells_which(places: PlaceNames) -> None:
    assert places.named("West Midlands", levels=(Level.REGION,)) == ("E12000005",)
    assert places.named("West Midlands", levels=(Level.COUNTY,)) == ("E23000014",)
    assert places.named("Durham", levels=(Level.POLICE_AREA,)) == ("E23000008",)
    assert places.named("Ireland", levels=(Level.COUNTRY,)) == ()


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        ("E06000058", ["E06000028", "E06000029", "E07000048"]),
        ("E06000066", [f"E07000{number}" for number in range(187, 192)]),
        ("E08000020", ["E08000037"]),
        ("E08000038", ["E08000016"]),
        ("W06000017", ["W06000024"]),
        ("E11000004", ["E08000021", "E08000022", "E08000023", "E08000024", "E08000037"]),
        ("E12000007", ["E12000007"]),
        ("K03000001", ["K04000001", "S92000003"]),
        ("E99999999", []),
        ("", []),
    ],
)
def test_a_code_of_another_year_is_said_in_the_places_of_the_programme(
    places: PlaceNames, code: str, codes: list[str]
) -> None:
    assert list(places.within(code)) == codes


def _authority(code: str, name: str) -> Place:
    return place(PlaceCode(code), name, PlaceKind.AUTHORITY)


def test_a_district_that_is_gone_is_the_authority_that_it_went_into() -> None:
    later = PlaceNames([_authority("E06000063", "Cumberland"), _authority("E07000012", "South")])
    assert later.within("E07000026") == ("E06000063",)
    assert later.named("Cumberland") == ("E06000063",)
    assert later.named("Cambridgeshire") == ("E07000012",)


def test_a_place_may_have_the_newer_or_the_older_of_two_codes() -> None:
    newer = PlaceNames([_authority("E08000039", "Sheffield"), _authority("E08000017", "Doncaster")])
    assert newer.within("E08000019") == newer.within("E08000039") == ("E08000039",)
    assert set(newer.within("E11000003")) == {"E08000039", "E08000017"}


def test_by_name_gives_only_a_place_that_has_the_name(places: PlaceNames) -> None:
    assert places.by_name("City of London") == "E09000001"
    assert places.by_name("London") == "E12000007"
    assert places.by_name("Essex") == "E23000028"
    assert places.by_name("Berkshire") is None


@needs_shared_data
def test_counties_and_later_authorities_have_the_districts_of_the_code_history() -> None:
    """Checked against the history of codes of the Office for National Statistics."""
    with (DATA / "geography/la_all_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    upper = {row["LADCD"]: row["UTLACD"] for row in rows}
    active = {row["LADCD"]: row["LADCD_ACTIVE"] for row in rows}
    for county, area in COUNTIES.items():
        assert {upper[part] for part in area.parts if upper[part].startswith("E10")} <= {county}
    gone = {"E07000246"}  # it was only from 2019 to 2023, and then Somerset
    assert all(
        active[part] == later
        for later, area in LATER.items()
        for part in area.parts
        if later not in gone
    )
    assert all(active[old] == active[new] for old, new in RECODED.items() if old in active)


@needs_shared_data
def test_nearly_all_names_of_areas_of_operation_are_found_and_right(places: PlaceNames) -> None:
    """Measured on a published list of the Commission's names with their codes.

    Of 187 names, 184 give just the area of the list's codes. Bournemouth and Poole are given more
    exactly than there, and the list has the code of Herefordshire beside Hertfordshire.
    """
    levels = {
        "Local Authority": (Level.AUTHORITY, Level.COUNTY),
        "Metropolitan Counties": (Level.COUNTY, Level.REGION),
        "Region": (Level.COUNTRY, Level.REGION),
        "Country": (Level.COUNTRY,),
    }
    codes = defaultdict(set)
    path = DATA / "charities/cc-aoo-gss-iso-new.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["GSS"]:
                area = row["geographic_area_type"], row["geographic_area_description"]
                codes[area].add(row["GSS"])
    differ = {
        name
        for (kind, name), listed in codes.items()
        if set(places.named(name, levels=levels[kind]))
        != set(places.together([code for each in sorted(listed) for code in places.within(each)]))
    }
    assert len(codes) == 187
    assert differ == {"Bournemouth", "Poole", "Hertfordshire"}


def test_areas_are_given_by_name_with_their_kind_and_the_authorities_inside(
    places: PlaceNames,
) -> None:
    areas = {name: (level, places.authorities(there)) for name, level, there in places.areas()}
    assert areas["wales"][0] is Level.COUNTRY
    assert areas["leeds"] == (Level.AUTHORITY, frozenset({"E08000035"}))
    assert areas["leeds"][1] < areas["west yorkshire"][1]
