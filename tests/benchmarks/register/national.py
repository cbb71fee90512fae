"""The built-in programme with a generated register of charities beside its own organisations.

What importing, linking and inferring make of a register: for each charity its aliases, a size, up
to three years of accounts, its registrations; and an inferred capability for about one in four.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.packs.reading import builtin, read_pack
from graph.records import model
from graph.records.identifiers import OrgId
from graph.records.kinds import OrganisationKind
from graph.records.provenance import Confidence, PartialDate, Provenance
from tests.benchmarks.register.bodies import Population
from tests.benchmarks.register.facts import SOURCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from graph.records.facts import Facts
    from graph.records.model import Record
    from tests.benchmarks.register.bodies import Charity

_INFERRED = 0.2
"""How many of those whose cause is none of ours are taken to do something all the same."""


def national_facts(organisations: int, *, seed: int = 0) -> Facts:
    """Make the facts; the programme's own come first."""
    facts = read_pack(builtin())
    people = Population(facts.places, seed=seed)
    tables: dict[str, list[Record]] = {
        name: list(records) for name, records in facts.tables() if name in _TABLES
    }
    for number in range(organisations):
        charity = people.charity(number)
        for record in _records(charity, people):
            tables[_TABLES_OF[type(record)]].append(record)
    made: dict[str, Any] = {name: tuple(records) for name, records in tables.items()}
    return replace(facts, sources=(*facts.sources, SOURCE), **made)


_TABLES_OF: dict[type[Record], str] = {
    model.Organisation: "organisations",
    model.LinkedIdentifier: "identifiers",
    model.Alias: "aliases",
    model.Size: "sizes",
    model.Accounts: "accounts",
    model.Registration: "registrations",
    model.Capability: "capabilities",
}
_TABLES = frozenset(_TABLES_OF.values())


def _known(day: date, confidence: Confidence = Confidence.VERIFIED_OFFICIAL) -> Provenance:
    return Provenance(
        sources=(SOURCE.id,), known_from=PartialDate(day.isoformat()), confidence=confidence
    )


def _records(charity: Charity, people: Population) -> Iterator[Record]:
    owner, known = OrgId(charity.org_id), _known(charity.registered)
    yield model.Organisation(
        id=owner,
        name=charity.name.title(),
        kind=OrganisationKind.CHARITY,
        founded=None,
        scope_note="",
        provenance=known,
    )
    yield from _names(charity, owner, known)
    yield from _registrations(charity, owner, known)
    yield from _money(charity, owner)
    yield from _capabilities(charity, owner, people)


def _names(charity: Charity, owner: OrgId, known: Provenance) -> Iterator[Record]:
    former = [name for _, name in charity.former]
    names = [*former, *charity.working, *(each.name for each in [charity.company] if each)]
    if charity.number % 3:
        names.append(f"The {charity.name.title()}")
    for name in names:
        yield model.Alias(
            organisation=owner, name=name, used_from=None, used_to=None, provenance=known
        )


def _registrations(charity: Charity, owner: OrgId, known: Provenance) -> Iterator[Record]:
    identifiers = [owner]
    if charity.company:
        identifiers.append(OrgId(f"GB-COH-{charity.company.number}"))
        yield model.LinkedIdentifier(
            organisation=owner, identifier=identifiers[1], provenance=known
        )
    for identifier in identifiers:
        yield model.Registration(
            organisation=owner,
            identifier=identifier,
            status="Registered",
            start=PartialDate(charity.registered.isoformat()),
            end=None,
            postcode=charity.address.postcode,
            web=charity.address.web,
            provenance=known,
        )


def _money(charity: Charity, owner: OrgId) -> Iterator[Record]:
    for end, income, spending in charity.income[:3]:
        yield model.Accounts(
            organisation=owner,
            year_end=PartialDate(end.isoformat()),
            income_gbp=float(income),
            spending_gbp=float(spending),
            reserves_gbp=None,
            employees=charity.employees,
            volunteers=charity.volunteers,
            provenance=_known(end),
        )
    for end, income, _ in charity.income[:1]:
        yield model.Size(
            organisation=owner,
            year=end.year,
            turnover_low_gbp=float(income),
            turnover_high_gbp=float(income),
            provenance=_known(end),
        )


def _capabilities(charity: Charity, owner: OrgId, people: Population) -> Iterator[Record]:
    rng = people.lot(charity.number, of=4)
    pathways = charity.cause.pathways or (("mentoring",) if rng.random() < _INFERRED else ())
    for pathway in pathways:
        yield model.Capability(
            organisation=owner,
            pathway=pathway,
            cohorts=(),
            places=tuple(place.code for place in charity.works_in),
            capacity_needs_a_year=None,
            note="Inferred from what it says of itself",
            probability=round(rng.uniform(0.5, 0.99), 3),
            provenance=_known(charity.registered, Confidence.INFERRED),
        )
