"""Which facts link which nodes: one row for each fact and pair of nodes."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.questions.node_table import ALWAYS, number_of_day
from graph.questions.records import Layer, LinkKind
from graph.records.kinds import MemberRole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from graph.questions.node_table import NodeTable
    from graph.records.facts import Facts
    from graph.records.model import Affiliation, Capability, Collaboration, Membership

    Numbers = NDArray[np.integer[Any]]

ROLES = tuple(MemberRole)
"""The roles that `LinkRows.role` refers to."""
_KINDS = tuple(LinkKind)
_ROLE_NUMBER = {role: number for number, role in enumerate(ROLES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRows:
    """Facts that link nodes, one row each.

    Attributes
    ----------
    kind : index into `LinkKind`
    start, end : numbers of nodes
    known_day : the day from which the fact counts, 0 where it always does
    role : index into `ROLES`; -1 where the fact is no membership
    verified : whether a source was read; true where the kind of fact is not judged by that
    """

    kind: NDArray[np.int8]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    known_day: NDArray[np.int32]
    role: NDArray[np.int8]
    verified: NDArray[np.bool_]

    def take(self, rows: Numbers) -> LinkRows:
        """Give some of the rows, in this order."""
        return LinkRows(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


def link_rows(facts: Facts, nodes: NodeTable) -> LinkRows:
    """Lay out every fact that links two nodes; a place is no part of itself."""
    parts = list(_parts(facts, nodes))
    rows = LinkRows(
        **{
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(LinkRows)
        }
    )
    return rows.take(np.flatnonzero(rows.start != rows.end))


def _parts(facts: Facts, nodes: NodeTable) -> Iterator[LinkRows]:
    yield _memberships(facts, nodes)
    yield from _capabilities(facts, nodes)
    pairs = [(place.code, parent) for place in facts.places for parent in _once(place.parents)]
    yield _undated(LinkKind.PART_OF, nodes, pairs, Layer.PLACE)
    codes = {place.code for place in facts.places}
    pairs = [(area.id, area.id) for area in facts.areas if area.id in codes]
    yield _undated(LinkKind.COVERS, nodes, pairs, Layer.AREA)
    yield _work(LinkKind.FOR, nodes, facts, Layer.AREA, [c.areas for c in facts.collaborations])
    yield _work(
        LinkKind.ON, nodes, facts, Layer.PATHWAY, [c.pathways for c in facts.collaborations]
    )
    yield _work(LinkKind.IN, nodes, facts, Layer.PLACE, [c.places for c in facts.collaborations])
    yield _affiliations(facts, nodes)


def _memberships(facts: Facts, nodes: NodeTable) -> LinkRows:
    rows = facts.memberships
    return _rows(
        LinkKind.MEMBER_OF,
        start=nodes.column(Layer.ORGANISATION, (row.organisation for row in rows)),
        end=nodes.column(Layer.COLLABORATION, (row.collaboration for row in rows)),
        known_day=_days(rows),
        role=np.fromiter((_ROLE_NUMBER[row.role] for row in rows), dtype=np.int8),
        verified=_verified(rows),
    )


def _capabilities(facts: Facts, nodes: NodeTable) -> Iterator[LinkRows]:
    rows = facts.capabilities
    who = nodes.column(Layer.ORGANISATION, (row.organisation for row in rows))
    days, verified = _days(rows), _verified(rows)
    what = nodes.column(Layer.PATHWAY, (row.pathway for row in rows))
    yield _rows(LinkKind.CAN_DELIVER, start=who, end=what, known_day=days, verified=verified)
    places = [_once(row.places) for row in rows]
    repeat = np.array([len(each) for each in places], dtype=np.int64)
    yield _rows(
        LinkKind.WORKS_IN,
        start=np.repeat(who, repeat),
        end=nodes.column(Layer.PLACE, (code for each in places for code in each)),
        known_day=np.repeat(days, repeat),
        verified=np.repeat(verified, repeat),
    )


def _affiliations(facts: Facts, nodes: NodeTable) -> LinkRows:
    rows = facts.affiliations
    return _rows(
        LinkKind.AFFILIATED_TO,
        start=nodes.column(Layer.ORGANISATION, (row.organisation for row in rows)),
        end=nodes.column(Layer.ORGANISATION, (row.of for row in rows)),
        known_day=_days(rows),
        verified=_verified(rows),
    )


def _undated(
    kind: LinkKind, nodes: NodeTable, pairs: Sequence[tuple[str, str]], layer: Layer
) -> LinkRows:
    return _rows(
        kind,
        start=nodes.column(layer, (start for start, _ in pairs)),
        end=nodes.column(Layer.PLACE, (end for _, end in pairs)),
        known_day=np.full(len(pairs), ALWAYS, dtype=np.int32),
    )


def _work(
    kind: LinkKind, nodes: NodeTable, facts: Facts, layer: Layer, named: Sequence[Sequence[str]]
) -> LinkRows:
    ends = [_once(each) for each in named]
    repeat = np.array([len(each) for each in ends], dtype=np.int64)
    ids = nodes.column(Layer.COLLABORATION, (row.id for row in facts.collaborations))
    return _rows(
        kind,
        start=np.repeat(ids, repeat),
        end=nodes.column(layer, (key for each in ends for key in each)),
        known_day=np.repeat(_days(facts.collaborations), repeat),
    )


def _rows(
    kind: LinkKind,
    *,
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    known_day: NDArray[np.int32],
    role: NDArray[np.int8] | None = None,
    verified: NDArray[np.bool_] | None = None,
) -> LinkRows:
    size = len(start)
    return LinkRows(
        kind=np.full(size, _KINDS.index(kind), dtype=np.int8),
        start=start,
        end=end,
        known_day=known_day,
        role=np.full(size, -1, dtype=np.int8) if role is None else role,
        verified=np.ones(size, dtype=bool) if verified is None else verified,
    )


def _once(keys: Sequence[str]) -> Sequence[str]:
    """Give each key once: a fact that names one twice is still one fact."""
    return keys if len(keys) <= 1 else tuple(dict.fromkeys(keys))


def _days(
    rows: Sequence[Affiliation | Membership | Capability | Collaboration],
) -> NDArray[np.int32]:
    return np.fromiter((number_of_day(row.provenance.known_from) for row in rows), dtype=np.int32)


def _verified(rows: Sequence[Affiliation | Membership | Capability]) -> NDArray[np.bool_]:
    return np.fromiter((row.provenance.confidence.is_verified for row in rows), dtype=np.bool_)
