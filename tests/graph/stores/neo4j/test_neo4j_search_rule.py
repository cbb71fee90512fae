"""An index of names that was made when the words of a name were others is written again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import StoreAccessError
from graph.records.words import RULE
from graph.stores.neo4j import editions
from graph.stores.neo4j.store import Neo4jStore
from tests.builders import OPENED, organisation, small_facts
from tests.neo4j_server.fixtures import driver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.facts import Facts
    from tests.neo4j_server.fixtures import Account


def ask(account: Account, query: str) -> list[dict[str, Any]]:
    """Ask the database behind the store's back."""
    with driver(account) as connection:
        result = connection.execute_query(query, database_=account[0].database)
    return [record.data() for record in result.records]


def facts_of(*names: str) -> Facts:
    return small_facts(organisations=tuple(organisation(name) for name in names))


def names_of(store: Neo4jStore, text: str) -> list[str]:
    return [match.name for match in store.ask("small").search(text, as_of=OPENED)]


@pytest.fixture
def old(empty_store: Account) -> Iterator[Neo4jStore]:
    """A store whose names can be found by their first words only, as an older rule had it."""
    with Neo4jStore(*empty_store) as store:
        store.write(facts_of("Catch22", "Nacro"))
        ask(empty_store, "MATCH (k:Kept) REMOVE k.search_rule")
        ask(empty_store, "MATCH (n:SearchedName) SET n.terms = toLower(n.name) + ' _edition1'")
        yield store


def test_the_first_search_writes_it_again(old: Neo4jStore, database: Account) -> None:
    version = old.data_version("small")
    assert old.check() == ()
    assert names_of(old, "catch 22") == ["Catch22"]
    assert ask(database, "MATCH (k:Kept) RETURN k.edition, k.search_rule") == [
        {"k.edition": 2, "k.search_rule": RULE}
    ]
    assert names_of(old, "catch 22") == ["Catch22"]
    assert (old.data_version("small"), old.check()) == (version, ())
    assert ask(database, "MATCH (n:SearchedName) RETURN DISTINCT n.edition AS e") == [{"e": 2}]


def test_those_who_search_at_once_write_it_once(old: Neo4jStore, database: Account) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: names_of(old, text), ["catch 22"] * 4))
    assert found == [["Catch22"]] * 4
    assert ask(database, "MATCH (k:Kept) RETURN k.edition AS e") == [{"e": 2}]


@pytest.mark.parametrize("step", [editions.claim, editions.point_to])
def test_it_does_not_replace_what_was_written_meanwhile(old: Neo4jStore, step: Any) -> None:
    write = old._database.write
    seen: list[int] = []

    def meanwhile(work: Any, *given: Any, **named: Any) -> Any:
        if work is step and named["renewing"] and not seen:
            seen.append(named["renewing"])
            old.write(facts_of("Omega 3"))
        return write(work, *given, **named)

    old._database.write = meanwhile  # type: ignore[method-assign]
    assert names_of(old, "omega3") == ["Omega 3"]
    assert seen == [1]
    assert old.read("small") == facts_of("Omega 3")


def test_who_may_only_read_searches_it_as_it_is(old: Neo4jStore) -> None:
    def refuse(*_given: Any, **_named: Any) -> Any:
        message = "this user may only read"
        raise StoreAccessError(message)

    old._database.write = refuse  # type: ignore[method-assign]
    assert names_of(old, "nacro") == ["Nacro"]
    assert names_of(old, "22") == []
