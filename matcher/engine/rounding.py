"""A first line-up out of a linear programme that takes parts of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from numpy.typing import NDArray

    from matcher.engine.formulation import EarlierLineUp
    from matcher.problem.model import Problem

    Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Of these candidates at least `least` and at most `most` are members."""

    candidates: Collection[int]
    least: int
    most: int

    def held(self, members: Collection[int]) -> int:
        """How many of the members are of the group."""
        return sum(member in self.candidates for member in members)


def groups_of(problem: Problem, earlier: Sequence[EarlierLineUp]) -> Iterator[Group]:
    """The rules about how many members are of a kind: lead, quotas, earlier line-ups."""
    everybody = problem.max_members
    yield Group(set(np.flatnonzero(problem.may_lead).tolist()), 1, everybody)
    for quota in problem.quotas:
        most = everybody if quota.at_most is None else quota.at_most
        yield Group(set(quota.candidates), quota.at_least, most)
    for line_up in earlier:
        yield Group(set(line_up.members), 0, line_up.allowance)


def rounded(
    problem: Problem, groups: Sequence[Group], order: Indices, enough: int
) -> tuple[int, ...] | None:
    """Take candidates in an order as far as the rules allow; None where not all can be kept.

    The first `enough` are wanted for themselves, later ones only where a rule asks for more.
    """
    members: list[int] = list(problem.locked)
    against = _conflicts(problem)
    for rank, candidate in enumerate(order.tolist()):
        lacking = [group for group in groups if group.held(members) < group.least]
        wanted = rank < enough or any(candidate in group.candidates for group in lacking)
        if len(members) == problem.max_members or (rank >= enough and not lacking):
            break
        if (
            wanted
            and candidate not in members
            and not against.get(candidate, set()).intersection(members)
            and all(_leaves_room(problem, group, members, candidate) for group in groups)
        ):
            members.append(candidate)
    kept = all(group.least <= group.held(members) <= group.most for group in groups)
    return tuple(sorted(members)) if members and kept else None


def _leaves_room(problem: Problem, group: Group, members: list[int], candidate: int) -> bool:
    """Whether a group can still be kept once a candidate is a member."""
    held = group.held(members)
    if candidate in group.candidates:
        return held < group.most
    return group.least - held < problem.max_members - len(members)


def _conflicts(problem: Problem) -> dict[int, set[int]]:
    against: dict[int, set[int]] = {}
    for one, other in problem.conflicts:
        against.setdefault(one, set()).add(other)
        against.setdefault(other, set()).add(one)
    return against
