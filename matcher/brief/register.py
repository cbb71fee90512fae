"""Things of one kind by their names, for briefs: who is meant, or the matcher's own errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.questions import register
from matcher.errors import AmbiguousNameError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Register(register.Register):
    """All the things of a kind."""

    def find(self, text: str) -> int:
        """Give the number of the one thing that is meant by a text.

        Raises
        ------
        UnknownNameError
            With the nearest names, if there is none.
        AmbiguousNameError
            With the names and identifiers of all, if there are several.
        """
        return self.decided(text, self.meant_by(text))

    def decided(self, text: str, found: Sequence[int]) -> int:
        """Give the only one of those that were found for a text; raise as `find` does."""
        if len(found) > 1:
            raise AmbiguousNameError(self.kind, text, self.labels(found))
        if not found:
            raise UnknownNameError(self.kind, text, self.nearest(text))
        return found[0]
