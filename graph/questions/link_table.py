"""The links of a programme's graph in columns, for walks in memory.

The table is made once for a programme's facts; a question only reads the rows that touch the nodes
asked about. Nodes are numbered in their order (`Node.order`), so a smaller number comes first.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from graph.questions.link_rows import ROLES, link_rows
from graph.questions.node_table import NodeTable
from graph.questions.records import Link, LinkKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from graph.questions.records import Filters, Node
    from graph.records.facts import Facts

    Numbers = NDArray[np.integer[Any]]

_KINDS = tuple(LinkKind)


class LinkTable:
    """The `graph.questions.protocol.Links` of some facts.

    Every fact that links two nodes is one row. Rows stand in the order of their start; an index
    gives those of each end.
    """

    def __init__(self, facts: Facts) -> None:
        """Lay the links out; references between the facts must resolve."""
        self._nodes = NodeTable(facts)
        rows = link_rows(facts, self._nodes)
        self._rows = rows.take(np.argsort(rows.start, kind="stable"))
        self._of_end = np.argsort(self._rows.end, kind="stable")
        self._from_start = _bounds(self._rows.start, len(self._nodes))
        self._from_end = _bounds(self._rows.end, len(self._nodes))
        days = self._nodes.known_day
        self._counts_from = np.maximum(
            self._rows.known_day, np.maximum(days[self._rows.start], days[self._rows.end])
        )

    def named(self, nodes: Collection[Node], *, as_of: date) -> Mapping[Node, str]:
        """Give the names of those of the nodes that exist on a day."""
        return self._nodes.named(nodes, as_of=as_of)

    def expand(
        self, nodes: Collection[Node], *, filters: Filters, also: Collection[Node] = ()
    ) -> list[Node]:
        """Give the nodes that a link which counts joins to any of these, each once."""
        numbers = self._nodes.numbers(nodes)
        leaving = self._counting(_between(self._from_start, numbers), filters)
        arriving = self._counting(self._of_end[_between(self._from_end, numbers)], filters)
        joined = np.zeros(len(self._nodes), dtype=bool)
        joined[self._rows.end[leaving]] = True
        joined[self._rows.start[arriving]] = True
        if filters.sectors:
            allowed = self._nodes.in_sectors(filters.sectors)
            allowed[self._nodes.numbers(also)] = True
            joined &= allowed
        return self._nodes.nodes(np.flatnonzero(joined))

    def among(self, nodes: Collection[Node], *, filters: Filters) -> list[Link]:
        """Give every link that counts with both ends among these nodes, once."""
        numbers = self._nodes.numbers(nodes)
        inside = np.zeros(len(self._nodes), dtype=bool)
        inside[numbers] = True
        rows = _between(self._from_start, numbers)
        rows = self._counting(rows[inside[self._rows.end[rows]]], filters)
        return list(self._links(rows))

    def _counting(self, rows: Numbers, filters: Filters) -> Numbers:
        """Keep the rows that the filters let count."""
        table = self._rows
        follows = np.isin(np.arange(len(_KINDS)), [_KINDS.index(kind) for kind in filters.links])
        kept = follows[table.kind[rows]] & (self._counts_from[rows] <= filters.as_of.toordinal())
        if filters.roles:
            kept &= np.isin(table.role[rows], [-1, *(ROLES.index(role) for role in filters.roles)])
        if filters.verified_only:
            kept &= table.verified[rows]
        return rows[kept]

    def _links(self, rows: Numbers) -> Iterator[Link]:
        """Make one link of the rows that say the same of the same two nodes."""
        table, size = self._rows, len(self._nodes)
        pair = table.start[rows].astype(np.int64) * size + table.end[rows]
        said, which, facts = np.unique(
            table.kind[rows] * np.int64(size * size) + pair, return_inverse=True, return_counts=True
        )
        first_day = np.full(len(said), np.iinfo(np.int32).max)
        np.minimum.at(first_day, which, table.known_day[rows])
        kind, pair = np.divmod(said, size * size)
        start, end = np.divmod(pair, size)
        starts, ends = self._nodes.nodes(start), self._nodes.nodes(end)
        for each in range(len(said)):
            day = int(first_day[each])
            yield Link(
                _KINDS[kind[each]],
                starts[each],
                ends[each],
                int(facts[each]),
                date.fromordinal(day) if day else None,
            )


def _bounds(numbers: Numbers, size: int) -> NDArray[np.int64]:
    """Give where the rows of each node begin and end, shape (size + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(numbers, minlength=size))])


def _between(bounds: NDArray[np.int64], numbers: Numbers) -> Numbers:
    """Give all the positions between the bounds of some nodes."""
    first, size = bounds[numbers], bounds[numbers + 1] - bounds[numbers]
    skipped = np.cumsum(size) - size
    positions: Numbers = np.arange(size.sum()) + np.repeat(first - skipped, size)
    return positions
