"""The columns of a table of support, and the offers that its rows are.

The built-in table and those that people add have the same columns. A row with the key of another
takes its place, so that dates can be brought up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.packs import cells
from graph.records.provenance import Confidence
from matcher.errors import BriefMistake
from matcher.readiness.question import Theme
from matcher.readiness.support_records import SupportOffer
from matcher.readiness.support_rules import read_rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

KINDS = ("grant", "advice", "training", "legal", "partnership", "tool", "investment")
MOST_ROWS = 2_000
_LONGEST_CELL = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it says, an example, and how a cell is read."""

    heading: str
    says: str
    example: str
    read: Callable[[str], Any]


def _text(cell: str) -> str:
    if len(cell) > _LONGEST_CELL:
        message = f"is longer than {_LONGEST_CELL:,} characters"
        raise ValueError(message)
    return cells.text(cell.strip())


def _key(cell: str) -> str:
    if not cell.replace("-", "").isalnum() or not cell.isascii() or cell != cell.lower():
        message = f"{cell!r} is no key: small letters, digits and hyphens, such as reach-fund"
        raise ValueError(message)
    return cell


_money = cells.optional(cells.number())
_day = cells.optional(cells.partial_date)
_needed = cells.required(_text)

COLUMNS: Sequence[Column] = (
    Column("key", "its key; a later row with the same key takes its place", "reach-fund", _key),
    Column("programme", "the programme that it belongs to; blank for any", "", _text),
    Column("name", "what it is called", "Reach Fund", _needed),
    Column("by", "who gives it", "Access", _needed),
    Column("kind", f"one of {', '.join(KINDS)}", "grant", cells.one_of(*KINDS)),
    Column("gives", "what it gives, in a sentence", "Grants to get ready", _needed),
    Column(
        "helps",
        f"themes that it helps with, with semicolons: {', '.join(Theme)}",
        "reserves; evidence",
        cells.many(cells.one_of(*Theme)),
    ),
    Column("fund_gbp", "the whole fund in pounds; blank if not known", "", _money),
    Column("least_gbp", "the least that one gets", "", _money),
    Column("most_gbp", "the most that one gets", "15000", _money),
    Column("opens", "its first day, month or year; blank if not known", "2026-04", _day),
    Column("closes", "its last; blank if not known", "", _day),
    Column("confirmed", "when a source last said that it was open", "2026-11-01", _day),
    Column("rules", "who may have it (docs/readiness.md)", "sector = vcse", read_rules),
    Column("projects", "who had it first, with semicolons", "", cells.many(_text)),
    Column("supported", "the collaboration whose members had it", "", _text),
    Column("takes", "how long it takes, if a source says so", "", _text),
    Column("how", "how to apply", "Ask an Access Point", _text),
    Column("note", "what a reader should know", "", _text),
    Column("source", "the title of the page that says so", "Reach Fund: guidance", _needed),
    Column("address", "its address", "reachfund.org.uk", _text),
    Column("known_from", "since when it was public", "2026-11", cells.partial_date),
    Column(
        "confidence",
        f"one of {', '.join(Confidence)}",
        "verified-secondary",
        cells.word(Confidence),
    ),
)
HEADINGS = tuple(column.heading for column in COLUMNS)
NEEDED = ("key", "name", "by", "kind", "gives", "source", "known_from", "confidence")


def read_offers(
    rows: Iterable[tuple[int, Mapping[str, str]]], *, file: str
) -> tuple[list[SupportOffer], list[BriefMistake]]:
    """Read the rows of a table, each with its number, and all that is wrong with them."""
    offers: dict[str, SupportOffer] = {}
    mistakes: list[BriefMistake] = []
    for number, row in rows:
        if number > MOST_ROWS + 1:
            mistakes.append(BriefMistake(file, f"has more than {MOST_ROWS:,} rows"))
            break
        offer, wrong = _offer(row)
        mistakes += [BriefMistake(f"{file} row {number}, {name}", why) for name, why in wrong]
        if offer is None:
            continue
        if offer.key in offers:
            told = f"{offer.key!r} stands in another row, too"
            mistakes.append(BriefMistake(f"{file} row {number}, key", told))
        offers[offer.key] = offer
    return list(offers.values()), mistakes


def _offer(row: Mapping[str, str]) -> tuple[SupportOffer | None, list[tuple[str, str]]]:
    """Read one row."""
    values: dict[str, Any] = {}
    wrong: list[tuple[str, str]] = []
    for column in COLUMNS:
        cell = row.get(column.heading, "").strip()
        if not cell and column.heading in NEEDED:
            wrong.append((column.heading, f"must not be blank, such as {column.example}"))
            continue
        try:
            values[column.heading] = column.read(cell)
        except ValueError as error:
            wrong.append((column.heading, str(error)))
    wrong += _disorder(values)
    return (None if wrong else SupportOffer(**values)), wrong


def _disorder(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what contradicts itself."""
    wrong: list[tuple[str, str]] = []
    opens, closes = values.get("opens"), values.get("closes")
    if opens and closes and closes.last_day < opens.first_day:
        wrong.append(("closes", f"{closes} is before it opens, {opens}"))
    least, most = values.get("least_gbp"), values.get("most_gbp")
    if least is not None and most is not None and most < least:
        wrong.append(("most_gbp", f"{most:,.0f} is below least_gbp, {least:,.0f}"))
    return wrong
