"""Calling from Python what only compiled code calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba

if TYPE_CHECKING:
    from collections.abc import Callable


def from_python(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a way in from Python to a function marked `compiled_inside`."""

    @numba.njit
    def call(*arguments: Any) -> Any:
        return function(*arguments)

    made: Callable[..., Any] = call
    return made
