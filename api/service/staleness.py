"""Snapshots whose store has gone: since when, why, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_GONE = "The store of facts does not answer."
_UNREADABLE = "The store of facts cannot be read."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The store could not be asked whether it still holds these facts.

    Attributes
    ----------
    since : the first time it could not, or when the copy was made; in UTC
    reachable : whether the store answers at all
    copied : whether the facts come from a copy of the store, made by an earlier process
    """

    since: datetime
    reachable: bool = False
    copied: bool = False

    @classmethod
    def copied_at(cls, when: datetime) -> Stale:
        """Facts from a copy, whose store does not answer."""
        return cls(since=when, copied=True)

    @property
    def why(self) -> str:
        """The reason in general words: nothing of where the store is or what it said."""
        return _UNREADABLE if self.reachable else _GONE

    @property
    def stamp(self) -> str:
        """The time as ISO 8601 has it, to the second, such as 2026-11-25T12:03:00Z."""
        return f"{self.since:%Y-%m-%dT%H:%M:%SZ}"

    @property
    def sentences(self) -> str:
        """What readers of a page are told."""
        when = f"{self.since:%H:%M} on {self.since.day} {self.since:%B %Y} (UTC)"
        can = "readable" if self.reachable else "reachable"
        if self.copied:
            return f"The store of facts is not {can}. These answers use the facts copied at {when}."
        return (
            f"The store of facts has not been {can} since {when}. "
            "These answers use the facts read before then."
        )

    @property
    def note(self) -> str:
        """What readers of a terminal are told; the time is that of their own clock."""
        since = self.since.astimezone()
        when = f"{since.day} {since:%B %Y %H:%M}"
        return f"The store cannot be reached; these answers use the facts copied on {when}."
