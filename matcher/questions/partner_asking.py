"""A question about partners with its names found, or all its mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from graph.records.kinds import OrganisationKind
from matcher.affinity.history import Subject
from matcher.affinity.view import Direction
from matcher.errors import BriefMistake, UnknownNameError
from matcher.questions.groups import grouping_of, nearest
from matcher.questions.partner_filters import only_group
from matcher.questions.partner_records import PartnerQueryError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past
    from matcher.brief.names import Directory
    from matcher.questions.groups import Grouping, Told
    from matcher.questions.partner_filters import OnlyGroup
    from matcher.questions.partner_records import PartnerQuery

_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Asked:
    """A question with its names found; None stands for none."""

    query: PartnerQuery
    asker: int
    area: int | None
    pathway: int | None
    direction: Direction
    kind: OrganisationKind | None
    never: Indices
    fair: Grouping | None
    only: OnlyGroup | None
    as_of: date

    def wanted(self, past: Past) -> Indices:
        """The terms of the work asked about, shape (T,)."""
        return wanted_terms(past, self.area, self.pathway)


def wanted_terms(past: Past, area: int | None, pathway: int | None) -> Indices:
    """Give the terms of work in an area and on a pathway, shape (T,)."""
    terms = past.history.terms
    named = ((Subject.PATHWAY, pathway), (Subject.REGION, area))
    found = [
        int(np.flatnonzero(terms.of(subject))[index])
        for subject, index in named
        if index is not None
    ]
    return np.array(found, dtype=np.int32)


def read_question(
    snapshot: Snapshot, names: Directory, query: PartnerQuery, *, told: Told | None = None
) -> Asked:
    """Find the names of a question; `told` is what a table says of groups.

    Raises
    ------
    UnknownNameError
        If no organisation is called so; the nearest are offered.
    PartnerQueryError
        With all other mistakes at once.
    """
    asker = names.organisation(query.organisation)
    mistakes = list(query.mistakes())
    as_of = query.as_of or snapshot.facts.programme.competition_opened
    area = found(mistakes, "area", query.area, names.area)
    pathway = found(mistakes, "pathway", query.pathway, names.pathway)
    direction = found(mistakes, "direction", query.direction, direction_of)
    kind = found(mistakes, "kind", query.kind, _kind)
    never = [found(mistakes, "never", name, names.organisation) for name in query.never]
    fair = found(
        mistakes,
        "fair",
        query.fair,
        lambda by: grouping_of(snapshot, by, as_of=as_of, told=told),
    )
    only = found(
        mistakes,
        "only",
        query.only,
        lambda text: only_group(snapshot, text, as_of=as_of, told=told),
    )
    if mistakes:
        raise PartnerQueryError(mistakes)
    return Asked(
        query=query,
        asker=asker,
        area=area,
        pathway=pathway,
        direction=direction or Direction.PARTNERS,
        kind=kind,
        never=np.array(sorted({n for n in never if n is not None}), dtype=np.int32),
        fair=fair,
        only=only,
        as_of=as_of,
    )


def found(
    mistakes: list[BriefMistake], field: str, text: str, find: Callable[[str], _Thing]
) -> _Thing | None:
    """Find what a field names; None where it is blank or unknown."""
    if not text.strip():
        return None
    try:
        return find(text)
    except UnknownNameError as error:
        mistakes.append(BriefMistake(field, str(error)))
        return None


def _kind(text: str) -> OrganisationKind:
    return OrganisationKind(one_of("kind", text, [kind.value for kind in OrganisationKind]))


def direction_of(text: str) -> Direction:
    """Read a direction; UnknownNameError if it is none."""
    return Direction(one_of("direction", text, [each.value for each in Direction]))


def one_of(field: str, text: str, words: list[str]) -> str:
    """Read one of some words; UnknownNameError with the nearest if it is none."""
    wanted = text.strip().lower().replace(" ", "-")
    if wanted not in words:
        raise UnknownNameError(field, text, nearest(wanted, words))
    return wanted
