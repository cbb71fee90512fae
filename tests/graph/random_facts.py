"""Random programmes: every table, every kind of value, references that resolve.

`facts()` follows the descriptions of the tables, so a new field or table is drawn without a change
here. The programmes are small (up to six organisations) and shrink to empty tables.
"""

from __future__ import annotations

import sys
from datetime import date
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from hypothesis import strategies as st

from graph.errors import IdentifierError
from graph.records.facts import Facts
from graph.records.identifiers import AreaCode, AreaId, OrgId, PlaceCode
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.records.table import is_optional
from graph.records.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

UNIQUE = {name: table.identity for name, table in TABLES.items() if table.identity}
"""The field by which the records of a table are told apart, where there is one."""

LEAST_INT, MOST_INT = -(2**63), 2**63 - 1
"""What both SQLite and Neo4j can keep."""

_MOST = {"organisations": 6, "places": 4, "collaborations": 3}
_MOST_OF_OTHERS = 2

ODD_TEXTS = (
    "",
    " ",
    "\x00",
    "a\nb\r\n\tc",
    "'; DROP TABLE organisations; --",
    "`}) DETACH DELETE (n) //",
    "$rows {0} %s \\u0041 \\",
    '["not", "a list"]',
    "null",
    "1e400",
    "Tŷ Gobaith — “Hope” 🏠",
    "e\u0301 is not \u00e9",
    "\u202eright to left",
    "\ufeff\uffff\U0010ffff",
)


def texts() -> st.SearchStrategy[str]:
    """Any text without lone surrogates, and texts that have made trouble somewhere."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(
        ODD_TEXTS
    )


def partial_dates() -> st.SearchStrategy[PartialDate]:
    """A year, a month or a day, from the year 1 to 9999."""
    lengths = st.sampled_from([len("2013"), len("2013-05"), len("2013-05-09")])
    return st.builds(lambda day, n: PartialDate(day.isoformat()[:n]), st.dates(), lengths)


def numbers() -> st.SearchStrategy[float]:
    """Any finite number: tiny, huge, either zero, and those that people write."""
    odd = (0.0, -0.0, 0.1 + 0.2, 2.0**53, sys.float_info.max, sys.float_info.min, 5e-324)
    return st.sampled_from(odd) | st.floats(allow_nan=False, allow_infinity=False)


def integers() -> st.SearchStrategy[int]:
    """Any integer of 64 bits."""
    return st.sampled_from([0, 1, -1, LEAST_INT, MOST_INT]) | st.integers(LEAST_INT, MOST_INT)


def org_ids() -> st.SearchStrategy[OrgId]:
    """Identifiers of registers that are known, of others, and local ones."""
    forms = (
        r"ZZ-PMS-[a-z0-9][a-z0-9\-]{0,9}",
        r"GB-CHC-[0-9]{6,7}(-[0-9]{1,3})?",
        r"GB-COH-[A-Z0-9]{2}[0-9]{6}",
        r"GB-SC-SC[0-9]{6}",
        r"[A-Z]{2}-[A-Z0-9]{2,8}-[A-Za-z0-9][A-Za-z0-9.\-]{0,20}",
    )
    drawn = st.one_of(*(st.from_regex(form, fullmatch=True) for form in forms))
    return drawn.filter(_is_org_id).map(OrgId)


def _is_org_id(text: str) -> bool:
    try:
        OrgId(text)
    except IdentifierError:
        return False
    return True


def place_codes() -> st.SearchStrategy[PlaceCode]:
    """Codes of all three forms."""
    return st.from_regex(PlaceCode.pattern, fullmatch=True).map(PlaceCode)


def area_ids() -> st.SearchStrategy[AreaId]:
    """Identifiers of contract areas."""
    return st.from_regex(AreaId.pattern, fullmatch=True).map(AreaId)


def area_codes() -> st.SearchStrategy[AreaCode]:
    """Codes of any scheme, those of Transforming Rehabilitation among them."""
    known = st.sampled_from(["CPA=19", "CPA=0", "CPA=019", "CPA=x", "Delius=C18", "cpa=19"])
    return (known | st.from_regex(AreaCode.pattern, fullmatch=True)).map(AreaCode)


def provenances() -> st.SearchStrategy[Provenance]:
    """Sources need not be listed: no store refers from a fact to its sources."""
    return st.builds(
        Provenance,
        sources=st.lists(texts(), max_size=2).map(tuple),
        known_from=st.none() | partial_dates(),
        confidence=st.sampled_from(Confidence),
    )


Known = dict[str, tuple[Any, ...]]

_BY_TYPE: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
    str: texts,
    int: integers,
    float: numbers,
    bool: st.booleans,
    date: st.dates,
    PartialDate: partial_dates,
    OrgId: org_ids,
    PlaceCode: place_codes,
    AreaId: area_ids,
    AreaCode: area_codes,
    tuple[AreaCode, ...]: lambda: st.lists(area_codes(), max_size=2).map(tuple),
}


_FEW = st.integers(0, _MOST_OF_OTHERS)
_SOME_PROVENANCES = st.lists(provenances(), min_size=1, max_size=3)
_ORIGINS = "provenances"
"""Records share a few provenances: one for each would take half of the time."""


@st.composite
def facts(draw: st.DrawFn, programme: str | None = None) -> Facts:
    """Draw a programme; `programme` is its identifier, any text if None."""
    known = {table: tuple(draw(_keys(table))) for table in UNIQUE}
    known["programmes"] = (draw(texts()) if programme is None else programme,)
    known[_ORIGINS] = tuple(draw(_SOME_PROVENANCES))
    return Facts(**{table: tuple(_draw_table(draw, table, known)) for table in TABLES})


def _draw_table(draw: st.DrawFn, table: str, known: Known) -> list[Any]:
    """Draw the records for the table's keys, or a few; none if one must refer to an empty table."""
    references = [(column.hint, column.to) for column in TABLES[table].columns if column.to]
    if any(_must_refer(hint) and not known[to] for hint, to in references):
        return []
    if table in UNIQUE:
        return [_draw_record(draw, table, known, {UNIQUE[table]: k}) for k in known[table]]
    return [_draw_record(draw, table, known, {}) for _ in range(draw(_FEW))]


def _draw_record(draw: st.DrawFn, table: str, known: Known, given: dict[str, Any]) -> Any:
    described = TABLES[table]
    drawn = {
        column.field: draw(
            _reference(column.hint, known[column.to]) if column.to else _value(column.hint)
        )
        for column in described.columns
        if column.field not in given
    }
    if described.has_provenance:
        drawn["provenance"] = draw(st.sampled_from(known[_ORIGINS]))
    return described.record(**given, **drawn)


@cache
def _keys(table: str) -> st.SearchStrategy[list[Any]]:
    hint = TABLES[table].column(UNIQUE[table]).hint
    return st.lists(_value(hint), max_size=_MOST.get(table, _MOST_OF_OTHERS), unique=True)


def _reference(hint: Any, codes: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    some = st.sampled_from(codes) if codes else st.nothing()
    if get_origin(hint) is tuple:
        return st.lists(some, max_size=2 if codes else 0).map(tuple)
    return st.none() | some if is_optional(hint) else some


@cache
def _value(hint: Any) -> st.SearchStrategy[Any]:
    if is_optional(hint):
        inner = next(part for part in get_args(hint) if part is not type(None))
        return st.none() | _value(inner)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _BY_TYPE[hint]()


def _must_refer(hint: Any) -> bool:
    return get_origin(hint) is not tuple and not is_optional(hint)
