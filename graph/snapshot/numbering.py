"""The records of a programme numbered: where each code stands in its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records.kinds import PlaceKind
from graph.snapshot.cells import cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.records.facts import Facts


class Numbering:
    """A programme's tables, and the position of each code in its table.

    Attributes
    ----------
    facts : the records themselves, for names, sources and explanations
    cohorts : those of the partition, in their order
    authorities : places that carry demand, A of them, in the order of their codes
    cohort_sets : the different sets of cohorts that capabilities name
    place_index, area_index, pathway_index, cohort_index, organisation_index, authority_index :
        the position of each code
    """

    def __init__(
        self,
        facts: Facts,
        *,
        cohort_sets: tuple[tuple[str, ...], ...] | None = None,
        organisation_ids: Sequence[str] | None = None,
    ) -> None:
        """Number the records; `facts` must be consistent (see `graph.packs`).

        Parameters
        ----------
        facts : the records
        cohort_sets, organisation_ids : what the facts say of them, if it is known already
        """
        self.facts = facts
        self.places = facts.places
        self.areas = facts.areas
        self.pathways = facts.pathways
        self.cohorts = tuple(
            sorted((c for c in facts.cohorts if c.in_partition), key=lambda c: c.order)
        )
        self.organisations = facts.organisations
        self.authorities = tuple(p for p in facts.places if p.kind is PlaceKind.AUTHORITY)
        if cohort_sets is None:
            cohort_sets = tuple(sorted(set(cells(facts, "capabilities")["cohorts"])))
        self.cohort_sets = cohort_sets
        self.place_index = _index(place.code for place in self.places)
        self.area_index = _index(area.id for area in self.areas)
        self.pathway_index = _index(pathway.key for pathway in self.pathways)
        self.cohort_index = _index(cohort.key for cohort in self.cohorts)
        if organisation_ids is None:
            organisation_ids = cells(facts, "organisations")["id"]
        self.organisation_index = _index(organisation_ids)
        self.authority_index = _index(place.code for place in self.authorities)


def _index(keys: Iterable[str]) -> dict[str, int]:
    return {key: position for position, key in enumerate(keys)}
