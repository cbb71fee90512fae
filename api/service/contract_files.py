"""Files of the Ministry's contracts, read as works and bodies for `matcher evaluate contracts`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from api.service.contract_fields import ContractTable
from api.service.contract_notes import none_read, notes_of
from api.service.names_told import by_name
from graph.packs.reading import builtin, read_pack
from graph.records.entries import Reject
from graph.records.identifiers import PlaceCode, slug
from graph.records.kinds import MemberRole, PlaceKind, Sex
from graph.records.model import Capability, Collaboration, Membership, Organisation
from graph.records.provenance import PartialDate
from graph.records.words import words
from graph.sources.moj_interventions import contracts_in
from graph.sources.moj_providers import provider_names
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from matcher.affinity.history import Subject
from matcher.evaluation.contract_trial import Trial
from matcher.evaluation.tables import Body, Work, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from graph.records.entries import Entry
    from graph.records.facts import Facts
    from graph.records.provenance import Provenance
    from matcher.evaluation.tables import Term

_PROGRAMME = "commissioned_rehabilitative_services"
_EARLIER = "transforming_rehabilitation"
_UNDATED = "9999-12-31"
_BEFORE_CONTRACTS = date(2019, 12, 31)
"""The contracts of the Commissioned Rehabilitative Services were let in 2020 and later."""
_WOMEN = (Subject.COHORT, "women")


def frame() -> Facts:
    """Give the places, pathways and names of the programme, and nothing that its contracts told.

    What the programme knows of who took part in which contract stays out: it comes from the same
    contracts that are asked about.
    """
    return replace(
        read_pack(builtin(_PROGRAMME)), collaborations=(), memberships=(), capabilities=()
    )


def read_contracts(
    table: ContractTable, *, facts: Facts, providers: Path | None
) -> Iterator[Entry | Reject]:
    """Read contracts by the importer of `matcher import moj-interventions`.

    Raises
    ------
    SourceError
        If the list of providers cannot be read.
    """
    context = Context(
        facts=facts,
        places=PlaceNames(facts.places),
        published=PartialDate(_UNDATED),
        options={"providers": str(providers)} if providers else {},
    )
    return contracts_in(table.found, context)


def works_of(entries: Iterable[Entry], *, facts: Facts) -> tuple[list[Work], dict[str, Body]]:
    """Turn entries into works, and the bodies that they name.

    The contracts' texts are not read: they were written after the award, and name who won it.
    """
    works, bodies = [], {}
    for entry in entries:
        contract = next(each for each in entry.records if isinstance(each, Collaboration))
        members = [each for each in entry.records if isinstance(each, Membership)]
        leads = [str(m.organisation) for m in members if m.role is MemberRole.LEAD]
        others = [str(m.organisation) for m in members if m.role is not MemberRole.LEAD]
        works.append(
            Work(
                id=entry.key,
                lead=leads[0],
                others=tuple(others),
                about=tuple(_about(contract, entry, facts)),
                day=0,
            )
        )
        for record in entry.records:
            if isinstance(record, Organisation):
                bodies[str(record.id)] = Body(id=str(record.id), name=record.name)
    return works, bodies


def _about(contract: Collaboration, entry: Entry, facts: Facts) -> Iterator[Term]:
    """Give the terms of a contract: its type, its area and region, the people it is for."""
    yield from ((Subject.PATHWAY, pathway) for pathway in contract.pathways)
    yield from ((Subject.REGION, str(area)) for area in contract.areas)
    police = {place.code for place in facts.places if place.kind is PlaceKind.POLICE_AREA}
    yield from ((Subject.PLACE, str(place)) for place in contract.places if place in police)
    capabilities = [each for each in entry.records if isinstance(each, Capability)]
    if any(each.sex is Sex.WOMEN for each in capabilities):
        yield _WOMEN


class Gazetteer:
    """Finds the places that names of bodies hold: Bolton is in Greater Manchester."""

    def __init__(self, facts: Facts) -> None:
        """Learn the names of a programme's places, and what each lies in."""
        self._places = {place.code: place for place in facts.places}
        self._areas = {str(area.id) for area in facts.areas}
        self._terms: dict[str, set[Term]] = {}
        for place in facts.places:
            if place.kind is not PlaceKind.COUNTRY:
                self._terms.setdefault(_spaced(place.name), set()).update(self.terms(place.code))
        self._terms.pop("  ", None)

    def terms(self, code: str) -> set[Term]:
        """Give the police area and the contract area of a place, as terms."""
        found: set[Term] = set()
        waiting = [code]
        while waiting:
            place = self._places.get(PlaceCode(waiting.pop()))
            if place is None:
                continue
            if place.kind is PlaceKind.POLICE_AREA:
                found.add((Subject.PLACE, str(place.code)))
            elif place.kind is PlaceKind.CONTRACT_AREA:
                found.add((Subject.REGION, str(place.code)))
            waiting.extend(place.parents)
        return found

    def named(self, name: str) -> set[Term]:
        """Give the terms of all places whose whole names are in a name."""
        spaced = _spaced(name)
        return set().union(*(terms for own, terms in self._terms.items() if own in spaced))


def _spaced(name: str) -> str:
    """Put blanks round the words of a name, so that one can be found whole in another."""
    return f" {' '.join(words(name.replace(chr(39) + 's', 's')))} "


def known_bodies(facts: Facts, *, gazetteer: Gazetteer) -> dict[str, Body]:
    """Give the bodies that an earlier programme knows, with what it says of their work and places.

    They stand beside those who joined contracts as bodies that could have. What counts is what
    somebody has read in a source of before the contracts. The programme also holds what became
    known by them, and what is remembered today may be remembered because of them.
    """
    said: dict[str, set[Term]] = {}
    for capability in facts.capabilities:
        if not _is_earlier(capability.provenance):
            continue
        terms = said.setdefault(str(capability.organisation), set())
        terms.add((Subject.PATHWAY, capability.pathway))
        for place in capability.places:
            terms |= gazetteer.terms(str(place))
    return {
        str(each.id): Body(
            id=str(each.id),
            name=each.name,
            said=tuple(sorted(said.get(str(each.id), set()) | gazetteer.named(each.name))),
        )
        for each in facts.organisations
        if each.kind.may_bid
    }


def _is_earlier(provenance: Provenance) -> bool:
    return provenance.confidence.is_verified and provenance.is_known_by(_BEFORE_CONTRACTS)


def same_named(earlier: Mapping[str, Body], named: Mapping[str, Body]) -> dict[str, Body]:
    """Give earlier bodies the identifier that contracts give one of the same name."""
    known = {slug(body.name): key for key, body in named.items()}
    keys = {
        key: key if key in named else known.get(slug(body.name), key)
        for key, body in earlier.items()
    }
    return {keys[key]: replace(body, id=keys[key]) for key, body in earlier.items()}


def placed(bodies: dict[str, Body], *, gazetteer: Gazetteer) -> dict[str, Body]:
    """Say of each body the places that its name holds."""
    return {
        key: replace(body, said=tuple(sorted({*body.said, *gazetteer.named(body.name)})))
        for key, body in bodies.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFiles:
    """Contracts to learn from and to ask about, as their files tell them.

    Attributes
    ----------
    learnt, asked : the contracts of the first file and of the second
    bodies : who could join
    rejected : how many rows are no contracts
    fields : which field of each file was taken for what
    notes : what was left out or looks wrong, a sentence each
    """

    learnt: tuple[Work, ...]
    asked: tuple[Work, ...]
    bodies: tuple[Body, ...]
    rejected: int
    fields: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        train: Path,
        test: Path | None,
        providers: Path | None,
        *,
        options: Mapping[str, str] | None = None,
    ) -> ContractFiles:
        """Read the files, and who could join besides those that they name.

        Parameters
        ----------
        train, test : the contracts to learn from and to ask about
        providers : the names of providers by their codes
        options : which field holds what, by `contract_fields.FIELDS`

        Raises
        ------
        SourceError
            If a file holds no contracts, or no field of it says who leads or who joins.
        """
        facts = frame()
        gazetteer = Gazetteer(facts)
        paths = [path for path in (train, test) if path is not None]
        tables = [ContractTable.read(path, options or {}) for path in paths]
        names = provider_names(str(providers)) if providers else {}
        told: list[list[Work]] = []
        rejects: list[list[Reject]] = []
        named: dict[str, Body] = {}
        for path, table in zip(paths, tables, strict=True):
            said = list(read_contracts(table, facts=facts, providers=providers))
            rejects.append([each for each in said if isinstance(each, Reject)])
            entries = [each for each in said if not isinstance(each, Reject)]
            if not entries:
                raise none_read(path, table, rejects[-1])
            works, bodies = works_of(entries, facts=facts)
            told.append(works)
            named |= placed(bodies, gazetteer=gazetteer)
        earlier = known_bodies(read_pack(builtin(_EARLIER)), gazetteer=gazetteer)
        return cls(
            learnt=tuple(told[0]),
            asked=tuple(told[-1]),
            bodies=tuple(by_name((named | same_named(earlier, named)).values(), facts=facts)),
            rejected=sum(each.rows for found in rejects for each in found),
            fields={table.name: table.fields for table in tables},
            notes=tuple(notes_of(tables, rejects, told, names=names)),
        )

    def trial(self) -> Trial:
        """Put both sets into one table; a contract that is told twice is one."""
        works: dict[str, Work] = {}
        for work in (*self.learnt, *self.asked):
            works[work.id] = joined_of(works.get(work.id, work), work)
        learnt, asked = {work.id for work in self.learnt}, {work.id for work in self.asked}
        return Trial(
            table=table_of(tuple(works.values()), self.bodies),
            learns=np.array([each in learnt for each in works], dtype=bool),
            asks=np.array([each in asked for each in works], dtype=bool),
        )


def joined_of(first: Work, then: Work) -> Work:
    """Make one of what two rows say of a contract: the first's lead, and who joins by either."""
    others = dict.fromkeys((*first.others, *then.others))
    return replace(first, others=tuple(others), about=tuple({*first.about, *then.about}))
