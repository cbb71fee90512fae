"""The codes that areas have in the schemes of others, for tables and CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Coded(Protocol):
    """An area, as any record tells of it."""

    @property
    def id(self) -> str:
        """Its identifier."""

    @property
    def codes(self) -> Mapping[str, str]:
        """Its codes by scheme."""


def schemes_of(areas: Iterable[Coded]) -> tuple[str, ...]:
    """Give the schemes that some areas have codes in, in the order in which they come.

    >>> from matcher.answer.records import AreaLabel
    >>> schemes_of([AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex")])
    ('CPA', 'Delius')
    """
    return tuple(dict.fromkeys(scheme for area in areas for scheme in area.codes))


def main_scheme(areas: Iterable[Coded]) -> str:
    """Give the scheme that tables tell areas by; empty if no area has a code."""
    return next(iter(schemes_of(areas)), "")


def main_code(area: Coded, scheme: str) -> str:
    """Give what tables tell an area by: its code in that scheme, or its identifier."""
    return area.codes.get(scheme, area.id)


def codes_cell(codes: Mapping[str, str]) -> str:
    """Write codes in one cell, as a folder's table has them.

    >>> codes_cell({"CPA": "19", "Delius": "C18"})
    'CPA=19;Delius=C18'
    """
    return ";".join(f"{scheme}={code}" for scheme, code in codes.items())
