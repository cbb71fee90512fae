"""Finding areas and organisations by whatever people call them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.records.identifiers import AreaCode, PlaceCode
from graph.records.kinds import PlaceKind
from graph.snapshot.snapshot import Snapshot
from matcher.brief.names import Directory
from matcher.errors import AmbiguousNameError, PlaceInSeveralAreasError, UnknownNameError
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    A,
    alias,
    org_id,
    organisation,
    project,
    small_facts,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.records.model import Place

ORGANISATIONS = (organisation("St Alpha's Trust"), organisation("Beta & Co"), organisation("Gamma"))
DIRECTORY = Directory(
    small_snapshot(
        organisations=ORGANISATIONS,
        aliases=(
            alias("St Alpha's Trust", "Old Alpha"),
            alias("Beta & Co", "The Works"),
            alias("Gamma", "The Works"),
        ),
    )
)


@pytest.mark.parametrize(
    "text",
    ["2", "CPA2", "cpa 2", "CPA-2", "c02", "Second County and Coast", "second county & coast"],
)
def test_an_area_answers_to_its_numbers_and_names(text: str) -> None:
    assert DIRECTORY.area(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "St Alpha's Trust",
        "st alphas trust",
        "ST ALPHA\u2019S TRUST",
        "Old Alpha",
        org_id("St Alpha's Trust"),
        f"St Alpha's Trust ({org_id(ORGANISATIONS[0].name)})",
        "The Saint Alphas Trust Ltd",
        "Saint Alpha",
        "St-Alpha",
    ],
)
def test_an_organisation_answers_to_its_id_name_and_aliases(text: str) -> None:
    assert DIRECTORY.organisation(text) == 0


def test_an_identifier_as_it_is_written_goes_before_a_name_that_looks_like_it() -> None:
    snapshot = small_snapshot(
        organisations=ORGANISATIONS, aliases=(alias("Gamma", "ZZ PMS Beta Co"),)
    )
    assert Directory(snapshot).organisation(org_id("Beta & Co")) == 1
    assert Directory(snapshot).organisation("zz-pms-beta-co") == 1
    assert Directory(snapshot).organisation("zz pms  beta co") == 2
    with pytest.raises(AmbiguousNameError):
        Directory(snapshot).organisation("zz pms beta-co")


def test_a_name_as_it_is_written_goes_before_one_of_the_same_words() -> None:
    names = ("Wise Group", "The Wise Group", "Wise Groups Ltd", "Wise Group of Ayton")
    directory = Directory(small_snapshot(organisations=tuple(map(organisation, names))))
    assert [directory.organisation(name.upper()) for name in names] == [0, 1, 2, 3]
    with pytest.raises(AmbiguousNameError) as caught:
        directory.organisation("Wise-Group")
    assert caught.value.nearest == tuple(f"{name} ({org_id(name)})" for name in sorted(names[:3]))


def test_words_that_one_organisation_alone_has_are_enough() -> None:
    names = ("Crime Reduction Initiatives (CRI)", "Catch22", "Turning Point", "Turning Point Two")
    directory = Directory(
        small_snapshot(
            organisations=tuple(map(organisation, names)),
            aliases=(alias("Catch22", "Rainer Crime Concern"),),
        )
    )
    for text, number in (
        ("Crime Reduction Initiatives", 0),
        ("initiative", 0),
        ("catch 22", 1),
        ("rainer", 1),
        ("two", 3),
        ("turningpoint", 2),
    ):
        assert directory.organisation(text) == number
    with pytest.raises(AmbiguousNameError, match=r"\(ZZ-PMS-turning-point\); Turning Point Two \("):
        directory.organisation("turning")
    with pytest.raises(UnknownNameError, match="No organisation is called 'rainer initiatives'"):
        directory.organisation("rainer initiatives")


@pytest.mark.parametrize("text", ["Crime Reductoin", "Crime Reduct"])
def test_words_that_are_begun_or_spelled_wrong_are_offered_and_not_taken(text: str) -> None:
    names = ("Crime Reduction Initiatives (CRI)", "Catch22")
    directory = Directory(small_snapshot(organisations=tuple(map(organisation, names))))
    with pytest.raises(UnknownNameError) as caught:
        directory.organisation(text)
    assert caught.value.nearest[0] == names[0]


def test_of_very_many_only_some_are_told() -> None:
    names = [f"Trust {number}" for number in range(10, 40)]
    directory = Directory(small_snapshot(organisations=tuple(map(organisation, names))))
    with pytest.raises(AmbiguousNameError, match=r"Trust 21 \(ZZ-PMS-trust-21\); and 18 more") as e:
        directory.organisation("trust")
    assert len(e.value.nearest) == 30


def test_nearest_names_that_are_shared_are_told_apart() -> None:
    twins = (organisation("Gamma"), replace(organisation("Gamma"), id=org_id("Gamma Two")))
    directory = Directory(small_snapshot(organisations=(*twins, organisation("Gammon"))))
    with pytest.raises(UnknownNameError) as unknown:
        directory.organisation("Gamme")
    assert set(unknown.value.nearest) == {
        "Gamma (ZZ-PMS-gamma)",
        "Gamma (ZZ-PMS-gamma-two)",
        "Gammon",
    }
    with pytest.raises(
        AmbiguousNameError, match=r"Gamma \(ZZ-PMS-gamma\); Gamma \(ZZ-PMS-gamma-two\)"
    ):
        directory.organisation("gamma")
    assert directory.organisation("Gamma (ZZ-PMS-gamma-two)") == 1


def _place(code: str, name: str, kind: PlaceKind, *parents: str) -> Place:
    return replace(
        small_snapshot().places[-1],
        code=PlaceCode(code),
        name=name,
        kind=kind,
        parents=tuple(map(PlaceCode, parents)),
    )


def test_a_place_stands_for_the_area_that_it_lies_in() -> None:
    facts = small_facts()
    more = (
        _place("prison-stockton", "Stockton Hall", PlaceKind.PRISON, COUNTY_2),
        _place("E12000099", "North East", PlaceKind.REGION, COUNTY_1, COUNTY_2),
        _place("E23000099", "Coast", PlaceKind.REGION, COUNTY_1),
        _place("E23000098", "First Field", PlaceKind.REGION, COUNTY_2),
        _place("S92000003", "Far Away", PlaceKind.REGION),
    )
    directory = Directory(Snapshot(replace(facts, places=(*facts.places, *more))))
    for text, number in (
        ("Ayton", 0),
        (A, 0),
        ("Stockton", 1),
        ("prison-stockton", 1),
        ("First", 0),
        ("Coast", 0),  # a place's own name goes before a word of an area's
        ("first field", 1),
    ):
        assert directory.area(text) == number
    with pytest.raises(PlaceInSeveralAreasError) as several:
        directory.area("North East")
    assert several.value.nearest == (
        f"First County ({COUNTY_1})",
        f"Second County and Coast ({COUNTY_2})",
    )
    assert "the place lies in more than one: First County" in str(several.value)
    with pytest.raises(AmbiguousNameError, match="More than one area is called 'county'"):
        directory.area("county")
    with pytest.raises(UnknownNameError, match="No area is called 'Far Away'"):
        directory.area("Far Away")
    with pytest.raises(UnknownNameError) as unknown:
        directory.area("Stokton")
    assert unknown.value.nearest[0] == "Stockton Hall"


def test_a_wrong_name_gets_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean: Second County and Coast") as caught:
        DIRECTORY.area("Secnd Conty")
    assert caught.value.nearest[0] == "Second County and Coast"
    with pytest.raises(UnknownNameError) as caught:
        DIRECTORY.organisation("Gama")
    assert caught.value.nearest[0] == "Gamma"


@pytest.mark.parametrize("text", ["GB-CHC-1000009", "1000009"])
def test_a_number_that_nobody_has_is_not_said_to_mean_one_like_it(text: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        DIRECTORY.organisation(text)
    assert caught.value.nearest == ()


@pytest.mark.parametrize("text", ["", "   ", "???", "zzzzqqqq", "x" * 10_000])
def test_nonsense_is_unknown_and_no_more(text: str) -> None:
    with pytest.raises(UnknownNameError, match="No area is called"):
        DIRECTORY.area(text)


def test_a_name_that_two_share_is_not_guessed() -> None:
    with pytest.raises(
        AmbiguousNameError, match=r"Beta & Co \(ZZ-PMS-beta-co\); Gamma \(ZZ-PMS-gamma\)"
    ):
        DIRECTORY.organisation("the works")


def test_the_rest_answers_to_code_and_name() -> None:
    directory = Directory(
        small_snapshot(
            collaborations=(project("P"), project("Q"), replace(project("R"), name="Project Q"))
        )
    )
    assert [directory.collaboration(text) for text in ("Q", "project p")] == [1, 0]
    assert [directory.pathway(text) for text in ("work", "HOUSING", "womens centre")] == [1, 0, 2]
    assert [directory.place(text) for text in ("CPA1", "ayton")] == [1, 3]
    with pytest.raises(AmbiguousNameError, match=r"Project Q \(Q\); Project Q \(R\)"):
        directory.collaboration("Project Q")
    with pytest.raises(UnknownNameError, match=r"No place is called 'Aytn'.*Ayton \(E07000001\)"):
        directory.place("Aytn")


def test_accents_make_no_difference() -> None:
    directory = Directory(small_snapshot(organisations=(organisation("T\u0177 Gobaith"),)))
    assert directory.organisation("ty gobaith") == 0


def test_an_area_is_found_by_its_codes_of_any_scheme() -> None:
    first, second = small_facts().areas
    lots = (replace(first, codes=(AreaCode("Lot=N 1"),)), replace(second, codes=()))
    directory = Directory(small_snapshot(areas=lots))
    assert [directory.area(text) for text in ("N 1", "n1", "lot N-1", "CPA2")] == [0, 0, 0, 1]
    with pytest.raises(UnknownNameError):
        directory.area("C02")
