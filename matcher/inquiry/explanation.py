"""Why a line-up is the answer, as records: parts that add up, contributions, weights, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.answer.reasons import member_reasons
from matcher.answer.records import Explanation, ReasonRecord
from matcher.inquiry.contributions import contributions, parts_of
from matcher.inquiry.sensitivity import weight_ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matcher.inquiry.inquiry import Inquiry
    from matcher.problem.model import Solution


def explanation_of(inquiry: Inquiry, solution: Solution) -> Explanation:
    """Explain a line-up whose volumes are over the case's own cells."""
    return Explanation(
        parts=parts_of(inquiry, solution),
        contributions=contributions(inquiry, solution),
        weights=weight_ranges(inquiry, solution.members),
        reasons=tuple(_reasons(inquiry, solution)),
    )


def _reasons(inquiry: Inquiry, solution: Solution) -> Iterator[ReasonRecord]:
    case = inquiry.case
    snapshot, cells = case.snapshot, case.cells
    for member in solution.members:
        own = solution.volume[[member]].toarray().ravel()
        for reason in member_reasons(case, solution, own, member):
            served = np.asarray(reason.cells, dtype=np.int64)
            yield ReasonRecord(
                member=case.organisation(member).id,
                kind=reason.kind,
                sentence=reason.sentence,
                basis=reason.basis.value,
                needs_a_year=round(float(own[served].sum()), 1) if len(served) else None,
                cells=tuple(
                    (
                        str(snapshot.authorities[cells.authorities[cells.place[c]]].code),
                        snapshot.pathways[cells.pathway[c]].key,
                        snapshot.cohorts[cells.cohort[c]].key,
                    )
                    for c in served
                ),
                sources=reason.sources,
            )
