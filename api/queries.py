"""What every face asks about areas and organisations, and the records it gets.

One query and one set of records serve JSON, CSV, table and page alike. Facts as of a day count
(the day the competition opened, unless another is named); a detail lists later facts too, each
with its sources, its date and whether it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (the faces read the annotations while running)
from typing import TYPE_CHECKING

import numpy as np

from api.records import (
    AliasFact,
    AreaDetail,
    AreaSummary,
    CapabilityFact,
    EvidenceFact,
    IdentifierFact,
    InterestFact,
    NamedNeed,
    OrganisationDetail,
    OrganisationSummary,
    Origin,
    PlaceNeed,
    SizeFact,
    SourceNote,
    WorkFact,
)
from graph.model import OrganisationKind, PlaceKind, Sector
from graph.snapshot import day_number
from matcher.errors import BriefError, BriefMistake, UnknownNameError
from matcher.names import normal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from api.service import Service
    from graph.model import Collaboration, ContractArea, Organisation
    from graph.provenance import Provenance
    from graph.snapshot import Snapshot

    Flags = NDArray[np.bool_]


class QueryError(BriefError):
    """A query holds mistakes; all of them are listed."""

    def __init__(self, mistakes: Iterable[BriefMistake]) -> None:
        """Keep the mistakes in the order of the query's fields."""
        super().__init__(tuple(mistakes))
        noun = "mistake" if len(self.mistakes) == 1 else "mistakes"
        lines = "\n".join(f"  {mistake}" for mistake in self.mistakes)
        self.args = (f"{len(self.mistakes)} {noun} in the query:\n{lines}",)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationQuery:
    """Which organisations to list; it says itself in words.

    Attributes
    ----------
    text : part of a name, alias or identifier
    kind, sector : an `OrganisationKind` or `Sector`
    pathway, cohort : key or name; `cohort` asks for work made for that group by name
    area : identifier, CPA number, Delius code or name of an area that its work reaches
    as_of : only facts public by this day count; None for the day the competition opened

    >>> str(OrganisationQuery(kind="charity", area="Essex"))
    'organisations of kind charity, at work in Essex'
    """

    text: str = ""
    kind: str = ""
    sector: str = ""
    pathway: str = ""
    cohort: str = ""
    area: str = ""
    as_of: date | None = None

    def __str__(self) -> str:
        """Describe the query in words."""
        parts = (
            (self.text, "called something like '{}'"),
            (self.kind, "of kind {}"),
            (self.sector, "of the {} sector"),
            (self.pathway, "working on {}"),
            (self.cohort, "with work made for {}"),
            (self.area, "at work in {}"),
            (self.as_of, "as far as was public on {}"),
        )
        said = ", ".join(words.format(value) for value, words in parts if value)
        return f"organisations {said}" if said else "all organisations"


def find_organisations(service: Service, query: OrganisationQuery) -> tuple[int, ...]:
    """Give the indices of the organisations that a query asks for, in the order of their names.

    Raises
    ------
    QueryError
        With all the mistakes of the query at once, and the nearest names that there are.
    """
    snapshot = service.snapshot
    work, mistakes = _work_asked_for(service, query)
    chosen = snapshot.organisation_known_day <= day_number(_day(service, query.as_of))
    for field, values in (("kind", OrganisationKind), ("sector", Sector)):
        wanted = getattr(query, field)
        if wanted:
            known = {value.value: value.value for value in values}
            key = _found(mistakes, field, wanted, lambda text, f=field, k=known: _key(f, text, k))
            chosen &= np.array([getattr(o, field) == key for o in snapshot.organisations])
    if mistakes:
        raise QueryError(mistakes)
    if query.pathway or query.cohort or query.area:
        chosen &= _has(snapshot, work)
    if query.text:
        chosen &= _named(snapshot, query.text)
    names = [organisation.name.casefold() for organisation in snapshot.organisations]
    return tuple(sorted(np.flatnonzero(chosen).tolist(), key=lambda i: (names[i], i)))


def _work_asked_for(
    service: Service, query: OrganisationQuery
) -> tuple[Flags, list[BriefMistake]]:
    """Mark the rows of the capability columns that fit pathway, cohort, area and day."""
    snapshot, mistakes = service.snapshot, []  # type: ignore[var-annotated]
    rows, facts = snapshot.capabilities, snapshot.facts
    work = rows.known_day <= day_number(_day(service, query.as_of))
    if query.pathway:
        names = {row.key: row.name for row in facts.pathways}
        key = _found(mistakes, "pathway", query.pathway, lambda t: _key("pathway", t, names))
        work = work & (rows.pathway == snapshot.pathway_index.get(key or "", -1))
    if query.cohort:
        names_of = {row.key: row.name for row in facts.cohorts}
        key = _found(mistakes, "cohort", query.cohort, lambda t: _key("cohort", t, names_of))
        named = np.array([key in cohorts for cohorts in snapshot.cohort_sets], dtype=bool)
        work = work & named[rows.cohorts]
    if query.area:
        area = _found(mistakes, "area", query.area, service.directory.area)
        work = work & _reaches(snapshot, -1 if area is None else area)[rows.place]
    return work, mistakes


def _found[T](
    mistakes: list[BriefMistake], field: str, text: str, find: Callable[[str], T]
) -> T | None:
    try:
        return find(text)
    except UnknownNameError as error:
        mistakes.append(BriefMistake(field, str(error)))
        return None
