"""What a person should look at: likely links, and what contradicts itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from graph.errors import IdentityError
from graph.identity.clusters import THRESHOLD, Why, clusters, preference

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from graph.identity.subjects import Subject
    from graph.records.entries import Decision, Link
    from graph.records.facts import Facts
    from graph.records.identifiers import OrgId

MAYBE = "likely, but not sure"
_MOST_NAMES = 3


class Stake(StrEnum):
    """Why it matters who somebody is: whether it can take part in line-ups."""

    STATED = "stated"
    """Its work, or its interest in it, is stated."""
    INFERRED = "inferred"
    """Its work is inferred from texts."""
    NONE = "none"
    """Nothing is known of its work, so no line-up has it."""


_STAKES = tuple(Stake)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two identifiers that may be of one organisation.

    Attributes
    ----------
    probability : by the model; None if only identifiers join them
    why, reason : why they were not made one
    waterfall : what each comparison added, in log2 of the odds
    """

    left: OrgId
    right: OrgId
    probability: float | None
    why: Why
    reason: str
    waterfall: Mapping[str, float]

    def other(self, end: OrgId) -> OrgId:
        """Give the other end."""
        return self.right if end == self.left else self.left


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a person decides in one go: an identifier, and all that it may be one with.

    Attributes
    ----------
    record : the identifier
    cases : the pairs that it is an end of, the likeliest first
    stake : the most that depends on any of them
    """

    record: OrgId
    cases: tuple[Case, ...]
    stake: Stake

    @property
    def kinds(self) -> frozenset[Why]:
        """Why its pairs were not made one."""
        return frozenset(case.why for case in self.cases)


@dataclass(slots=True, kw_only=True)
class Side:
    """What sources say of one identifier, for people."""

    names: list[str] = field(default_factory=list)
    postcodes: list[str] = field(default_factory=list)
    webs: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    def add(self, subject: Subject) -> None:
        """Add what one source says, each thing once."""
        for known, said in (
            (self.names, subject.names),
            (self.postcodes, [subject.postcode]),
            (self.webs, [subject.domain]),
            (self.numbers, [str(number) for number in subject.numbers]),
            (self.sources, [subject.source]),
        ):
            known += [each for each in dict.fromkeys(said) if each and each not in known]

    @property
    def named(self) -> str:
        """The first names."""
        more = ", …" if len(self.names) > _MOST_NAMES else ""
        return ", ".join(self.names[:_MOST_NAMES]) + more


def cases(
    own: Collection[OrgId],
    linked: Iterable[tuple[OrgId, OrgId]],
    links: Sequence[Link],
    decisions: Sequence[Decision],
    *,
    stated: Collection[tuple[OrgId, OrgId]] = (),
    threshold: float = THRESHOLD,
) -> tuple[Case, ...]:
    """Give what a person should decide, the likeliest first; the parameters are as of `clusters`.

    What was decided is left out, and so is what became one in another way.
    """
    found = clusters(own, linked, links, decisions, stated=stated, threshold=threshold)
    ends = {(link.left, link.right): link for link in links}
    reasons = {(each.left, each.right): (each.why, each.reason) for each in found.held}
    for pair, link in ends.items():
        if link.probability < threshold:
            reasons.setdefault(pair, (Why.UNSURE, MAYBE))
    decided = {(each.left, each.right) for each in decisions}
    same = found.canonical
    listed = [
        _case(pair, reason, ends.get(pair))
        for pair, reason in reasons.items()
        if pair not in decided and same.get(pair[0], pair[0]) != same.get(pair[1], pair[1])
    ]
    return tuple(sorted(listed, key=_likeliest))


def _likeliest(case: Case) -> tuple[float, OrgId, OrgId]:
    return (-(case.probability or 1.0), case.left, case.right)


def _case(pair: tuple[OrgId, OrgId], reason: tuple[Why, str], link: Link | None) -> Case:
    return Case(
        left=pair[0],
        right=pair[1],
        probability=None if link is None else link.probability,
        why=reason[0],
        reason=reason[1],
        waterfall={} if link is None else link.waterfall,
    )


def items(
    listed: Sequence[Case],
    own: Collection[OrgId] = (),
    stakes: Mapping[OrgId, Stake] | None = None,
) -> tuple[Item, ...]:
    """Put the candidates of one record together; what line-ups depend on comes first.

    Each case is in one item. Its record is the end with the most candidates; of two with as many,
    the one that would have the other's identifier. Then what stronger evidence has not settled
    comes first, and then the likeliest.

    Parameters
    ----------
    listed : what `cases` gives
    own : identifiers of the programme's own organisations
    stakes : what depends on each identifier; `Stake.NONE` for those that are not there
    """
    held = stakes or {}
    often = Counter(end for case in listed for end in (case.left, case.right))
    groups: dict[OrgId, list[Case]] = defaultdict(list)
    for case in listed:
        ends = (case.left, case.right)
        groups[max(ends, key=lambda end: (often[end], preference(end, own)))].append(case)
    made = [
        Item(record=record, cases=tuple(group), stake=_stake(group, held))
        for record, group in groups.items()
    ]
    return tuple(sorted(made, key=_pressing))


def _stake(group: Iterable[Case], held: Mapping[OrgId, Stake]) -> Stake:
    found = {held.get(end, Stake.NONE) for case in group for end in (case.left, case.right)}
    return min(found, key=_STAKES.index)


def _pressing(item: Item) -> tuple[int, bool, float, OrgId]:
    is_settled = item.kinds <= {Why.NUMBERS, Why.OWN}
    return (_STAKES.index(item.stake), is_settled, _likeliest(item.cases[0])[0], item.record)


def stakes_of(facts: Facts) -> dict[OrgId, Stake]:
    """Say what depends on who each identifier is, by what the facts tell of its work."""
    found = {
        row.organisation: Stake.STATED if row.probability is None else Stake.INFERRED
        for row in sorted(facts.capabilities, key=lambda row: row.probability is None)
    }
    found |= dict.fromkeys((row.organisation for row in facts.interests), Stake.STATED)
    others = {
        row.identifier: found[row.organisation]
        for row in facts.identifiers
        if row.organisation in found
    }
    return others | found


def sides(subjects: Iterable[Subject], wanted: Collection[OrgId]) -> dict[OrgId, Side]:
    """Gather what sources say of some identifiers."""
    found = {identifier: Side() for identifier in wanted}
    for subject in subjects:
        if subject.organisation in found:
            found[subject.organisation].add(subject)
    return found


def check_decision(decision: Decision, own: Collection[OrgId], others: Sequence[Decision]) -> None:
    """See whether a decision can be taken beside the others.

    Raises
    ------
    IdentityError
        If it is of one identifier only, makes two of the programme's own organisations one, or
        contradicts other decisions.
    """
    both = f"{decision.left} and {decision.right}"
    if decision.left == decision.right:
        message = f"both are {decision.left}; name two identifiers"
        raise IdentityError(message)
    if decision.same and {decision.left, decision.right} <= set(own):
        message = (
            f"{both} are both organisations of the programme's own, which keep their identifiers; "
            "if they are one, mend the programme's tables (docs/programme.md)"
        )
        raise IdentityError(message)
    pair = (decision.left, decision.right)
    kept = [each for each in others if (each.left, each.right) != pair]
    found = clusters(own, (), (), [*kept, decision])
    if found.held:
        held = "; ".join(f"{each.left} and {each.right}: {each.reason}" for each in found.held)
        message = (
            f"that contradicts what was decided before ({held}); take back what is wrong first: "
            "matcher identity undo LEFT RIGHT"
        )
        raise IdentityError(message)
