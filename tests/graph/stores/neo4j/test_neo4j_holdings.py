"""What imported sources say, in a real server: nothing twice, nothing left over, damage told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import StoreDamagedError, StoreUnavailableError, StoreWriteError
from graph.records.entries import Entry, Link, LinkMethod, Reject
from graph.stores.entry_rows import said
from graph.stores.neo4j import imports
from graph.stores.neo4j.store import Neo4jStore
from tests.builders import org_id, organisation, small_facts
from tests.contracts.holdings_contract import an_entry, an_import
from tests.neo4j_server.fixtures import driver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.neo4j_server.fixtures import Account


@pytest.fixture
def store(empty_store: Account) -> Iterator[Neo4jStore]:
    """A store that holds one small programme."""
    with Neo4jStore(*empty_store) as opened:
        opened.write(small_facts())
        yield opened


def ask(account: Account, query: str) -> list[list[Any]]:
    """Ask the database behind the store's back."""
    with driver(account) as connection:
        found = connection.execute_query(query, database_=account[0].database).records
    return [list(record.values()) for record in found]


def finish(store: Neo4jStore, *entries: Entry, rejects: Sequence[Reject] = ()) -> int:
    """Import these entries; they count."""
    holdings = store.holdings("small")
    number = holdings.begin(an_import()).number
    holdings.add(number, entries, rejects)
    store.write(small_facts(), finishing=[number])
    return number


def a_link(right: str) -> Link:
    """Make a link of Alpha to another."""
    return Link(
        left=org_id("Alpha"),
        right=org_id(right),
        probability=0.5,
        method=LinkMethod.MODEL,
        waterfall={},
    )


def test_a_batch_whose_acknowledgement_was_lost_counts_once(store: Neo4jStore) -> None:
    holdings, write = store.holdings("small"), store._database.write
    number = holdings.begin(an_import()).number
    batch = [(each, said(each)) for each in (an_entry("Alpha"), an_entry("Alpha", 4))]
    reject = Reject(row=9, reason="is none")
    given = (number, "small", "one batch", batch, [reject])
    once, twice = (write(imports.add, *given) for _ in range(2))
    assert once == twice
    assert [each.row for each in once] == [4]
    assert [each.row for each in holdings.rejects(number)] == [4, 9]
    store.write(small_facts(), finishing=[number])
    (held,) = holdings.imports()
    assert (held.rows, held.entries, held.rejected) == (5, 1, 3)


def test_links_that_are_sent_twice_are_kept_once(store: Neo4jStore) -> None:
    holdings, write = store.holdings("small"), store._database.write
    number = write(imports.begin_links, "small")
    row = (org_id("Alpha"), org_id("Beta"), 0.5, "model", "{}", "")
    for _ in range(2):
        write(imports.add_links, number, 0, [row])
    assert holdings.links() == ()
    for _ in range(2):
        write(imports.keep_links, number)
    assert holdings.links() == (a_link("Beta"),)


def test_who_keeps_links_at_the_same_time_as_another_is_told(store: Neo4jStore) -> None:
    write = store._database.write
    number = write(imports.begin_links, "small")
    store.holdings("small").keep_links([a_link("Beta")])
    with pytest.raises(StoreWriteError, match="link again"):
        write(imports.add_links, number, 0, [])
    with pytest.raises(StoreWriteError, match="link again"):
        write(imports.keep_links, number)
    assert store.holdings("small").links() == (a_link("Beta"),)


def test_what_was_replaced_or_dropped_is_swept_away(store: Neo4jStore, database: Account) -> None:
    finish(store, an_entry("Alpha"), rejects=[Reject(row=9, reason="is none")])
    number = finish(store, an_entry("Beta"))
    for right in ("Beta", "Gamma"):
        store.holdings("small").keep_links([a_link(right)])
    count = "MATCH (n:Import|Entry|Reject|LinkSet|Link|Retired) RETURN labels(n)[0], count(*)"
    assert sorted(ask(database, count)) == [
        ["Entry", 1],
        ["Import", 1],
        ["Link", 1],
        ["LinkSet", 1],
    ]
    store.write(small_facts(), dropping=[number])
    assert sorted(ask(database, count)) == [["Link", 1], ["LinkSet", 1]]


def test_facts_that_another_writes_meanwhile_do_not_let_an_import_count(
    store: Neo4jStore, database: Account
) -> None:
    """Two writes of equal facts are one, unless they let different imports count."""
    holdings = store.holdings("small")
    number = holdings.begin(an_import()).number
    facts = small_facts(organisations=(organisation("Beta"),))
    with Neo4jStore(*database) as other:
        other.write(facts)
    store.write(facts, finishing=[number])
    assert [held.number for held in holdings.imports()] == [number]


def test_an_import_that_is_not_there_leaves_the_facts_as_they_were(store: Neo4jStore) -> None:
    with pytest.raises(StoreWriteError, match="begun anew"):
        store.write(small_facts(organisations=()), finishing=[99])
    assert store.read("small") == small_facts()


@pytest.mark.parametrize("damage", ["SET e.said = '[['", "DELETE e"])
def test_a_damaged_entry_is_told(store: Neo4jStore, database: Account, damage: str) -> None:
    finish(store, an_entry("Alpha"))
    ask(database, f"MATCH (e:Entry) {damage}")
    with pytest.raises(StoreDamagedError, match="import the file again"):
        tuple(store.holdings("small").entries())
    (problem,) = store.check()
    assert "import the file again" in problem


def test_an_import_that_is_replaced_while_it_is_read_says_so(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 1)
    finish(store, an_entry("Alpha"), an_entry("Beta"))
    reading = store.holdings("small").entries()
    next(reading)
    finish(store, an_entry("Gamma"))
    with pytest.raises(StoreUnavailableError, match="replaced while it was read"):
        next(reading)


def test_many_entries_and_rejects_come_back_in_order(
    store: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "AT_ONCE", 3)
    plain: Callable[[int], Entry] = lambda at: Entry(key="K" * 9000 + str(at), row=at)  # noqa: E731
    entries = [plain(at) for at in range(10, 0, -1)]
    rejects = [Reject(row=row, reason=str(at)) for at, row in enumerate((5, 5, 5, 5, 2, 7))]
    number = finish(store, *entries, rejects=rejects)
    assert [entry for _, entry in store.holdings("small").entries()] == entries
    found = [(each.row, each.reason) for each in store.holdings("small").rejects(number)]
    assert found == sorted((each.row, each.reason) for each in rejects)


def test_a_text_that_no_store_can_keep_is_refused(store: Neo4jStore) -> None:
    holdings = store.holdings("small")
    number = holdings.begin(an_import()).number
    with pytest.raises(StoreWriteError):
        holdings.add(number, [replace(an_entry("Alpha"), key="\ud800")])
    assert tuple(holdings.entries(among=[number])) == ()
