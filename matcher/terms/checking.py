"""A contract's text read whole: what it says of each kind, what is missing, and by which standard.

`check` is the one way in. It opens nothing and keeps nothing; the same text gives the same answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from matcher.terms.answer import CheckedTerms, Finding, Missing, StandardAnswer
from matcher.terms.guidance import GUIDANCE, STANDARDS
from matcher.terms.judging import judged, passages
from matcher.terms.meanings import explained, is_definition, meanings, references
from matcher.terms.parties import named_parties, with_usual_names
from matcher.terms.records import Clause, Figures, Kind, Rule, Severity
from matcher.terms.splitting import split, with_lead

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from matcher.terms.guidance import StandardItem

MOST_CHARACTERS = 600_000
"""How much of a text is read: about 100,000 words, or 250 pages, in ten seconds."""
LONGEST_QUOTE = 600
FEWEST_WORDS = 8
"""A text with fewer words is no contract, and no clause of one."""


def check(text: str) -> CheckedTerms:
    """Read a contract's terms.

    Parameters
    ----------
    text : its words, a line for each paragraph or row of a table

    Returns
    -------
    CheckedTerms
        The findings, the worst first and then in the contract's order, and what is missing.

    >>> found = check("5.1 The Prime shall pay each invoice within 60 days of receipt.")
    >>> [(each.clause, each.kind.value, each.severity.value) for each in found.findings]
    [('5.1', 'payment', 'red')]
    """
    clauses = split(text[:MOST_CHARACTERS])
    findings = sorted(_findings(clauses, named_parties(text)), key=lambda each: each.severity.rank)
    return CheckedTerms(
        clauses=len(clauses),
        words=sum(len(clause.text.split()) for clause in clauses),
        cut_short=len(text) > MOST_CHARACTERS,
        findings=tuple(findings),
        missing=tuple(_missing(findings)),
        standards=tuple(_answered(item, clauses, findings) for item in STANDARDS),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """What a contract's clauses are read with: its defined terms, and its names of parties."""

    terms: Mapping[str, str]
    names: Mapping[str, str]


def _findings(clauses: Sequence[Clause], names: Mapping[str, str]) -> Iterator[Finding]:
    numbers = [clause.number for clause in clauses if clause.number]
    context = _Context(terms=meanings(clauses), names=names)
    for clause, lead in with_lead(list(clauses)):
        if not is_definition(clause.text):
            for found in _worst(clause, lead, context).values():
                yield _finding(clause, found, references(clause.text, numbers))


_Found = tuple[Kind, Rule, Figures, str]


def _worst(clause: Clause, lead: str, context: _Context) -> dict[Kind, _Found]:
    """The worst that a clause says of each kind, with the passage that says it."""
    worst: dict[Kind, _Found] = {}
    for passage in passages(clause.text):
        read = explained(f"{lead} {passage}".strip(), context.terms)
        read = with_usual_names(read, context.names)
        for kind, rule, figures in judged(read):
            before = worst.get(kind)
            if before is None or rule.severity.rank < before[1].severity.rank:
                quoted = f"{lead}: {passage}" if lead else passage
                worst[kind] = (kind, rule, figures, quoted)
    return worst


def _finding(clause: Clause, found: _Found, read_with: tuple[str, ...]) -> Finding:
    kind, rule, figures, passage = found
    told = GUIDANCE[kind]
    return Finding(
        kind=kind,
        title=told.title,
        severity=rule.severity,
        rule=rule.name,
        clause=clause.label,
        heading=clause.heading,
        words=_quoted(passage),
        read_with=read_with,
        figures=figures,
        means=told.means[rule.severity],
        matters=told.matters,
        ask="" if rule.severity is Severity.NOTE else told.ask,
        sources=told.sources,
    )


def _quoted(passage: str) -> str:
    """Shorten a passage at a word, and say so."""
    if len(passage) <= LONGEST_QUOTE:
        return passage
    return passage[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " ..."


def _missing(findings: Sequence[Finding]) -> Iterator[Missing]:
    there = {finding.kind for finding in findings}
    for kind, told in GUIDANCE.items():
        if kind not in there and told.missing_is is not None:
            yield Missing(
                kind=kind,
                title=told.title,
                severity=told.missing_is,
                means=told.missing,
                ask=told.ask,
                matters=told.matters,
                sources=told.sources,
            )


def _answered(
    item: StandardItem, clauses: Sequence[Clause], findings: Sequence[Finding]
) -> StandardAnswer:
    """Say which clauses are about a demand (`words`), or against it (`kinds`)."""
    if item.words:
        pattern = re.compile(item.words, re.IGNORECASE)
        about = [clause.label for clause in clauses if pattern.search(_whole(clause))]
        said = "there" if about else "not found"
    else:
        about = [each.clause for each in findings if each.kind in item.kinds and _hurts(each)]
        seen = any(each.kind in item.kinds for each in findings)
        said = "against it" if about else "nothing against it" if seen else "not found"
    return StandardAnswer(
        standard=item.standard,
        item=item.item,
        said=said,
        clauses=tuple(dict.fromkeys(about)),
        source=item.source,
    )


def _whole(clause: Clause) -> str:
    return f"{clause.heading} {clause.text}"


def _hurts(finding: Finding) -> bool:
    return finding.severity is Severity.RED
