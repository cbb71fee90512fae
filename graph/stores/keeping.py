"""What stands around the keeping of records: very many at once, and values that cannot be kept."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

from graph.errors import StoreWriteError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def storable() -> Iterator[None]:
    """Tell of a value that no store can keep: a number beyond 64 bits, a text that is no Unicode.

    Raises
    ------
    StoreWriteError
        If there is one among what is written.
    """
    try:
        yield
    except (OverflowError, UnicodeEncodeError) as error:
        message = f"a value cannot be stored ({error}); nothing was changed"
        raise StoreWriteError(message) from error


@contextmanager
def uncollected() -> Iterator[None]:
    """Let nobody look for garbage while very many records are made, all of which are kept.

    Python would go through all of them again and again, and find nothing. Afterwards they count as
    old: they are looked through the next time that everything is, and not at once.
    """
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.freeze()
            gc.unfreeze()  # puts what was set aside among what is old, without a look at it
            gc.enable()
