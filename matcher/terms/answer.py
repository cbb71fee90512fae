"""The answer of a reading: findings, what is missing, and what published standards say.

Its fields are the JSON (docs/terms.md).
"""

from __future__ import annotations

from dataclasses import dataclass

from matcher.terms.guidance import Source  # noqa: TC001  (read at run time to make the JSON schema)
from matcher.terms.records import Figures, Kind, Severity  # noqa: TC001  (the same)

NO_ADVICE = (
    "This is no legal advice. A program read the words; it overlooks some things and"
    " misreads others. Have a lawyer read the contract before you sign."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a clause says of a kind, what it means, why it matters and what to ask for.

    `rule` names what was recognised, `words` are the contract's own, `read_with` are the clauses
    that it points to. `ask` is empty for a note.
    """

    kind: Kind
    title: str
    severity: Severity
    rule: str
    clause: str
    heading: str
    words: str
    read_with: tuple[str, ...]
    figures: Figures
    means: str
    matters: str
    ask: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A kind that no clause is about, and how bad that is."""

    kind: Kind
    title: str
    severity: Severity
    means: str
    ask: str
    matters: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardAnswer:
    """What was found of one demand of a standard: `said` in words, and the clauses."""

    standard: str
    item: str
    said: str
    clauses: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedTerms:
    """A contract's terms, checked. `cut_short` says that the text was too long to read whole."""

    clauses: int
    words: int
    cut_short: bool
    findings: tuple[Finding, ...]
    missing: tuple[Missing, ...]
    standards: tuple[StandardAnswer, ...]
    no_advice: str = NO_ADVICE

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Give the findings of one severity, in the contract's order."""
        return tuple(each for each in self.findings if each.severity is severity)

    def worst(self, kind: Kind) -> Finding | None:
        """Give the worst finding of a kind, if there is any."""
        return next((each for each in self.findings if each.kind is kind), None)
