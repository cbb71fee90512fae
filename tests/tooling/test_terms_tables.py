"""The tables of docs/terms.md add up, and mark what is below what is wanted."""

from __future__ import annotations

from tests.matcher.terms.measured import Agreement
from tests.tooling.terms.write import _row, _share, _sum


def test_precision_and_recall_are_shares_of_what_was_raised_and_should_be() -> None:
    found = Agreement(right=3, wrong=1, overlooked=2)
    assert (found.precision, found.recall) == (0.75, 0.6)
    none = Agreement(right=0, wrong=0, overlooked=0)
    assert (none.precision, none.recall) == (0.0, 0.0)


def test_a_share_below_what_is_wanted_stands_out() -> None:
    assert (_share(0.84), _share(0.85), _share(1.0)) == ("**0.84**", "0.85", "1.00")


def test_a_row_holds_counts_and_shares() -> None:
    found = Agreement(right=3, wrong=1, overlooked=0)
    assert _row("X", found, found) == "| X | 3 | 1 | 0 | **0.75** | 1.00 | **0.75** | 1.00 |"


def test_the_sum_adds_the_counts() -> None:
    one = Agreement(right=1, wrong=2, overlooked=3)
    assert _sum([one, one]) == Agreement(right=2, wrong=4, overlooked=6)
