"""What made-up sources tell of made-up organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records.entries import Description, DescriptionKind, Entry, Operation, Refusal
from graph.records.identifiers import OrgId
from graph.records.provenance import PartialDate
from tests.builders import COUNTY_1

if TYPE_CHECKING:
    from graph.records.entries import Note
    from graph.records.identifiers import PlaceCode

CHARITY, COMPANY = OrgId("GB-CHC-1079327"), OrgId("GB-COH-03861209")
HOSTEL = "We run a hostel and supported housing for homeless people and rough sleepers."
REFUGE = "A refuge for women who suffer domestic violence."


def day(text: str | None) -> PartialDate | None:
    """A day, or that nobody knows."""
    return None if text is None else PartialDate(text)


def text(
    words: str = HOSTEL, who: OrgId = CHARITY, kind: str = "activities", known: str | None = "2011"
) -> Description:
    """Some prose."""
    return Description(
        organisation=who, kind=DescriptionKind(kind), text=words, known_from=day(known)
    )


def works_in(
    *places: PlaceCode, who: OrgId = CHARITY, known: str | None = "2012-03-01"
) -> Operation:
    """Where it works."""
    return Operation(
        organisation=who, places=places or (COUNTY_1,), words=(), known_from=day(known)
    )


def refusal(pathway: str = "accommodation", who: OrgId = CHARITY) -> Refusal:
    """What it says that it does not do."""
    return Refusal(organisation=who, pathway=pathway)


def entry(*notes: Note, key: str = "1") -> Entry:
    """An entry with nothing but notes."""
    return Entry(key=key, row=1, notes=notes)
