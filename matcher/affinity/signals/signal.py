"""What a signal is: a formula that says one thing about who would work with whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from matcher.affinity.history import Floats
    from matcher.affinity.view import View


class Source(StrEnum):
    """What a signal is read from."""

    HISTORY = "history"
    """Works that the candidate took part in: says nothing about newcomers."""
    CONTENT = "content"
    """What the candidate is and does, as far as it is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """A signal of the model of partners.

    More of a signal never counts against a candidate: what counts against one is written as a
    signal of the opposite. So a body is never the likelier for that nothing is known of it.

    Attributes
    ----------
    name : its name in models, figures and answers
    words : what it says of a candidate, for people
    source : what it is read from
    compute : one number of 0 or more for each candidate, shape (C,), never NaN
    """

    name: str
    words: str
    source: Source
    compute: Callable[[View], Floats]
