"""Characters that people do not see, or that a file was not meant to have, by their names."""

from __future__ import annotations

import unicodedata

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNSEEN = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def named_character(error: UnicodeDecodeError) -> str:
    """Say which byte of a file is not UTF-8, and what it was probably meant to be."""
    if error.object[:2] in _UTF_16:
        return "is UTF-16; save it as UTF-8"
    byte = error.object[error.start : error.start + 1]
    meant = byte.decode("cp1252", "replace")
    guess = "" if meant == "\ufffd" else f", in Windows-1252 {named(meant)}"
    return f"is not UTF-8: byte 0x{byte[0]:02X}{guess}; save it as UTF-8"


def named(character: str) -> str:
    """Name a character by its code and its name.

    >>> named("é"), named(chr(7))
    ('U+00E9 (latin small letter e with acute)', 'U+0007')
    """
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}" + (f" ({name})" if name else "")


def trimmed(text: str) -> str:
    """Strip blanks and whatever else cannot be seen from both ends of a text."""
    first, last = 0, len(text)
    while first < last and unicodedata.category(text[first]) in _UNSEEN:
        first += 1
    while last > first and unicodedata.category(text[last - 1]) in _UNSEEN:
        last -= 1
    return text[first:last]


def unseen(text: str) -> str:
    """Give the first character of a text that looks like a plain space or like nothing."""
    return next((c for c in text if c != " " and unicodedata.category(c) in _UNSEEN), "")
