"""What a source's file says, record by record: entries, what was rejected, and links between them.

A programme's facts are what we take to be true. Beside them a store holds what each imported source
says in its own words and under its own identifiers. The facts are made from both, so a newer file
of a source replaces what that source said, and a link that turns out wrong can be undone
(docs/decisions/0016-sources-and-identity.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from graph.records.identifiers import OrgId, PlaceCode
    from graph.records.model import (
        Accounts,
        Affiliation,
        Alias,
        Capability,
        Collaboration,
        CounterpartyFlag,
        Evidence,
        Interest,
        LinkedIdentifier,
        Membership,
        Organisation,
        Registration,
        Size,
        Source,
    )
    from graph.records.provenance import PartialDate


class TraitKind(StrEnum):
    """What helps to tell which organisation is meant; each value is written in one way."""

    POSTCODE = "postcode"
    WEB = "web"
    EMAIL_DOMAIN = "email-domain"
    PHONE = "phone"


class DescriptionKind(StrEnum):
    """What a text is about."""

    ACTIVITIES = "activities"
    OBJECTS = "objects"
    SERVICE = "service"
    PROJECT = "project"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """Something that few organisations share: ``SW1A 1AA``, ``example.org``."""

    organisation: OrgId
    kind: TraitKind
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a source says in prose of an organisation's work, and since when (None: unknown)."""

    organisation: OrgId
    kind: DescriptionKind
    text: str
    known_from: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Where an organisation works; `words` are names for which the programme has no place."""

    organisation: OrgId
    places: tuple[PlaceCode, ...]
    words: tuple[str, ...]
    known_from: PartialDate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The codes of a scheme (``ccew``, ``ukcat``, ``icnptso``, ``sic``, ``cpv``) for its work."""

    organisation: OrgId
    scheme: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The organisation says that it does not do this, whatever others infer."""

    organisation: OrgId
    pathway: str


Note: TypeAlias = Trait | Description | Operation | Classification | Refusal
"""What an entry says that is no fact of the programme, but helps to find facts."""

Said: TypeAlias = (
    "Organisation | LinkedIdentifier | Alias | Size | Accounts | Registration | Interest"
    " | Capability | Evidence | Collaboration | Membership | Affiliation | CounterpartyFlag"
)
"""The facts that a source may say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one record of a source's file says, under the source's own identifiers.

    Attributes
    ----------
    key : the record's key in its source, such as ``GB-CHC-226171``; no two entries share one
    row : where it begins in the file, as `Reject` counts
    rows : how many rows of the file it was made of
    records : the facts; whoever they name by an identifier need not have an entry
    notes : what helps to find facts
    """

    key: str
    row: int
    rows: int = 1
    records: tuple[Said, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """Rows of a file that were not taken, and why.

    Attributes
    ----------
    row : where it begins: a line of a table (the header is 1), or the place in a list from 1
    rows : how many rows were left out with it
    key : the record's key, as far as it could be read
    field : the field that was wrong; empty for the row as a whole
    reason : what is wrong, and what would be right
    value : what stood there, cut to 200 characters
    """

    row: int
    rows: int = 1
    key: str = ""
    field: str = ""
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One reading of a source's file. A newer one of the same source and part takes its place.

    Attributes
    ----------
    number : what the store knows it by; 0 for one that it has not begun
    source : the importer's name, such as ``charity-commission``
    part : which of the source's files it was, if it has several kinds
    file : the file's name
    digest : SHA-256 of the file's bytes, with the options that it was read by
    origin : the source of the facts
    published : the day of the file's content; None where unknown
    begun, finished : UTC; an import that was not finished counts for nothing
    rows, entries, rejected : `rows` went in: those of the entries, and those rejected
    """

    number: int = 0
    source: str
    part: str = ""
    file: str
    digest: str
    origin: Source
    published: PartialDate | None = None
    begun: datetime
    finished: datetime | None = None
    rows: int = 0
    entries: int = 0
    rejected: int = 0


class LinkMethod(StrEnum):
    """How two identifiers were found to be of one organisation."""

    IDENTIFIER = "identifier"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How likely two identifiers are of one organisation; `left` sorts before `right`.

    Attributes
    ----------
    probability : in [0, 1]
    waterfall : what each comparison added, in log2 of the odds, from the prior on
    model : which model said so; empty for what needs none
    """

    left: OrgId
    right: OrgId
    probability: float
    method: LinkMethod
    waterfall: Mapping[str, float]
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A person's judgement about two identifiers; it wins over every link."""

    left: OrgId
    right: OrgId
    same: bool
    by: str
    day: date
    note: str = ""
