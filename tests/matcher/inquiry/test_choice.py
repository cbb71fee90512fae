"""Different kinds of line-up come before variants of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from matcher.answer.describe import in_standing
from matcher.brief.request import Brief
from matcher.lineups import recommend
from tests.builders import A, B, local_work, organisation, rule, size, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot
    from matcher.answer.records import LineUp

FIRMS, CHARITIES = ("Firm One", "Firm Two"), ("Charity One", "Charity Two")


def market() -> Snapshot:
    """Two firms and two charities that may lead, and locals for them."""
    leads = FIRMS + CHARITIES
    locals_ = tuple(f"Local {letter}" for letter in "abcdef")
    return small_snapshot(
        organisations=(
            *(organisation(name, "private-company") for name in FIRMS),
            *(organisation(name) for name in CHARITIES + locals_),
        ),
        capabilities=(
            *(local_work(name, places=(A, B)) for name in leads),
            *(local_work(name, "work", places=(A,)) for name in locals_[:3]),
            *(local_work(name, places=(B,)) for name in locals_[3:]),
        ),
        sizes=tuple(size(name, 1e8, 1e8) for name in leads),
        rules=(rule("funding_access", 0.5), rule("exposure", 0.3), rule("tier_3_cost", 5000)),
    )


def line_ups(**wishes: object) -> tuple[LineUp, ...]:
    return recommend(market(), replace(Brief(area="CPA1"), **wishes)).lineups  # type: ignore[arg-type]


def test_the_second_line_up_is_of_another_kind() -> None:
    first, second = line_ups(k=2)
    assert {first.kind, second.kind} == {"private-lead", "vcse-lead"}
    assert first.score >= second.score


def test_variants_follow_when_there_are_no_more_kinds() -> None:
    found = line_ups(k=4, min_difference=2)
    assert {one.kind for one in found[:2]} == {"private-lead", "vcse-lead"}
    members = [{m.id for m in one.members} for one in found]
    for later, own in enumerate(members[2:], 2):
        assert all(len(earlier - own) >= min(2, len(earlier)) for earlier in members[:later])


def test_with_a_lead_named_all_are_variants_of_its_kind() -> None:
    found = line_ups(k=3, lead="Firm One")
    assert {one.kind for one in found} == {"private-lead"}
    assert len({one.lead for one in found}) == 1


@pytest.mark.parametrize(
    ("scores", "places"),
    [
        ((0.3393, 0.3384, 0.30), ["1=", "1=", "3"]),
        ((0.5, 0.4, 0.399), ["1", "2=", "2="]),
        ((0.5,), ["1"]),
    ],
)
def test_ties_share_a_place(scores: tuple[float, ...], places: list[str]) -> None:
    one = line_ups(k=1)[0]
    given = [replace(one, rank=rank, score=score) for rank, score in enumerate(scores, 1)]
    assert [line_up.standing for line_up in in_standing(given, tie=0.01)] == places
