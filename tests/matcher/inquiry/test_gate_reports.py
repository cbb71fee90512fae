"""What the gates' reports say of organisations at the edge of what can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from matcher.brief.request import Brief
from matcher.lineups import recommend
from tests import builders as b

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot


def penniless(capacity: float | None = None) -> Snapshot:
    """A programme in which an organisation has no turnover, and may have stated a capacity."""
    return b.small_snapshot(
        organisations=(
            b.organisation("Workwise", "private-company"),
            b.organisation("Homes for All"),
            b.organisation("Empty Purse"),
        ),
        sizes=(
            b.size("Workwise", 5e7, 1e8),
            b.size("Homes for All", 5e6, 2e7),
            b.size("Empty Purse", 0, 0),
        ),
        capabilities=(
            b.local_work("Workwise", "work", (b.NATION,)),
            b.local_work("Homes for All"),
            b.local_work("Empty Purse", capacity=capacity),
        ),
        evidence=(),
        collaborations=(b.project("joint"),),
        memberships=(b.member("joint", "Workwise", "lead"), b.member("joint", "Homes for All")),
    )


@pytest.mark.parametrize("gate", ["exposure=0.2", "funding_access=0.01", "guarantee=0.1"])
def test_a_turnover_of_nothing_has_no_shares(gate: str) -> None:
    brief = Brief(area="CPA1", gates=(gate,), min_vcse_share=0.0)
    answer = recommend(penniless(), brief, explain=True)  # a warning of numpy would be an error
    dropped = [one for report in answer.gates for one in report.dropped]
    assert all(one.reaches is None or 0.0 <= one.reaches < 1e6 for one in dropped)
    assert any(one.name == "Empty Purse" for one in dropped)


def test_a_stated_capacity_is_no_share_of_a_turnover_of_nothing() -> None:
    brief = Brief(area="CPA1", gates=("exposure=0.2",), min_vcse_share=0.0)
    answer = recommend(penniless(40.0), brief, explain=True)
    (report,) = (report for report in answer.gates if report.key == "exposure")
    assert [(one.name, one.reaches) for one in report.dropped] == [("Empty Purse", None)]
