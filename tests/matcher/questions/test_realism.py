"""The shape of line-ups, counted by hand on the small programme."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.records.identifiers import PlaceCode
from graph.records.kinds import CollaborationKind, PlaceKind
from graph.snapshot.snapshot import Snapshot
from matcher.brief.request import Brief
from matcher.inquiry.inquiry import Inquiry
from matcher.lineups import open_case, recommend
from matcher.questions.realism import shape_of
from matcher.questions.seating import (
    Reach,
    Seat,
    Seating,
    bodies_of,
    suggested_seating,
    told_seating,
    won_seatings,
)
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    NATION,
    OPENED,
    capability,
    local_work,
    member,
    organisation,
    place,
    project,
    size,
    small_facts,
    small_snapshot,
)

if TYPE_CHECKING:
    from typing import Any


def seat(name: str, role: str = "tier-3", volume: float | None = 10.0, **more: Any) -> Seat:
    plain = Seat(
        organisation=name,
        role=role,
        reach=Reach.LOCAL,
        is_vcse=True,
        womens=False,
        pathways=1,
        remembered=False,
        volume=volume,
        volume_remembered=0.0,
    )
    return replace(plain, **more)


def seating(*seats: Seat, met: float = 30.0) -> Seating:
    return Seating(area="CPA1", seats=seats, met={"housing": met}, need={"housing": 60.0})


def two_line_ups() -> list[Seating]:
    firm = seat("Firm", "lead", 40.0, is_vcse=False, reach=Reach.NATIONAL, pathways=3)
    other = seat("Other", "lead", 20.0, is_vcse=False, reach=Reach.REGIONAL, remembered=True)
    home = seat("Home", volume_remembered=5.0)
    women = seat("Women", volume=30.0, womens=True)
    return [seating(firm, home, women, met=60.0), seating(other, home)]


def test_a_shape_counts_seats_bodies_and_leads() -> None:
    shape = shape_of(two_line_ups())
    assert (shape.line_ups, shape.seats, shape.bodies) == (2, 5, 4)
    assert (shape.least, shape.median, shape.most) == (2, 2.5, 3)
    assert shape.seats_of[0] == ("Home", 2)
    assert shape.leads_of == (("Firm", 1), ("Other", 1))
    assert shape.in_more_than(1) == 1
    assert shape.in_more_than(2) == 0


def test_a_shape_shares_out_seats_and_volume() -> None:
    shape = shape_of(two_line_ups())
    assert shape.by_role == pytest.approx({"lead": 0.4, "tier-3": 0.6})
    assert shape.by_reach == pytest.approx({"local": 0.6, "national": 0.2, "regional": 0.2})
    assert shape.volume_by_role == pytest.approx({"lead": 60 / 110, "tier-3": 50 / 110})
    assert shape.volume_by_reach == pytest.approx(
        {"local": 50 / 110, "national": 40 / 110, "regional": 20 / 110}
    )
    assert shape.vcse_seats == pytest.approx(0.6)
    assert shape.vcse_volume == pytest.approx(50 / 110)
    assert shape.remembered == pytest.approx(20 / 110)
    assert shape.remembered_claims == pytest.approx(10 / 110)


def test_a_shape_counts_womens_specialists_and_pathways() -> None:
    shape = shape_of(two_line_ups())
    assert (shape.womens, shape.with_womens, shape.pathways) == (0.5, 0.5, 7 / 5)


def test_need_is_met_over_all_areas_together() -> None:
    shape = shape_of(two_line_ups())
    assert shape.met == pytest.approx({"housing": 90 / 120})
    assert shape.lowest is not None
    assert shape.lowest[0] == "housing"


def test_real_line_ups_have_no_shares_of_volume() -> None:
    shape = shape_of([Seating(area="1", seats=(seat("Firm", volume=None),), met={}, need={})])
    assert shape.vcse_volume is None
    assert shape.volume_by_role is None
    assert shape.lowest is None


def test_there_is_no_shape_of_nothing() -> None:
    with pytest.raises(ValueError, match="at least one line-up"):
        shape_of([])


def wide_snapshot() -> Snapshot:
    """Five regions with an authority each, of which the first county has the first."""
    regions = [PlaceCode(f"E1200000{number}") for number in range(1, 6)]
    facts = small_facts()
    kept = [each for each in facts.places if each.kind is not PlaceKind.AUTHORITY]
    authorities = [
        place(
            PlaceCode(f"E0700001{n}"),
            f"Town {n}",
            "authority",
            COUNTY_1 if n == 1 else COUNTY_2,
            region,
            population=1000,
        )
        for n, region in enumerate(regions, 1)
    ]
    bodies = {
        "Everywhere": capability("Everywhere", places=(NATION,), confidence="memory-high"),
        "Here": capability("Here", places=(authorities[0].code,)),
        "Elsewhere": capability("Elsewhere", places=(authorities[1].code,)),
        "Both": capability("Both", places=tuple(a.code for a in authorities[:3])),
    }
    return Snapshot(
        replace(
            facts,
            places=(*kept, *(place(r, str(r), "region", NATION) for r in regions), *authorities),
            demand=(),
            organisations=tuple(organisation(name) for name in (*bodies, "Silent")),
            capabilities=tuple(bodies.values()),
        )
    )


def test_reach_is_judged_by_regions_and_by_where_most_people_live() -> None:
    found = bodies_of(wide_snapshot(), 0, as_of=OPENED)
    assert found.reach == (
        Reach.NATIONAL,
        Reach.LOCAL,
        Reach.REGIONAL,
        Reach.REGIONAL,
        Reach.UNKNOWN,
    )
    assert found.remembered.tolist() == [True, False, False, False, False]


def test_nothing_is_known_of_reach_before_it_was_public() -> None:
    found = bodies_of(wide_snapshot(), 0, as_of=date(2011, 1, 1))
    assert set(found.reach) == {Reach.UNKNOWN}
    assert not found.remembered.any()


def example() -> Snapshot:
    """Alpha can lead; Beta works only for women; the national claim of Alpha is remembered."""
    return small_snapshot(
        organisations=(
            organisation("Alpha", "private-company"),
            organisation("Beta"),
            organisation("Payer", "funder"),
        ),
        capabilities=(
            capability("Alpha", "work", (NATION,), confidence="memory-high"),
            local_work("Beta", "centre", cohorts=("women",)),
            local_work("Beta", cohorts=("women",)),
        ),
        sizes=(size("Alpha", 60_000_000, None), size("Beta", 2_000_000, None)),
        collaborations=(
            project("WIN", "tr-bid", "won", "2014-12-05", areas=(COUNTY_1,)),
            project("LOST", "tr-bid", "lost", "2014-12-05", areas=(COUNTY_1,)),
        ),
        memberships=(
            member("WIN", "Beta", known_from="2014-12-05"),
            member("WIN", "Alpha", "lead", known_from="2014-12-05"),
            member("WIN", "Payer", "funder", known_from="2014-12-05"),
            member("LOST", "Beta", "lead", known_from="2014-12-05"),
        ),
    )


def test_a_suggestion_is_told_with_its_volumes_and_what_they_rest_on() -> None:
    case = open_case(example(), Brief(area=COUNTY_1, k=1))
    best = Inquiry(case).best.solution
    assert best is not None
    found = suggested_seating(case, best)
    alpha, beta = found.seats
    assert (alpha.role, alpha.remembered, beta.womens) == ("lead", True, True)
    assert alpha.volume is not None
    assert alpha.volume_remembered == pytest.approx(alpha.volume)
    assert beta.volume_remembered == 0.0
    assert beta.pathways == 2
    told = sum(one.volume or 0.0 for one in found.seats)
    assert sum(found.met.values()) == pytest.approx(told)
    assert found.need == pytest.approx({"housing": 360.0, "work": 720.0})


def test_a_line_up_of_an_answer_is_told_alike_but_for_what_its_needs_rest_on() -> None:
    snapshot = example()
    case = open_case(snapshot, Brief(area=COUNTY_1, k=1))
    best = Inquiry(case).best.solution
    assert best is not None
    (answered,) = recommend(snapshot, Brief(area=COUNTY_1, k=1)).lineups
    told = told_seating(snapshot, 0, answered, as_of=OPENED)
    whole = suggested_seating(case, best)
    assert [one.role for one in told.seats] == [one.role for one in whole.seats]
    assert [one.volume for one in told.seats] == pytest.approx(
        [one.volume for one in whole.seats], abs=0.1
    )
    assert told.need == pytest.approx(whole.need)
    assert sum(told.met.values()) == pytest.approx(sum(whole.met.values()), rel=1e-3)
    assert shape_of([told]).remembered_claims is None
    assert shape_of([whole]).remembered_claims == pytest.approx(
        (whole.seats[0].volume or 0.0) / sum(one.volume or 0.0 for one in whole.seats)
    )


def test_a_real_line_up_is_what_was_won_with_its_lead_first() -> None:
    (found,) = won_seatings(example(), CollaborationKind.TR_BID, as_of=date(2014, 12, 31))
    assert [(one.role, one.volume) for one in found.seats] == [("lead", None), ("partner", None)]
    assert [one.pathways for one in found.seats] == [1, 2]


def test_no_winner_is_read_before_the_day_on_which_it_was_public() -> None:
    assert won_seatings(example(), CollaborationKind.TR_BID, as_of=OPENED) == []
