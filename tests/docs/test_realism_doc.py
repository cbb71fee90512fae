"""docs/realism.md: what is left out, and that its tables say what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from graph.stores import BUILT_IN_PROGRAMMES
from matcher.questions.backtest import AreaField, Winner
from matcher.questions.realism import Shape, shape_of
from matcher.questions.seating import Reach, Seat, Seating
from tests.builders import (
    COUNTY_1,
    local_work,
    member,
    organisation,
    project,
    size,
    small_snapshot,
)
from tests.builtin import read_builtin
from tests.tooling.marked_tables import placed
from tests.tooling.realism.left_out import NATION, LeftOut
from tests.tooling.realism.measure import (
    EARLIER_DAY,
    field_of,
    interval,
    known_lots,
    lead_place,
    seatings,
)
from tests.tooling.realism.tables import (
    NOT_READ,
    aims_table,
    last_column,
    met_table,
    often_table,
    ranks_table,
    shapes_table,
)
from tests.tooling.realism.write import PAGE, real_figures, real_leads, real_shape, write

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from graph.records.facts import Facts
    from graph.records.model import Demand
    from tests.tooling.realism.left_out import Lot


@pytest.fixture(scope="module")
def left_out() -> LeftOut:
    earlier, later = (read_builtin(name) for name in BUILT_IN_PROGRAMMES)
    return LeftOut(later, earlier, earlier_day=EARLIER_DAY)


def lot(left_out: LeftOut, contract: str) -> Lot:
    return next(one for one in left_out.lots if one.contract.id == contract)


def late_lot(left_out: LeftOut) -> Lot:
    """The last contract that has subcontractors."""
    return max((one for one in left_out.lots if one.others), key=lambda one: one.begins)


def test_a_line_up_is_left_out_wherever_it_occurs(left_out: LeftOut) -> None:
    for asked in left_out.lots[::20]:
        kept = {one.contract.id for one in left_out.others(asked, before=False)}
        assert asked.contract.id not in kept
        facts = left_out.facts_for(asked, before=False)
        for other in left_out.lots:
            same = other.prime == asked.prime and other.others == asked.others
            assert not (same and other.contract.id in kept)
        later = {one.id for one in left_out.facts.collaborations}
        assert {m.collaboration for m in facts.memberships} & later <= kept


def test_no_capability_is_left_that_only_a_contract_left_out_shows(left_out: LeftOut) -> None:
    for asked in left_out.lots[::20]:
        kept = left_out.others(asked, before=False)
        shown = {
            (member, one.service, place)
            for one in kept
            for member in one.members
            for place in one.places
        }
        wide = {NATION, *(str(area.id) for area in left_out.facts.areas)}
        facts = left_out.facts_for(asked, before=False)
        own = facts.capabilities[: len(facts.capabilities) - len(left_out.earlier_capabilities)]
        told = {(row.organisation, row.pathway, place) for row in own for place in row.places}
        assert {one for one in told if one[2] not in wide} <= shown
        assert {(who, service) for who, service, _ in told} <= {one[:2] for one in shown}


def test_nothing_of_2021_is_known_before_the_first_contracts(left_out: LeftOut) -> None:
    first = min(left_out.lots, key=lambda one: one.begins)
    facts = left_out.facts_for(first, before=True)
    assert facts.capabilities == left_out.earlier_capabilities
    assert facts.interests == ()
    days = [
        *(row.provenance for row in facts.capabilities),
        *(row.provenance for row in facts.memberships),
        *(row.provenance for row in facts.collaborations),
    ]
    assert days
    assert all(day.is_known_by(EARLIER_DAY) for day in days)


def test_no_bid_of_2014_is_among_the_earlier_facts(left_out: LeftOut) -> None:
    facts = left_out.facts_for(left_out.lots[0], before=False)
    assert not [work for work in facts.collaborations if work.kind == "tr-bid"]


def test_a_body_in_four_regions_is_claimed_for_the_nation(left_out: LeftOut) -> None:
    facts = left_out.facts_for(left_out.lots[0], before=False)
    claimed = {row.organisation for row in facts.capabilities if NATION in row.places}
    names = {body.name for body in facts.organisations if body.id in claimed}
    assert "Catch22" in names
    assert "Urban Outreach Bolton" not in names


def test_only_the_needs_that_a_contract_is_for_are_asked(left_out: LeftOut) -> None:
    womens = left_out.facts_for(lot(left_out, "crs-ccs-0002"), before=True)
    assert {row.cohort for row in womens.demand} == {"women"}
    assert len({row.place for row in womens.demand}) == 8
    work = left_out.facts_for(lot(left_out, "crs-dn535743"), before=True)
    assert {row.pathway for row in work.demand} == {"ete"}


def test_a_need_costs_what_it_costs_in_the_whole_region(left_out: LeftOut) -> None:
    asked = lot(left_out, "crs-ccs-0002")

    def pounds(facts: Facts, rows: Collection[Demand]) -> float:
        value = next(area.annual_value_gbp for area in facts.areas if area.id == asked.region)
        return value / sum(row.people_a_year for row in rows)

    narrow = left_out.facts_for(asked, before=True)
    region = {p.code for p in left_out.facts.places if asked.region in map(str, p.parents)}
    whole = [row for row in left_out.facts.demand if row.place in region]
    assert pounds(narrow, narrow.demand) == pytest.approx(pounds(left_out.facts, whole))


def test_a_contract_is_ranked_and_told_beside_the_real_one(left_out: LeftOut) -> None:
    asked = late_lot(left_out)
    (known,) = known_lots(left_out, [asked], before=True)
    led, free = (field_of(known, led=given) for given in (True, False))
    assert len(led.winners) == len(asked.others)
    assert len(free.winners) == len(asked.members)
    assert len(free.organisations) == len(led.organisations) + 1
    both = seatings(known, Snapshot(left_out.facts), led=True)
    assert both is not None
    assert both[0].seats[0].organisation == both[1].seats[0].organisation == asked.prime
    assert len(both[1].seats) == len(asked.members)
    place = lead_place(known)
    assert place is None or 1 <= place[0] <= place[1]


def test_the_interval_draws_whole_groups() -> None:
    assert interval([1.0, 1.0, 0.0, 0.0], ["a", "a", "b", "b"]) == (0.5, 0.0, 1.0)
    assert interval([0.5, 0.5], ["a", "b"]) == (0.5, 0.5, 0.5)


def shape(*roles: str, volume: float | None = 1.0) -> Shape:
    seats = tuple(
        Seat(
            organisation=f"body-{index}",
            role=role,
            reach=Reach.LOCAL,
            is_vcse=True,
            womens=False,
            pathways=1,
            remembered=False,
            volume=volume,
        )
        for index, role in enumerate(roles)
    )
    met = {} if volume is None else {"women_abuse": 6.0}
    return shape_of([Seating(area="1", seats=seats, met=met, need=dict.fromkeys(met, 10.0))])


def test_shapes_stand_side_by_side_and_what_was_not_read_says_so() -> None:
    lines = list(
        shapes_table(
            {
                "suggested": shape("lead", "tier-3"),
                "real": shape("lead", "partner", "partner", volume=None),
                "later": None,
            }
        )
    )
    assert lines[0] == "| figure | suggested | real | later |"
    assert f"| line-ups; seats | 1; 2 | 1; 3 | {NOT_READ} |" in lines
    assert f"| seats: partner | 0% | 67% | {NOT_READ} |" in lines
    assert f"| volume: lead | 50% | not known | {NOT_READ} |" in lines


def test_what_the_page_says_of_the_real_line_ups_stays_until_they_are_read_again() -> None:
    suggested, real = shape("lead", "tier-3"), shape("lead", "partner", "partner", volume=None)
    with_real = list(shapes_table({"suggested": suggested, "real": real}))
    kept = last_column("\n".join(with_real))
    assert kept["line-ups; seats"] == "1; 3"
    assert list(shapes_table({"suggested": suggested, "real": None}, kept=kept)) == with_real
    assert real_figures(PAGE.read_text("utf-8"))["line-ups; seats"] == "21; 74"


def test_each_aim_says_whether_it_is_reached() -> None:
    names = {f"body-{index}": f"Body {index}" for index in range(12)}
    lines = "\n".join(aims_table({"alone": shape("lead", *["tier-3"] * 11)}, names))
    assert "| 10 to 30 members | 12 to 12 | yes |" in lines
    assert "| at least 120 different bodies | 12 | no |" in lines
    assert "| at least six leads | 1: Body 0 1 | no |" in lines
    assert "| domestic abuse met at 55 % or more over the areas | 60% | yes |" in lines
    assert "from memory | 0% | not known |" in lines


def test_pathways_and_bodies_are_named() -> None:
    one = shape("lead", "tier-3")
    assert list(met_table({"suggested": one}, {"women_abuse": "Abuse"}))[2:] == ["| Abuse | 60% |"]
    names = {"body-0": "A|B", "body-1": "C"}
    lines = list(often_table({"alone": one, "shared": shape("tier-3")}, names, most=1))
    assert lines[2:] == [r"| A\|B | 1 | 1 | 1 | 1 |"]


def test_ranks_stand_beside_popularity_and_chance() -> None:
    winner = Winner(line_up="w", lead=0, area=0, organisation=1)
    field = AreaField(
        area=0,
        organisations=np.array([0, 1, 2]),
        model=np.array([0.1, 0.9, 0.2]),
        popularity=np.array([3.0, 1.0, 2.0]),
        winners=(winner,),
    )
    nobody = AreaField(
        area=0,
        organisations=field.organisations,
        model=field.model,
        popularity=field.popularity,
        winners=(),
    )
    lines = list(ranks_table({"all": ([field, nobody], ["a", "b"])}))
    assert lines[2] == "| all | 1 | 1 | model | 0.000 | 1 | 1.000 (1.000 to 1.000) |"
    assert lines[3] == "| | | | popularity | 1.000 | 1 | 0.500 |"
    assert len(lines) == 5


def won_by_beta() -> Snapshot:
    """A made-up bid that Beta won at the end of 2014, with Alpha; both could lead in 2013."""
    return small_snapshot(
        organisations=tuple(organisation(name) for name in ("Alpha", "Beta")),
        capabilities=(local_work("Alpha"), local_work("Beta", "work")),
        sizes=(size("Alpha", 2_000_000, None), size("Beta", 3_000_000, None)),
        collaborations=(project("WIN", "tr-bid", "won", "2014-12-05", areas=(COUNTY_1,)),),
        memberships=(
            member("WIN", "Alpha", "partner", known_from="2014-12-05"),
            member("WIN", "Beta", "lead", known_from="2014-12-05"),
        ),
    )


def test_real_line_ups_have_the_same_figures_when_they_are_read() -> None:
    shape = real_shape(won_by_beta())
    assert (shape.line_ups, shape.seats, len(shape.leads_of)) == (1, 2, 1)
    assert shape.by_role == {"lead": 0.5, "partner": 0.5}
    assert f"| line-ups; seats | 1; 2 | {NOT_READ} |" in shapes_table({"real": shape, "x": None})


def test_real_leads_are_ranked_among_those_that_could_lead() -> None:
    lines = list(real_leads(won_by_beta()))
    assert lines[0] == "| lead | area | rank as lead | of |"
    assert lines[2] in {f"| Beta | First County | {rank} | 2 |" for rank in (1, 2)}
    assert len(lines) == 3


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match=r"docs/x.md has no place for aims: put back `<!-- aims"):
        placed("# X\n", "aims", ["| a |"], page="docs/x.md", command="make x")


def test_a_part_is_written_and_the_rest_stays(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("a\n<!-- aims: written by `make realism` -->\nold\n<!-- end of aims -->\nb\n")
    write({"aims": ["| new |"]}, path)
    assert path.read_text() == (
        "a\n<!-- aims: written by `make realism` -->\n\n| new |\n\n<!-- end of aims -->\nb\n"
    )


def test_the_page_has_every_table() -> None:
    text = PAGE.read_text("utf-8")
    names = ["version", "aims", "shape", "leads", "contracts", "ranks", "primes", "tried"]
    for name in [*names, "real version", "pathways met", "who appears", "tried leads"]:
        assert text.count(f"<!-- end of {name} -->") == 1
        _, _, rest = text.partition(f"<!-- {name}: written by")
        assert "\n\n" in rest.partition("<!-- end")[0], f"the table {name} is empty"
