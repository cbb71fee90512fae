"""Compiled code is never older than what it was compiled from."""

from __future__ import annotations

import re
from types import FunctionType
from typing import Any

from matcher.compiling.compiled import compiled, digest_of

SOURCE = "def doubled(x):\n    return FACTOR * inner(x)\n"


def inner(x: int) -> int:
    return x + 1


def other(x: int) -> int:
    return x + 2


def digest(inner_function: Any, factor: int) -> str:
    """The digest of a function of these parts."""
    names: dict[str, Any] = {"FACTOR": factor, "inner": inner_function}
    exec(SOURCE, names)  # noqa: S102  (a function whose surroundings can be changed)
    function = names["doubled"]
    assert isinstance(function, FunctionType)
    return digest_of(function)


def test_the_same_parts_are_found_again() -> None:
    kept = compiled(inner)
    assert digest(kept, 2) == digest(kept, 2)


def test_another_constant_or_another_function_called_is_another_name() -> None:
    kept = compiled(inner)
    assert digest(kept, 2) != digest(kept, 3)
    assert digest(kept, 2) != digest(compiled(other), 2)


def test_the_digest_is_part_of_the_name_under_which_it_is_kept() -> None:
    compiled(other)
    assert re.fullmatch(r"other-[0-9a-f]{12}.*", other.__qualname__)
