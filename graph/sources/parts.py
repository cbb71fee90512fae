"""The parts of a source whose files come from many publishers, all read in one way."""

from __future__ import annotations

from graph.sources.protocol import Read


class AnyPart(dict[str, Read]):
    """What reads the files of any part: that of all others, by the name "".

    Each publisher's file is a part of its own: a newer file replaces that publisher's alone. Nobody
    knows all publishers beforehand.
    """

    def __init__(self, read: Read) -> None:
        """Take what reads all files."""
        super().__init__({"": read})

    def __missing__(self, part: str) -> Read:
        """Give the same for every part."""
        return self[""]
