"""What a passage says about each kind of term, by the rules."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from matcher.terms.numbers import amounts_of, days_of, months_of, shares_of
from matcher.terms.plain import plain
from matcher.terms.records import Figures, Kind, Rule
from matcher.terms.rules import RULE_SETS

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_PASSAGE_WORDS = 90
"""Longer clauses are read in pieces of whole sentences, so that words far apart are not mixed."""
LONGEST_SENTENCE = 2_000
"""In characters."""
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"”][.;]) +(?=[A-Z(\"“])")


def passages(text: str) -> Iterator[str]:
    """Cut a clause into pieces of whole sentences, each of at most 90 words where possible.

    A sentence of more than 2,000 characters is cut, so that no rule takes long.
    """
    piece: list[str] = []
    words = 0
    for sentence in _sentences(text):
        length = len(sentence.split())
        if piece and words + length > LONGEST_PASSAGE_WORDS:
            yield " ".join(piece)
            piece, words = [], 0
        piece.append(sentence)
        words += length
    if piece:
        yield " ".join(piece)


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        for start in range(0, len(sentence), LONGEST_SENTENCE):
            yield sentence[start : start + LONGEST_SENTENCE]


def judged(passage: str) -> Iterator[tuple[Kind, Rule, Figures]]:
    """Say which rule holds for each kind that a passage is about.

    >>> [(kind.value, rule.name) for kind, rule, _ in judged(
    ...     "The Prime shall pay each invoice within 60 days of receipt.")]
    [('payment', 'later than 30 days')]
    """
    words = plain(passage)
    for kind in Kind:
        if not any(stem in words for stem in RULE_SETS[kind].stems):
            continue
        own = _without_alike(kind, words)
        rule = next((each for each in RULE_SETS[kind].rules if _holds(each, own)), None)
        if rule is not None:
            yield kind, rule, _figures(own)


def _without_alike(kind: Kind, words: str) -> str:
    for pattern in RULE_SETS[kind].alike:
        words = _compiled(pattern).sub(" ", words)
    return words


def _holds(rule: Rule, words: str) -> bool:
    return (
        all(_compiled(pattern).search(words) for pattern in rule.when)
        and not any(_compiled(pattern).search(words) for pattern in rule.unless)
        and (rule.test is None or rule.test(words))
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _figures(words: str) -> Figures:
    """Give the figure of each sort that hurts most: the least months, else the most."""
    return Figures(
        days=max(days_of(words), default=None),
        months=min(months_of(words), default=None),
        share=max(shares_of(words), default=None),
        amount_gbp=max(amounts_of(words), default=None),
    )
