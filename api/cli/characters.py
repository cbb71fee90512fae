r"""Texts as a terminal can show them: nothing that it would obey, nothing that it has no sign for.

A table, a message and a progress line show every text as it is written, but for two kinds of
characters. Those that move the cursor, colour the screen or turn the line around are shown by
their code (``\x1b``). Those that the terminal's encoding lacks are shown by what is nearest.
"""

from __future__ import annotations

import codecs
import unicodedata

_OBEYED = {"Cc", "Cs", "Zl", "Zp"}
"""The categories of characters that are orders to a terminal, or no characters at all."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""The marks that turn the direction of a line, and can make it read as what it is not."""
_NEAREST = {
    "£": "GBP ",
    "€": "EUR ",
    "█": "#",
    "░": ".",
    "━": "-",
    "–": "-",  # noqa: RUF001  (the dash itself)
    "—": "--",
    "‘": "'",  # noqa: RUF001  (the quotation marks themselves)
    "’": "'",  # noqa: RUF001
    "“": '"',
    "”": '"',
    "…": "...",
    "•": "*",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "œ": "oe",
    "Œ": "OE",
}
"""What stands for characters that no letter is left of without its marks."""


def shown(text: str, *, encoding: str = "utf-8", lines: bool = False) -> str:
    r"""Write a text so that a terminal with this encoding shows it and obeys nothing in it.

    Parameters
    ----------
    text : what to show
    encoding : what the terminal reads
    lines : whether its ends of lines stay what they are

    Examples
    --------
    >>> shown("Test Trust [/north] :house:\x1b[31m\t")
    'Test Trust [/north] :house:\\x1b[31m\\t'
    >>> shown("Tŷ Gobaith: £5", encoding="cp1252"), shown("£5", encoding="ascii")
    ('Ty Gobaith: £5', 'GBP 5')
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if lines and one == "\n" else _sign(one, encoding) for one in text)


def _sign(character: str, encoding: str) -> str:
    if unicodedata.category(character) in _OBEYED or character in _TURNING:
        return character.encode("unicode_escape", "surrogatepass").decode("ascii")
    return character if _has(encoding, character) else _nearest(character, encoding)


def _nearest(character: str, encoding: str) -> str:
    """What is nearest to a character: a word for it, or its letter without marks."""
    near = _NEAREST.get(character) or "".join(
        part
        for part in unicodedata.normalize("NFKD", character)
        if not unicodedata.combining(part) and part != character
    )
    return near if near and _has(encoding, near) else "?"


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def encoding_of(stream: object) -> str:
    """Give the encoding of a stream of text; UTF-8 if it names none that is known."""
    name = getattr(stream, "encoding", None) or "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8"
