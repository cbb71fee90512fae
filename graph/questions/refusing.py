"""Refusing questions that cannot be answered as they were put."""

from __future__ import annotations

from graph.errors import QuestionError


def require(name: str, value: int, *, least: int, most: int) -> None:
    """Refuse a number out of its range.

    Raises
    ------
    QuestionError
        With the name, the value and the range.
    """
    if not least <= value <= most:
        message = f"{name}: {value} is not between {least} and {most:,}"
        raise QuestionError(message)
