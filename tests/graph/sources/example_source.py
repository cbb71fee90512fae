"""A source of its own for tests: a table of organisations and what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import IdentifierError, NotTakenError, SourceError
from graph.records.entries import Entry, Refusal, Reject
from graph.records.identifiers import OrgId
from graph.records.kinds import OrganisationKind
from graph.records.model import Capability, LinkedIdentifier, Organisation, Source
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.sources.protocol import Context, Importer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.sources.files import SourceFile

HEADER = "id,name,pathway,place,also,refuses"
ORIGIN = Source(
    id="IMPORT-EXAMPLE",
    title="An example",
    address="https://example.org",
    kind="register",
    published=None,
    licence="CC0",
)
SAID = Provenance(
    sources=(ORIGIN.id,),
    known_from=PartialDate("2012-05"),
    confidence=Confidence.VERIFIED_OFFICIAL,
)


def read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Give an entry for each row."""
    for row in file.table():
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield _entry(row.number, row.values, context)
        except IdentifierError as error:
            yield Reject(row=row.number, field="id", reason=str(error), value=row.values["id"])


def _entry(number: int, cells: dict[str, str], context: Context) -> Entry:
    who = OrgId(cells["id"])
    place = context.places.by_name(cells["place"])
    does = Capability(
        organisation=who,
        pathway=cells["pathway"],
        cohorts=(),
        places=() if place is None else (place,),
        capacity_needs_a_year=None,
        note="",
        provenance=SAID,
    )
    named = Organisation(
        id=who,
        name=cells["name"],
        kind=OrganisationKind.CHARITY,
        founded=None,
        scope_note="",
        provenance=SAID,
    )
    also = cells["also"]
    linked = [
        LinkedIdentifier(organisation=who, identifier=OrgId(each), provenance=SAID)
        for each in also.split()
    ]
    refusal = [Refusal(organisation=who, pathway=cells["refuses"])]
    return Entry(
        key=who,
        row=number,
        records=(
            *((named,) if cells["name"] else ()),
            *((does,) if cells["pathway"] else ()),
            *linked,
        ),
        notes=tuple(refusal if cells["refuses"] else ()),
    )


def part_of(file: SourceFile) -> str:
    """Know the file by its header."""
    if file.start.startswith("policies"):
        message = f"{file.path} holds policies, which are not taken"
        raise NotTakenError(message)
    if ",".join(file.columns()) != HEADER:
        message = f"{file.path} is no example: its first line is not {HEADER}"
        raise SourceError(message)
    return ""


IMPORTER = Importer(
    name="example",
    words="Organisations of an example.",
    formats="CSV",
    origin=ORIGIN,
    options={"colour": "which colour it has"},
    parts={"": read},
    part_of=part_of,
)
