"""A contract's terms, checked, as a Word document to take into the room."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from api.formats.terms_rows import cited, severity_words, summary_words
from api.formats.word_document import WordColumn, WordDocument
from matcher.terms.answer import NO_ADVICE
from matcher.terms.records import Severity

if TYPE_CHECKING:
    from api.records.terms import ReadTerms

_NO_DAY = date(2026, 1, 1)
"""Word wants a day; the answer has none, and the same contract gives the same document."""
_PARTS = {
    Severity.RED: "Red: do not sign before this is changed",
    Severity.AMBER: "Amber: ask for better",
    Severity.NOTE: "Notes: nothing hurtful found",
}
_COLUMNS = (
    WordColumn(heading="Clause", part=0.8),
    WordColumn(heading="What it says", part=2.2),
    WordColumn(heading="What it means", part=1.6),
    WordColumn(heading="What to ask for", part=1.8),
)


def terms_document(found: ReadTerms) -> bytes:
    """Write the findings, what is missing, the standards and who advises."""
    document = WordDocument(title="Terms checked", footer="No legal advice.", day=_NO_DAY)
    document.title("The terms, checked", summary_words(found.terms))
    document.notice("This is no legal advice.", NO_ADVICE.partition(". ")[2])
    for note in found.notes:
        document.paragraph(note)
    for severity, heading in _PARTS.items():
        _write_findings(document, found, severity, heading)
    _write_missing(document, found)
    _write_standards(document, found)
    _write_advisers(document, found)
    return document.to_bytes()


def _write_findings(
    document: WordDocument, found: ReadTerms, severity: Severity, heading: str
) -> None:
    findings = found.terms.of(severity)
    if not findings:
        return
    document.heading(heading, 1)
    rows = [
        (each.clause, f"{each.title}: {each.rule}. “{each.words}”", each.means, each.ask)
        for each in findings
    ]
    document.table(f"{severity_words(severity)}: {len(rows):,}", _COLUMNS, rows)


def _write_missing(document: WordDocument, found: ReadTerms) -> None:
    if found.terms.missing:
        document.heading("Missing altogether", 1)
        document.bullets(
            f"{each.title} ({severity_words(each.severity).lower()}): {each.means}"
            for each in found.terms.missing
        )


def _write_standards(document: WordDocument, found: ReadTerms) -> None:
    document.heading("Against published standards", 1)
    columns = [WordColumn(heading=each) for each in ("Demand", "Standard", "Found", "Clauses")]
    rows = [
        (each.item, each.standard, each.said, ", ".join(each.clauses))
        for each in found.terms.standards
    ]
    document.table("What standards demand, and what was found", columns, rows)


def _write_advisers(document: WordDocument, found: ReadTerms) -> None:
    document.heading("Where to get legal advice", 1)
    document.bullets(
        f"{each.name}: {each.what} {each.who} {each.until} {each.address}".strip()
        for each in found.advisers
    )
    document.heading("Sources", 1)
    sources = {each for finding in found.terms.findings for each in finding.sources}
    document.bullets(sorted(cited([each]) for each in sources))
