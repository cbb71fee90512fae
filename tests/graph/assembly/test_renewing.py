"""Facts made anew in a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.assembly.renewing import renew, with_statements
from graph.packs.statements import Statement, Work, with_statement
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.kinds import OrganisationKind
from graph.stores.sqlite.store import SqliteStore
from tests.builders import COUNTY_1, organisation, small_facts

if TYPE_CHECKING:
    from pathlib import Path

PACK = small_facts(organisations=(organisation("Alpha"),))
SAID = Statement(
    since=date(2026, 11, 1),
    name="Harbour",
    identifier=OrgId("GB-CHC-1234567"),
    kind=OrganisationKind.CHARITY,
    founded=None,
    scope_note="",
    turnover_gbp=(1e5, 2e5),
    work=(Work(pathways=("housing", "work"), places=(COUNTY_1,)),),
)


def test_a_newer_programme_keeps_what_organisations_say_of_themselves(tmp_path: Path) -> None:
    held, harbour = with_statement(PACK, SAID)
    newer = replace(PACK, organisations=(*PACK.organisations, organisation("Beta")))
    with SqliteStore.create(tmp_path / "store.db", held) as store:
        renew(store, "small", own=newer)
        facts = store.read("small")
        assert [row.name for row in facts.organisations] == ["Alpha", "Beta", "Harbour"]
        assert [row.organisation for row in facts.capabilities] == [harbour.id] * 2
        assert len(facts.sizes) == 1
        renew(store, "small", own=newer)
        assert store.read("small") == facts


def test_a_statement_joins_who_is_in_the_newer_programme() -> None:
    held, harbour = with_statement(PACK, SAID)
    theirs = replace(organisation("Harbour Trust"), id=harbour.id)
    newer = replace(PACK, organisations=(*PACK.organisations, theirs))
    found = with_statements(newer, held)
    assert [row.name for row in found.organisations] == ["Alpha", "Harbour Trust"]
    assert [row.name for row in found.aliases] == ["Harbour"]
    assert len(found.capabilities) == 2


def test_what_the_newer_programme_has_no_place_for_goes() -> None:
    work = Work(pathways=("housing",), places=(PlaceCode("E07999999"),))
    held, _ = with_statement(PACK, replace(SAID, work=(*SAID.work, work)))
    assert len(held.capabilities) == 3
    assert len(with_statements(PACK, held).capabilities) == 2


def test_without_statements_the_newer_programme_is_as_it_is() -> None:
    assert with_statements(PACK, PACK) is PACK
