"""Names as the words that people mean by them."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")


def words(text: str) -> tuple[str, ...]:
    """Fold a text and split it: no case, accents, apostrophes, punctuation or ``and``.

    The words of the words joined are the same again.

    >>> words("Tŷ Gobaith and St. Giles & the Women's Centre")
    ('ty', 'gobaith', 'st', 'giles', 'the', 'womens', 'centre')
    """
    found = _WORD.findall(_plain(text).replace("'", "").replace("\u2019", ""))
    return tuple([word for word in found if word != "and"])


def _plain(text: str) -> str:
    """Drop case and accents, and the difference between ways to write one letter.

    Twice: what the first decomposition brings out may have a case or an accent again.
    """
    if text.isascii():
        return text.lower()
    for _ in range(2):
        letters = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in letters if not unicodedata.category(c).startswith("M"))
    return text
