"""What is told of each kind of term, from tables: meaning, reason, what to ask, and sources.

The tables are `guidance.csv`, `sources.csv`, `standards.csv` and `advice.csv`. A confidence is one
of the words of the fact tables (docs/programme.md), or ``estimate`` for our own judgement.
"""

from __future__ import annotations

import csv
import pkgutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.terms.records import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement comes from, when that was published, and how sure we are."""

    id: str
    title: str
    published: str
    confidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What is told of one kind of term.

    `missing_is` says how bad it is if no clause is about it; None where nothing is lost.
    """

    kind: Kind
    title: str
    means: Mapping[Severity, str]
    matters: str
    ask: str
    missing: str
    missing_is: Severity | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardItem:
    """One demand of a published standard: the kinds that bear on it, or words that show it."""

    standard: str
    item: str
    kinds: tuple[Kind, ...]
    words: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    """Where legal advice can be had, for whom, and until when; `until` is empty if it goes on."""

    name: str
    what: str
    who: str
    until: str
    address: str
    source: Source


def _rows(table: str) -> Iterator[dict[str, str]]:
    text = (pkgutil.get_data(__package__, table) or b"").decode("utf-8")
    yield from csv.DictReader(text.splitlines())


def _guidance(row: Mapping[str, str]) -> Guidance:
    return Guidance(
        kind=Kind(row["kind"]),
        title=row["title"],
        means={severity: row[severity.value] for severity in Severity},
        matters=row["matters"],
        ask=row["ask"],
        missing=row["missing"],
        missing_is=Severity(row["missing_is"]) if row["missing_is"] else None,
        sources=tuple(SOURCES[each] for each in row["source"].split()),
    )


SOURCES: Mapping[str, Source] = {row["id"]: Source(**row) for row in _rows("sources.csv")}
"""Every source that is cited, by its short name."""
GUIDANCE: Mapping[Kind, Guidance] = {
    each.kind: each for each in map(_guidance, _rows("guidance.csv"))
}
"""What is told of each kind."""
STANDARDS: tuple[StandardItem, ...] = tuple(
    StandardItem(
        standard=row["standard"],
        item=row["item"],
        kinds=tuple(Kind(each) for each in row["kinds"].split()),
        words=row["words"],
        source=SOURCES[row["source"]],
    )
    for row in _rows("standards.csv")
)
"""What published standards demand of a sub-contract."""
ADVISERS: tuple[Adviser, ...] = tuple(
    Adviser(
        name=row["name"],
        what=row["what"],
        who=row["who"],
        until=row["until"],
        address=row["address"],
        source=SOURCES[row["source"]],
    )
    for row in _rows("advice.csv")
)
"""Where legal advice can be had."""
