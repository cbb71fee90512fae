"""What the low end of capacity changes, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.cli.tables.stress import low_capacity_words
from api.formats.words import Words
from matcher.answer.records import CapacityRange
from matcher.answer.stress_records import BestThen, FallenVolumes, LowCapacity, ShareFall
from tests.builders import A
from tests.matcher.market import market

WORDS = Words(market())
BEST = BestThen(
    score=0.4,
    coverage=0.65,
    lead="ZZ-PMS-big-firm",
    members=("ZZ-PMS-big-firm", "ZZ-PMS-tiny-trust"),
    comes=("ZZ-PMS-tiny-trust",),
    goes=(),
)
FOUND = LowCapacity(
    coverage=0.8,
    same=FallenVolumes(score=0.4, coverage=0.6, value_lost_gbp=1000, members=()),
    pathway=ShareFall(key="housing", before=0.9, after=0.3),
    place=ShareFall(key=A, before=0.8, after=0.5),
    best=BEST,
    proven=True,
)


def test_what_falls_and_who_would_be_swapped_is_said() -> None:
    assert low_capacity_words(FOUND, WORDS) == (
        "The same members could meet 60% of needs instead of 80%. "
        f"Most falls in Housing (90% to 30%) and in {WORDS.place(A)} (80% to 50%). "
        "The best line-up of its kind could then meet 65%, led by Big Firm. "
        "Comes in: Tiny Trust. Goes: nobody."
    )


def test_where_nothing_changes_that_is_said() -> None:
    still = replace(
        FOUND, same=replace(FOUND.same, coverage=0.8), best=replace(BEST, comes=(), goes=())
    )
    assert low_capacity_words(still, WORDS) == (
        "The same members could meet 80% of needs, as much as now. "
        "It is still the best line-up of its kind."
    )
    assert low_capacity_words(replace(still, proven=False), WORDS).endswith(
        "It is still the best line-up of its kind that was found in time."
    )


def test_a_place_that_does_not_fall_is_not_named() -> None:
    even = replace(FOUND, place=replace(FOUND.place, after=0.8))
    assert "Most falls in Housing (90% to 30%). " in low_capacity_words(even, WORDS)


@pytest.mark.parametrize(
    ("best", "proven", "end"),
    [
        (None, True, "No line-up of its kind keeps the rules then."),
        (None, False, "The best line-up of its kind then was not found in time."),
        (BEST, False, "(not proven) could then meet 65%, led by Big Firm. Comes in: Tiny Trust. "),
    ],
)
def test_a_proof_that_is_missing_is_said(best: BestThen | None, *, proven: bool, end: str) -> None:
    assert end in low_capacity_words(replace(FOUND, best=best, proven=proven), WORDS)


def test_a_range_stands_beside_the_middle_only_where_it_is_one() -> None:
    stated = CapacityRange(low=40.0, middle=40.0, high=40.0, basis="stated")
    assert WORDS.capacity(stated) == "40, stated"
    guess = CapacityRange(low=50.0, middle=150.0, high=1400.0, basis="unknown")
    assert WORDS.capacity(guess) == "150 (50 to 1,400), its size is unknown"
