"""Where a record says that something is: the programme's places, and words for the rest."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.sources.nuts import NUTS_2

if TYPE_CHECKING:
    from graph.records.identifiers import PlaceCode
    from graph.sources.places import PlaceNames

_REGIONS = {
    "C": "E12000001",
    "D": "E12000002",
    "E": "E12000003",
    "F": "E12000004",
    "G": "E12000005",
    "H": "E12000006",
    "I": "E12000007",
    "J": "E12000008",
    "K": "E12000009",
    "L": "W92000004",
    "M": "S92000003",
    "N": "N92000002",
}
"""The region or country of the third letter of a NUTS 1 (``UKI``) or ITL 1 (``TLI``) code."""
_REMEMBERED = 2**10
"""Most contracts and grants are for places of which there are a few hundred."""
_COUNTRIES = ("UK", "TL")
_GSS = re.compile(r"[A-Z]\d{8}")


def region_of(code: str) -> str:
    """Give the code by which places are known to a NUTS or ITL code of level 1 or 2; else nothing.

    Codes of smaller areas (``UKI31``) are no regions: a contract for two boroughs is not one for
    all of London.

    >>> region_of("UKI"), region_of("TLL"), region_of("TLD6"), region_of("UKI31"), region_of("Kent")
    ('E12000007', 'W92000004', 'UKD6', '', '')
    """
    if not code.startswith(_COUNTRIES):
        return ""
    smaller = f"UK{code[2:]}"
    return smaller if smaller in NUTS_2 else _REGIONS.get(code[2:], "")


@lru_cache(_REMEMBERED)
def located(
    places: PlaceNames, said: tuple[tuple[str, str], ...]
) -> tuple[tuple[PlaceCode, ...], tuple[str, ...]]:
    """Find places by code, else by name; what is found by neither is given in its own words.

    Parameters
    ----------
    places : of the programme
    said : codes (GSS, NUTS or ITL of level 1 or 2, or empty) and names (or empty)
    """
    found: dict[PlaceCode, None] = {}
    words: dict[str, None] = {}
    for code, name in said:
        gss = code if _GSS.fullmatch(code) else region_of(code)
        there = places.within(gss) if gss else ()
        there = there or (places.named(name) if name else ())
        found |= dict.fromkeys(there)
        if not there and (text := name or code):
            words[text] = None
    return tuple(found), tuple(words)
