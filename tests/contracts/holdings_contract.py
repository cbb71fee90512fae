"""What every store does with imported sources; a store's tests take the cases from here."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from graph.errors import ProgrammeMissingError, StoreWriteError
from graph.records.entries import (
    Classification,
    Decision,
    Description,
    DescriptionKind,
    Entry,
    Import,
    Link,
    LinkMethod,
    Operation,
    Refusal,
    Reject,
    Trait,
    TraitKind,
)
from graph.records.model import LinkedIdentifier, Source
from graph.records.provenance import PartialDate
from graph.stores.columns import tables_of
from graph.stores.entry_rows import CONTRADICTED, REPEATED, everything, holding, naming
from graph.stores.rows import SQL, Known
from tests.builders import (
    COUNTY_1,
    accounts,
    affiliation,
    alias,
    capability,
    evidence,
    flag,
    member,
    org_id,
    organisation,
    project,
    provenance,
    registration,
    size,
    small_facts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.stores import GraphStore
    from graph.stores.protocol import Holdings

ORIGIN = Source(
    id="IMPORT-REGISTER",
    title="A register",
    address="https://register.example",
    kind="register",
    published=PartialDate("2013-08"),
    licence="OGL",
)


def an_import(part: str = "", source: str = "register") -> Import:
    """Make an import that no store has begun."""
    return Import(
        source=source,
        part=part,
        file="register.zip",
        digest="0" * 64,
        origin=ORIGIN,
        published=PartialDate("2013-08-01"),
        begun=datetime(2026, 11, 27, 12, 30, tzinfo=UTC),
    )


def an_entry(name: str, row: int = 2) -> Entry:
    """Make an entry that says everything that one can say."""
    who = org_id(name)
    return Entry(
        key=who,
        row=row,
        rows=2,
        records=(
            organisation(name),
            alias(name, "Tŷ Gobaith — “Hope” 🏠"),
            size(name, 1.5, None),
            accounts(name, reserves_gbp=-2.5),
            registration(name, known_from=None),
            capability(name, places=(COUNTY_1,), cohorts=("women",)),
            evidence(name, None),
            project("P", start=None),
            member("P", name),
            affiliation(name, "Parent"),
            flag(name),
        ),
        notes=(
            Trait(organisation=who, kind=TraitKind.POSTCODE, value="SW1A 1AA"),
            Description(
                organisation=who,
                kind=DescriptionKind.OBJECTS,
                text="To relieve need, 'quoted' \n and odd",
                known_from=PartialDate("1999"),
            ),
            Operation(organisation=who, places=(COUNTY_1,), words=("Narnia",), known_from=None),
            Classification(organisation=who, scheme="ccew", codes=("101", "207")),
            Refusal(organisation=who, pathway="work"),
        ),
    )


class HoldingsContract:
    """Subclasses provide the fixture `empty`: a store that holds nothing."""

    @pytest.fixture
    def store(self, empty: GraphStore) -> GraphStore:
        """A store that holds one small programme."""
        empty.write(small_facts())
        return empty

    @pytest.fixture
    def holdings(self, store: GraphStore) -> Holdings:
        """What the sources of the programme say: nothing yet."""
        return store.holdings("small")

    def test_a_programme_that_is_not_there_has_none(self, empty: GraphStore) -> None:
        with pytest.raises(ProgrammeMissingError):
            empty.holdings("nowhere")

    def test_nothing_counts_before_the_facts_are_written(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        begun = holdings.begin(an_import())
        assert begun.number > 0
        holdings.add(begun.number, [an_entry("Alpha")])
        assert (holdings.imports(), tuple(holdings.entries())) == ((), ())
        ((held, entry),) = holdings.entries(among=[begun.number])
        assert (held.number, entry) == (begun.number, an_entry("Alpha"))
        store.write(small_facts(), finishing=[begun.number])
        (finished,) = holdings.imports()
        assert finished.finished is not None
        assert replace(finished, finished=None) == replace(begun, rows=2, entries=1)
        assert [entry for _, entry in holdings.entries()] == [an_entry("Alpha")]

    def test_the_rows_that_go_in_are_those_kept_and_those_rejected(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        number = holdings.begin(an_import()).number
        reject = Reject(row=7, rows=3, key="K", field="date", reason="is none", value="99/99")
        assert holdings.add(number, [an_entry("Alpha", 1), an_entry("Beta", 3)], [reject]) == ()
        repeats = holdings.add(number, [an_entry("Beta", 5), an_entry("Beta", 9)])
        store.write(small_facts(), finishing=[number])
        (held,) = holdings.imports()
        assert (held.rows, held.entries, held.rejected) == (4 + 3 + 4, 2, 3 + 4)
        assert [each.reason for each in repeats] == [REPEATED, REPEATED]
        assert [(each.row, each.reason) for each in holdings.rejects(number)] == [
            (5, REPEATED),
            (7, "is none"),
            (9, REPEATED),
        ]

    def test_the_first_of_two_that_contradict_each_other_is_kept(self, holdings: Holdings) -> None:
        number = holdings.begin(an_import()).number
        other = replace(an_entry("Alpha", 8), records=())
        (repeat,) = holdings.add(number, [an_entry("Alpha"), other])
        assert (repeat.reason, repeat.key, repeat.row) == (CONTRADICTED, other.key, 8)
        assert [entry for _, entry in holdings.entries(among=[number])] == [an_entry("Alpha")]

    def test_a_newer_import_takes_the_place_of_the_same_part_alone(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        for source, part, name in (
            ("register", "", "Alpha"),
            ("register", "names", "Beta"),
            ("grants", "", "Gamma"),
            ("register", "", "Delta"),
        ):
            number = holdings.begin(an_import(part, source)).number
            holdings.add(number, [an_entry(name)])
            store.write(small_facts(), finishing=[number])
        kept = [(held.source, held.part, entry.key) for held, entry in holdings.entries()]
        assert kept == [
            ("grants", "", org_id("Gamma")),
            ("register", "", org_id("Delta")),
            ("register", "names", org_id("Beta")),
        ]

    def test_one_import_can_be_left_out_and_dropped(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        for part in ("", "names"):
            number = holdings.begin(an_import(part)).number
            holdings.add(number, [an_entry("Alpha")])
            store.write(small_facts(), finishing=[number])
        assert [held.part for held, _ in holdings.entries(leaving_out=[number])] == [""]
        store.write(small_facts(), dropping=[number])
        assert [held.part for held in holdings.imports()] == [""]

    def test_what_was_begun_anew_takes_no_more_of_the_old(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        old = holdings.begin(an_import()).number
        holdings.add(old, [an_entry("Alpha")])
        new = holdings.begin(an_import()).number
        with pytest.raises(StoreWriteError, match="begun anew"):
            holdings.add(old, [an_entry("Beta")])
        with pytest.raises(StoreWriteError, match="begun anew"):
            store.write(small_facts(), finishing=[old])
        assert tuple(holdings.entries(among=[new])) == ()

    def test_facts_written_anew_leave_what_sources_say(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        number = holdings.begin(an_import()).number
        holdings.add(number, [an_entry("Alpha")])
        store.write(small_facts(), finishing=[number])
        store.write(small_facts(organisations=(organisation("Beta"),)))
        assert [entry.key for _, entry in holdings.entries()] == [org_id("Alpha")]
        assert store.check() == ()

    def test_entries_can_be_left_out_unread_by_what_they_say(
        self, store: GraphStore, holdings: Holdings
    ) -> None:
        begun = holdings.begin(an_import())
        linked = LinkedIdentifier(
            organisation=org_id("A"), identifier=org_id("N"), provenance=provenance()
        )
        number = Entry(
            key="number",
            row=3,
            rows=1,
            records=(linked,),
        )
        holdings.add(begun.number, [an_entry("A"), an_entry("B", row=2), number])
        store.write(small_facts(), finishing=[begun.number])

        def keys(saying: Callable[[str], bool]) -> list[str]:
            return [entry.key for _, entry in holdings.entries(saying=saying)]

        assert keys(everything) == [org_id("A"), org_id("B"), "number"]
        assert keys(holding(LinkedIdentifier)) == ["number"]
        assert keys(naming([org_id("B"), org_id("nobody")])) == [org_id("B")]
        assert keys(naming([org_id("N")])) == ["number"]

    @pytest.mark.parametrize("time", ["just written", "read back"])
    def test_columns_say_what_entries_say(self, holdings: Holdings, time: str) -> None:
        begun = holdings.begin(an_import())
        said = [an_entry("Alpha"), an_entry("Beta")]
        holdings.add(begun.number, [*said, an_entry("Alpha", row=9)])  # one that is there already
        assert not list(holdings.columns())
        if time == "read back":
            list(holdings.columns(among=[begun.number]))
        ((held, columns),) = holdings.columns(among=[begun.number])
        assert held.number == begun.number
        for name, table in columns.tables.items():
            records = SQL.from_rows(table.kind, table.rows(), known=Known())
            of_kind = [r for each in said for r in each.records if type(r) is table.kind]
            assert list(records) == of_kind, name
        assert columns.refusals == [(org_id(name), "work") for name in ("Alpha", "Beta")]

    def test_facts_in_columns_are_written_as_facts_are(self, store: GraphStore) -> None:
        facts = small_facts(organisations=(organisation("Alpha"), organisation("Beta")))
        store.write_tables(tables_of(facts))
        assert store.read("small") == facts
        astray = replace(facts, sizes=(size("Nobody", 1.0, None),))
        with pytest.raises(StoreWriteError, match="sizes, record 0: organisation"):
            store.write_tables(tables_of(astray))
        assert store.read("small") == facts

    def test_links_are_kept_whole(self, holdings: Holdings) -> None:
        links = tuple(
            Link(
                left=org_id("Alpha"),
                right=org_id(other),
                probability=0.5 + len(other) / 100,
                method=LinkMethod.MODEL,
                waterfall={"prior": -12.5, "name": 9.0},
                model="abc",
            )
            for other in ("Beta", "Gamma")
        )
        holdings.keep_links(links)
        assert holdings.links() == links
        holdings.keep_links(links[1:])
        assert holdings.links() == links[1:]

    def test_a_decision_takes_the_place_of_an_earlier_one(self, holdings: Holdings) -> None:
        first = Decision(
            left=org_id("Alpha"),
            right=org_id("Beta"),
            same=True,
            by="A. Analyst",
            day=date(2026, 11, 27),
            note="one phone number",
        )
        second = replace(first, same=False, note="they split")
        holdings.decide(first)
        assert holdings.decisions() == (first,)
        holdings.decide(second)
        assert holdings.decisions() == (second,)
        holdings.withdraw(second)
        assert holdings.decisions() == ()
