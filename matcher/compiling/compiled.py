"""Compiling loops over arrays; the compiled code is kept on disk between runs.

What is kept is found again by the file of a function, not by what the function calls or the
constants it was compiled with. So those are made part of its name: whatever changes, it is compiled
anew.

Python calls only few of the functions. The others are compiled into those: they need no way in from
Python, which takes longer to compile than what most of them do, and nothing of their own on disk.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numba
from numba.core import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FunctionType

Function = TypeVar("Function", bound="Callable[..., object]")

_OPTIONS = {"nogil": True, "no_cfunc_wrapper": True, "error_model": "numpy"}
_DIGESTS: dict[object, str] = {}
_CONSTANTS = (int, float, str, tuple)


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays for Python to call; threads can run it together.

    It is compiled at its first call, or loaded; each room that has such functions sees to that in
    its `warming`.
    """
    return _made(function, cache=True)


def compiled_inside(function: Function) -> Function:
    """Compile a function that only compiled functions call."""
    return _made(function, no_cpython_wrapper=True)


def functions(package: str) -> tuple[Any, ...]:
    """All functions of a package that are compiled."""
    return tuple(made for made in _DIGESTS if _is_of(made, package))


@contextmanager
def counting(say: Callable[[int, int], None], *, package: str) -> Iterator[None]:
    """Say how many of how many functions are compiled, each time that one begins or ends.

    Nothing is said where all are loaded from disk.
    """
    listener = _Listener(say, package)
    with event.install_listener("numba:compile", listener):
        yield
    if listener.begun:
        say(listener.total, listener.total)


class _Listener(event.Listener):
    """Hears of every function that is compiled, numba's own included; counts ours."""

    def __init__(self, say: Callable[[int, int], None], package: str) -> None:
        self._say, self._package, self._done = say, package, set[object]()
        self.begun, self.total = False, len(functions(package))

    def on_start(self, event: Any) -> None:  # noqa: ANN401  (numba's)
        if not self.begun and _is_of(event.data["dispatcher"], self._package):
            self.begun = True
            self._say(0, self.total)

    def on_end(self, event: Any) -> None:  # noqa: ANN401  (numba's)
        made = event.data["dispatcher"]
        if _is_of(made, self._package) and made not in self._done:
            self._done.add(made)
            self._say(len(self._done), self.total)


def _is_of(made: Any, package: str) -> bool:  # noqa: ANN401  (numba's)
    return str(made.py_func.__module__).startswith(f"{package}.")


def _made(function: Function, **options: bool) -> Function:
    plain = cast("FunctionType", function)
    digest = digest_of(plain)
    plain.__qualname__ = f"{plain.__qualname__}-{digest}"
    made = cast("Any", numba.njit)(**_OPTIONS, **options)(plain)
    _DIGESTS[made] = digest
    return cast("Function", made)


def digest_of(function: FunctionType) -> str:
    """A digest of what a function is compiled from."""
    return hashlib.sha256(b"|".join(_parts(function))).hexdigest()[:12]


def _parts(function: FunctionType) -> Iterator[bytes]:
    """How it is compiled, its code, the constants that it reads, the functions that it calls."""
    code = function.__code__
    yield repr(_OPTIONS).encode()
    yield code.co_code
    yield repr((code.co_consts, code.co_names)).encode()
    for name in code.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, _CONSTANTS):
            yield f"{name}={value!r}".encode()
        elif callable(value) and value in _DIGESTS:
            yield f"{name}={_DIGESTS[value]}".encode()
