"""What is said of each field of a request, once, for every place where people meet it.

A request is a dataclass whose fields carry what they ask in their metadata (`says`). The options
of the command line, the parameters of HTTP, the keys of a file, the words of errors and the table
of docs/brief.md follow from what `fields_of` reads there.
"""

from __future__ import annotations

import math
from dataclasses import MISSING, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAID = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The numbers that a field takes, its ends included unless they are open."""

    least: float
    most: float = math.inf
    open_least: bool = False
    open_most: bool = False

    def __contains__(self, value: float) -> bool:
        """Whether a number is in it; NaN and the endless never are."""
        above = value > self.least if self.open_least else value >= self.least
        below = value < self.most if self.open_most else value <= self.most
        return above and below and math.isfinite(value)

    def __str__(self) -> str:
        """Write both ends.

        >>> print(Range(least=1, most=20), Range(least=0, open_least=True), sep="; ")
        between 1 and 20; above 0
        """
        if math.isfinite(self.most) and not (self.open_least or self.open_most):
            return f"between {_plain(self.least)} and {_plain(self.most)}"
        lower = f"{'above' if self.open_least else 'at least'} {_plain(self.least)}"
        upper = f"{'below' if self.open_most else 'at most'} {_plain(self.most)}"
        return f"{lower} and {upper}" if math.isfinite(self.most) else lower


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestField:
    """One field of a request as people meet it.

    Attributes
    ----------
    name : as Python, files and addresses write it
    type : its annotation; a list is ``tuple[str, ...]``
    default : what holds where it is not given; None where that is no value
    needed : whether it must be given
    label : what a form calls it
    sentence : what it asks, in one plain sentence
    otherwise : what happens where it is not given, for a default that is no value
    range : the numbers that it takes; None for texts and days
    unit : what its number counts
    expert : whether only files and Python have it, no form, address or option
    """

    name: str
    type: Any
    default: Any
    needed: bool
    label: str
    sentence: str
    otherwise: str = ""
    range: Range | None = None
    unit: str = ""
    expert: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it takes several texts."""
        return get_origin(self.type) is tuple

    @property
    def span(self) -> str:
        """Its range with its unit; empty for texts and days."""
        if self.range is None:
            return ""
        return f"{self.unit}, {self.range}" if self.unit else str(self.range)

    @property
    def default_words(self) -> str:
        """What holds where it is not given, as people write it; empty if nothing does."""
        if self.default is None or self.default == ():
            return self.otherwise
        return _plain(self.default) if isinstance(self.default, int | float) else str(self.default)

    def up_to(self, most: float) -> RequestField:
        """The same field where no more is taken, such as by a server's setting."""
        span = self.range or Range(least=-math.inf)
        return replace(self, range=replace(span, most=min(span.most, most)))

    def mistake(self, value: float) -> str | None:
        """Say what is wrong with a number, if it is out of range."""
        if self.range is None or value in self.range:
            return None
        number = f"{_plain(value)} {self.unit}" if self.unit else _plain(value)
        return f"{number} is not {self.range}"


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:g}"


def says(
    label: str,
    sentence: str,
    *,
    otherwise: str = "",
    numbers: Range | None = None,
    unit: str = "",
    expert: bool = False,
) -> dict[str, Mapping[str, Any]]:
    """Give the metadata of a field; see `RequestField` for what each part means."""
    return {
        _SAID: {
            "label": label,
            "sentence": sentence,
            "otherwise": otherwise,
            "range": numbers,
            "unit": unit,
            "expert": expert,
        }
    }


def fields_of(request: type) -> dict[str, RequestField]:
    """Read the fields of a request by name, in their order; each must say what it asks."""
    kinds = get_type_hints(request)
    return {
        field.name: RequestField(
            name=field.name,
            type=kinds[field.name],
            default=None if field.default is MISSING else field.default,
            needed=field.default is MISSING,
            **field.metadata[_SAID],
        )
        for field in fields(request)
    }
