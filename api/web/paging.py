"""Cursors: where in a list of organisations to go on. Their content is nobody else's business."""

from __future__ import annotations

import base64
import binascii
import json
from bisect import bisect_right
from typing import TYPE_CHECKING

from api.service.queries import QueryError
from matcher.errors import BriefMistake

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.web.reading import Paging
    from graph.snapshot.snapshot import Snapshot

_Place = tuple[str, str]


def stretch(
    snapshot: Snapshot, found: Sequence[int], paging: Paging
) -> tuple[Sequence[int], str | None]:
    """Cut the stretch asked for out of what was found; it also goes on when data changed.

    Parameters
    ----------
    found : indices of organisations in the order of their names
    paging : how many, and the cursor

    Returns
    -------
    shown, next_cursor
        The stretch, and the cursor of the next one or None.

    Raises
    ------
    QueryError
        If the cursor is none of ours.
    """

    def place(index: int) -> _Place:
        organisation = snapshot.organisations[index]
        return organisation.name.casefold(), str(organisation.id)

    start = bisect_right(found, _decode(paging.cursor), key=place) if paging.cursor else 0
    shown = found[start : start + paging.limit]
    more = start + paging.limit < len(found)
    return shown, _encode(place(shown[-1])) if more else None


def _encode(place: _Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _decode(cursor: str) -> _Place:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        name, identifier = json.loads(text)
    except (binascii.Error, ValueError, TypeError, RecursionError):
        raise _stranger() from None
    if not (isinstance(name, str) and isinstance(identifier, str)):
        raise _stranger()
    return name, identifier


def _stranger() -> QueryError:
    message = "has expired or was changed; start the list again without it"
    return QueryError([BriefMistake("cursor", message)])
