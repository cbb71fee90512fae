"""Things of one kind by their names, for briefs: who is meant, or the matcher's own errors."""

from __future__ import annotations

from graph.questions import register
from matcher.errors import AmbiguousNameError, UnknownNameError


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
        found = self.meant_by(text)
        if len(found) > 1:
            raise AmbiguousNameError(self.kind, text, self.labels(found))
        if not found:
            raise UnknownNameError(self.kind, text, self.nearest(text))
        return found[0]
