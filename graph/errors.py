"""The error tree of `graph`.

GraphError
├── PackError            a programme's data files hold mistakes, each with file and row
├── StatementError       what an organisation says of itself cannot be added or withdrawn
├── IdentifierError      a text is not a well-formed identifier
├── SourceError          a file is not what its importer reads; says what it is, or what is missing
│   └── NotTakenError        a file of the source that holds nothing for us
├── IdentityError        organisations cannot be linked, or a decision about two cannot be taken
├── FolderError          a folder cannot be written to, or holds something already
├── QuestionError        a question about the graph cannot be answered as it was put
│   ├── UnknownNodeError     the graph has no such node on the day asked about
│   └── UnmatchedNameError   no record is called so, or several are; their names are offered
└── StoreError
    ├── StoreUrlError        the store's address cannot be understood
    ├── StoreMissingError    nothing is at the store's address
    ├── StoreForeignError    the file is not a store of this service
    ├── StoreDamagedError    the file is a store, but its content cannot be read
    ├── StoreVersionError    the store was written by an older or newer program
    ├── StoreWriteError      a write failed; nothing of it was kept
    ├── StoreAccessError     the server refuses the user, the password or the database
    ├── StoreUnavailableError  the server does not answer; says when to try again
    ├── StoreCopyError       a copy was refused, or is not what was copied
    └── ProgrammeMissingError  the store does not contain the programme asked for
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_TOLD = 12
"""Names that a message tells; the rest are counted."""


class GraphError(Exception):
    """Anything that `graph` reports to its callers."""


class IdentifierError(GraphError, ValueError):
    """A text is not a well-formed identifier."""


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a programme's data files.

    `row` counts lines as an editor does (the header is row 1); 0 means the file as a whole.
    """

    file: str
    row: int
    message: str

    def __str__(self) -> str:
        """Say where and what, in the form `file:row: message`."""
        where = f"{self.file}:{self.row}" if self.row else self.file
        return f"{where}: {self.message}"


class PackError(GraphError):
    """A programme's data files hold mistakes; all of them are listed, none was loaded."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        """Keep the mistakes in the order of file and row."""
        self.mistakes = tuple(sorted(mistakes))
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        count = len(self.mistakes)
        noun = "mistake" if count == 1 else "mistakes"
        super().__init__(f"{count} {noun} in the data pack; nothing was loaded:\n{lines}")


class StatementError(GraphError, ValueError):
    """An own statement cannot be added or withdrawn; all that is wrong is listed."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        """Keep the mistakes in the order in which they were found."""
        self.mistakes = tuple(mistakes)
        count = len(self.mistakes)
        noun = "mistake" if count == 1 else "mistakes"
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        super().__init__(f"{count} {noun} in the statement; nothing was changed:\n{lines}")


class SourceError(GraphError, ValueError):
    """A file cannot be imported; nothing was changed. The message says what to do next."""


class NotTakenError(SourceError):
    """A file is one of the source's, but the importer takes nothing from it; it says why."""


class IdentityError(GraphError, ValueError):
    """Organisations cannot be linked, or a decision about two of them cannot be taken."""


class FolderError(GraphError):
    """A folder cannot be written to, or holds something already."""


class QuestionError(GraphError, ValueError):
    """A question about the graph cannot be answered as it was put; the message says why."""


class UnknownNodeError(QuestionError, LookupError):
    """The graph has no such node on the day asked about."""


class UnmatchedNameError(QuestionError, LookupError):
    """No record of a kind is called so, or several are.

    Attributes
    ----------
    offered : names that look like it, or those of all that are meant
    """

    def __init__(self, message: str, offered: Sequence[str]) -> None:
        """Keep what is offered."""
        super().__init__(message)
        self.offered = tuple(offered)

    @classmethod
    def none(cls, kind: str, text: str, nearest: Sequence[str]) -> Self:
        """Say that nothing is called so; offer the names nearest to it."""
        offer = f" Did you mean: {'; '.join(nearest)}?" if nearest else ""
        return cls(f"No {kind} is called {text!r}.{offer}", nearest)

    @classmethod
    def several(cls, kind: str, text: str, labels: Sequence[str]) -> Self:
        """Say that several are called so; tell the first dozen, with their identifiers."""
        more = len(labels) - _MOST_TOLD
        told = "; ".join(labels[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
        message = f"More than one {kind} is called {text!r}: {told}."
        return cls(f"{message} Use the full name or the identifier.", labels)


class StoreError(GraphError):
    """Anything that goes wrong with a store."""


class StoreUrlError(StoreError, ValueError):
    """The store's address cannot be understood."""


class StoreMissingError(StoreError):
    """Nothing is at the store's address."""


class StoreForeignError(StoreError):
    """The file is not a store of this service; it was left untouched."""


class StoreDamagedError(StoreError):
    """The store's content cannot be read or contradicts itself."""


class StoreVersionError(StoreError):
    """The store was written by an older or newer version of the program."""


class StoreWriteError(StoreError):
    """A write failed; nothing of it was kept."""


class StoreAccessError(StoreError):
    """The store's server refuses the user, the password, or the database."""


class StoreUnavailableError(StoreError):
    """The store's server does not answer; the same may succeed later.

    Attributes
    ----------
    retry_after_s : seconds after which it is worth another try
    """

    def __init__(self, message: str, *, retry_after_s: float = 5.0) -> None:
        """Keep the message and when to try again."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class StoreCopyError(StoreError):
    """A copy was refused, or verifying it found something that is not what was copied."""


class ProgrammeMissingError(StoreError, LookupError):
    """The store does not contain the programme asked for, or none was named and it holds several.

    Parameters
    ----------
    where : address of the store
    programme : what was asked for; None if nothing was
    held : the programmes that the store holds
    hint : what else there is to say
    """

    def __init__(
        self, where: object, programme: str | None, held: tuple[str, ...], *, hint: str = ""
    ) -> None:
        listed = ", ".join(held) or "none"
        if programme is not None:
            message = f"{where} does not contain the programme {programme!r}; it contains: {listed}"
        elif held:
            message = f"{where} contains several programmes; name one of them: {listed}"
        else:
            message = f"{where} contains no programme"
        message = "; ".join(filter(None, (message, hint)))
        super().__init__(message)
        self.programme, self.held = programme, held
