"""Areas told by the codes of others, or by their own identifiers where they have none."""

from __future__ import annotations

from api.formats.area_codes import codes_cell, main_code, main_scheme, schemes_of
from matcher.answer.records import AreaLabel

ESSEX = AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex")
LOT = AreaLabel(id="AREA1", codes={"Lot": "1", "CPA": "7"}, name="Northshire")
PLAIN = AreaLabel(id="AREA2", codes={}, name="Southmoor")


def test_schemes_come_once_in_the_order_in_which_areas_have_them() -> None:
    assert schemes_of([PLAIN, ESSEX, LOT]) == ("CPA", "Delius", "Lot")
    assert schemes_of([PLAIN]) == ()


def test_an_area_is_told_by_the_first_scheme_or_by_its_identifier() -> None:
    scheme = main_scheme([LOT, ESSEX, PLAIN])
    assert scheme == "Lot"
    assert [main_code(area, scheme) for area in (LOT, ESSEX, PLAIN)] == ["1", "CPA19", "AREA2"]
    assert main_scheme([PLAIN]) == ""


def test_codes_stand_in_a_cell_as_in_a_folder() -> None:
    assert codes_cell(ESSEX.codes) == "CPA=19;Delius=C18"
    assert codes_cell({}) == ""
