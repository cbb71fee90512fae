"""Finding areas and organisations by whatever people call them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matcher.brief.names import Directory
from matcher.errors import AmbiguousNameError, UnknownNameError
from tests.builders import alias, org_id, organisation, project, small_snapshot

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
    ],
)
def test_an_organisation_answers_to_its_id_name_and_aliases(text: str) -> None:
    assert DIRECTORY.organisation(text) == 0


def test_an_identifier_as_it_is_written_goes_before_a_name_that_looks_like_it() -> None:
    snapshot = small_snapshot(
        organisations=ORGANISATIONS, aliases=(alias("Gamma", "ZZ PMS Beta Co"),)
    )
    assert Directory(snapshot).organisation(org_id("Beta & Co")) == 1
    with pytest.raises(AmbiguousNameError):
        Directory(snapshot).organisation("zz-pms-beta-co")


def test_a_wrong_name_gets_the_nearest_ones() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean: Second County and Coast") as caught:
        DIRECTORY.area("Secnd Conty")
    assert caught.value.nearest[0] == "Second County and Coast"
    with pytest.raises(UnknownNameError) as caught:
        DIRECTORY.organisation("Gama")
    assert caught.value.nearest[0] == "Gamma"


@pytest.mark.parametrize("text", ["", "   ", "???", "zzzzqqqq", "x" * 10_000])
def test_nonsense_is_unknown_and_no_more(text: str) -> None:
    with pytest.raises(UnknownNameError, match="No area is called"):
        DIRECTORY.area(text)


def test_a_name_that_two_share_is_not_guessed() -> None:
    with pytest.raises(AmbiguousNameError, match="Beta & Co; Gamma"):
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
