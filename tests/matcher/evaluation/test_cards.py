"""The card of an evaluation."""

from __future__ import annotations

from datetime import date

import numpy as np

from matcher.evaluation.calibration import calibration
from matcher.evaluation.cards import Card, Grid, card_text


def text(cell: str = "one", chances: tuple[float, ...] = (0.1, 0.9)) -> str:
    """A card of a little of everything."""
    grid = Grid(title="Figures", headings=("Method", "nDCG@10"), rows=((cell, "0.5"),))
    found = calibration(np.array(chances), np.array([False, True]), bins=2)
    card = Card(
        title="Some evaluation",
        made=date(2024, 5, 1),
        data={"table.csv": "0123456789abcdef"},
        facts=("Seed 1",),
        grids=(grid,),
        chances={"any partner": found},
        limits=("Few.",),
    )
    return card_text(card)


def test_says_of_which_data_and_day_it_is() -> None:
    assert "on 2024-05-01" in text()
    assert "`table.csv`, data version `0123456789abcdef`" in text()


def test_marks_what_was_said_beside_what_came_true() -> None:
    rows = [line for line in text().splitlines() if line.endswith("|") or "###" in line]
    assert rows[-2].split() == ["1", "10.00%", "0.00%", "|"]
    assert rows[-1].split() == ["1", "90.00%", "100.00%", "#" * 36 + "|" + "###"]


def test_chances_of_0_alone_can_be_shown() -> None:
    assert "0.00%" in text(chances=(0.0, 0.0))


def test_a_name_cannot_break_its_table() -> None:
    assert "| a\\|b c | 0.5 |" in text(cell="a|b\nc")
