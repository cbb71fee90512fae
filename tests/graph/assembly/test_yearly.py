"""Accounts of one year from several files of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.assembly import yearly
from graph.records.model import Accounts
from graph.stores.rows import SQL, Known
from tests.builders import accounts

if TYPE_CHECKING:
    from collections.abc import Sequence


def folded(records: Sequence[Accounts]) -> list[Accounts]:
    """What is left of some accounts."""
    rows = yearly.folded(map(SQL.to_row, records))
    return list(SQL.from_rows(Accounts, rows, known=Known()))


def test_figures_of_one_day_complete_each_other() -> None:
    rows = [
        accounts("Alpha", income_gbp=10.0, spending_gbp=9.0),
        accounts("Alpha", income_gbp=10.0, volunteers=8),
        accounts("Alpha", reserves_gbp=-2.0, employees=3),
    ]
    whole = accounts(
        "Alpha", income_gbp=10.0, spending_gbp=9.0, reserves_gbp=-2.0, employees=3, volunteers=8
    )
    assert folded(rows) == [whole]


def test_what_repeats_earlier_figures_says_nothing() -> None:
    early = accounts("Alpha", income_gbp=10.0, spending_gbp=9.0, known_from="2012-09-28")
    late = accounts("Alpha", income_gbp=10.0, known_from="2013-01")
    assert folded([late, early]) == [early]


def test_a_figure_that_became_public_later_stays_apart() -> None:
    early = accounts("Alpha", income_gbp=10.0, known_from="2012-09-28")
    late = accounts("Alpha", income_gbp=10.0, employees=3, known_from="2013-01")
    assert folded([late, early]) == [early, late]


def test_figures_that_contradict_each_other_stay_apart() -> None:
    rows = [accounts("Alpha", income_gbp=10.0), accounts("Alpha", income_gbp=11.0, employees=3)]
    assert folded(rows) == rows


def test_years_and_organisations_stay_apart() -> None:
    rows = [
        accounts("Alpha", income_gbp=1.0),
        accounts("Beta", employees=2),
        accounts("Alpha", "2011-03-31", volunteers=3),
    ]
    assert folded(rows) == rows
