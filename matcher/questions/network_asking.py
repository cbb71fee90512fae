"""A question about the network with its names found, or all its mistakes at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.networks.analysis import TieFilter
from graph.networks.shared_work import WorkFilter
from graph.records.kinds import CollaborationKind, Sector
from matcher.questions.network_records import NetworkQueryError
from matcher.questions.partner_asking import found, one_of

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory
    from matcher.questions.network_records import NetworkQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedNetwork:
    """A question with its names found: indices of organisations, None for none."""

    query: NetworkQuery
    focus: int | None
    to: int | None
    ties: TieFilter


def read_network_question(
    snapshot: Snapshot, names: Directory, query: NetworkQuery
) -> AskedNetwork:
    """Find the names of a question.

    Raises
    ------
    NetworkQueryError
        With all mistakes at once, and the nearest of the names that there are.
    """
    mistakes = list(query.mistakes())
    focus = found(mistakes, "focus", query.focus, names.organisation)
    to = found(mistakes, "to", query.to, names.organisation)
    kind = found(mistakes, "kind", query.kind, _kind)
    sector = found(mistakes, "sector", query.sector, _sector)
    work = WorkFilter(
        as_of=query.as_of or snapshot.facts.programme.competition_opened,
        area=found(mistakes, "area", query.area, names.area),
        pathway=found(mistakes, "pathway", query.pathway, names.pathway),
        kind=kind,
        first_year=query.first_year,
        last_year=query.last_year,
    )
    if mistakes:
        raise NetworkQueryError(mistakes)
    named = tuple(sorted({each for each in (focus, to) if each is not None}))
    ties = TieFilter(
        work=work,
        sector=sector,
        exempt=named if sector else (),
        min_strength=query.min_strength,
    )
    return AskedNetwork(query=query, focus=focus, to=to, ties=ties)


def _kind(text: str) -> CollaborationKind:
    return CollaborationKind(one_of("kind", text, [kind.value for kind in CollaborationKind]))


def _sector(text: str) -> Sector:
    return Sector(one_of("sector", text, [sector.value for sector in Sector]))
