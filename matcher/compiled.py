"""Compiling loops over candidates; the compiled code is kept on disk between runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call; threads can run it together."""
    return cast("Function", numba.njit(cache=True, nogil=True)(function))
