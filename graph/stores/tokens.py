"""Words as the full-text indexes of the stores hold them."""

from __future__ import annotations


def token(word: str) -> str:
    """Write a word, or the beginning of one, in ASCII: beginnings stay beginnings.

    >>> token("nacro"), token("łódz")
    ('nacro', '_000142_0000f3dz')
    """
    if word.isascii() and "_" not in word:
        return word
    return "".join(c if c.isascii() and c != "_" else f"_{ord(c):06x}" for c in word)
