"""Compiling loops over candidates; the compiled code is kept on disk between runs.

What is kept is found again by the file of a function, not by what the function calls or the
constants it was compiled with. So those are made part of its name: whatever changes, it is compiled
anew.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FunctionType

Function = TypeVar("Function", bound="Callable[..., object]")

_DIGESTS: dict[object, str] = {}
_CONSTANTS = (int, float, str, tuple)


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays at its first call; threads can run it together."""
    plain = cast("FunctionType", function)
    digest = digest_of(plain)
    plain.__qualname__ = f"{plain.__qualname__}-{digest}"
    made = numba.njit(cache=True, nogil=True)(plain)
    _DIGESTS[made] = digest
    return cast("Function", made)


def digest_of(function: FunctionType) -> str:
    """A digest of what a function is compiled from."""
    return hashlib.sha256(b"|".join(_parts(function))).hexdigest()[:12]


def _parts(function: FunctionType) -> Iterator[bytes]:
    """A function's code, the constants that it reads, the functions that it calls."""
    code = function.__code__
    yield code.co_code
    yield repr((code.co_consts, code.co_names)).encode()
    for name in code.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, _CONSTANTS):
            yield f"{name}={value!r}".encode()
        elif callable(value) and value in _DIGESTS:
            yield f"{name}={_DIGESTS[value]}".encode()
