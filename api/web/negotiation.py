"""What a client accepts and what it has already, as HTTP says it (RFC 9110)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
_ENTITY_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def media_weight(accept: str, media_type: str) -> tuple[float, int]:
    """Say how much a client wants a media type, and how exactly it named it (section 12.5.1).

    The most exact of the ranges that match decides. Without a header everything is welcome.

    >>> media_weight("text/html;q=0.5, */*;q=0.1", "text/html")
    (0.5, 2)
    >>> media_weight("text/html;q=0.5, */*;q=0.1", "application/json")
    (0.1, 0)
    >>> media_weight("", "application/json")
    (1.0, 0)
    """
    if not accept.strip():
        return 1.0, 0
    ranges = [f"{media_type.partition('/')[0]}/*", media_type]
    exactness = {"*/*": 0} | {each: level for level, each in enumerate(ranges, 1)}
    found = [(exactness[each], weight) for each, weight in _weighted(accept) if each in exactness]
    exact, weight = max(found, default=(0, 0.0))
    return weight, exact


def encoding_weight(accept_encoding: str, coding: str) -> float:
    """Say how much a client wants a content coding; 0 if it does not (section 12.5.3).

    >>> encoding_weight("br, gzip;q=0", "gzip"), encoding_weight("*;q=0.5", "gzip")
    (0.0, 0.5)
    """
    weights = dict(_weighted(accept_encoding))
    return weights.get(coding, weights.get("*", 0.0))


def names_tag(if_none_match: Iterable[str], tag: str) -> bool:
    """Whether an ``If-None-Match`` names an entity tag: a list, or ``*`` (section 13.1.2).

    The comparison is the weak one: ``W/"a"`` and ``"a"`` are the same.

    >>> names_tag(['"a,b", W/"c"'], '"c"'), names_tag(["*"], '"c"'), names_tag(['"*"'], '"c"')
    (True, True, False)
    """
    value = ", ".join(if_none_match)
    return value.strip() == "*" or tag.removeprefix("W/") in _ENTITY_TAG.findall(value)


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """Split a list of names with weights; a weight that is none counts as 1."""
    for element in header.split(","):
        name, *parameters = (part.strip().lower() for part in element.split(";"))
        if name:
            weights = [text[2:].strip() for text in parameters if text.startswith("q=")]
            yield name, float(weights[0]) if weights and _QUALITY.fullmatch(weights[0]) else 1.0
