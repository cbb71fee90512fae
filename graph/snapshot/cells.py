"""Fields of many records, read column by column."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def cells(records: Sequence[object], *names: str) -> tuple[list[Any], ...]:
    """Read some fields of all records, such as ``provenance.known_from``, column by column.

    A sequence that holds rows (`graph.stores.saved.Rows`) need not make its records for that.
    """
    read = getattr(records, "cells", None)
    if read is not None:
        return tuple(read(*names))
    return tuple(list(map(attrgetter(name), records)) for name in names)
