"""docs/needed.md says what the code does: its example, its fields, its measure."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from matcher.questions.field_supply import OTHERS
from matcher.questions.needed import NEXT_DOOR_KM, filled
from matcher.questions.needed_records import Approach, Needed, NeededQuery, NeededRow

TEXT = Path("docs/needed.md").read_text("utf-8")


@pytest.mark.parametrize("record", [Needed, NeededRow, Approach])
def test_every_field_of_the_answer_is_named(record: type) -> None:
    assert [each.name for each in fields(record) if f"`{each.name}`" not in TEXT] == []


def test_every_option_is_named() -> None:
    named = [each.name for each in fields(NeededQuery) if each.name != "organisation"]
    assert [name for name in named if f"| `{name}` |" not in TEXT] == []


def test_the_example_worked_by_hand_is_what_the_code_gives() -> None:
    need, could = np.array([100.0, 20.0]), np.array([[40.0, 30.0, 10.0, 5.0], [0.0] * 4])
    left = need - could[:, :OTHERS].sum(axis=1)
    assert left.tolist() == [20.0, 20.0]
    assert filled(np.minimum(need, 25.0), left, 25.0).tolist() == [12.5, 12.5]
    assert "20 * 25 / 40 = 12.5" in TEXT


def test_the_numbers_of_the_measure_are_those_of_the_code() -> None:
    assert f"within {NEXT_DOOR_KM:g} km" in TEXT
    assert "| **3** |" in TEXT
    assert OTHERS == 3
