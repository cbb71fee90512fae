"""The Ministry of Justice's live rehabilitation contracts, as hmpps-interventions-service has them.

Each contract is a collaboration of its prime provider and subcontractors. It gives each of them a
capability: the prime's is certain, a subcontractor's an upper bound, because what it does is known
only for the contract as a whole. The built-in programme of the Commissioned Rehabilitative Services
was made from the same data (docs/commissioned.md): contracts have the same identifiers there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Description, DescriptionKind, Entry, Operation, Reject
from graph.records.kinds import (
    CollaborationKind,
    JusticeMark,
    MemberRole,
    Outcome,
    Setting,
    Sex,
)
from graph.records.model import Capability, Collaboration, Interest, Membership, Source
from graph.records.provenance import Confidence
from graph.sources.fields import Fields
from graph.sources.json_forms import begins_as_json, values
from graph.sources.moj_places import ContractPlaces
from graph.sources.moj_providers import Providers, Span, contract_dates, provider_names
from graph.sources.parties import said_by
from graph.sources.protocol import Context, Importer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.records.entries import Note, Said
    from graph.records.identifiers import AreaId, PlaceCode
    from graph.records.provenance import PartialDate, Provenance
    from graph.sources.files import SourceFile, Value
    from graph.sources.parties import Party

SOURCE = "IMPORT-MOJ-INTERVENTIONS"
_MARKS = ('"contract_reference"', '"prime_provider_code"')
PATHWAYS = {
    "ACC": "accommodation",
    "ETE": "ete",
    "FBD": "finance",
    "DNR": "drugs_alcohol",
    "PWB": "personal_wellbeing",
    "WOS": "womens_services",
    "WSM": "womens_services",
    "MTR": "mentoring",
}
"""The pathway of a contract type; what follows a hyphen (``DNR-K``) is the region."""
_YOUNG, _ADULT = 25, 26
"""Ages: contracts for young men end with the first, those beside them begin with the second."""
_DIRECT = re.compile(r" DA$")
_PRIME = "prime provider of a contract"
_SUBCONTRACTOR = "subcontractor of a contract: the whole contract, an upper bound"


def _part_of(file: SourceFile) -> str:
    if begins_as_json(file) and all(mark in file.start for mark in _MARKS):
        return ""
    message = (
        f"{file.path} does not begin with a contract of hmpps-interventions-service (an object "
        "with contract_reference and providers); join the contracts' files into one by `cat`"
    )
    raise SourceError(message)


def _read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    return contracts_in(values(file), context)


def contracts_in(found: Iterable[Value | Reject], context: Context) -> Iterator[Entry | Reject]:
    """Yield an entry for each contract, in the fields of hmpps-interventions-service.

    Raises
    ------
    SourceError
        If nobody says since when the contracts were public, or an option's file is another.
    """
    options = context.options
    if not context.published and "dates" not in options:
        message = (
            "the contracts do not say since when they were public: give the day of the file "
            "(--published 2026-08-21), or when they began (--option dates=FILE)"
        )
        raise SourceError(message)
    reading = _Reading(
        places=ContractPlaces(context.facts, context.places),
        providers=Providers(
            context.facts, provider_names(options["providers"]) if "providers" in options else {}
        ),
        dates=contract_dates(options["dates"]) if "dates" in options else {},
        published=context.published,
        pathways=frozenset(row.key for row in context.facts.pathways),
        cohorts=frozenset(row.key for row in context.facts.cohorts),
    )
    for value in found:
        if isinstance(value, Reject):
            yield value
            continue
        fields = Fields(value.value, row=value.number)
        fields = fields.keyed(fields.line("contract_reference")[:100])
        yield reading.entry(fields)
        yield from fields.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What contracts are read with."""

    places: ContractPlaces
    providers: Providers
    dates: Mapping[str, Span]
    published: PartialDate | None
    pathways: frozenset[str]
    cohorts: frozenset[str]

    def entry(self, fields: Fields) -> Entry | Reject:
        """Make the entry of a contract."""
        if not fields.key:
            return fields.rejected("the contract has no reference", "contract_reference")
        parties = tuple(self._parties(fields))
        if not any(role is MemberRole.LEAD for _, _, role in parties):
            return fields.rejected("the contract has no prime provider", "providers")
        start, end = self.dates.get(fields.key, (None, None))
        area, places, words = self.places.of(fields)
        contract = _Contract(
            fields=fields,
            id=f"crs-{fields.key.lower().replace('_', '-')}",
            parties=parties,
            span=(start, end),
            known_from=start or self.published,
            area=area,
            places=places,
            pathway=self._pathway(fields),
            cohorts=self._cohorts(fields),
        )
        return Entry(
            key=contract.id,
            row=fields.row,
            records=tuple(contract.records()),
            notes=tuple(contract.notes(words)),
        )

    def _parties(self, fields: Fields) -> Iterator[tuple[str, Party, MemberRole]]:
        """Yield the code, the organisation and the role of each provider, each role once."""
        providers = fields.within("providers")
        codes = [(providers.line("prime_provider_code"), MemberRole.LEAD)]
        subcontractors = providers.lines("subcontractor_codes")
        codes += [(code, MemberRole.SUBCONTRACTOR) for code in subcontractors]
        seen = set()
        for code, role in codes:
            party = self.providers.party(code)
            if party and (party.id, role) not in seen:
                seen.add((party.id, role))
                yield code, party, role

    def _pathway(self, fields: Fields) -> str:
        kind = fields.line("contract_type_id")
        pathway = PATHWAYS.get(kind.partition("-")[0], "")
        if not pathway:
            fields.refuse("contract_type_id", "it is no contract type that is known", kind)
        elif pathway not in self.pathways:
            fields.refuse("contract_type_id", "the programme has no such pathway", pathway)
            return ""
        return pathway

    def _cohorts(self, fields: Fields) -> tuple[str, ...]:
        """Give whom the contract is for; nothing means any adult."""
        eligible = fields.within("eligibility")
        women, men = eligible.flag("allows_female"), eligible.flag("allows_male")
        if men is False:
            found: tuple[str, ...] = ("women",)
        elif women is not False:
            found = ()
        elif eligible.number("maximum_age") == _YOUNG:
            found = ("young_men",)
        elif eligible.number("minimum_age") == _ADULT:
            found = ("men",)
        else:
            found = ("young_men", "men")
        return tuple(cohort for cohort in found if cohort in self.cohorts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contract:
    """A contract, read."""

    fields: Fields
    id: str
    parties: tuple[tuple[str, Party, MemberRole], ...]
    span: Span
    known_from: PartialDate | None
    area: AreaId | None
    places: tuple[PlaceCode, ...]
    pathway: str
    cohorts: tuple[str, ...]

    def records(self) -> Iterator[Said]:
        """Yield the facts that the contract says."""
        yield self._collaboration()
        for code, party, role in self.parties:
            yield Membership(
                collaboration=self.id,
                organisation=party.id,
                role=role,
                role_note=f"listed as {code}",
                provenance=self._provenance(),
            )
            yield from party.records(SOURCE, self.known_from)
            if self.pathway and self._where():
                yield self._capability(party, role)
            if role is MemberRole.LEAD and self.area:
                yield Interest(
                    organisation=party.id,
                    role="prime",
                    area=self.area,
                    provenance=self._provenance(),
                )

    def notes(self, words: tuple[str, ...]) -> Iterator[Note]:
        """Yield the description of the service, which the prime provider answers for."""
        text = self.fields.text("short_description")
        for _, party, role in self.parties:
            if text and role is MemberRole.LEAD:
                yield Description(
                    organisation=party.id,
                    kind=DescriptionKind.SERVICE,
                    text=text,
                    known_from=self.known_from,
                )
            if words:
                yield Operation(
                    organisation=party.id, places=(), words=words, known_from=self.known_from
                )

    def _provenance(self, confidence: Confidence = Confidence.VERIFIED_OFFICIAL) -> Provenance:
        return said_by(SOURCE, self.known_from, confidence)

    def _where(self) -> tuple[PlaceCode, ...]:
        return self.places or ((self.area,) if self.area else ())

    def _collaboration(self) -> Collaboration:
        title = self.fields.line("intervention_title")
        note = f"contract {self.fields.key}, type {self.fields.line('contract_type_id')}"
        if _DIRECT.search(title):
            note = f"awarded directly after a competition that failed; {note}"
        start, end = self.span
        return Collaboration(
            id=self.id,
            name=_DIRECT.sub("", title) or self.fields.key,
            kind=CollaborationKind.CONTRACT,
            start=start,
            end=end,
            areas=(self.area,) if self.area else (),
            places=self.places,
            pathways=(self.pathway,) if self.pathway else (),
            outcome=Outcome.WON,
            outcome_known_from=self.known_from,
            outcome_note=note,
            value_gbp=None,
            provenance=self._provenance(),
        )

    def _capability(self, party: Party, role: MemberRole) -> Capability:
        is_prime = role is MemberRole.LEAD
        return Capability(
            organisation=party.id,
            pathway=self.pathway,
            cohorts=self.cohorts,
            places=self._where(),
            capacity_needs_a_year=None,
            note=_PRIME if is_prime else _SUBCONTRACTOR,
            setting=self._setting(),
            sex=self._sex(),
            justice=JusticeMark.EXPLICIT,
            provenance=self._provenance(
                Confidence.VERIFIED_OFFICIAL if is_prime else Confidence.ESTIMATE
            ),
        )

    def _sex(self) -> Sex | None:
        eligible = self.fields.within("eligibility")
        if eligible.flag("allows_male") is False:
            return Sex.WOMEN
        return Sex.MEN if eligible.flag("allows_female") is False else None

    def _setting(self) -> Setting | None:
        """Say where people are reached, as far as the description tells."""
        text = self.fields.line("short_description").lower()
        if not text:
            return None
        if "service users, in custody" in text:
            return Setting.CUSTODY
        if "not be delivered pre-release" in text:
            return Setting.COMMUNITY
        if "pre-release" in text or "within specified prison" in text:
            return Setting.BOTH
        return Setting.COMMUNITY if self.pathway == "finance" else None


IMPORTER = Importer(
    name="moj-interventions",
    words="Live rehabilitation contracts, with prime provider, subcontractors, area and cohort",
    formats="the contracts of hmpps-interventions-service in one file, such as contracts.jsonl",
    origin=Source(
        id=SOURCE,
        title="Contracts of hmpps-interventions-service (Ministry of Justice)",
        address="https://github.com/ministryofjustice/hmpps-interventions-service",
        kind="repository",
        published=None,
        licence="MIT, Crown copyright",
    ),
    options={
        "providers": "the Ministry's list of providers (JSON), for their names",
        "dates": "a table (CSV) with the columns contract, start and end",
    },
    parts={"": _read},
    part_of=_part_of,
)
