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
    head, _, tail = _around(text, name, page=page, command=command)
    begin, end = _marks(name, command)
    table = "\n".join(lines)
    return f"{head}{begin}\n\n{table}\n\n{end}{tail}"


def standing(text: str, name: str, *, page: str, command: str) -> str:
    """Read what stands between the marks that bear a table's name.

    Raises
    ------
    ValueError
        If the page has no such marks.
    """
    return _around(text, name, page=page, command=command)[1].strip()


def _marks(name: str, command: str) -> tuple[str, str]:
    return f"<!-- {name}: written by `{command}` -->", f"<!-- end of {name} -->"


def _around(text: str, name: str, *, page: str, command: str) -> tuple[str, str, str]:
    begin, end = _marks(name, command)
    head, _, rest = text.partition(begin)
    inside, found, tail = rest.partition(end)
    if not found:
        message = f"{page} has no place for {name}: put back `{begin}` and `{end}`"
        raise ValueError(message)
    return head, inside, tail
