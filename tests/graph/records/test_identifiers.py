"""Identifiers are checked once and behave as texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import IdentifierError
from graph.records.identifiers import AreaId, OrgId, PlaceCode, slug

PREFIXES = (
    *("AC", "BR", "CE", "CS", "FC", "GE", "IP", "LP", "NA", "NC", "NI", "NO"),
    *("OC", "OE", "RC", "RS", "SA", "SC", "SE", "SL", "SO", "SP", "ZC", "XX"),
)
"""Of company numbers: those in use, and one that may come."""


@pytest.mark.parametrize(
    ("text", "register", "number"),
    [
        ("GB-CHC-226171", "GB-CHC", "226171"),
        ("GB-COH-03861209", "GB-COH", "03861209"),
        ("GB-COH-OC361645", "GB-COH", "OC361645"),
        ("GB-SC-SC004089", "GB-SC", "SC004089"),
        ("GB-CHC-1090095-3", "GB-CHC", "1090095-3"),
        ("GB-COH-IP000CUS", "GB-COH", "IP000CUS"),
        ("GB-COH-IP31455R", "GB-COH", "IP31455R"),
        ("GB-COH-RS007718", "GB-COH", "RS007718"),
        ("GB-COH-SP2012RS", "GB-COH", "SP2012RS"),
        ("GB-COH-R0000132", "GB-COH", "R0000132"),
        ("GB-COH-0012345R", "GB-COH", "0012345R"),
        *((f"GB-COH-{prefix}001234", "GB-COH", f"{prefix}001234") for prefix in PREFIXES),
        ("GB-EDU-133288", "GB-EDU", "133288"),
        ("GB-GOR-PB1103", "GB-GOR", "PB1103"),
        ("GB-LAE-BIR", "GB-LAE", "BIR"),
        ("GB-MPR-235C", "GB-MPR", "235C"),
        ("GB-NHS-7A1A5", "GB-NHS", "7A1A5"),
        ("GB-NIC-100012", "GB-NIC", "100012"),
        ("GB-PLA-ABE", "GB-PLA", "ABE"),
        ("GB-SCOTEDU-5235324", "GB-SCOTEDU", "5235324"),
        ("GB-UKPRN-10007784", "GB-UKPRN", "10007784"),
        ("BE-BCE_KBO-0123456789", "BE-BCE_KBO", "0123456789"),
        ("XI-GRID-grid.5335.0", "XI-GRID", "grid.5335.0"),
        ("XM-DAC-41114", "XM-DAC", "41114"),
        ("KE-NCB-OP.218/051", "KE-NCB", "OP.218/051"),
        ("ZZ-PMS-a-band-of-brothers", "ZZ-PMS", "a-band-of-brothers"),
    ],
)
def test_an_organisations_identifier_names_its_register(
    text: str, register: str, number: str
) -> None:
    identifier = OrgId(text)
    assert identifier == text
    assert (identifier.register, identifier.number) == (register, number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "226171",
        "GB-CHC-",
        "GB-CHC-12",
        "GB-CHC-x",
        "GB-CHC-OC361645",
        "GB-CHC-1090095-1234",
        "GB-COH-123456789",
        "GB-COH-ABCDEFGH",
        "GB-COH-IPACUS",
        "GB-COH-SC0123456",
        "gb-chc-226171",
        "GB-SC-SC0123456",
        "GB-SC-CHC",
        "GB-X Y-1",
        "GB-XYZ-1 2",
        "GB-XYZ-a\u0000b",
        "GB-XYZ-a\u00a0b",
        "GB-XYZ-a\n",
    ],
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError):
        OrgId(text)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("GB-COH-3861209", "GB-COH-03861209"),
        ("GB-COH-12", "GB-COH-00000012"),
        ("GB-COH-sc12345", "GB-COH-SC012345"),
        ("GB-COH-OC36164", "GB-COH-OC036164"),
        ("GB-SC-3558", "GB-SC-SC003558"),
        ("GB-SC-SCO03558", "GB-SC-SC003558"),
        ("GB-SC-sc003558", "GB-SC-SC003558"),
        ("GB-CHC-SC003558", "GB-SC-SC003558"),
        ("GB-CHC-SCO03558", "GB-SC-SC003558"),
    ],
)
def test_a_number_is_written_as_its_register_does(text: str, mended: str) -> None:
    assert OrgId(text) == mended
    assert OrgId(OrgId(text)) == mended
    assert isinstance(OrgId(text), OrgId)


def test_what_was_taken_before_is_left_as_it_is() -> None:
    """Or stores that hold it would not be as they were written."""
    assert OrgId("GB-CHC-0226171") == "GB-CHC-0226171"
    assert OrgId("GB-COH-1A123456") == "GB-COH-1A123456"


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("GB-UKPRN-10007784", None),
        ("GB-UKPRN-1000778", "eight digits"),
        ("GB-NIC-100012", None),
        ("GB-NIC-NIC100012", "six digits"),
        ("GB-EDU-133288", None),
        ("GB-EDU-Thornhill", "five or six digits"),
        ("GB-MPR-IP31455R", None),
        ("GB-MPR-Nacro", "digits with a letter or two"),
        ("GB-XYZ-whatever", None),
    ],
)
def test_an_unusual_number_of_another_register_is_doubted_and_not_refused(
    text: str, doubt: str | None
) -> None:
    assert OrgId(text).doubt == doubt


@pytest.mark.parametrize("text", ["E07000071", "W92000004", "CPA19", "prison-chelmsford"])
def test_places_have_codes_or_slugs(text: str) -> None:
    assert PlaceCode(text) == text


@pytest.mark.parametrize("text", ["", "Essex", "E0700007", "prison_1", "19"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(IdentifierError, match="for example E07000071"):
        PlaceCode(text)


def test_an_area_is_a_place_but_not_the_other_way_round() -> None:
    assert PlaceCode(AreaId("CPA3")) == "CPA3"
    with pytest.raises(IdentifierError):
        AreaId("E07000071")


@given(st.text())
def test_a_slug_is_ascii_or_nothing(name: str) -> None:
    made = slug(name)
    assert made == slug(made)
    assert not made or PlaceCode(f"x-{made}")


@given(st.text().filter(lambda name: name.strip()))
def test_every_name_has_a_local_identifier(name: str) -> None:
    assert OrgId.local(name).register == "ZZ-PMS"


def test_long_and_foreign_names_are_told_apart() -> None:
    long = "centre " * 30
    assert OrgId.local(long + "a") != OrgId.local(long + "b")
    assert OrgId.local("Κέντρο") != OrgId.local("Центр")
