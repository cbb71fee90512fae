"""What the codes of a classification say against a text.

A congregation, a school or a fund may name the homeless and mental health, and still gives no
service for adults. Its class says so (``codes.csv``); nothing is inferred of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graph.texts.own_tables import own_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """Codes of a family, the codes that begin alike, that speak against a service."""

    scheme: str
    family: str
    codes: frozenset[str]


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(scheme=row["scheme"], family=row["family"], codes=frozenset(row["codes"].split()))
        for row in own_table("codes")
    )


@cache
def schemes_read() -> frozenset[str]:
    """Give the schemes whose codes are read."""
    return frozenset(rule.scheme for rule in _rules())


def no_service(codes: Iterable[tuple[str, Collection[str]]]) -> bool:
    """Whether an organisation's codes, by scheme, say that it gives no service for adults.

    They do if it has codes of a family and all of them speak against one.

    >>> no_service([("icnptso", ["I10"])]), no_service([("icnptso", ["I10", "D19"])])
    (True, False)
    >>> no_service([("ccew", ["107", "302"])]), no_service([("ccew", ["107", "302", "306"])])
    (True, False)
    """
    for scheme, held in codes:
        for rule in _rules():
            family = [code for code in held if code.startswith(rule.family)]
            if scheme == rule.scheme and family and rule.codes.issuperset(family):
                return True
    return False
