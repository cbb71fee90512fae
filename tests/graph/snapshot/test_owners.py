"""Which records are of which organisation."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from graph.snapshot.snapshot import Snapshot
from tests.builders import affiliation, capability, organisation, small_facts
from tests.contracts.store_contract import full_facts

TABLES = (
    *("aliases", "identifiers", "sizes", "interests", "capabilities", "evidence", "affiliations"),
    *("flags", "registrations", "accounts", "memberships"),
)


@pytest.mark.parametrize("table", TABLES)
def test_each_organisation_has_its_own_records_in_their_order(table: str) -> None:
    snapshot = Snapshot(full_facts())
    for number, body in enumerate(snapshot.organisations):
        own = [row for row in getattr(snapshot.facts, table) if row.organisation == body.id]
        assert snapshot.owned(table, number) == own


def test_what_others_are_of_it_is_found_too() -> None:
    names = ("Alpha", "Beta", "Gamma")
    rows = (affiliation("Beta", "Alpha", "member"), affiliation("Gamma", "Alpha", "member"))
    facts = small_facts(organisations=tuple(map(organisation, names)))
    snapshot = Snapshot(replace(facts, affiliations=rows))
    assert snapshot.owned("affiliations", 0) == []
    assert snapshot.owned("affiliations", 0, field="of") == list(rows)
    assert snapshot.owned("affiliations", 2) == [rows[1]]


def test_the_rows_of_capabilities_are_those_of_their_organisation() -> None:
    rows = tuple(capability(name) for name in ("Beta", "Alpha", "Beta"))
    snapshot = Snapshot(
        small_facts(organisations=(organisation("Alpha"), organisation("Beta")), capabilities=rows)
    )
    columns = snapshot.capabilities
    for number in (0, 1):
        wanted = np.flatnonzero(columns.organisation == number)
        assert snapshot.own_capabilities(number).tolist() == wanted.tolist()
    assert snapshot.own_capabilities(0).size > 0
