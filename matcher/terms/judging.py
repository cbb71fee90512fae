"""What a passage says about each kind of term: by its likeness to others, and by rules."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from matcher.terms.likeness import built_in as likeness
from matcher.terms.numbers import amounts_of, days_of, months_of, shares_of
from matcher.terms.plain import plain
from matcher.terms.records import Figures, Kind, Rule, Severity
from matcher.terms.rules import RULE_SETS
from matcher.terms.weighing import LEAST_CHANCE, chance_of, evidence
from matcher.terms.weighing import built_in as weighing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from matcher.terms.likeness import Reading

LONGEST_PASSAGE_WORDS = 90
"""Longer clauses are read in pieces of whole sentences, so that words far apart are not mixed."""
LEAST_CHANCE_ABOUT, LEAST_CHANCE_BESIDE = 0.45, 0.3
"""A passage without a flag is about a kind from the first chance on, and from the second if a rule
holds, too."""
FEWEST_WORDS_ALIKE = 8
"""With fewer words a passage is a title, or the beginning of a list: it reads like nothing."""
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
    """Say what a passage says of each kind that it is about.

    What it reads like and what rules say are weighed: a kind is flagged if a reader likely would.
    A rule that compares figures decides, since 30 days and 31 read alike.
    Without a flag, the kind that it reads like most is told as harmless, if it reads like that
    enough, and a kind of which a rule holds, if it or one of its sentences reads a little like it.
    Titles are left to the rules.

    >>> [(kind.value, rule.name) for kind, rule, _ in judged(
    ...     "The Prime shall pay each invoice within 60 days of receipt.")]
    [('payment', 'later than 30 days')]
    """
    words = plain(passage)
    held = {kind: (rule, figures) for kind, rule, figures in by_rules(words)}
    if len(words.split()) < FEWEST_WORDS_ALIKE:
        yield from ((kind, *found) for kind, found in held.items())
        return
    read = likeness().reading(words)
    for kind in Kind:
        rule, figures = held.get(kind, (None, Figures()))
        flagged = _is_flagged(kind, read, rule)
        if flagged or _is_about(kind, read, passage, held=rule is not None):
            yield kind, *_told(_severity(read, kind, flagged=flagged), rule, figures)


def _is_flagged(kind: Kind, read: Reading, rule: Rule | None) -> bool:
    """Say whether a reader likely would flag it; figures that a rule compared leave no doubt."""
    if rule is not None and rule.test is not None and _reads_like(kind, read):
        return rule.severity is not Severity.NOTE
    return weighing().chance(evidence(read, kind, rule)) >= LEAST_CHANCE


def _reads_like(kind: Kind, read: Reading) -> bool:
    return kind is read.likeliest and chance_of(read.about[kind]) >= LEAST_CHANCE_ABOUT


def _is_about(kind: Kind, read: Reading, passage: str, *, held: bool) -> bool:
    """Say whether a passage without a flag is about a kind, so that it is not missing."""
    if _reads_like(kind, read):
        return True
    return held and any(
        chance_of(part.about[kind]) >= LEAST_CHANCE_BESIDE for part in (read, *_readings(passage))
    )


def _readings(passage: str) -> Iterator[Reading]:
    """What each sentence reads like: in a long passage one of many kinds is easily lost."""
    return (likeness().reading(plain(sentence)) for sentence in _sentences(passage))


def _severity(read: Reading, kind: Kind, *, flagged: bool) -> Severity:
    if not flagged:
        return Severity.NOTE
    return Severity.RED if read.red[kind] >= 0 else Severity.AMBER


def _told(severity: Severity, rule: Rule | None, figures: Figures) -> tuple[Rule, Figures]:
    """Let a rule say why, if it agrees whether the passage harms."""
    if rule is not None and (rule.severity is Severity.NOTE) == (severity is Severity.NOTE):
        return rule, figures
    return LIKE[severity], Figures()


LIKE: Mapping[Severity, Rule] = {
    Severity.RED: Rule("reads like clauses that harm", Severity.RED, ()),
    Severity.AMBER: Rule("reads like clauses to look at", Severity.AMBER, ()),
    Severity.NOTE: Rule("reads like harmless clauses", Severity.NOTE, ()),
}
"""What is said where no rule says why. No figures are read then: only a rule could tell which of
them is meant."""


def by_rules(words: str) -> Iterator[tuple[Kind, Rule, Figures]]:
    """Say which rule holds for each kind that a passage in plain words is about."""
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
