"""What organisations say of themselves, added to a programme's facts.

Whoever is missing from a programme can say so. Each statement is a fact with a source of its own,
the day on which it was made in public, and a confidence of its own: nobody else has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from graph.errors import StatementError
from graph.records.identifiers import OrgId
from graph.records.model import (
    Accounts,
    Capability,
    Evidence,
    Interest,
    LinkedIdentifier,
    Organisation,
    Size,
    Source,
)
from graph.records.provenance import Confidence, PartialDate, Provenance
from graph.records.tables import table_of

if TYPE_CHECKING:
    from datetime import date

    from graph.records.entries import Said
    from graph.records.facts import Facts
    from graph.records.identifiers import AreaId, PlaceCode
    from graph.records.kinds import JusticeMark, OrganisationKind, Setting, Sex
    from graph.records.model import Record

OWN_STATEMENT = "OWN-STATEMENT"
"""The source of all that organisations say of themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How some work was measured, and what was found; the fields of a piece of evidence."""

    kind: str
    level: int | None = None
    by: str = ""
    effect: str = ""
    sample: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Some work that an organisation says it does: the fields of a capability, for each pathway."""

    pathways: tuple[str, ...]
    places: tuple[PlaceCode, ...]
    cohorts: tuple[str, ...] = ()
    setting: Setting | None = None
    sex: Sex | None = None
    justice: JusticeMark | None = None
    capacity_needs_a_year: float | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an organisation says of itself.

    Attributes
    ----------
    since : the day from which it said so in public
    identifier : its org-id; None if it has no number, or gives none
    founded : None where unknown
    turnover_gbp : pounds a year, at least and at most (None: open); None where unknown
    employees, volunteers : people who work for it on that day, paid and unpaid; None where unknown
    work : what it does; a capability for each pathway of each
    other_numbers : its further org-ids
    interests : the roles it would like to have, each in an area, or in any (None)
    """

    since: date
    name: str
    identifier: OrgId | None
    kind: OrganisationKind
    founded: PartialDate | None
    scope_note: str
    turnover_gbp: tuple[float, float | None] | None
    work: tuple[Work, ...]
    other_numbers: tuple[OrgId, ...] = ()
    interests: tuple[tuple[str, AreaId | None], ...] = ()
    employees: int | None = None
    volunteers: int | None = None


def with_statement(facts: Facts, statement: Statement) -> tuple[Facts, Organisation]:
    """Add a statement to facts; give them and the organisation.

    The turnover is that of the year before the statement, and the people are those of its day.

    Raises
    ------
    StatementError
        If an organisation with the identifier is there already.
    """
    if taken := already_there(facts, statement.identifier):
        raise StatementError([taken])
    identifier = statement.identifier or _local_id(facts, statement.name)
    organisation, said = records_of(statement, identifier, OWN_STATEMENT)
    tables: dict[str, Any] = {
        name: (*records, *(row for row in said if table_of(type(row)).name == name))
        for name, records in facts.tables()
    }
    tables["sources"] = _with_source(facts.sources)
    tables["organisations"] = (*facts.organisations, organisation)
    return replace(facts, **tables), organisation


def records_of(
    statement: Statement, identifier: OrgId, source: str
) -> tuple[Organisation, tuple[Said, ...]]:
    """Give the facts that a statement makes: the organisation, and then what it says of itself."""
    origin = Provenance(
        sources=(source,),
        known_from=PartialDate(statement.since.isoformat()),
        confidence=Confidence.OWN_STATEMENT,
    )
    organisation = Organisation(
        id=identifier,
        name=statement.name,
        kind=statement.kind,
        founded=statement.founded,
        scope_note=statement.scope_note,
        provenance=origin,
    )
    further = (
        LinkedIdentifier(organisation=identifier, identifier=other, provenance=origin)
        for other in statement.other_numbers
        if other != identifier
    )
    interests = (
        Interest(organisation=identifier, role=role, area=area, provenance=origin)
        for role, area in statement.interests
    )
    of = (statement, organisation)
    figures: tuple[Said, ...] = (*_sizes(*of), *_accounts(*of))
    return organisation, (*further, *figures, *interests, *_capabilities(*of), *_evidence(*of))


def without_statement(facts: Facts, organisation: OrgId) -> Facts:
    """Take an organisation out that is there by its own statement, with all that names it.

    Raises
    ------
    StatementError
        If it is not there, or others tell of it: their facts stay.
    """
    if not any(row.id == organisation and is_statement(row) for row in facts.organisations):
        message = f"{organisation} is not here by its own statement, so it cannot be withdrawn"
        raise StatementError([message])
    left: dict[str, Any] = {
        name: tuple(record for record in records if organisation not in _named(record))
        for name, records in facts.tables()
    }
    kept = replace(facts, **left)
    if any(is_statement(record) for _, records in kept.tables() for record in records):
        return kept
    return replace(kept, sources=tuple(row for row in kept.sources if row.id != OWN_STATEMENT))


def _named(record: Record) -> tuple[str, ...]:
    """Give the organisations that a record names, or is."""
    columns = table_of(type(record)).columns
    own = (record.id,) if isinstance(record, Organisation) else ()
    return (*own, *(getattr(record, row.field) for row in columns if row.to == "organisations"))


def is_statement(record: Record) -> bool:
    """Say whether a record is there because the organisation itself says so."""
    provenance = getattr(record, "provenance", None)
    return provenance is not None and provenance.sources == (OWN_STATEMENT,)


def already_there(facts: Facts, identifier: OrgId | None) -> str:
    """Say which organisation has an identifier already, or nothing if none has."""
    owners = {row.identifier: row.organisation for row in facts.identifiers}
    owner = owners.get(identifier, identifier) if identifier is not None else None
    for row in facts.organisations:
        if row.id == owner:
            return f"identifier: {identifier} is {row.name} ({row.id}), which is here already"
    return ""


def _local_id(facts: Facts, name: str) -> OrgId:
    """Make an identifier of our own for an organisation without a number."""
    taken = {row.id for row in facts.organisations}
    local = OrgId.local(name)
    further = (OrgId(f"{local}-{number}") for number in count(2))
    return local if local not in taken else next(other for other in further if other not in taken)


def _with_source(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    if any(source.id == OWN_STATEMENT for source in sources):
        return sources
    own = Source(
        id=OWN_STATEMENT,
        title="What organisations say of themselves",
        address="",
        kind="own statement",
        published=None,
        licence="",
    )
    return (*sources, own)


def _sizes(statement: Statement, organisation: Organisation) -> tuple[Size, ...]:
    if statement.turnover_gbp is None:
        return ()
    low, high = statement.turnover_gbp
    size = Size(
        organisation=organisation.id,
        year=statement.since.year - 1,
        turnover_low_gbp=low,
        turnover_high_gbp=high,
        provenance=organisation.provenance,
    )
    return (size,)


def _accounts(statement: Statement, organisation: Organisation) -> tuple[Accounts, ...]:
    if statement.employees is None and statement.volunteers is None:
        return ()
    accounts = Accounts(
        organisation=organisation.id,
        year_end=PartialDate(statement.since.isoformat()),
        income_gbp=None,
        spending_gbp=None,
        reserves_gbp=None,
        employees=statement.employees,
        volunteers=statement.volunteers,
        provenance=organisation.provenance,
    )
    return (accounts,)


def _evidence(statement: Statement, organisation: Organisation) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            organisation=organisation.id,
            pathway=pathway,
            kind=work.proof.kind,
            level=work.proof.level,
            by=work.proof.by,
            effect=work.proof.effect,
            sample=work.proof.sample,
            note="",
            provenance=organisation.provenance,
        )
        for work in statement.work
        if work.proof is not None
        for pathway in work.pathways
    )


def _capabilities(statement: Statement, organisation: Organisation) -> tuple[Capability, ...]:
    return tuple(
        Capability(
            organisation=organisation.id,
            pathway=pathway,
            cohorts=work.cohorts,
            places=work.places,
            capacity_needs_a_year=work.capacity_needs_a_year,
            note="",
            setting=work.setting,
            sex=work.sex,
            justice=work.justice,
            provenance=organisation.provenance,
        )
        for work in statement.work
        for pathway in work.pathways
    )
