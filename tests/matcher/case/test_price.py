"""What a contract's price is made of, with numbers that can be checked by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import model
from graph.records.identifiers import PlaceCode
from graph.records.rules import PriceShare
from matcher.case.price import price_of
from tests.builders import COUNTY_1, COUNTY_2, place, provenance, rule, small_facts, small_snapshot

if TYPE_CHECKING:
    from graph.snapshot.snapshot import Snapshot


def shares(*values: float) -> tuple[model.Rule, ...]:
    """Make the four rules of the price."""
    return tuple(rule(key, value) for key, value in zip(PriceShare, values, strict=True))


def with_prisons(*names: str, **tables: Any) -> Snapshot:
    """Make a market whose first area has these prisons, and whose second has one of its own."""
    facts = small_facts()
    homes = dict.fromkeys(names, COUNTY_1) | {"Elsewhere": COUNTY_2}
    prisons = [
        place(PlaceCode(f"prison-{name.lower()}"), name, "prison", area)
        for name, area in homes.items()
    ]
    return small_snapshot(
        places=(*facts.places, *prisons),
        prisons=tuple(
            model.Prison(
                place=each.code,
                operator="",
                function="",
                designation="",
                women=False,
                postcode="",
                lead_areas=(homes[each.name],),
                provenance=provenance(),
            )
            for each in prisons
        ),
        **tables,
    )


def test_without_shares_the_whole_price_is_the_supply_chains() -> None:
    price = price_of(small_snapshot(), 0)
    assert price.supply_chain_gbp == price.annual_value_gbp == 1_080_000
    assert not price.core_gbp
    assert not price.through_the_gate
    assert not price.margin_and_overhead_gbp


def test_through_the_gate_money_is_split_evenly_over_the_areas_own_prisons() -> None:
    price = price_of(with_prisons("Wall", "Gate", rules=shares(0.5, 0.1, 0.3, 0.1)), 0)
    assert [each.prison.name for each in price.through_the_gate if each.prison] == ["Gate", "Wall"]
    assert [each.value_gbp for each in price.through_the_gate] == pytest.approx([54_000, 54_000])


def test_where_no_prison_is_known_the_gates_money_is_one_sum() -> None:
    (work,) = price_of(small_snapshot(rules=shares(0.5, 0.1, 0.3, 0.1)), 0).through_the_gate
    assert work.prison is None
    assert work.value_gbp == pytest.approx(108_000)


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4), st.integers(0, 3))
def test_the_parts_add_up_to_the_annual_value(parts: list[int], prisons: int) -> None:
    whole = sum(parts) or 1
    rules = shares(*(part / whole for part in parts)) if sum(parts) else ()
    price = price_of(with_prisons(*map(str, range(prisons)), rules=rules), 0)
    gates = sum(each.value_gbp for each in price.through_the_gate)
    total = price.core_gbp + gates + price.supply_chain_gbp + price.margin_and_overhead_gbp
    assert total == pytest.approx(price.annual_value_gbp)
