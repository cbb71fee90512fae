"""docs/presence.md: its figures are those of the contracts, and of lots that fit on a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph.stores import BUILT_IN_PROGRAMMES
from tests.builtin import read_builtin
from tests.tooling.presence.lots import LOCAL, NATIONAL, REGIONAL, Lot, Market, Observation
from tests.tooling.presence.shares import fits, share
from tests.tooling.presence.sites import CONTRACTS, cells
from tests.tooling.presence.write import PAGE, page

if TYPE_CHECKING:
    from graph.records.facts import Facts


@pytest.fixture(scope="module")
def facts() -> Facts:
    return read_builtin(BUILT_IN_PROGRAMMES[1])


def lot(lead: str, places: str, *subcontractors: str) -> Lot:
    return Lot(
        service="homes",
        places=frozenset(places.split()),
        lead=lead,
        subcontractors=frozenset(subcontractors),
    )


def market(*lots: Lot) -> Market:
    """Two regions: a and b are in the north, c and d in the south."""
    made = Market.__new__(Market)
    made.region = {"a": "north", "b": "north", "c": "south", "d": "south"}
    made.lots = lots
    return made


def seen(delivers: int, of: int, organisation: str = "one", **known: object) -> list[Observation]:
    plain = Observation(
        organisation=organisation,
        lead=None,
        breadth=LOCAL,
        known=1,
        known_here=0,
        any_here=False,
        is_prime=False,
        delivers=False,
    )
    return [replace(plain, delivers=index < delivers, **known) for index in range(of)]  # type: ignore[arg-type]


def test_the_figures_are_those_of_the_contracts() -> None:
    """Those of sites only where the Ministry's file is; without it they are left as they were."""
    text = PAGE.read_text("utf-8")
    assert page(text) == text, "run `make presence`"


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for breadth"):
        page("# Presence\n")


def test_every_contract_is_a_lot_with_its_members(facts: Facts) -> None:
    lots = Market(facts).lots
    assert len(lots) == len(facts.collaborations)
    assert sum(len(lot.members) for lot in lots) == len(facts.memberships)
    assert all(lot.places for lot in lots)


def test_breadth_is_judged_by_regions() -> None:
    small = market()
    assert small.breadth(["a"]) == LOCAL
    assert small.breadth(["a", "b"]) == small.breadth(["a", "c"]) == REGIONAL
    small.region = dict.fromkeys("abcd", "one") | {"b": "two", "c": "three", "d": "four"}
    assert small.breadth("abcd") == NATIONAL


def test_a_place_does_not_count_when_it_is_to_be_predicted() -> None:
    found = list(market(lot("P", "a"), lot("P", "b"), lot("Q", "c")).plain())
    of_p = {(one.known, one.known_here, one.breadth, one.delivers) for one in found}
    assert {one.organisation for one in found} == {"P", "Q"}
    assert of_p == {
        (1, 1, LOCAL, True),  # P in a, known from b, and the other way round
        (2, 0, REGIONAL, False),  # P in c
        (1, 0, LOCAL, False),  # Q in a and in b
    }


def test_a_lot_of_several_places_shows_nobody_in_any_one_of_them() -> None:
    assert list(market(lot("P", "a b"), lot("P", "c d")).plain()) == []


def test_given_the_lead_only_its_own_lots_are_asked() -> None:
    small = market(lot("P", "a", "S"), lot("P", "b", "S"), lot("P", "c"), lot("Q", "d"))
    found = [(one.known, one.known_here, one.delivers) for one in small.given_the_lead()]
    assert sorted(found) == [(1, 1, True), (1, 1, True), (2, 0, False)]


def test_a_share_counts_and_its_interval_is_over_organisations() -> None:
    found = share([*seen(10, 10), *seen(0, 10, "other")])
    assert found is not None
    assert (found.share, found.low, found.high) == (0.5, 0.0, 1.0)
    assert share([]) is None


def test_what_tells_more_is_the_better_fit() -> None:
    observations = [
        one
        for index in range(10)
        for one in (
            *seen(9, 10, f"near {index}", known_here=1, known=3),
            *seen(1, 10, f"far {index}"),
        )
    ]
    by_name = {fit.name: fit for fit in fits(observations, group=lambda one: one.organisation)}
    worst = by_name["one share for all"]
    for name in ("by breadth and a known place in the region", "logistic"):
        assert by_name[name].log_loss < worst.log_loss
        assert by_name[name].brier < worst.brier


@pytest.mark.skipif(not CONTRACTS.exists(), reason=f"{CONTRACTS} is not there")
def test_a_town_is_a_site_in_its_authority(facts: Facts) -> None:
    found = [cell for cell in cells(facts) if cell.contract == "crs-prj-5596"]  # Nottinghamshire
    assert (sum(cell.has_site for cell in found), len(found)) == (2, 8)
    assert not any(cell.wide for cell in found)
