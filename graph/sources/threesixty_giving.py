"""Grants in the 360Giving standard, as JSON or as a table (https://standard.threesixtygiving.org).

Each grant is a collaboration of funder and recipient. It counts from the day of its award. What the
recipient will do with the grant is in the funder's words. A file is that of one publisher, whose
prefix is part of each grant's identifier: a newer file of one leaves the others' as they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Description, DescriptionKind, Entry, Operation, Reject
from graph.records.kinds import CollaborationKind, MemberRole, OrganisationKind, Outcome
from graph.records.model import Collaboration, Membership, Source
from graph.sources.fields import Fields
from graph.sources.json_forms import begins_as_json, values
from graph.sources.located import located
from graph.sources.parties import Party, charity_id, party_of, remembered, said_by
from graph.sources.parts import AnyPart
from graph.sources.protocol import SET, SET_WORDS, Context, Importer
from graph.sources.threesixty_tables import GrantColumns

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.records.entries import Note, Said
    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode
    from graph.records.provenance import PartialDate
    from graph.sources.files import Row, SourceFile, Value

SOURCE = "IMPORT-360GIVING"
_PREFIX = "360G-"
_FUNDER = OrganisationKind.FUNDER
_PUBLISHER = re.compile(r"\b360G-[A-Za-z0-9]+")
_Same = tuple[str, "PartialDate | None", int | None, "PartialDate | None"]
"""What a grant is known by: name or recipient, first day, whole pounds, and day of the award."""
_GRANT_WORDS = re.compile(r'"(fundingOrganization|recipientOrganization|amountAwarded)"')


def _part_of(file: SourceFile) -> str:
    """Tell a file of grants from others, and whose it is; several publishers' has no name."""
    if not begins_as_json(file):
        GrantColumns.of(file)
    elif not _GRANT_WORDS.search(file.start):
        message = (
            f"{file.path} is JSON, but begins with no grant of the 360Giving standard (grants with "
            "fundingOrganization and recipientOrganization); contracts in OCDS are read by `ocds`"
        )
        raise SourceError(message)
    publishers = set(_PUBLISHER.findall(file.start))
    return publishers.pop() if len(publishers) == 1 else ""


def _read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Yield a grant for each item of the list, or for each row."""
    known = _own_grants(context.facts)
    if not begins_as_json(file):
        columns = GrantColumns.of(file)
        for row in file.table():
            yield from _grant_or_reject(row, columns, context, known)
        return
    for value in values(file, "grants.item"):
        yield from _grant_or_reject(value, None, context, known)


def _own_grants(facts: Facts) -> dict[_Same, str]:
    """Give the grants that a programme has itself: they are not to stand there twice."""
    grants = {
        grant.id: grant
        for grant in facts.collaborations
        if grant.kind is CollaborationKind.GRANT
        and not any(source.startswith("IMPORT-") for source in grant.provenance.sources)
    }
    found = {_same(grant.name, grant): grant.id for grant in grants.values()}
    found |= {
        _same(member.organisation, grants[member.collaboration]): member.collaboration
        for member in facts.memberships
        if member.role is MemberRole.LEAD and member.collaboration in grants
    }
    return found


def _same(who: str, grant: Collaboration) -> _Same:
    pounds = None if grant.value_gbp is None else int(grant.value_gbp)
    return who, grant.start, pounds, grant.provenance.known_from


def _grant_or_reject(
    read: Row | Value | Reject,
    columns: GrantColumns | None,
    context: Context,
    known: Mapping[_Same, str],
) -> Iterator[Entry | Reject]:
    if isinstance(read, Reject):
        yield read
        return
    value: object = read.value if columns is None else columns.grant(read.values)  # type: ignore[union-attr]
    fields = Fields(value, row=read.number)
    fields = fields.keyed(fields.line("id")[:200])
    yield _grant(fields, context, known)
    yield from fields.refused


def _grant(fields: Fields, context: Context, known: Mapping[_Same, str]) -> Entry | Reject:
    """Make the entry of a grant."""
    if not fields.key:
        return fields.rejected("the grant has no identifier", "id")
    recipients = _parties(fields, "recipientOrganization", OrganisationKind.SOCIAL_ENTERPRISE)
    funders = tuple(map(_as_funder, _parties(fields, "fundingOrganization", _FUNDER)))
    if not recipients:
        to_whom = "to a person" if "recipientIndividual" in fields else "to nobody who is named"
        return fields.rejected(f"the grant is {to_whom}", "recipientOrganization")
    if not funders:
        return fields.rejected("nobody is named who gives the grant", "fundingOrganization")
    known_from = fields.public_day("awardDate") or context.published
    places, words = _places(fields, context)
    key = fields.key if fields.key.startswith(_PREFIX) else f"{_PREFIX}{fields.key}"
    grant = _collaboration(fields, key, places, known_from)
    same = known.get(_same(recipients[0].id, grant)) or known.get(_same(grant.name, grant))
    grant = replace(grant, id=same) if same else grant
    return Entry(
        key=key,
        row=fields.row,
        records=(
            grant,
            *_members(fields, grant.id, recipients, funders, known_from),
            *(
                record
                for party in (*funders, *recipients)
                for record in party.records(SOURCE, known_from)
            ),
        ),
        notes=tuple(
            note
            for party in recipients
            for note in (*party.notes(), *_work(fields, party, places, words, known_from))
        ),
    )


def _parties(fields: Fields, name: str, usual: OrganisationKind) -> tuple[Party, ...]:
    found = (_party(each, usual) for each in fields.each(name))
    return tuple({party.id: party for party in found if party is not None}.values())


@remembered
def _party(fields: Fields, usual: OrganisationKind) -> Party | None:
    company = fields.line("companyNumber").replace(" ", "").upper()
    return party_of(
        fields,
        name=fields.line("name"),
        ids=(
            ("id", fields.line("id")),
            ("charityNumber", charity_id(fields.line("charityNumber"))),
            ("companyNumber", f"GB-COH-{company}" if company else ""),
        ),
        usual=usual,
        postcode=fields.line("postalCode"),
        web=fields.line("url"),
    )


@lru_cache
def _as_funder(party: Party) -> Party:
    """Call a charity that gives grants a funder; councils and departments stay what they are."""
    if party.kind is not OrganisationKind.CHARITY:
        return party
    return replace(party, kind=_FUNDER, sure=False)


def _collaboration(
    fields: Fields, key: str, places: tuple[PlaceCode, ...], known_from: PartialDate | None
) -> Collaboration:
    dates = fields.each("plannedDates") or fields.each("actualDates")
    start, end = dates[0].span("startDate", "endDate") if dates else (None, None)
    return Collaboration(
        id=key,
        name=fields.line("title") or key,
        kind=CollaborationKind.GRANT,
        start=start,
        end=end,
        areas=(),
        places=places,
        pathways=(),
        outcome=Outcome.WON,
        outcome_known_from=known_from,
        outcome_note="",
        value_gbp=fields.pounds("amountAwarded", "currency"),
        provenance=said_by(SOURCE, known_from),
    )


def _members(
    fields: Fields,
    key: str,
    recipients: tuple[Party, ...],
    funders: tuple[Party, ...],
    known_from: PartialDate | None,
) -> Iterator[Said]:
    programmes = (each.line("title") for each in fields.each("grantProgramme"))
    note = "; ".join(title for title in programmes if title)
    roles = [(party, MemberRole.FUNDER, note) for party in funders]
    roles += [
        (party, MemberRole.PARTNER if number else MemberRole.LEAD, "recipient of the grant")
        for number, party in enumerate(recipients)
    ]
    for party, role, words in roles:
        yield Membership(
            collaboration=key,
            organisation=party.id,
            role=role,
            role_note=words,
            provenance=said_by(SOURCE, known_from),
        )


def _places(fields: Fields, context: Context) -> tuple[tuple[PlaceCode, ...], tuple[str, ...]]:
    """Find where the beneficiaries are; where the recipient's office is says nothing of that."""
    locations = fields.each("beneficiaryLocation")
    said = tuple([(each.line("geoCode"), each.line("name")) for each in locations])
    return located(context.places, said)


def _work(
    fields: Fields,
    party: Party,
    places: tuple[PlaceCode, ...],
    words: tuple[str, ...],
    known_from: PartialDate | None,
) -> Iterator[Note]:
    """Say what the recipient does with the grant, and where."""
    if text := fields.text("description") or fields.text("title"):
        yield Description(
            organisation=party.id,
            kind=DescriptionKind.PROJECT,
            text=text,
            known_from=known_from,
        )
    if places or words:
        yield Operation(organisation=party.id, places=places, words=words, known_from=known_from)


IMPORTER = Importer(
    name="360giving",
    words="Grants, with funder, recipient, value, dates, purpose and where the beneficiaries are",
    formats="JSON or CSV of the 360Giving standard, such as grants.json",
    origin=Source(
        id=SOURCE,
        title="Grants published in the 360Giving standard",
        address="https://data.threesixtygiving.org",
        kind="grants",
        published=None,
        licence="the publisher's open licence, such as CC BY 4.0; the file's metadata names it",
    ),
    options={SET: SET_WORDS},
    parts=AnyPart(_read),
    part_of=_part_of,
)
