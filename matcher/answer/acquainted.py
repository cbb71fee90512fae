"""With whom of a line-up a member has worked, or has partners in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from graph.snapshot.columns import day_number
from matcher.affinity.snapshots import is_work
from matcher.answer.reason import Reason, from_provenance, titles
from matcher.case.capacity import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from matcher.case.build import Case
    from matcher.problem.model import Solution

MOST_PROJECTS = 3
"""So many works, and so many members with common partners, are named."""


def past_work_reasons(case: Case, solution: Solution, member: int) -> Iterator[Reason]:
    """The latest projects that it shared with other members."""
    snapshot, own = case.snapshot, int(case.candidates[member])
    columns, facts = snapshot.memberships, snapshot.facts
    counts = columns.delivers & (columns.known_day <= day_number(case.brief.as_of))
    counts &= is_work(snapshot)[columns.collaboration]
    ours = np.isin(columns.organisation, case.candidates[list(solution.members)])
    together: dict[int, list[int]] = {}
    for row in np.flatnonzero(counts & ours).tolist():
        partners = together.setdefault(int(columns.collaboration[row]), [])
        partners.append(int(columns.organisation[row]))
    shared = [
        (index, partners)
        for index, partners in sorted(together.items())
        if own in partners and len(set(partners)) > 1
    ]
    works = facts.collaborations
    shared.sort(key=lambda each: (works[each[0]].start or "", works[each[0]].id), reverse=True)
    for index, partners in shared[:MOST_PROJECTS]:
        others = [partner for partner in dict.fromkeys(partners) if partner != own]
        yield _past_work_reason(case, index, others)


def _past_work_reason(case: Case, index: int, partners: list[int]) -> Reason:
    """Say with whom it worked; an alliance or a programme of support counts for no affinity."""
    project = case.snapshot.facts.collaborations[index]
    names = ", ".join(case.snapshot.organisations[partner].name for partner in partners)
    since = f" (from {project.start})" if project.start else ""
    if case.teams.members_in[index] > 1:
        sentence = f"Has worked with {names}: {project.name}{since}."
    else:
        sentence = f"Has been with {names} in {project.name}{since}, which adds no affinity."
    return from_provenance(case, "past work", sentence, project.provenance)


def common_partner_reasons(case: Case, solution: Solution, member: int) -> Iterator[Reason]:
    """The members that it has not worked with, and is tied to by partners of both."""
    others = np.array([each for each in solution.members if each != member], dtype=np.int64)
    own, linked = int(case.candidates[member]), case.teams.linked
    tied = case.problem.affinity[[member]].toarray()[0, others]
    partners = linked[[own]].indices
    new = (tied > 0) & ~np.isin(case.candidates[others], partners)
    for other in others[new][np.argsort(-tied[new], kind="stable")][:MOST_PROJECTS].tolist():
        organisation = int(case.candidates[other])
        shared = np.intersect1d(partners, linked[[organisation]].indices)
        yield _common_partner_reason(case, own, organisation, shared)


def _common_partner_reason(case: Case, own: int, other: int, shared: NDArray[np.int32]) -> Reason:
    snapshot, part = case.snapshot, case.teams.taking_part
    works = [
        int(np.intersect1d(part[[each]].indices, part[[link]].indices)[0])
        for link in shared.tolist()
        for each in (own, other)
    ]
    records = [snapshot.facts.collaborations[work].provenance for work in works]
    names = ", ".join(snapshot.organisations[link].name for link in shared.tolist())
    return Reason(
        kind="common partner",
        sentence=f"Has a partner in common with {snapshot.organisations[other].name}: {names}.",
        basis=Basis.STATED
        if all(record.confidence.is_verified for record in records)
        else Basis.ESTIMATED,
        sources=tuple(dict.fromkeys(t for record in records for t in titles(case, record))),
    )
