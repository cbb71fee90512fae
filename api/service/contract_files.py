"""Files of the Ministry's contracts, read as works and bodies for `matcher evaluate contracts`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from graph.packs.reading import builtin, read_pack
from graph.records.entries import Reject
from graph.records.identifiers import PlaceCode
from graph.records.kinds import MemberRole, PlaceKind, Sex
from graph.records.model import Capability, Collaboration, Membership, Organisation
from graph.records.provenance import PartialDate
from graph.records.words import words
from graph.sources.files import SourceFile
from graph.sources.moj_interventions import IMPORTER
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from matcher.affinity.history import Subject
from matcher.evaluation.contract_trial import Trial
from matcher.evaluation.tables import Body, Work, table_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
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


def read_contracts(path: Path, *, facts: Facts, providers: Path | None) -> Iterator[Entry | Reject]:
    """Read a file of contracts by the importer of `matcher import moj-interventions`.

    Raises
    ------
    SourceError
        If it holds no contracts.
    """
    file = SourceFile.look_over(path, progress=lambda *_: None)
    part = IMPORTER.part_of(file)
    context = Context(
        facts=facts,
        places=PlaceNames(facts.places),
        published=PartialDate(_UNDATED),
        options={"providers": str(providers)} if providers else {},
    )
    return IMPORTER.parts[part](file, context)


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


def placed(bodies: dict[str, Body], *, gazetteer: Gazetteer) -> dict[str, Body]:
    """Say of each body the places that its name holds."""
    return {
        key: replace(body, said=tuple(sorted({*body.said, *gazetteer.named(body.name)})))
        for key, body in bodies.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFiles:
    """Contracts to learn from and to ask about, as their files tell them.

    `rejected` counts the rows that are no contracts.
    """

    learnt: tuple[Work, ...]
    asked: tuple[Work, ...]
    bodies: tuple[Body, ...]
    rejected: int

    @classmethod
    def read(cls, train: Path, test: Path | None, providers: Path | None) -> ContractFiles:
        """Read the files, and who could join besides those that they name.

        Raises
        ------
        SourceError
            If a file holds no contracts.
        """
        facts = frame()
        gazetteer = Gazetteer(facts)
        told: list[list[Work]] = []
        rejected = 0
        named: dict[str, Body] = {}
        for path in filter(None, (train, test)):
            said = list(read_contracts(path, facts=facts, providers=providers))
            entries = [each for each in said if not isinstance(each, Reject)]
            rejected += len(said) - len(entries)
            works, bodies = works_of(entries, facts=facts)
            told.append(works)
            named |= placed(bodies, gazetteer=gazetteer)
        earlier = known_bodies(read_pack(builtin(_EARLIER)), gazetteer=gazetteer)
        return cls(
            learnt=tuple(told[0]),
            asked=tuple(told[-1]),
            bodies=tuple((named | earlier).values()),
            rejected=rejected,
        )

    def trial(self) -> Trial:
        """Put both sets into one table; a contract that is in both is one."""
        works = {work.id: work for work in (*self.learnt, *self.asked)}
        learnt, asked = {work.id for work in self.learnt}, {work.id for work in self.asked}
        return Trial(
            table=table_of(tuple(works.values()), self.bodies),
            learns=np.array([each in learnt for each in works], dtype=bool),
            asks=np.array([each in asked for each in works], dtype=bool),
        )
