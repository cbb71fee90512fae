"""What is told of a contract's terms: the JSON of the service and of the command."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.terms.answer import CheckedTerms  # noqa: TC001  (read at run time to make the JSON schema)
from matcher.terms.carrying import Carried  # noqa: TC001  (the same)
from matcher.terms.guidance import Adviser, Source  # noqa: TC001  (the same)
from matcher.terms.records import Kind  # noqa: TC001  (the same)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTerms:
    """A contract that was read: what it says, what an offer takes from it, and who advises.

    `read_as` is ``Word``, ``PDF``, ``text`` or ``pasted words``; `notes` say what was not read.
    `offer_query` is the query of `/offer` with what the terms say; empty if they say nothing of it.
    """

    read_as: str
    notes: tuple[str, ...]
    terms: CheckedTerms
    carried: tuple[Carried, ...]
    offer_query: str
    advisers: tuple[Adviser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedFor:
    """A kind of term that is looked for, and what to ask for."""

    kind: Kind
    title: str
    ask: str
    matters: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsHelp:
    """What a reading of terms looks for, how much it accepts, and who advises."""

    no_advice: str
    largest_bytes: int
    looked_for: tuple[LookedFor, ...]
    advisers: tuple[Adviser, ...]
