"""Names in a question, found or told as mistakes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.errors import BriefMistake, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable


def found_name(
    mistakes: list[BriefMistake], field: str, text: str, find: Callable[[str], int]
) -> int | None:
    """Find what a field names: None if it is blank, or if nothing is called so, which is noted."""
    if not text.strip():
        return None
    try:
        return find(text)
    except UnknownNameError as error:
        mistakes.append(BriefMistake(field, str(error)))
        return None
