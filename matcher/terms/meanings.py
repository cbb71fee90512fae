"""Defined terms and cross-references: what must be read together with a clause."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from matcher.terms.records import Clause

LONGEST_MEANING_WORDS = 80
_MEANS = re.compile(
    r"[\"“]([^\"”]{2,60})[\"”]:? +(?:means|shall mean|has the meaning)\b[,:]? *(.+?)(?=$|\n)",
    re.DOTALL,
)
_REFERENCE = re.compile(
    r"\b(?:clauses?|paragraphs?|articles?) +(\d{1,3}(?:\.\d{1,3})*(?:\([a-z]+\))*"
    r"(?:(?:,| and| or| to) +\d{1,3}(?:\.\d{1,3})*(?:\([a-z]+\))*)*)",
    re.IGNORECASE,
)
_ONE = re.compile(r"\d{1,3}(?:\.\d{1,3})*(?:\([a-z]+\))*")


def meanings(clauses: Iterable[Clause]) -> dict[str, str]:
    """Find what a contract's defined terms mean, by term as written.

    >>> from matcher.terms.records import Clause
    >>> meanings([Clause(number="1", heading="", text='"Payment Period" means 75 days.')])
    {'Payment Period': '75 days.'}
    """
    found: dict[str, str] = {}
    for clause in clauses:
        for term, words in _MEANS.findall(clause.text):
            if len(words.split()) <= LONGEST_MEANING_WORDS:
                found.setdefault(term.strip(), words.strip())
    return found


def is_definition(text: str) -> bool:
    """Whether a clause only says what a term means."""
    return bool(_MEANS.match(text.strip()))


def explained(text: str, terms: Mapping[str, str]) -> str:
    """Add to a passage what its defined terms mean.

    >>> explained("It pays within the Payment Period.", {"Payment Period": "75 days."})
    'It pays within the Payment Period (75 days).'
    """
    for term, words in terms.items():
        if term in text:
            text = text.replace(term, f"{term} ({words.rstrip('.')})", 1)
    return text


def references(text: str, known: Sequence[str]) -> tuple[str, ...]:
    """Name the clauses of this contract that a passage points to.

    >>> references("Subject to clauses 7.6 and 9, and the Act", ["7.5", "7.6"])
    ('7.6',)
    """
    found = [one for group in _REFERENCE.findall(text) for one in _ONE.findall(group)]
    return tuple(dict.fromkeys(each for each in found if each in known))
