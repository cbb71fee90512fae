"""A contract's terms as rows of CSV, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from matcher.terms.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from api.formats.serialise import Row
    from api.records.terms import ReadTerms
    from matcher.terms.answer import CheckedTerms
    from matcher.terms.guidance import Source

TERMS_COLUMNS = (
    *("severity", "kind", "title", "clause", "heading", "rule", "words", "read_with"),
    *("days", "months", "share", "amount_gbp", "means", "matters", "ask", "sources"),
)
"""A row is a finding, or a kind that is missing: then `rule` is ``missing``."""
MISSING = "missing"
_FIRST = 3
_SHOWN = {Severity.RED: "Red", Severity.AMBER: "Amber", Severity.NOTE: "Note"}


def terms_rows(found: ReadTerms) -> Iterator[Row]:
    """One row for each finding, then for each kind that is missing."""
    for each in found.terms.findings:
        figures = each.figures
        yield {
            "severity": each.severity.value,
            "kind": each.kind.value,
            "title": each.title,
            "clause": each.clause,
            "heading": each.heading,
            "rule": each.rule,
            "words": " ".join(each.words.split()),
            "read_with": "; ".join(each.read_with),
            "days": figures.days,
            "months": figures.months,
            "share": figures.share,
            "amount_gbp": figures.amount_gbp,
            "means": each.means,
            "matters": each.matters,
            "ask": each.ask,
            "sources": cited(each.sources),
        }
    for gap in found.terms.missing:
        yield {
            "severity": gap.severity.value,
            "kind": gap.kind.value,
            "title": gap.title,
            "rule": MISSING,
            "means": gap.means,
            "matters": gap.matters,
            "ask": gap.ask,
            "sources": cited(gap.sources),
        }


def cited(sources: Sequence[Source]) -> str:
    """Name sources with their dates and how sure we are."""
    return "; ".join(f"{each.title} ({each.published}; {each.confidence})" for each in sources)


def severity_words(severity: Severity) -> str:
    """Name a severity as people read it."""
    return _SHOWN[severity]


def summary_words(terms: CheckedTerms) -> str:
    """Say in a sentence or two how many things there are to look at, and what is worst.

    >>> from matcher.terms.checking import check
    >>> summary_words(check("5.1 The Prime shall pay each invoice within 60 days."))[:60]
    '1 point is red, 0 points are amber, 0 points need no change.'
    """
    red, amber, note = (_points(len(terms.of(each))) for each in Severity)
    verb = {True: "is", False: "are"}
    told = (
        f"{red} {verb[red.startswith('1 ')]} red, {amber} {verb[amber.startswith('1 ')]} amber,"
        f" {note} {'needs' if note.startswith('1 ') else 'need'} no change."
    )
    titles = list(dict.fromkeys(each.title for each in terms.of(Severity.RED)))[:_FIRST]
    worst = f" Talk first about: {'; '.join(titles)}." if titles else ""
    return told + worst + _gaps(terms)


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count:,} points"


def _gaps(terms: CheckedTerms) -> str:
    titles = [each.title for each in terms.missing if each.severity is Severity.RED]
    return f" Missing altogether: {'; '.join(titles)}." if titles else ""
