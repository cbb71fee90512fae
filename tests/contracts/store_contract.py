"""What every store must do. A store's test module subclasses this and gives an `empty` fixture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.assembly.own_statements import keep_statement
from graph.assembly.renewing import renew
from graph.errors import ProgrammeMissingError, StoreError, StoreWriteError
from graph.packs.statements import Statement, Work
from graph.records.identifiers import AreaId, OrgId, PlaceCode
from graph.records.kinds import OrganisationKind, Sex
from graph.snapshot.version import data_version
from graph.stores import BUILT_IN_PROGRAMMES, chosen_programme, programme_at_hand
from graph.stores.rows import SQL
from tests.builders import (
    NATION,
    accounts,
    affiliation,
    alias,
    capability,
    evidence,
    flag,
    member,
    organisation,
    project,
    registration,
    rule,
    size,
    small_facts,
)
from tests.builtin import read_builtin
from tests.contracts.examples import random_examples
from tests.graph.random_facts import facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.facts import Facts
    from graph.stores import GraphStore

UNICODE = "Tŷ Gobaith — “Hope” 🏠; DROP TABLE organisations; --"


def full_facts() -> Facts:
    """A small programme in which the awkward values occur: None, empty, long, foreign letters."""
    return small_facts(
        organisations=(organisation("Alpha"), organisation("Beta", known_from=None)),
        aliases=(alias("Alpha", UNICODE), alias("Beta", "'; --")),
        sizes=(size("Alpha", 0.1 + 0.2, None), size("Beta", 1.0, 1e15)),
        capabilities=(
            capability("Alpha", places=(), cohorts=("women", "homeless")),
            capability("Beta", capacity=1 / 3, known_from=None),
            capability("Beta", setting="both", sex="women", justice="adjacent"),
        ),
        evidence=(evidence("Alpha", None), evidence("Alpha", 5)),
        collaborations=(project("P", start=None, end=None, outcome_known_from=None),),
        memberships=(member("P", "Alpha", "lead"), member("P", "Beta", "funder")),
        rules=(rule("gate", 0.5),),
        affiliations=(
            affiliation("Alpha", "Beta", start="2011-02", end="2013-05-06"),
            affiliation("Alpha", "Beta", "member", known_from=None),
        ),
        flags=(flag("Beta", start="2013-07"), flag("Alpha", "contract-loss", end="2014")),
        accounts=(accounts("Alpha", reserves_gbp=-0.5, employees=3), accounts("Beta", "2012")),
        registrations=(registration("Alpha"), registration("Beta", known_from=None)),
    )


def with_first(facts: Facts, table: str, field: str, value: Any) -> Facts:
    """The same facts with another value in a table's first record."""
    first, *rest = getattr(facts, table)
    return replace(facts, **{table: (replace(first, **{field: value}), *rest)})


class StoreContract:
    """Subclasses provide the fixture `empty`: a store that holds nothing."""

    def test_what_is_written_reads_back_the_same(self, empty: GraphStore) -> None:
        facts = full_facts()
        empty.write(facts)
        assert empty.read("small") == facts

    def test_the_whole_built_in_programme_reads_back_the_same(self, empty: GraphStore) -> None:
        facts = read_builtin()
        empty.write(facts)
        assert empty.read(facts.programme.id) == facts
        assert empty.check() == ()

    def test_a_built_in_programme_that_it_lacks_is_added_when_it_is_named(
        self, empty: GraphStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        programme = BUILT_IN_PROGRAMMES[1]
        own = full_facts()
        second = replace(own, programmes=(replace(own.programme, id=programme),))
        monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: second)
        empty.write(own)
        assert programme_at_hand(empty, programme) == programme
        assert empty.read(programme) == second
        assert (chosen_programme(empty), empty.read("small")) == ("small", own)

    def test_the_data_version_is_that_of_the_content(self, empty: GraphStore) -> None:
        facts = full_facts()
        empty.write(facts)
        assert empty.data_version("small") == data_version(facts)
        assert data_version(empty.read("small")) == data_version(facts)

    def test_rows_are_shown_as_one_codec_writes_them(self, empty: GraphStore) -> None:
        facts, shown = full_facts(), dict[str, list[Any]]()
        empty.write(facts)

        def visit(table: str, rows: Sequence[Any]) -> None:
            shown.setdefault(table, []).extend(map(tuple, rows))

        assert empty.scan("small", visit) == data_version(facts)
        expected = {table: list(map(SQL.to_row, rows)) for table, rows in facts.tables()}
        assert list(shown.items()) == list(expected.items())
        with pytest.raises(ProgrammeMissingError):
            empty.scan("other", visit)

    def test_a_second_write_replaces_the_first(self, empty: GraphStore) -> None:
        empty.write(full_facts())
        shorter = replace(full_facts(), aliases=(), evidence=())
        empty.write(shorter)
        assert empty.read("small") == shorter
        assert empty.check() == ()

    def test_writing_the_same_twice_changes_nothing(self, empty: GraphStore) -> None:
        empty.write(full_facts())
        empty.write(full_facts())
        assert empty.read("small") == full_facts()

    def test_an_own_statement_is_added_and_withdrawn(self, empty: GraphStore) -> None:
        facts = full_facts()
        empty.write(facts)
        statement = Statement(
            since=date(2026, 5, 1),
            name="Harbour",
            identifier=None,
            kind=OrganisationKind.CHARITY,
            founded=None,
            scope_note="",
            turnover_gbp=(1e5, None),
            work=(Work(pathways=("housing",), places=(NATION,), sex=Sex.WOMEN),),
        )
        held = keep_statement(empty.holdings("small"), statement, OrgId.local("Harbour"))
        made = renew(empty, "small", finishing=[held.number])
        assert empty.read("small") == made.facts
        assert made.organisations == 1
        assert empty.check() == ()
        renew(empty, "small", dropping=[held.number])
        assert empty.data_version("small") == data_version(facts)

    def test_programmes_live_side_by_side(self, empty: GraphStore) -> None:
        facts = full_facts()
        other = replace(facts, programmes=(replace(facts.programme, id="other", name="Other"),))
        empty.write(facts)
        empty.write(replace(other, aliases=()))
        assert empty.programmes() == ("other", "small")
        assert empty.read("small") == facts
        assert empty.read("other").aliases == ()

    def test_a_missing_programme_is_named_with_those_that_are_there(
        self, empty: GraphStore
    ) -> None:
        with pytest.raises(ProgrammeMissingError, match="'small'; it contains: none"):
            empty.read("small")
        empty.write(full_facts())
        with pytest.raises(ProgrammeMissingError, match="'x'; it contains: small"):
            empty.data_version("x")

    def test_a_write_that_fails_changes_nothing(self, empty: GraphStore) -> None:
        empty.write(full_facts())
        stranger = replace(alias("Alpha", "x"), organisation=OrgId("GB-CHC-999999"))
        with pytest.raises(StoreError):
            empty.write(replace(full_facts(), aliases=(stranger,)))
        assert empty.read("small") == full_facts()

    @pytest.mark.parametrize(
        ("table", "field", "value"),
        [
            ("aliases", "organisation", OrgId("GB-CHC-999999")),
            ("capabilities", "places", (PlaceCode("E07999999"),)),
            ("capabilities", "cohorts", ("nobody",)),
            ("capabilities", "pathway", "nowhere"),
            ("collaborations", "areas", (AreaId("CPA99"),)),
            ("memberships", "collaboration", "no such project"),
            ("places", "parents", (PlaceCode("E07999999"),)),
            ("demand", "place", PlaceCode("E07999999")),
        ],
    )
    def test_a_reference_to_nothing_is_named_and_changes_nothing(
        self, empty: GraphStore, table: str, field: str, value: Any
    ) -> None:
        facts = full_facts()
        empty.write(facts)
        with pytest.raises(StoreWriteError, match=rf"{table}, record 0: {field}"):
            empty.write(with_first(facts, table, field, value))
        assert empty.read("small") == facts

    def test_two_records_with_one_key_are_refused_and_change_nothing(
        self, empty: GraphStore
    ) -> None:
        facts = full_facts()
        empty.write(facts)
        twice = (*facts.organisations, facts.organisations[0])
        with pytest.raises(StoreWriteError):
            empty.write(replace(facts, organisations=twice))
        assert empty.read("small") == facts

    @pytest.mark.parametrize(
        ("table", "field", "value"),
        [
            ("places", "population", 2**63),
            ("places", "population", -(2**63) - 1),
            ("aliases", "name", "half a \ud83c sign"),
        ],
    )
    def test_a_value_that_cannot_be_kept_is_told_and_changes_nothing(
        self, empty: GraphStore, table: str, field: str, value: Any
    ) -> None:
        facts = full_facts()
        empty.write(facts)
        with pytest.raises(StoreWriteError, match="cannot be stored"):
            empty.write(with_first(facts, table, field, value))
        assert empty.read("small") == facts
        empty.write(facts)
        assert empty.check() == ()

    def test_records_are_counted_by_table(self, empty: GraphStore) -> None:
        empty.write(full_facts())
        assert empty.counts("small") == full_facts().counts()
        with pytest.raises(ProgrammeMissingError):
            empty.counts("x")

    def test_progress_of_a_write_ends_at_all_the_records(self, empty: GraphStore) -> None:
        told: list[tuple[int, int]] = []
        empty.write(full_facts(), progress=lambda done, of: told.append((done, of)))
        total = sum(full_facts().counts().values())
        assert told[-1] == (total, total)
        assert told == sorted(told)

    def test_an_empty_store_is_sound(self, empty: GraphStore) -> None:
        assert empty.programmes() == ()
        assert empty.check() == ()

    def test_closing_twice_does_no_harm(self, empty: GraphStore) -> None:
        empty.close()
        empty.close()

    def test_the_address_holds_no_secret(self, empty: GraphStore) -> None:
        assert "://" in empty.url
        assert "password" not in empty.url

    @random_examples(6)
    @given(facts=facts())
    def test_any_programme_reads_back_the_same(self, empty: GraphStore, facts: Facts) -> None:
        empty.write(facts)
        read = empty.read(facts.programme.id)
        assert read == facts
        assert data_version(read) == data_version(facts) == empty.data_version(facts.programme.id)
        assert empty.counts(facts.programme.id) == facts.counts()
        assert empty.check() == ()

    @random_examples(6)
    @given(
        name=st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
        capacity=st.none() | st.floats(0, 1e12),
        low=st.floats(0, 1e12),
        known=st.none() | st.dates().map(lambda day: f"{day:%Y-%m-%d}".zfill(10)),
    )
    def test_any_value_reads_back_the_same(
        self, empty: GraphStore, name: str, capacity: float | None, low: float, known: str | None
    ) -> None:
        facts = small_facts(
            organisations=(organisation("Alpha"),),
            aliases=(alias("Alpha", name),),
            sizes=(size("Alpha", low, None, known_from=known),),
            capabilities=(capability("Alpha", capacity=capacity, known_from=known),),
        )
        empty.write(facts)
        assert empty.read("small") == facts
