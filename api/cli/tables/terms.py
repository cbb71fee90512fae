"""A contract's terms, checked, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, titled_table
from api.formats.terms_rows import cited, severity_words, summary_words
from api.formats.words import pounds_words
from matcher.terms.answer import NO_ADVICE
from matcher.terms.records import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.records.terms import ReadTerms
    from matcher.offers.records import Offer
    from matcher.terms.answer import Finding


def terms_parts(
    found: ReadTerms, *, offer: Offer | None = None, notes: bool = False
) -> Iterator[RenderableType]:
    """Show what to talk about first, then clause by clause, what is missing, and the standards.

    Parameters
    ----------
    found : the contract that was read
    offer : shown with and without the terms
    notes : whether clauses that need no change are shown too
    """
    terms = found.terms
    yield Line("The terms, checked", bold=True)
    yield Line(f"{summary_words(terms)}\n{NO_ADVICE}")
    yield Line(f"Read as {found.read_as}: {terms.clauses:,} clauses, {terms.words:,} words.")
    for note in found.notes:
        yield Line(note)
    told: set[Kind] = set()
    for each in terms.findings:
        if each.severity is not Severity.NOTE or notes:
            yield from _finding(each, briefly=each.kind in told)
            told.add(each.kind)
    yield from _missing(found)
    yield from _standards(found)
    yield from _carried(found)
    if offer is not None:
        yield from _with_and_without(offer, found)
    yield from _advisers(found)


def _finding(each: Finding, *, briefly: bool) -> Iterator[RenderableType]:
    """Show a finding; `briefly` without what an earlier one of its kind said."""
    yield Line(
        f"\n{severity_words(each.severity).upper()}  {each.clause}  {each.title}: {each.rule}",
        bold=True,
    )
    yield Line(f"  “{' '.join(each.words.split())}”")
    if each.read_with:
        yield Line(f"  Read with: {', '.join(each.read_with)}")
    yield Line(f"  It means: {each.means}")
    if each.ask and not briefly:
        yield Line(f"  Why it matters: {each.matters}")
        yield Line(f"  Ask for: {each.ask}")
        yield Line(f"  From: {cited(each.sources)}")


def _missing(found: ReadTerms) -> Iterator[RenderableType]:
    if not found.terms.missing:
        return
    table = titled_table("\nMissing altogether", "How bad", "What", last="What to ask for")
    for each in found.terms.missing:
        table.add_row(severity_words(each.severity), each.title, each.means)
    yield table


def _standards(found: ReadTerms) -> Iterator[RenderableType]:
    table = titled_table(
        "Against published standards", "Standard", "Demand", "Found", last="Clauses"
    )
    for each in found.terms.standards:
        table.add_row(each.standard, each.item, each.said, ", ".join(each.clauses))
    yield table


def _carried(found: ReadTerms) -> Iterator[RenderableType]:
    if not found.carried:
        return
    table = titled_table(
        "What an offer takes from these terms", "Field", "Value", "Clause", last="Because"
    )
    for each in found.carried:
        table.add_row(each.field, each.value or "no cap", each.clause, each.rule)
    yield table


def _with_and_without(offer: Offer, found: ReadTerms) -> Iterator[RenderableType]:
    from matcher.offers.base_case import base_case  # noqa: PLC0415  (imports numpy)
    from matcher.terms.carrying import with_terms  # noqa: PLC0415

    table = titled_table(
        f"{offer.title}: with and without these terms",
        "",
        right=("Surplus", "Lowest balance"),
        last="In",
    )
    for name, each in (("as it was", offer), ("with the terms", with_terms(offer, found.carried))):
        base = base_case(each)
        table.add_row(
            name,
            pounds_words(base.surplus_gbp),
            pounds_words(base.lowest_balance_gbp),
            f"{base.lowest_month:%B %Y}",
        )
    yield table


def _advisers(found: ReadTerms) -> Iterator[RenderableType]:
    yield Line("Where to get legal advice", bold=True)
    for each in found.advisers:
        ended = f" {each.until}" if each.until else ""
        yield Line(f"- {each.name}: {each.what} {each.who}{ended} {each.address}".rstrip())
