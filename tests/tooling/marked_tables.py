"""Tables that a command writes between two marks of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def placed(text: str, name: str, lines: Iterable[str], *, page: str, command: str) -> str:
    """Put a table between the marks that bear its name.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    begin, end = f"<!-- {name}: written by `{command}` -->", f"<!-- end of {name} -->"
    head, _, rest = text.partition(begin)
    _, found, tail = rest.partition(end)
    if not found:
        message = f"{page} has no place for {name}: put back `{begin}` and `{end}`"
        raise ValueError(message)
    table = "\n".join(lines)
    return f"{head}{begin}\n\n{table}\n\n{end}{tail}"
