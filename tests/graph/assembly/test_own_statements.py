"""What organisations say of themselves, as imports that come, are renewed and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from graph.assembly.own_statements import (
    ORIGIN,
    OWN_STATEMENTS,
    keep_older,
    keep_statement,
    statements_of,
    without_older,
)
from graph.assembly.renewing import renew
from graph.packs.statements import Statement, Work, records_of
from graph.records.identifiers import OrgId, PlaceCode
from graph.records.kinds import OrganisationKind
from graph.records.model import Capability, Size, Source
from graph.stores.sqlite.store import SqliteStore
from tests.builders import COUNTY_1, organisation, small_facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.records.facts import Facts
    from graph.stores.protocol import GraphStore

PACK = small_facts(organisations=(organisation("Alpha"),))
HARBOUR = OrgId("GB-CHC-1234567")
SAID = Statement(
    since=date(2026, 11, 1),
    name="Harbour",
    identifier=HARBOUR,
    kind=OrganisationKind.CHARITY,
    founded=None,
    scope_note="",
    turnover_gbp=(1e5, 2e5),
    work=(Work(pathways=("housing", "work"), places=(COUNTY_1,)),),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    with SqliteStore.create(tmp_path / "store.db", PACK) as opened:
        yield opened


def say(store: GraphStore, statement: Statement, who: OrgId = HARBOUR) -> Facts:
    held = keep_statement(store.holdings("small"), statement, who)
    return renew(store, "small", finishing=[held.number]).facts


def test_a_statement_is_an_import_of_its_own(store: GraphStore) -> None:
    facts = say(store, SAID)
    (held,) = store.holdings("small").imports()
    assert (held.source, held.part, held.published) == (OWN_STATEMENTS, HARBOUR, "2026-11-01")
    assert (held.rows, held.entries, held.rejected) == (1, 1, 0)
    assert [row.name for row in facts.organisations] == ["Alpha", "Harbour"]
    assert {row.provenance.sources for row in facts.capabilities} == {(ORIGIN.id,)}


def test_a_later_statement_takes_the_place_of_the_earlier(store: GraphStore) -> None:
    say(store, SAID)
    other = say(store, replace(SAID, name="Beacon"), OrgId("GB-CHC-7654321"))
    later = say(store, replace(SAID, work=(Work(pathways=("work",), places=(COUNTY_1,)),)))
    assert len(other.capabilities) == 4
    assert [row.pathway for row in later.capabilities if row.organisation == HARBOUR] == ["work"]
    assert len(store.holdings("small").imports()) == 2


def test_a_statement_that_is_taken_out_leaves_nothing_behind(store: GraphStore) -> None:
    say(store, SAID)
    (held,) = statements_of(store.holdings("small"), {HARBOUR, "GB-COH-01234567"})
    renew(store, "small", dropping=[held.number])
    assert store.read("small") == PACK
    assert statements_of(store.holdings("small"), {HARBOUR}) == []


def test_who_is_here_already_says_more_of_itself(store: GraphStore) -> None:
    alpha = PACK.organisations[0]
    facts = say(store, replace(SAID, name="Alpha Trust"), alpha.id)
    assert facts.organisations == PACK.organisations
    assert [row.name for row in facts.aliases] == ["Alpha Trust"]
    assert {row.organisation for row in facts.capabilities} == {alpha.id}


def test_a_newer_programme_keeps_what_organisations_say(store: GraphStore) -> None:
    gone = Work(pathways=("housing",), places=(PlaceCode("E07999999"),))
    say(store, replace(SAID, work=(*SAID.work, gone)))
    theirs = replace(organisation("Harbour Trust"), id=HARBOUR)
    renew(store, "small", own=replace(PACK, organisations=(*PACK.organisations, theirs)))
    facts = store.read("small")
    assert [row.name for row in facts.organisations] == ["Alpha", "Harbour Trust"]
    assert [row.name for row in facts.aliases] == ["Harbour"]
    assert len(facts.capabilities) == 2


def older() -> Facts:
    """The facts with a statement as an older version kept it."""
    own = "OWN-STATEMENT"
    source = replace(ORIGIN, id=own, title="What organisations say of themselves", licence="")
    harbour, said = records_of(SAID, HARBOUR, own)
    return replace(
        PACK,
        sources=(*PACK.sources, source),
        organisations=(*PACK.organisations, harbour),
        sizes=tuple(row for row in said if isinstance(row, Size)),
        capabilities=tuple(row for row in said if isinstance(row, Capability)),
    )


def test_what_an_older_version_kept_otherwise_is_brought_over(
    tmp_path: Path, store: GraphStore
) -> None:
    new = say(store, SAID)
    with SqliteStore.create(tmp_path / "older.db", older()) as old:
        renew(old, "small")
        assert old.read("small") == new
        assert [held.part for held in old.holdings("small").imports()] == [HARBOUR]
        renew(old, "small")
        assert old.read("small") == new


def test_what_was_stated_anew_stays_when_an_older_one_comes_over(store: GraphStore) -> None:
    say(store, SAID)
    assert keep_older(store.holdings("small"), older()) == []
    assert without_older(older()) == PACK


def test_without_older_statements_nothing_is_brought_over(store: GraphStore) -> None:
    assert keep_older(store.holdings("small"), PACK) == []
    assert without_older(PACK) is PACK
    assert all(isinstance(row, Source) for row in PACK.sources)
