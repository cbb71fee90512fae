"""The words of a text: what rules and models both read, within limits."""

from __future__ import annotations

import re
from functools import lru_cache

LONGEST_TEXT = 20_000
"""Characters of one organisation's texts that are read; the longest objects have about 8,000."""

_WORD = re.compile(r"\w+|[.;:!?()\[\]\n\u2022]")
MARKS = frozenset(".;:!?()[]\n\u2022")
"""The parts of a text that are no words."""
_MODEL_CLAUSES = re.compile(
    r"one\s+o[rf]\s+more\s+of\s+the\s*following.{0,900}?habitable\s+standards(?:.{0,120}?into\s+society)?"
    r"|by\s+reason\s+of\s+(?:their\s+)?youth,?\s*age,?\s.{0,80}?circumstances",
    re.DOTALL,
)
"""Clauses that lawyers put into many charities' objects; they say nothing of what a charity does.

The first defines who is socially excluded, an offender among them; the second who is in need.
"""
_ENDINGS = ("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("s", "")
_KEEPS_S = ("ss", "us", "is")
_SHORTEST_PLURAL = 4


def parts(text: str) -> list[str]:
    """Split a text into its words, in small letters, and the marks that end a clause.

    >>> parts("Women's refuge; NO men.")
    ['women', 's', 'refuge', ';', 'no', 'men', '.']
    """
    return _WORD.findall(_MODEL_CLAUSES.sub(" ", text[:LONGEST_TEXT].lower()))


def words(text: str) -> list[str]:
    """Split a text into its words alone."""
    return [part for part in parts(text) if part not in MARKS]


def is_word(part: str) -> bool:
    """Whether a part is a word, and no mark."""
    return part not in MARKS


@lru_cache(2**16)
def singular(word: str) -> str:
    """Give the singular of a word, roughly: rules and texts are treated alike.

    >>> singular("charities"), singular("offenders"), singular("homelessness"), singular("abuses")
    ('charity', 'offender', 'homelessness', 'abuse')
    """
    if len(word) < _SHORTEST_PLURAL or word.endswith(_KEEPS_S):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + instead
    return word
