"""What organisations say of themselves, as the facts that it makes.

Whoever is missing from a programme can say so. Each statement is a fact with a source of its own,
the day on which it was made in public, and a confidence of its own: nobody else has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from graph.records.entries import Entry, Refusal
from graph.records.identifiers import OrgId
from graph.records.model import (
    Accounts,
    Capability,
    Evidence,
    Interest,
    LinkedIdentifier,
    Organisation,
    Size,
)
from graph.records.provenance import Confidence, PartialDate, Provenance

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from graph.records.entries import Said
    from graph.records.facts import Facts
    from graph.records.identifiers import AreaId, PlaceCode
    from graph.records.kinds import JusticeMark, OrganisationKind, Setting, Sex

_PROOF = "evidence_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The accounts of a year in pounds; None where unknown."""

    year_end: PartialDate
    income: float | None
    spending: float | None
    reserves: float | None


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
    refused : pathways that others say it offers, wrongly
    figures : its last accounts
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
    refused: tuple[str, ...] = ()
    figures: Figures | None = None
    employees: int | None = None
    volunteers: int | None = None


def statement_of(
    about: Mapping[str, Any], work: Sequence[Mapping[str, Any]], *, since: date
) -> Statement:
    """Make the statement that answers give, by the keys of their questions.

    Parameters
    ----------
    about : what is said of the organisation
    work : what is said of each kind of its work
    since : the day from which it was said in public, where the answers name none
    """
    areas = about["interest_areas"] or (None,)
    accounts = _part(about, "accounts_")
    return Statement(
        since=about["since"] or since,
        name=about["name"],
        identifier=about["identifier"],
        kind=about["kind"],
        founded=about["founded"],
        scope_note=about["about"] or "",
        turnover_gbp=about["turnover"],
        employees=about["employees"],
        volunteers=about["volunteers"],
        work=tuple(map(_work_of, work)),
        other_numbers=about["other_numbers"],
        interests=tuple((role, area) for role in about["interest"] for area in areas),
        refused=about["refused"],
        figures=None if accounts["year_end"] is None else Figures(**accounts),
    )


def says_more_than_work(about: Mapping[str, Any]) -> bool:
    """Say whether answers tell something that makes sense where no work is told of."""
    return any(about.get(key) for key in ("interest", "refused", "accounts_year_end"))


def _work_of(values: Mapping[str, Any]) -> Work:
    proof = _part(values, _PROOF)
    said = {key: value for key, value in values.items() if not key.startswith(_PROOF)}
    if proof["kind"] is None:
        return Work(**said)
    level = proof.pop("level")
    return Work(**said, proof=Proof(level=level, **{key: v or "" for key, v in proof.items()}))


def _part(values: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    return {
        key.removeprefix(prefix): value for key, value in values.items() if key.startswith(prefix)
    }


def entry_of(statement: Statement, identifier: OrgId, source: str, *, row: int, rows: int) -> Entry:
    """Give what a statement says as an entry of a source."""
    organisation, said = records_of(statement, identifier, source)
    refused = (Refusal(organisation=identifier, pathway=key) for key in statement.refused)
    return Entry(
        key=identifier, row=row, rows=rows, records=(organisation, *said), notes=tuple(refused)
    )


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
    return organisation, (
        *further,
        *_sizes(*of),
        *_accounts(*of),
        *interests,
        *_capabilities(*of),
        *_evidence(*of),
    )


def organisation_of(facts: Facts, identifier: OrgId | None) -> Organisation | None:
    """Give the organisation that has an identifier, if there is one."""
    if identifier is None:
        return None
    owners = {row.identifier: row.organisation for row in facts.identifiers}
    owner = owners.get(identifier, identifier)
    return next((row for row in facts.organisations if row.id == owner), None)


def local_id(facts: Facts, name: str) -> OrgId:
    """Make an identifier of our own for an organisation without a number."""
    taken = {row.id for row in facts.organisations}
    local = OrgId.local(name)
    further = (OrgId(f"{local}-{number}") for number in count(2))
    return local if local not in taken else next(other for other in further if other not in taken)


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


def _accounts(statement: Statement, organisation: Organisation) -> Iterator[Accounts]:
    """Yield its last accounts, and as accounts of its day how many people work for it."""
    told = statement.figures
    empty = Accounts(
        organisation=organisation.id,
        year_end=PartialDate(statement.since.isoformat()),
        income_gbp=None,
        spending_gbp=None,
        reserves_gbp=None,
        employees=statement.employees,
        volunteers=statement.volunteers,
        provenance=organisation.provenance,
    )
    if told is not None:
        yield replace(
            empty,
            year_end=told.year_end,
            income_gbp=told.income,
            spending_gbp=told.spending,
            reserves_gbp=told.reserves,
            employees=None,
            volunteers=None,
        )
    if (statement.employees, statement.volunteers) != (None, None):
        yield empty


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
