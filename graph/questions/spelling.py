"""Which words are nearly the same, and how an index finds them without comparing all.

Nearness is the optimal string alignment distance: insertions, deletions, substitutions and swaps
of neighbouring letters. If two words are within distance d, then striking at most d letters from
each gives a text that both have in common, and so it does for their first letters alone. An index
that keeps every word under the texts that are left of its first letters finds all that are near
(symmetric deletion: W. Garbe, SymSpell, 2012, https://github.com/wolfgarbe/SymSpell).
"""

from __future__ import annotations

from itertools import chain, combinations

_ONE_FROM, _TWO_FROM = 4, 8
_PREFIX = 7
_MOST_DIGITS = 2


def tolerance(word: str) -> int:
    """Give how far off a word that was typed may be spelled.

    0 under 4 letters or with a digit, 1 under 8, else 2.

    >>> tolerance("yss"), tolerance("catch22"), tolerance("nakro"), tolerance("turnning")
    (0, 0, 1, 2)
    """
    if len(word) < _ONE_FROM or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) < _TWO_FROM else 2


def is_near(typed: str, word: str) -> bool:
    """Whether a word may be meant by the one that was typed.

    >>> is_near("nakro", "nacro"), is_near("turnnign", "turning"), is_near("mind", "bond")
    (True, True, False)
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415  (only when nothing matches exactly)

    allowed = tolerance(typed)
    return typed == word or OSA.distance(typed, word, score_cutoff=allowed) <= allowed


def kept_spellings(word: str) -> frozenset[str]:
    """Give the texts that an index keeps a name's word under.

    Enough for any word that may be typed: it is up to two letters longer or shorter. None for a
    word that only its exact spelling can find.

    >>> sorted(kept_spellings("yss"))
    ['ss', 'ys', 'yss']
    """
    if not is_kept(word):
        return frozenset()
    return _struck(word[:_PREFIX], 1 if len(word) < _TWO_FROM - 2 else 2)


def is_kept(word: str) -> bool:
    """Say whether another spelling than the exact one can find a name's word.

    >>> is_kept("yss"), is_kept("catch22"), is_kept("1121560")
    (True, True, False)
    """
    if len(word) < _ONE_FROM - 1 or word.isdigit():
        return False
    return word.isalpha() or sum(map(str.isdigit, word)) <= _MOST_DIGITS


def asked_spellings(typed: str) -> frozenset[str]:
    """Give the texts to look for, to find every word that is near the one that was typed."""
    return _struck(typed[:_PREFIX], tolerance(typed))


def _struck(word: str, most: int) -> frozenset[str]:
    """Strike up to some letters from a word, in every way."""
    sizes = range(len(word) - most, len(word) + 1)
    return frozenset(map("".join, chain.from_iterable(combinations(word, size) for size in sizes)))
