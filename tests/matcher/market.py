"""A small market for what is asked beyond the line-up; everything in it is made up.

First County needs 360 people housed and 720 in work, women a part of them. Two firms could lead,
one of them barely; charities of different sizes do the housing, and one centre is for women.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matcher.brief.request import Brief
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    A,
    B,
    C,
    evidence,
    local_work,
    member,
    organisation,
    project,
    rule,
    size,
    small_snapshot,
)

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot

RULES = (
    rule("exposure", 0.3),
    rule("funding_access", 0.5),
    rule("market_share", 1.0),
    rule("pbr_share", 0.1),
    rule("tier_3_pbr", 0.0),
    rule("volume_fall_actual", 0.34),
    rule("volume_fall_projected", 0.48),
    rule("results_delay_months", 24),
)
BRIEF = Brief(area="First County", k=1, max_members=4, min_vcse_share=0.2)


def market(**tables: Any) -> Snapshot:
    """Make the market."""
    base: dict[str, Any] = {
        "organisations": (
            organisation("Big Firm", "private-company"),
            organisation("Other Firm", "private-company"),
            organisation("Homes Trust"),
            organisation("Hostel Trust"),
            organisation("Centre for Women"),
            organisation("Tiny Trust"),
            organisation("Nowhere Trust"),
            organisation("The Ministry", "government"),
        ),
        "capabilities": (
            local_work(
                "Big Firm", "work", places=(A, B, C), confidence="memory-high", capacity=2250.0
            ),
            local_work("Other Firm", "work", confidence="memory-medium", capacity=600.0),
            local_work("Homes Trust", "housing", places=(A, B)),
            local_work("Hostel Trust", "housing", places=(A,)),
            local_work("Centre for Women", "centre", places=(A,), cohorts=("women",)),
            local_work("Tiny Trust", "housing", places=(B,), capacity=20.0),
            local_work("Nowhere Trust", "housing", places=(COUNTY_2,)),
        ),
        "sizes": (
            size("Big Firm", 5_000_000, None),
            size("Other Firm", 1_900_000, 2_100_000),
            size("Homes Trust", 900_000, 1_100_000),
            size("Hostel Trust", 300_000, 500_000),
            size("Tiny Trust", 10_000, 30_000),
        ),
        "evidence": (evidence("Homes Trust", 3),),
        "collaborations": (project("Joint", areas=(COUNTY_1,), start="2011", end="2012"),),
        "memberships": (member("Joint", "Big Firm", "lead"), member("Joint", "Hostel Trust")),
        "rules": RULES,
    }
    return small_snapshot(**{**base, **tables})
