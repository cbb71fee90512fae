"""What came out of a file: its words, and what the reader should know of how they were read."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CHARACTERS = 2_000_000
"""More than this is not handed back; `matcher.terms.checking` reads fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """The words of a file, a line for each paragraph or row of a table.

    `kind` says what the file is; `notes` say what was left out, in plain sentences.
    """

    text: str
    kind: str
    notes: tuple[str, ...] = ()
