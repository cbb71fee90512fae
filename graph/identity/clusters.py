"""Who is who: links and decisions become clusters, and each cluster has one canonical identifier.

Evidence counts in layers, the strongest first. A later layer never undoes an earlier one.

1. What people decided. "Different" wins over everything.
2. Other identifiers that the programme itself gives for its own organisations.
3. Identifiers that sources give for one organisation.
4. Links of the model that are at least as likely as the threshold.

Nothing makes two of the programme's own organisations one. In layers 3 and 4 nothing makes two
numbers of one register one either: a charity has one charity number. Where the evidence of a layer
would do so, all of it that leads there is held for a person to decide, because nobody can tell
which part of it is wrong; only a candidate that is a thousand times likelier than the next counts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from graph.records.entries import LinkMethod
from graph.records.identifiers import LOCAL_PREFIX, OrgId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from graph.records.entries import Decision, Link

THRESHOLD = 0.7
"""Links that are at least as likely count without a person's decision (docs/identity.md)."""

FAR = 10.0
"""By how much, in log2 of the odds, one of several candidates must be likelier to count."""

_REGISTERS = ("GB-CHC", "GB-SC", "GB-NIC", "GB-COH")
_OWN = "own"
_MOST_NAMED = 3

_Pair = tuple[OrgId, OrgId]


class Why(StrEnum):
    """Why evidence that joins two identifiers does not count."""

    UNSURE = "unsure"
    """The model finds it likely, but less than the threshold."""
    RIVALS = "rivals"
    """One side has several candidates, of which only one can be right."""
    CHAIN = "chain"
    """Through others, something that contradicts itself would be made one."""
    NUMBERS = "numbers"
    """Stronger evidence has made one side an organisation with another number of the register."""
    OWN = "own"
    """Stronger evidence has made both organisations of the programme's own."""
    DECIDED = "decided"
    """A person decided that they are different."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Two identifiers that evidence joins, but that were not made one: `reason` tells more."""

    left: OrgId
    right: OrgId
    why: Why
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clusters:
    """Who is who.

    Attributes
    ----------
    canonical : the canonical identifier of each identifier that has another one than itself
    held : what was not made one, because that would contradict something
    """

    canonical: Mapping[OrgId, OrgId]
    held: tuple[Held, ...]


def canonical(
    own: Collection[OrgId],
    linked: Iterable[_Pair],
    links: Sequence[Link],
    decisions: Sequence[Decision],
    *,
    stated: Collection[_Pair] = (),
    threshold: float = THRESHOLD,
) -> Mapping[OrgId, OrgId]:
    """Give the canonical identifier of each identifier that has another one than itself.

    Parameters
    ----------
    own : identifiers of the programme's own organisations
    linked : pairs of identifiers that a source gives for one organisation
    links : links of any method
    decisions : what people decided
    stated : those of the pairs that the programme itself gives for its own organisations
    threshold : how likely a link must be to count

    Returns
    -------
    Mapping of OrgId to OrgId
        It gives the programme's own identifier if the cluster has one; else that of the first
        register of: the Charity Commission's, the Scottish and the Northern Irish charity
        regulator's, Companies House, others, none; among several the first by alphabet.
    """
    found = clusters(own, linked, links, decisions, stated=stated, threshold=threshold)
    return found.canonical


def clusters(
    own: Collection[OrgId],
    linked: Iterable[_Pair],
    links: Sequence[Link],
    decisions: Sequence[Decision],
    *,
    stated: Collection[_Pair] = (),
    threshold: float = THRESHOLD,
) -> Clusters:
    """Do what `canonical` does, and tell what was held back.

    >>> charity, company = OrgId("GB-CHC-1079327"), OrgId("GB-COH-03861209")
    >>> clusters((), [(company, charity)], (), ()).canonical
    {'GB-COH-03861209': 'GB-CHC-1079327'}
    """
    likely = [link for link in links if link.probability >= threshold]
    of_model = {
        (e.left, e.right): sum(e.waterfall.values()) for e in likely if e.method is LinkMethod.MODEL
    }
    exact = {(e.left, e.right) for e in likely if e.method is not LinkMethod.MODEL}
    sure = {_ordered(*pair) for pair in stated}
    joining = _Joining(frozenset(own), decisions)
    joining.decide(decisions)
    joining.state(sure)
    joining.layer(dict.fromkeys({_ordered(*pair) for pair in linked} | exact, 0.0))
    joining.layer(of_model)
    return Clusters(canonical=joining.canonical(), held=tuple(joining.held))


def preference(identifier: OrgId, own: Collection[OrgId]) -> tuple[int, str]:
    """Give what identifiers are sorted by to find the canonical one, which comes first."""
    if identifier in own:
        return (-1, identifier)
    register = identifier.register
    if register in _REGISTERS:
        return (_REGISTERS.index(register), identifier)
    return (len(_REGISTERS) + (register == LOCAL_PREFIX), identifier)


def _ordered(left: OrgId, right: OrgId) -> _Pair:
    return (left, right) if left < right else (right, left)


@dataclass(slots=True)
class _Cluster:
    """Identifiers that are one, and what no other cluster may have to be one with them."""

    members: set[OrgId]
    marks: dict[str, frozenset[OrgId]]
    """Of each register, and of the programme's own, what may be there only once.

    A linked charity (GB-CHC-226171-1) is part of its group, so its number is no second one."""
    apart: set[OrgId] = field(default_factory=set)

    def conflict(self, other: _Cluster) -> _Reason | None:
        """Say why the two cannot be one; nothing if they can."""
        if not self.apart.isdisjoint(other.members):
            return _DECIDED
        shared = self.marks.keys() & other.marks.keys()
        clash = {m for m in shared if not _is_one(self.marks[m], other.marks[m])}
        if not clash:
            return None
        mark = _OWN if _OWN in clash else min(clash)
        both = " and ".join(sorted(self.marks[mark] | other.marks[mark])[:_MOST_NAMED])
        if mark == _OWN:
            return Why.OWN, f"both are organisations of the programme's own: {both}"
        return Why.NUMBERS, f"they would have two numbers of {mark}: {both}"


_Reason = tuple[Why, str]
_DECIDED: _Reason = (Why.DECIDED, "a person decided that they are different")


def _is_one(some: frozenset[OrgId], others: frozenset[OrgId]) -> bool:
    return some <= others or others <= some


def _alone(identifier: OrgId, own: frozenset[OrgId]) -> _Cluster:
    marks = {_OWN: frozenset({identifier})} if identifier in own else {}
    if identifier.register != LOCAL_PREFIX:
        marks[identifier.register] = frozenset({identifier.group})
    return _Cluster({identifier}, marks)


class _Joining:
    """Clusters while the layers of evidence are gone through."""

    def __init__(self, own: frozenset[OrgId], decisions: Sequence[Decision]) -> None:
        self._own, self._of = own, dict[OrgId, _Cluster]()
        self.held: list[Held] = []
        for each in decisions:
            if not each.same:
                self._cluster(each.left).apart.add(each.right)
                self._cluster(each.right).apart.add(each.left)

    def _cluster(self, identifier: OrgId) -> _Cluster:
        found = self._of.get(identifier)
        if found is None:
            found = self._of[identifier] = _alone(identifier, self._own)
        return found

    def decide(self, decisions: Sequence[Decision]) -> None:
        """Join what people decided to be the same, unless that contradicts other decisions."""
        self._join_surely(sorted((e.day, e.left, e.right) for e in decisions if e.same))

    def state(self, pairs: Iterable[_Pair]) -> None:
        """Join what the programme states of its own organisations, whatever the registers."""
        self._join_surely(sorted(("", *pair) for pair in pairs))

    def _join_surely(self, pairs: Iterable[tuple[object, OrgId, OrgId]]) -> None:
        for _, left, right in pairs:
            conflict = self._cluster(left).conflict(self._cluster(right))
            is_there = self._of[left] is self._of[right]
            if conflict is None or is_there or conflict[0] is Why.NUMBERS:
                self._join(left, right)
            else:
                self._hold(left, right, conflict)

    def _hold(self, left: OrgId, right: OrgId, reason: _Reason) -> None:
        self.held.append(Held(left=left, right=right, why=reason[0], reason=reason[1]))

    def layer(self, weights: Mapping[_Pair, float]) -> None:
        """Join what a layer of evidence joins, but hold what contradicts itself or others.

        `weights` are the log2 of the odds of each pair.
        """
        rest = sorted(p for p in weights if self._cluster(p[0]) is not self._cluster(p[1]))
        for rule in (self._impossible, partial(self._ambiguous, weights), self._contradictory):
            reasons = rule(rest)
            rest = [pair for pair in rest if pair not in reasons]
            for (left, right), reason in sorted(reasons.items()):
                if reason != _DECIDED:
                    self._hold(left, right, reason)
        for left, right in rest:
            self._join(left, right)

    def _impossible(self, pairs: Sequence[_Pair]) -> dict[_Pair, _Reason]:
        """Find pairs that cannot be one."""
        reasons = {(a, b): self._of[a].conflict(self._of[b]) for a, b in pairs}
        return {pair: reason for pair, reason in reasons.items() if reason is not None}

    def _ambiguous(
        self, weights: Mapping[_Pair, float], pairs: Sequence[_Pair]
    ) -> dict[_Pair, _Reason]:
        """Find pairs of which one side has several candidates for a seat that holds only one."""
        seats: dict[tuple[int, str], dict[frozenset[OrgId], list[_Pair]]] = {}
        for pair in pairs:
            ours, theirs = self._of[pair[0]], self._of[pair[1]]
            for one, other in ((ours, theirs), (theirs, ours)):
                for mark, who in other.marks.items():
                    candidates = seats.setdefault((id(one), mark), {})
                    candidates.setdefault(who, []).append(pair)
        return {
            pair: _rivals(mark)
            for (_, mark), candidates in seats.items()
            for pair in _doubtful(list(candidates.values()), weights)
        }

    def _contradictory(self, pairs: Sequence[_Pair]) -> dict[_Pair, _Reason]:
        """Find pairs that join clusters which, through others, contradict one another."""
        groups = _groups([(id(self._of[left]), id(self._of[right])) for left, right in pairs])
        inside: dict[int, dict[int, _Cluster]] = {}
        for end in (end for pair in pairs for end in pair):
            each = self._of[end]
            inside.setdefault(groups[id(each)], {})[id(each)] = each
        wrong = {group: reason for group, them in inside.items() if (reason := _clash(them))}
        found = ((pair, groups[id(self._of[pair[0]])]) for pair in pairs)
        return {
            pair: (Why.CHAIN, f"through others, {wrong[group]}")
            for pair, group in found
            if group in wrong
        }

    def _join(self, left: OrgId, right: OrgId) -> None:
        ours, theirs = self._of[left], self._of[right]
        if ours is theirs:
            return
        if len(ours.members) < len(theirs.members):
            ours, theirs = theirs, ours
        ours.members |= theirs.members
        for mark, who in theirs.marks.items():
            ours.marks[mark] = ours.marks.get(mark, frozenset()) | who
        ours.apart |= theirs.apart
        self._of.update(dict.fromkeys(theirs.members, ours))

    def canonical(self) -> dict[OrgId, OrgId]:
        """Give the first identifier of each cluster for all the others."""
        found: dict[OrgId, OrgId] = {}
        for each in {id(each): each for each in self._of.values()}.values():
            if len(each.members) > 1:
                first = min(each.members, key=lambda member: preference(member, self._own))
                found |= dict.fromkeys(each.members - {first}, first)
        return dict(sorted(found.items()))


def _doubtful(
    candidates: Sequence[Sequence[_Pair]], weights: Mapping[_Pair, float]
) -> Iterator[_Pair]:
    """Yield the pairs of all candidates but one that is far likelier than the others."""
    if len(candidates) > 1:
        best = [max(weights[pair] for pair in pairs) for pairs in candidates]
        second, first = sorted(best)[-2:]
        for pairs, weight in zip(candidates, best, strict=True):
            if weight < first or first - second < FAR:
                yield from pairs


def _rivals(mark: str) -> _Reason:
    if mark == _OWN:
        return Why.RIVALS, "one side is as likely another of the programme's own organisations"
    return Why.RIVALS, f"one side may be either of several numbers of {mark}"


def _clash(them: Mapping[int, _Cluster]) -> str:
    """Say why clusters cannot all be one; nothing if they can."""
    members = set[OrgId]().union(*(each.members for each in them.values()))
    if any(not each.apart.isdisjoint(members) for each in them.values()):
        return _DECIDED[1]
    first: dict[str, _Cluster] = {}
    for each in them.values():
        for mark in sorted(each.marks):
            if conflict := first.setdefault(mark, each).conflict(each):
                return conflict[1]
    return ""


def _groups(pairs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Give each node the same number as all that pairs join it with, by union-find."""
    above: dict[int, int] = {}

    def top(node: int) -> int:
        while (parent := above.setdefault(node, node)) != node:
            above[node] = above[parent]
            node = parent
        return node

    for left, right in pairs:
        above[top(left)] = top(right)
    return {node: top(node) for node in list(above)}
