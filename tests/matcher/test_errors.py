"""How errors say what is wrong."""

from __future__ import annotations

import pytest

from matcher.errors import BriefError, BriefMistake


@pytest.mark.parametrize(
    ("count", "lines", "last"),
    [
        (1, 2, "  f0: wrong"),
        (12, 13, "  f11: wrong"),
        (13, 14, "  and 1 more"),
        (9000, 14, "  and 8,988 more"),
    ],
)
def test_mistakes_past_the_first_dozen_are_counted(count: int, lines: int, last: str) -> None:
    error = BriefError([BriefMistake(f"f{number}", "wrong") for number in range(count)])
    said = str(error).splitlines()
    assert said[0] == f"{count:,} mistake{'s' if count > 1 else ''} in the brief:"
    assert (len(said), said[-1], len(error.mistakes)) == (lines, last, count)
