"""The error tree of `matcher`.

MatcherError
├── ProblemError         arrays of a line-up problem contradict each other
├── MembersError         a given line-up breaks a rule of its problem
├── HistoryError         what a model of partners should learn from contradicts itself
├── TrainingError        there is too little, or too much of one sort, to learn from
├── ModelFileError       a file is no model of partners, or not of this version
├── DocumentError        a contract's file cannot be read: protected, damaged, a scan, too costly
│   ├── DocumentKindError      it is no Word file, PDF or text
│   ├── DocumentsWaitingError  too many others are read at the moment
│   └── DocumentTooLargeError  it has too many bytes
├── BriefError           a brief contains mistakes (all of them, each naming its field)
│   ├── QuestionError    a question does
│   └── OfferError       an offer of a sub-contract does
├── UnknownNameError     no area or organisation has this name; the nearest are offered
│   └── AmbiguousNameError   several share the name; all of them are offered
│       └── PlaceInSeveralAreasError   a place lies in several areas; all of them are offered
├── NoLineUpError        no line-up satisfies the rules: which ones conflict, what would help
└── SolverError          the solver stopped without an answer
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


LISTED_MISTAKES = 12
"""Messages list this many mistakes and count the rest: nobody mends more at a time."""


_MOST_TOLD = 12


class MatcherError(Exception):
    """Anything that `matcher` reports to its callers."""


class ProblemError(MatcherError, ValueError):
    """The arrays of a line-up problem contradict each other; all mistakes are listed."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        """Keep the mistakes in the order in which they were found."""
        self.mistakes = tuple(mistakes)
        super().__init__("; ".join(self.mistakes))


class MembersError(MatcherError, ValueError):
    """A given line-up breaks a rule of its problem."""


class HistoryError(MatcherError, ValueError):
    """What a model of partners should learn from contradicts itself."""


class TrainingError(MatcherError, ValueError):
    """There is too little, or too much of one sort, to learn from."""


class ModelFileError(MatcherError, ValueError):
    """A file is no model of partners, or its numbers cannot be right."""


class DocumentError(MatcherError, ValueError):
    """A contract's file cannot be read; the message says why and what to send instead."""


class DocumentKindError(DocumentError):
    """A file is none of those that can be read, whatever its name says."""


class DocumentsWaitingError(DocumentError):
    """So many files are read already that this one got no turn in time."""


class DocumentTooLargeError(DocumentError):
    """A file has more bytes than are accepted."""


class SolverError(MatcherError):
    """The solver stopped without an answer."""


class UnknownNameError(MatcherError, LookupError):
    """No area, organisation or other node has this name.

    `nearest` holds up to five known names that look like it, the likeliest first.
    """

    def __init__(self, kind: str, text: str, nearest: Sequence[str]) -> None:
        """Offer the nearest names in the message too."""
        self.kind, self.text, self.nearest = kind, text, tuple(nearest)
        super().__init__(self._message())

    def _message(self) -> str:
        offer = f" Did you mean: {'; '.join(self.nearest)}?" if self.nearest else ""
        return f"No {self.kind} is called {self.text!r}.{offer}"


class AmbiguousNameError(UnknownNameError):
    """Several of a kind share the name, or have its words; `nearest` holds all, with their ids."""

    def _message(self) -> str:
        several = f"More than one {self.kind} is called {self.text!r}: {self._which()}."
        return f"{several} Use the full name or the identifier."

    def _which(self) -> str:
        more = len(self.nearest) - _MOST_TOLD
        told = "; ".join(self.nearest[:_MOST_TOLD])
        return f"{told}; and {more} more" if more > 0 else told


class PlaceInSeveralAreasError(AmbiguousNameError):
    """A place lies in several areas; `nearest` holds the names of all, with their ids."""

    def _message(self) -> str:
        return (
            f"No area is called {self.text!r}, and the place lies in more than one:"
            f" {self._which()}. Name one of them."
        )


@dataclass(frozen=True, slots=True)
class BriefMistake:
    """One mistake of a brief: the field as its user wrote it, and what is wrong with it."""

    field: str
    message: str

    def __str__(self) -> str:
        """Write `field: message`."""
        return f"{self.field}: {self.message}"


class BriefError(MatcherError, ValueError):
    """A brief contains mistakes; all of them are listed.

    `where` says in words what contains them.
    """

    where: ClassVar[str] = "in the brief"

    def __init__(self, mistakes: Iterable[BriefMistake]) -> None:
        """Keep the mistakes in the order in which they were found."""
        self.mistakes = tuple(mistakes)
        super().__init__(listed_mistakes(self.mistakes, where=self.where))


class QuestionError(BriefError):
    """A question contains mistakes; all of them are listed."""

    where: ClassVar[str] = "in the question"


class OfferError(BriefError):
    """An offer of a sub-contract contains mistakes; all of them are listed."""

    where: ClassVar[str] = "in the offer"


def listed_mistakes(mistakes: Sequence[BriefMistake], *, where: str) -> str:
    """Write mistakes one a line; beyond the first dozen they are only counted.

    >>> print(listed_mistakes([BriefMistake("k", "0 is too few")], where="in the brief"))
    1 mistake in the brief:
      k: 0 is too few
    """
    noun = "mistake" if len(mistakes) == 1 else "mistakes"
    lines = [f"  {mistake}" for mistake in mistakes[:LISTED_MISTAKES]]
    if len(mistakes) > LISTED_MISTAKES:
        lines.append(f"  and {len(mistakes) - LISTED_MISTAKES:,} more")
    return "\n".join([f"{len(mistakes):,} {noun} {where}:", *lines])


class NoLineUpError(MatcherError):
    """No line-up satisfies all the rules.

    `conflict` is a set of rules that cannot all be kept. It is `irreducible` if the others can be
    kept without any one of them. `remedies` lists rules whose easing alone would help, and how far
    each must give; it is empty if only easing several together would help. Without a `conflict`,
    `remedies` lists what stands in the way, found without solving.
    """

    def __init__(
        self, remedies: Sequence[str], conflict: Sequence[str] = (), *, irreducible: bool = True
    ) -> None:
        """List the conflict and the remedies in the message."""
        self.remedies, self.conflict = tuple(remedies), tuple(conflict)
        self.irreducible = irreducible
        super().__init__("\n".join(["No line-up satisfies all the rules.", *self._lines()]))

    def _lines(self) -> Iterator[str]:
        if self.conflict:
            smallest = "without any one of them, the others can"
            unsure = "time ran out, and perhaps fewer of them conflict"
            yield f"These rules cannot all be kept ({smallest if self.irreducible else unsure}):"
            yield from (f"  {rule}" for rule in self.conflict)
        yield self._what_helps()
        yield from (f"  {remedy}" for remedy in self.remedies)

    def _what_helps(self) -> str:
        if not self.remedies:
            return "No single change would help; change several of them together."
        if not self.conflict:
            return "This stands in the way:"
        return "Each of these changes would help alone:"
