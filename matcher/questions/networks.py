"""Who is tied to whom by work done together: an organisation's network, or the most central.

What is worked out about a network counts all that are tied, shown or not: how central each is, the
communities, and who links them. The map shows a part of them.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from graph.networks.analysis import Analysed, TieFilter, analyse
from graph.networks.centrality import EXACT_UP_TO, SAMPLED, cut_off_without
from graph.networks.layout import positions
from matcher.answer.describe import area_label
from matcher.questions.network_asking import AskedNetwork, read_network_question
from matcher.questions.network_records import (
    Broker,
    Community,
    Network,
    NetworkNode,
    NetworkQuery,
    NetworkTie,
)
from matcher.questions.ties import told_ties

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from numpy.typing import NDArray

    from graph.snapshot.snapshot import Snapshot
    from matcher.brief.names import Directory

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

_Key = TypeVar("_Key", bound="Hashable")
_Made = TypeVar("_Made")
_KEPT = 16
_BROKERS = 10
_NAMED = 2
_DIGITS = 3


class Kept(Generic[_Key, _Made]):
    """What was made last, so that it is not made again; one thing is made at a time."""

    def __init__(self, most: int = _KEPT) -> None:
        self._most, self._made, self._turn = most, OrderedDict[_Key, _Made](), Lock()

    def get(self, key: _Key, make: Callable[[], _Made]) -> _Made:
        """Give what was made for a key, or make it."""
        with self._turn:
            made = self._made.pop(key) if key in self._made else make()
            self._made[key] = made
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return made


class NetworkSearch:
    """Answers questions about the network of one snapshot, and keeps what it worked out.

    Parameters
    ----------
    snapshot : the facts
    directory : the names of its areas and organisations
    """

    def __init__(self, snapshot: Snapshot, directory: Directory) -> None:
        self._snapshot, self._names = snapshot, directory
        self._analysed: Kept[TieFilter, Analysed] = Kept()
        self._answers: Kept[NetworkQuery, Network] = Kept()

    def find(self, query: NetworkQuery) -> Network:
        """Answer a question.

        Raises
        ------
        matcher.questions.network_records.NetworkQueryError
            With all mistakes of the question at once.
        """
        asked = read_network_question(self._snapshot, self._names, query)
        return self._answers.get(query, lambda: self._answer(asked))

    def _answer(self, asked: AskedNetwork) -> Network:
        snapshot = self._snapshot
        analysed = self._analysed.get(asked.ties, lambda: analyse(snapshot, asked.ties))
        return _Picture(snapshot, asked, analysed).network()


class _Picture:
    """The part of a network that a question asks for."""

    def __init__(self, snapshot: Snapshot, asked: AskedNetwork, analysed: Analysed) -> None:
        self._snapshot, self._asked, self._analysed = snapshot, asked, analysed
        self._focus, self._to = (
            None if named is None else analysed.node_of(named) for named in (asked.focus, asked.to)
        )
        self._path = self._way()
        self._distance = None if self._focus is None else analysed.distances(self._focus)
        self._shown, self._left_out = self._choose()

    def network(self) -> Network:
        """Describe it."""
        snapshot, query, work = self._snapshot, self._asked.query, self._asked.ties.work
        area, pathway, sector = work.area, work.pathway, self._asked.ties.sector
        focus, to = (self._named(each) for each in (self._asked.focus, self._asked.to))
        return Network(
            programme=snapshot.facts.programme.id,
            data_version=snapshot.data_version,
            as_of=work.as_of.isoformat(),
            focus=focus[0],
            focus_name=focus[1],
            depth=query.depth,
            to=to[0],
            to_name=to[1],
            area=None if area is None else area_label(snapshot.areas[area]),
            pathway=None if pathway is None else snapshot.pathways[pathway].key,
            kind=None if work.kind is None else work.kind.value,
            sector=None if sector is None else sector.value,
            first_year=work.first_year,
            last_year=work.last_year,
            min_strength=query.min_strength,
            organisations=len(self._analysed.who),
            ties_in_all=len(self._analysed.work),
            notes=tuple(self._notes()),
            path=self._path_ids(),
            communities=self._communities(),
            brokers=self._brokers(),
            nodes=self._nodes(),
            ties=self._ties(),
        )

    def _way(self) -> list[int]:
        if self._focus is None or self._to is None:
            return []
        return self._analysed.path(self._focus, self._to)

    def _choose(self) -> tuple[Indices, int]:
        """Give the nodes that are shown, the most central first, and how many more there are."""
        order, limit = self._analysed.most_central(), self._asked.query.limit
        if self._asked.focus is not None:
            if self._distance is None:
                return order[:0], 0
            order = order[np.argsort(self._distance[order], kind="stable")]
            order = order[self._distance[order] <= self._asked.query.depth]
        on_way = np.array(self._path, dtype=np.int64)
        rest = order[~np.isin(order, on_way)]
        room = max(limit - len(on_way), 0)
        chosen = np.concatenate([on_way, rest[:room]])
        rank = np.empty(len(self._analysed.who), dtype=np.int64)
        rank[self._analysed.most_central()] = np.arange(len(rank))
        return chosen[np.argsort(rank[chosen])], max(len(rest) - room, 0)

    def _named(self, organisation: int | None) -> tuple[str | None, str | None]:
        if organisation is None:
            return None, None
        record = self._snapshot.organisations[organisation]
        return str(record.id), record.name

    def _id(self, node: int) -> str:
        return str(self._snapshot.organisations[self._analysed.who[node]].id)

    def _name(self, node: int) -> str:
        return str(self._snapshot.organisations[self._analysed.who[node]].name)

    def _path_ids(self) -> tuple[str, ...] | None:
        if self._asked.to is None:
            return None
        return tuple(self._id(node) for node in self._path)

    def _nodes(self) -> tuple[NetworkNode, ...]:
        if self._asked.focus is not None and self._focus is None:
            return (self._alone(self._asked.focus),)
        found, shown = self._analysed, self._shown
        centre = None
        if self._focus is not None:
            centre = int(np.flatnonzero(shown == self._focus)[0])
        ties = found.ties[shown][:, shown]
        places = positions(ties, found.community[shown], centre=centre)
        return tuple(
            self._node(node, place)
            for node, place in zip(shown.tolist(), places.tolist(), strict=True)
        )

    def _node(self, node: int, place: list[float]) -> NetworkNode:
        found, record = self._analysed, self._snapshot.organisations[self._analysed.who[node]]
        return NetworkNode(
            id=str(record.id),
            name=record.name,
            kind=record.kind.value,
            sector=record.sector.value,
            community=int(found.community[node]) + 1,
            partners=int(found.partners[node]),
            strength=_rounded(found.strength[node]),
            centrality=_rounded(found.centrality[node]),
            betweenness=round(float(found.between[node]), 6),
            distance=None if self._distance is None else int(self._distance[node]),
            x=_rounded(place[0]),
            y=_rounded(place[1]),
        )

    def _alone(self, organisation: int) -> NetworkNode:
        """Show an organisation that nothing ties to anybody."""
        record = self._snapshot.organisations[organisation]
        return NetworkNode(
            id=str(record.id),
            name=record.name,
            kind=record.kind.value,
            sector=record.sector.value,
            community=None,
            partners=0,
            strength=0.0,
            centrality=0.0,
            betweenness=0.0,
            distance=0,
            x=0.0,
            y=0.0,
        )

    def _ties(self) -> tuple[NetworkTie, ...]:
        found = self._analysed
        return told_ties(self._snapshot, found.work.only(found.inside(self._shown)))

    def _communities(self) -> tuple[Community, ...]:
        found = self._analysed
        shown = found.community[self._shown]
        return tuple(
            self._community(int(number), int((shown == number).sum()))
            for number in np.unique(shown)
        )

    def _community(self, number: int, shown: int) -> Community:
        snapshot, found = self._snapshot, self._analysed
        members = np.flatnonzero(found.community == number)
        central = members[np.lexsort((members, -found.centrality[members]))]
        works = np.unique(found.work.only(found.inside(members)).works)
        rows = snapshot.collaborations
        pathway = _commonest(rows.pathways[works])
        area = _commonest(rows.areas[works])
        names = [self._name(int(node)) for node in central[:_NAMED]]
        return Community(
            number=number + 1,
            name=_named_by(names, len(members) - len(names)),
            organisations=len(members),
            shown=shown,
            works=len(works),
            pathway=None if pathway is None else snapshot.pathways[pathway].key,
            area=None if area is None else snapshot.areas[area].name,
        )

    def _brokers(self) -> tuple[Broker, ...]:
        """Give those of the shown that most of the shortest ways lead through."""
        between = self._analysed.between[self._shown]
        order = np.argsort(-between, kind="stable")[:_BROKERS]
        return tuple(self._broker(int(node)) for node in self._shown[order[between[order] > 0]])

    def _broker(self, node: int) -> Broker:
        found = self._analysed
        own = int(found.community[node])
        near = set(found.community[found.ties[[node]].indices].tolist()) - {own}
        return Broker(
            id=self._id(node),
            name=self._name(node),
            betweenness=round(float(found.between[node]), 6),
            communities=tuple(number + 1 for number in (own, *sorted(near))),
            cut_off=cut_off_without(found.ties, node),
        )

    def _notes(self) -> list[str]:
        snapshot, asked, notes = self._snapshot, self._asked, []
        if asked.focus is not None and self._focus is None:
            name = snapshot.organisations[asked.focus].name
            notes.append(f"No work that counts here ties {name} to anybody.")
        if asked.to is not None and not self._path:
            name = snapshot.organisations[asked.to].name
            notes.append(f"No way of shared work leads to {name}.")
        if self._left_out:
            middle = "the nearest and then " if asked.focus is not None else ""
            notes.append(
                f"{self._left_out} more are not shown: a limit of {asked.query.limit} "
                f"keeps {middle}the most central."
            )
        if len(self._analysed.who) > EXACT_UP_TO:
            notes.append(
                "Shares of shortest ways are estimated from the ways that start at "
                f"{SAMPLED} organisations."
            )
        return notes


def _commonest(marks: Any) -> int | None:  # noqa: ANN401  (sparse)
    """Give the column that most rows mark, the first of several; None if no row marks any."""
    counts = np.asarray(marks.sum(axis=0)).ravel()
    return int(counts.argmax()) if counts.any() else None


def _named_by(names: list[str], more: int) -> str:
    return f"{', '.join(names)} and {more} more" if more else " and ".join(names)


def _rounded(value: float) -> float:
    return round(float(value), _DIGITS)
