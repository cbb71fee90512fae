"""The nodes of a programme's graph, numbered in their order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from graph.questions.records import Layer, Node
from graph.records.kinds import Sector
from graph.snapshot.columns import day_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from graph.records.facts import Facts
    from graph.records.model import Collaboration, Organisation

    Numbers = NDArray[np.integer[Any]]

_SECTORS = tuple(Sector)
_NO_SECTOR = -1
ALWAYS = 0
"""The day of what is not dated: before every `as_of`."""
number_of_day = cache(day_number)
"""`graph.snapshot.columns.day_number`: the same few days are named again and again."""


class _Row(NamedTuple):
    key: str
    name: str
    known_day: int = ALWAYS
    sector: int = _NO_SECTOR


class NodeTable:
    """All the nodes: K of them.

    Attributes
    ----------
    known_day : the day from which each exists, as `date.toordinal` counts, shape (K,)
    """

    def __init__(self, facts: Facts) -> None:
        """Number the nodes by layer and key."""
        rows = [(layer, row) for layer in Layer for row in sorted(_rows(layer, facts))]
        self._nodes = [Node(layer, str(row.key)) for layer, row in rows]
        self._names = [row.name for _, row in rows]
        self._number: dict[Layer, dict[str, int]] = {layer: {} for layer in Layer}
        for number, node in enumerate(self._nodes):
            self._number[node.layer][node.key] = number
        self.known_day = np.array([row.known_day for _, row in rows], dtype=np.int32)
        self._sector = np.array([row.sector for _, row in rows], dtype=np.int8)

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self._nodes)

    def column(self, layer: Layer, keys: Iterable[str]) -> NDArray[np.int32]:
        """Give the numbers of nodes of one layer, which must be there."""
        number = self._number[layer]
        return np.fromiter((number[key] for key in keys), dtype=np.int32)

    def numbers(self, nodes: Collection[Node]) -> NDArray[np.int32]:
        """Give the numbers of nodes, which must be there."""
        return np.fromiter((self._number[n.layer][n.key] for n in nodes), dtype=np.int32)

    def nodes(self, numbers: Numbers) -> list[Node]:
        """Give the nodes with these numbers."""
        return [self._nodes[number] for number in numbers.tolist()]

    def named(self, nodes: Collection[Node], *, as_of: date) -> Mapping[Node, str]:
        """Give the names of those of the nodes that exist on a day."""
        return {
            node: self._names[number]
            for node in nodes
            if (number := self._number[node.layer].get(node.key)) is not None
            and self.known_day[number] <= as_of.toordinal()
        }

    def in_sectors(self, sectors: Collection[Sector]) -> NDArray[np.bool_]:
        """Mark all nodes but the organisations of other sectors, shape (K,)."""
        return np.isin(self._sector, [_NO_SECTOR, *(_SECTORS.index(each) for each in sectors)])


def _rows(layer: Layer, facts: Facts) -> Iterator[_Row]:
    if layer is Layer.ORGANISATION:
        for organisation in facts.organisations:
            sector = _SECTORS.index(organisation.sector)
            yield _Row(organisation.id, organisation.name, _day(organisation), sector)
    elif layer is Layer.COLLABORATION:
        for collaboration in facts.collaborations:
            yield _Row(collaboration.id, collaboration.name, _day(collaboration))
    elif layer is Layer.PATHWAY:
        yield from (_Row(pathway.key, pathway.name) for pathway in facts.pathways)
    elif layer is Layer.PLACE:
        yield from (_Row(place.code, place.name) for place in facts.places)
    else:
        yield from (_Row(area.id, area.name) for area in facts.areas)


def _day(record: Organisation | Collaboration) -> int:
    return int(number_of_day(record.provenance.known_from))
