"""What every face asks about areas and organisations.

One query and one set of records (`api.records.listed`) serve JSON, CSV, table and page alike. Facts
public by a day count (the day the competition opened, unless another is named); a detail lists
later facts too, each with its sources, its date and whether it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  (faces read the annotation while running)
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np

from api.service.details import area_detail, area_summary, organisation_detail, organisation_summary
from api.service.reach import day_of, named_like, places_in_area
from graph.records.kinds import OrganisationKind, Sector
from graph.snapshot.columns import day_number, is_of
from matcher.brief.names import normal
from matcher.errors import BriefError, BriefMistake, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from api.service.service import Service

    Flags = NDArray[np.bool_]

__all__ = [
    "OrganisationQuery",
    "QueryError",
    "area_detail",
    "area_summary",
    "find_organisations",
    "organisation_detail",
    "organisation_summary",
]

_Found = TypeVar("_Found")


class QueryError(BriefError):
    """A query holds mistakes; all of them are listed."""

    where: ClassVar[str] = "in the query"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationQuery:
    """Which organisations to list; it says itself in words.

    Attributes
    ----------
    text : part of a name, alias or identifier; one without letters and digits finds nothing
    kind, sector : of `graph.records.kinds.OrganisationKind` and `Sector`
    pathway : key or name of what it works on
    cohort : key or name of a group of people that it has work made for
    area : identifier, code or name of an area that its work reaches
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
        if self.text and not normal(self.text):
            said += " (nothing, since the text has no word in it)"
        return f"organisations {said}" if said else "all organisations"


def find_organisations(service: Service, query: OrganisationQuery) -> tuple[int, ...]:
    """Give the indices of the organisations that a query asks for, in the order of their names.

    Pathway, cohort and area must hold of one and the same piece of work. An organisation that
    was not public by the day is left out.

    Raises
    ------
    QueryError
        With all the mistakes of the query at once, and the nearest names that there are.
    """
    snapshot = service.snapshot
    mistakes: list[BriefMistake] = []
    chosen = snapshot.organisation_known_day <= day_number(day_of(service, query.as_of))
    chosen &= _of_kind(service, query, mistakes)
    chosen &= _at_work(service, query, mistakes)
    if mistakes:
        raise QueryError(mistakes)
    if query.text:
        chosen &= named_like(snapshot, query.text)
    return tuple(snapshot.name_lines.in_order(np.flatnonzero(chosen)))


def _of_kind(service: Service, query: OrganisationQuery, mistakes: list[BriefMistake]) -> Flags:
    columns = service.snapshot.organisation_columns
    chosen = np.ones(len(columns.kind), dtype=bool)
    if query.kind:
        kind = _key(mistakes, "kind", query.kind, {kind: kind for kind in OrganisationKind})
        chosen &= is_of(columns, [each for each in OrganisationKind if each == kind])
    if query.sector:
        sector = _key(mistakes, "sector", query.sector, {sector: sector for sector in Sector})
        chosen &= is_of(columns, [each for each in OrganisationKind if each.sector == sector])
    return chosen


def _at_work(service: Service, query: OrganisationQuery, mistakes: list[BriefMistake]) -> Flags:
    """Mark the organisations with a piece of work that fits pathway, cohort, area and day."""
    snapshot = service.snapshot
    rows, facts = snapshot.capabilities, snapshot.facts
    if not (query.pathway or query.cohort or query.area):
        return np.ones(len(snapshot.organisations), dtype=bool)
    work = rows.known_day <= day_number(day_of(service, query.as_of))
    if query.pathway:
        key = _key(mistakes, "pathway", query.pathway, {p.key: p.name for p in facts.pathways})
        work = work & (rows.pathway == snapshot.pathway_index.get(key or "", -1))
    if query.cohort:
        key = _key(mistakes, "cohort", query.cohort, {c.key: c.name for c in facts.cohorts})
        named = np.array([key in cohorts for cohorts in snapshot.cohort_sets], dtype=bool)
        work = work & named[rows.cohorts]
    if query.area:
        area = _found(mistakes, "area", query.area, service.directory.area)
        work = work & places_in_area(snapshot, -1 if area is None else area)[rows.place]
    chosen = np.zeros(len(snapshot.organisations), dtype=bool)
    chosen[rows.organisation[work]] = True
    return chosen


def _key(
    mistakes: list[BriefMistake], field: str, text: str, names: Mapping[Any, str]
) -> str | None:
    """Find a key by itself or by its name."""

    def find(wanted: str) -> str:
        known = {normal(name): key for key, name in names.items()}
        known |= {normal(key): key for key in names}
        if (key := known.get(normal(wanted))) is None:
            raise UnknownNameError(field, wanted, _nearest(wanted, list(names)))
        return str(key)

    return _found(mistakes, field, text, find)


def _nearest(text: str, keys: list[str]) -> list[str]:
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (only needed when a name is wrong)

    found = process.extract(text, keys, scorer=fuzz.WRatio, limit=3, score_cutoff=50.0)
    return [str(match[0]) for match in found] or sorted(map(str, keys))


def _found(
    mistakes: list[BriefMistake], field: str, text: str, find: Callable[[str], _Found]
) -> _Found | None:
    try:
        return find(text)
    except UnknownNameError as error:
        mistakes.append(BriefMistake(field, str(error)))
        return None
