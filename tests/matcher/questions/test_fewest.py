"""The least amount and the fewest options that are enough."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.inquiry.inquiry import Solved
from matcher.questions.fewest import fewest, least

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, kw_only=True, eq=False)
class Scored(Solved):
    """An answer with a score of its own."""

    value: float = 0.0

    @property
    def score(self) -> float:
        """The score."""
        return self.value


def answer(value: float) -> Solved:
    return Scored(solution=None, sure=True, value=value)


def is_enough(found: Solved) -> bool:
    return found.score is not None and found.score >= 1.0


@given(st.integers(1, 500), st.floats(0, 100), st.integers(101, 600))
def test_the_least_whole_amount_is_found(needed: int, low: float, high: int) -> None:
    found, amount = least(lambda x: answer(float(x >= needed)), low, float(high), is_enough)
    if needed > high:
        assert not is_enough(found)
        assert amount == high
    else:
        assert is_enough(found)
        assert amount == max(needed, int(low) + 1)


def test_more_that_is_worse_again_does_not_hide_what_is_enough() -> None:
    found, amount = least(lambda x: answer(float(40 <= x <= 60)), 0.0, 100.0, is_enough)
    assert is_enough(found)
    assert amount == 40


def counting(
    needed: Sequence[frozenset[int]],
) -> tuple[Callable[[Sequence[int]], Solved], list[Sequence[int]]]:
    """A question whose answer is enough where one of the needed sets is chosen."""
    asked: list[Sequence[int]] = []

    def attempt(chosen: Sequence[int]) -> Solved:
        asked.append(chosen)
        full = any(one <= set(chosen) for one in needed)
        return answer(1.0 + 0.01 * len(chosen) if full else 0.01 * sum(chosen) / 100)

    return attempt, asked


@given(st.integers(1, 8), st.data())
def test_no_fewer_options_are_enough_where_it_says_so(count: int, data: st.DataObject) -> None:
    options = list(range(count))
    sets = st.frozensets(st.sampled_from(options), min_size=1)
    needed = data.draw(st.lists(sets, min_size=0, max_size=4))
    attempt, _ = counting(needed)
    choice = fewest(options, attempt, is_enough)
    if not needed:
        assert not is_enough(choice.found)
        assert sorted(choice.chosen) == options
        return
    assert is_enough(choice.found)
    chosen = set(choice.chosen)
    assert any(one <= chosen for one in needed)
    assert all(not any(one <= chosen - {option} for one in needed) for option in chosen)
    if choice.smallest:
        fewer = (set(some) for n in range(len(chosen)) for some in combinations(options, n))
        assert not any(one <= some for some in fewer for one in needed)


@pytest.mark.parametrize("size", [1, 2])
def test_one_or_two_are_always_the_fewest(size: int) -> None:
    attempt, _ = counting([frozenset(range(size)), frozenset({3, 4, 5})])
    choice = fewest(list(range(8)), attempt, is_enough)
    assert set(choice.chosen) == set(range(size))
    assert choice.smallest


def test_with_many_options_not_every_two_are_tried() -> None:
    attempt, asked = counting([frozenset({0, 1, 2, 3})])
    choice = fewest(list(range(30)), attempt, is_enough)
    assert set(choice.chosen) == {0, 1, 2, 3}
    assert not choice.smallest
    assert len(asked) < 30 + 1 + 30 + 1
