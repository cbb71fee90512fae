"""What can go wrong between the store and its server: clear errors, nothing half-written."""

from __future__ import annotations

import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from neo4j import exceptions

from graph.errors import (
    StoreAccessError,
    StoreDamagedError,
    StoreError,
    StoreForeignError,
    StoreUnavailableError,
    StoreVersionError,
    StoreWriteError,
)
from graph.stores import open_store
from graph.stores.neo4j import driver as our_driver
from graph.stores.neo4j import editions
from graph.stores.neo4j.constraints import FORMAT
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.neo4j.writing import Writing
from graph.stores.passwords import FILE_VARIABLE, VARIABLE
from graph.stores.urls import neo4j_address
from tests.builders import OPENED
from tests.contracts.store_contract import full_facts
from tests.graph.stores.neo4j.bolt_proxy import BoltProxy
from tests.neo4j_server.fixtures import driver, drop_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from graph.records.facts import Facts
    from graph.stores.urls import Neo4jAddress
    from tests.neo4j_server.fixtures import Account


WRITERS = "MATCH (d:Draft) RETURN d.writer AS w"


def ask(account: Account, query: str, **values: Any) -> list[dict[str, Any]]:
    """Ask the database behind the store's back."""
    with driver(account) as connection:
        database = account[0].database
        result = connection.execute_query(query, values, database_=database)
    return [record.data() for record in result.records]


def renamed(facts: Facts, name: str) -> Facts:
    """The same facts with another name of the programme."""
    return replace(facts, programmes=(replace(facts.programme, name=name),))


def leftovers(account: Account) -> list[dict[str, Any]]:
    """Drafts, retired editions, and nodes of editions that nobody reads."""
    query = (
        "MATCH (k:Kept) WITH collect(k.edition) AS kept MATCH (n)"
        " WHERE n:Draft OR n:Retired OR (n.edition IS NOT NULL AND NOT n.edition IN kept)"
        " RETURN labels(n) AS labels, count(*) AS nodes"
    )
    return ask(account, query)


def stand_in(store: Neo4jStore, method: str, work: Callable[..., Any]) -> None:
    """Let a test's function stand for `read` or `write` of a store's database."""
    setattr(store._database, method, work)


def all_at_once(work: Callable[[], None], number: int) -> None:
    """Do the same in several threads; the first error is the test's."""
    with ThreadPoolExecutor(number) as pool:
        for done in [pool.submit(work) for _ in range(number)]:
            done.result()


# Opening


def test_a_wrong_password_is_told_with_where_to_set_it(database: Account) -> None:
    with pytest.raises(StoreAccessError, match=r"refuses the user 'neo4j'.*MATCHER_STORE_PASSWORD"):
        Neo4jStore(database[0], "not the password")


def test_a_wrong_user_is_told(database: Account) -> None:
    with pytest.raises(StoreAccessError, match="'nobody'"):
        Neo4jStore(replace(database[0], user="nobody"), database[1])


def test_a_database_that_is_not_there_is_named(database: Account) -> None:
    with pytest.raises(StoreAccessError, match="no database 'elsewhere'"):
        Neo4jStore(replace(database[0], database="elsewhere"), database[1])


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_server_that_does_not_answer_is_told_at_once(scheme: str) -> None:
    with socket.socket() as unheard:
        unheard.bind(("127.0.0.1", 0))
        address = neo4j_address(f"{scheme}://127.0.0.1:{unheard.getsockname()[1]}")
        with pytest.raises(StoreUnavailableError, match=r"does not answer.*try again in") as caught:
            Neo4jStore(address, "x", retry_s=600)
    assert caught.value.retry_after_s > 0


@pytest.fixture
def strange_server() -> Iterator[Callable[[bytes], Neo4jAddress]]:
    """A server that answers whoever comes with the same few bytes."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(answer: bytes) -> Neo4jAddress:
        def answer_all() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                client.recv(1024)
                client.sendall(answer)
                client.close()

        threading.Thread(target=answer_all, daemon=True).start()
        return neo4j_address(f"bolt://127.0.0.1:{listener.getsockname()[1]}")

    yield serve
    listener.close()


def test_a_server_with_which_no_version_is_shared_is_told(
    strange_server: Callable[[bytes], Neo4jAddress],
) -> None:
    with pytest.raises(StoreVersionError, match="is not a Neo4j server of a supported version"):
        Neo4jStore(strange_server(b"\x00\x00\x00\x00"), "x")


def test_a_server_that_is_not_neo4j_is_told(
    strange_server: Callable[[bytes], Neo4jAddress],
) -> None:
    with pytest.raises(StoreError, match=r"127\.0\.0\.1"):
        Neo4jStore(strange_server(b"HTTP/1.1 400 Bad Request\r\n\r\n"), "x")


def test_a_server_before_version_5_is_refused(
    database: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(our_driver, "_agent", lambda _tx: "Neo4j/4.4.41")
    with pytest.raises(StoreVersionError, match=r"Neo4j/4.4.41; a server of version 5"):
        Neo4jStore(*database)
    assert ask(database, "MATCH (n) RETURN n") == []


def test_a_database_of_a_newer_program_says_so(database: Account) -> None:
    Neo4jStore(*database).close()
    ask(database, "MATCH (s:MatcherStore) SET s.format = $format", format=FORMAT + 7)
    with pytest.raises(StoreVersionError, match=rf"format is {FORMAT + 7}.*knows {FORMAT}"):
        Neo4jStore(*database)


def test_a_database_with_other_data_is_left_untouched(database: Account) -> None:
    ask(database, "CREATE (:Film {title: 'x'}), (:Organisation {id: 'theirs'})")
    with pytest.raises(StoreForeignError, match=r"contains other data \(2 nodes\)"):
        Neo4jStore(*database)
    assert ask(database, "MATCH (n) RETURN count(n) AS n") == [{"n": 2}]


def test_a_migration_that_was_cut_off_is_done_again(database: Account) -> None:
    Neo4jStore(*database).close()
    ask(database, "MATCH (s:MatcherStore) SET s.format = 0")
    ask(database, "DROP INDEX matcher_names")
    with Neo4jStore(*database) as store:
        store.write(full_facts())
        assert store.read("small") == full_facts()
    shown = ask(database, "SHOW INDEXES YIELD name, state RETURN name, state")
    assert {"name": "matcher_names", "state": "ONLINE"} in shown


def test_an_empty_database_is_filled_with_the_built_in_programme(
    database: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small one in its place; tests/api/web/test_neo4j_answers.py fills one with the whole."""
    monkeypatch.setenv(VARIABLE, database[1])
    monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: full_facts())
    with open_store(str(database[0])) as store:
        assert store.url == str(database[0])
        assert store.read("small") == full_facts()
    ask(database, "MATCH (k:Kept) DELETE k")
    with open_store(str(database[0])) as store:  # it was filled once
        assert store.programmes() == ()


def test_a_filling_that_was_killed_is_done_by_who_opens_next(
    database: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, database[1])
    monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: full_facts())
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "_write_batches", killed)
        with pytest.raises(Killed):
            open_store(str(database[0]))
    ask(database, "MATCH (d:Draft) SET d.touched = 0")
    told: list[tuple[int, int]] = []
    url = str(database[0])
    with open_store(url, progress=lambda done, of: told.append((done, of))) as store:
        assert store.read("small") == full_facts()
    assert told[-1] == (told[-1][1], told[-1][1])
    with open_store(url, progress=lambda *_told: told.clear()) as store:
        assert store.programmes() == ("small",)
    assert told


def test_workers_that_start_together_fill_a_database_once(
    database: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, database[1])
    monkeypatch.setattr("graph.packs.reading.read_pack", lambda _folder: full_facts())
    drop_schema(database)
    together = threading.Barrier(4)

    def start() -> None:
        together.wait()
        with open_store(str(database[0])) as store:
            assert store.read("small") == full_facts()

    all_at_once(start, 4)
    assert ask(database, "MATCH (s:MatcherStore) RETURN s.next_edition AS n") == [{"n": 1}]


@pytest.mark.parametrize("look", ["_count_nodes", "_format"])
def test_a_store_that_another_makes_meanwhile_is_not_foreign(
    database: Account, monkeypatch: pytest.MonkeyPatch, look: str
) -> None:
    real = getattr(our_driver, look)

    def late(tx: Any) -> Any:
        monkeypatch.setattr(our_driver, look, real)
        Neo4jStore(*database, to_fill=True).close()
        return real(tx)

    monkeypatch.setattr(our_driver, look, late)
    with Neo4jStore(*database) as store:
        assert store.programmes() == ()


def test_a_filling_that_comes_too_late_writes_nothing(database: Account) -> None:
    with Neo4jStore(*database, to_fill=True) as store:
        look_first = store._database.read

        def write_meanwhile(work: Any, *given: Any, **named: Any) -> Any:
            found = look_first(work, *given, **named)
            if work is editions.to_fill:
                store.write(renamed(full_facts(), "Ours"))
            return found

        stand_in(store, "read", write_meanwhile)
        store.fill(full_facts)
        assert store.read("small") == renamed(full_facts(), "Ours")
    assert leftovers(database) == []


def test_a_filling_does_not_replace_what_was_written_meanwhile(database: Account) -> None:
    with Neo4jStore(*database, to_fill=True) as store:
        real = store._database.write

        def write(work: Any, *given: Any, **named: Any) -> Any:
            if work is editions.point_to and named["filling"]:
                store.write(renamed(full_facts(), "Ours"))
            return real(work, *given, **named)

        stand_in(store, "write", write)
        store.fill(full_facts)
        assert store.read("small") == renamed(full_facts(), "Ours")
    assert leftovers(database) == []


def test_a_database_that_was_made_empty_stays_so(
    database: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, database[1])
    open_store(str(database[0]), fill=False).close()
    with open_store(str(database[0])) as store:
        assert store.programmes() == ()


def test_the_password_may_stand_in_a_file(
    database: Account, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    Neo4jStore(*database).close()
    (tmp_path / "secret").write_text(f"{database[1]}\n", "utf-8")
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "secret"))
    with open_store(str(database[0])) as store:
        assert store.programmes() == ()


# Content changed behind our back


@pytest.fixture
def store(empty_store: Account) -> Iterator[Neo4jStore]:
    """A store with the small programme."""
    with Neo4jStore(*empty_store) as opened:
        opened.write(full_facts())
        yield opened


@pytest.mark.parametrize(
    "change",
    [
        "MATCH (o:Organisation) WITH o LIMIT 1 SET o.name = 'Forged'",
        "MATCH (o:Organisation) WITH o LIMIT 1 SET o.kind = 'club'",
        "MATCH (o:Organisation) WITH o LIMIT 1 SET o.sources = 7",
        "MATCH (o:Organisation) WITH o LIMIT 1 REMOVE o.confidence",
        "MATCH (a:Alias) WITH a LIMIT 1 DETACH DELETE a",
        "MATCH ()-[r:MEMBER_OF]->() WITH r LIMIT 1 DELETE r",
        "MATCH (r:Rule) SET r.value = 'much'",
        "MATCH (p:Programme) DETACH DELETE p",
    ],
)
def test_a_fact_changed_behind_our_back_is_noticed(
    store: Neo4jStore, database: Account, change: str
) -> None:
    ask(database, change)
    with pytest.raises(StoreDamagedError, match="write the programme again"):
        store.read("small")
    assert len(store.check()) == 1
    store.write(full_facts())
    assert store.check() == ()


def test_a_relationship_removed_behind_our_back_is_found_by_the_check(
    store: Neo4jStore, database: Account
) -> None:
    ask(database, "MATCH (:Organisation)-[r:WORKS_IN]->() WITH r LIMIT 1 DELETE r")
    (problem,) = store.check()
    assert "relationships WORKS_IN of capabilities instead of" in problem


@pytest.mark.parametrize("label", ["SearchedName", "SearchedWord"])
def test_a_name_changed_in_the_index_is_found_by_the_check(
    store: Neo4jStore, database: Account, label: str
) -> None:
    ask(database, f"MATCH (n:{label}) WITH n LIMIT 1 SET n.terms = 'another'")
    (problem,) = store.check()
    assert f"the index {label} is not that of its names" in problem


def test_what_an_analyst_adds_does_not_disturb(store: Neo4jStore, database: Account) -> None:
    ask(database, "MATCH (o:Organisation) SET o.seen = true CREATE (:Note)-[:ABOUT]->(o)")
    assert store.read("small") == full_facts()
    assert store.check() == ()


# Writes that meet each other, or stop halfway


def test_a_write_leaves_nothing_of_the_one_before(store: Neo4jStore, database: Account) -> None:
    store.write(renamed(full_facts(), "Next"))
    assert leftovers(database) == []


def test_a_write_that_is_refused_leaves_nothing(store: Neo4jStore, database: Account) -> None:
    twice = (*full_facts().organisations, full_facts().organisations[0])
    with pytest.raises(StoreWriteError, match="already exists"):
        store.write(replace(full_facts(), organisations=twice))
    assert leftovers(database) == []
    assert store.read("small") == full_facts()


class Killed(BaseException):
    """Stands for the end of the process."""


def killed(*_given: Any) -> None:
    """End as a killed process does: nothing is tidied up."""
    raise Killed


def stopped_write(account: Account, facts: Facts, batches: int) -> None:
    """Begin a write and leave it after some batches, as a killed process does."""
    store = Neo4jStore(*account, batch_rows=5)
    real, left = store._database.write, batches

    def write(work: Any, *given: Any, **named: Any) -> Any:
        nonlocal left
        if work is editions.write_batch:
            if not left:
                raise Killed
            left -= 1
        return real(work, *given, **named)

    stand_in(store, "write", write)
    with pytest.raises(Killed):
        store.write(facts)
    store.close()


def test_nobody_reads_a_write_that_stopped_halfway(store: Neo4jStore, database: Account) -> None:
    stopped_write(database, renamed(full_facts(), "Next"), 4)
    assert store.read("small") == full_facts()
    assert store.check() == ()


@pytest.mark.usefixtures("store")
def test_a_write_that_stopped_is_taken_up_where_it_stopped(database: Account) -> None:
    facts = renamed(full_facts(), "Next")
    stopped_write(database, facts, 4)
    with Neo4jStore(*database, batch_rows=5, lease_s=0) as again:
        real, sent = again._database.write, []

        def write(work: Any, *given: Any, **named: Any) -> Any:
            if work is editions.write_batch:
                sent.append(named["number"])
            return real(work, *given, **named)

        stand_in(again, "write", write)
        again.write(facts)
        assert sent[0] == 4
        assert again.read("small") == facts
        assert again.check() == ()
    assert leftovers(database) == []


def test_who_waits_for_an_equal_write_is_told_how_far_it_is(database: Account) -> None:
    facts = full_facts()
    stopped_write(database, facts, 4)
    told: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        told.append((done, of))
        ask(database, "MATCH (d:Draft) SET d.touched = 0")

    with Neo4jStore(*database, batch_rows=5, lease_s=3600) as store:
        store.write(facts, progress=progress)
        assert store.read("small") == facts
    records = sum(facts.counts().values())
    assert told[0] == (20, records)
    assert told == sorted(told)
    assert told[-1] == (records, records)


def test_a_stopped_write_of_other_facts_is_swept_away_after_a_day(
    store: Neo4jStore, database: Account
) -> None:
    stopped_write(database, renamed(full_facts(), "Never finished"), 4)
    store.write(renamed(full_facts(), "Next"))
    assert leftovers(database) != []
    ask(database, "MATCH (d:Draft) SET d.touched = d.touched - 25 * 3600 * 1000")
    store.write(renamed(full_facts(), "Last"))
    assert leftovers(database) == []


def test_a_batch_that_is_sent_twice_counts_once(store: Neo4jStore) -> None:
    real = store._database.write

    def write(work: Any, *given: Any, **named: Any) -> Any:
        real(work, *given, **named)
        return real(work, *given, **named)

    stand_in(store, "write", write)
    store.write(renamed(full_facts(), "Twice"))
    assert store.read("small") == renamed(full_facts(), "Twice")
    assert store.check() == ()


@pytest.mark.parametrize("at", [editions.write_batch, editions.point_to])
def test_a_writer_whose_draft_was_taken_over_lets_the_other_finish(
    database: Account, at: Callable[..., None]
) -> None:
    facts = full_facts()
    taken: list[Future[None]] = []
    with (
        Neo4jStore(*database) as store,
        Neo4jStore(*database, lease_s=-1) as other,
        ThreadPoolExecutor(1) as pool,
    ):
        real = store._database.write

        def write(work: Any, *given: Any, **named: Any) -> Any:
            if work is at and not taken:
                taken.append(pool.submit(other.write, facts))
                mine = [{"w": named["writer"]}]
                while not taken[0].done() and ask(database, WRITERS) == mine:
                    time.sleep(0.01)
            return real(work, *given, **named)

        stand_in(store, "write", write)
        store.write(facts)
        taken[0].result()
        assert store.read("small") == facts
        assert store.check() == ()
    assert ask(database, "MATCH (s:MatcherStore) RETURN s.next_edition AS n") == [{"n": 1}]
    assert leftovers(database) == []


def test_a_stopped_write_is_taken_over_by_one_only(database: Account) -> None:
    stopped_write(database, full_facts(), 4)
    ask(database, "MATCH (d:Draft) SET d.touched = 0")
    (rows,) = ask(database, "MATCH (d:Draft) RETURN d.rows AS rows")
    with Neo4jStore(*database) as store:
        first, second = (
            store._database.write(
                editions.claim, programme="small", writer=writer, lease_s=20.0, **rows
            )
            for writer in ("first", "second")
        )
        assert first is not None
        assert first.mine
        assert second is not None
        assert not second.mine
        store._database.write(editions.give_up, first.edition, writer="second")
        assert ask(database, WRITERS) == [{"w": "first"}]


def test_a_draft_is_not_taken_over_within_a_batch_that_takes_long(database: Account) -> None:
    stopped_write(database, full_facts(), 4)
    ask(database, "MATCH (d:Draft) SET d.touched = 0, d.writer = 'slow'")
    (rows,) = ask(database, "MATCH (d:Draft) RETURN d.rows AS rows")
    claims: list[editions.Draft | None] = []

    def claim() -> None:
        with Neo4jStore(*database) as other:
            given: dict[str, Any] = {"programme": "small", "writer": "other", "lease_s": 20.0}
            claims.append(other._database.write(editions.claim, **given, **rows))

    claimant = threading.Thread(target=claim)

    def slow(tx: Any) -> None:
        editions.write_batch(tx, (), number=4, edition=1, writer="slow")
        claimant.start()
        claimant.join(2)

    with Neo4jStore(*database) as store:
        store._database.write(slow)
        claimant.join()
    (draft,) = claims
    assert draft == editions.Draft(edition=1, batches=5, mine=False)


def test_equal_writes_at_the_same_time_are_done_once(database: Account) -> None:
    facts = full_facts()
    claimed: set[str] = set()
    all_claimed = threading.Event()

    def write() -> None:
        with Neo4jStore(*database, batch_rows=5) as own:
            let_finish_once_all_claimed(own)
            own.write(facts)

    def let_finish_once_all_claimed(own: Neo4jStore) -> None:
        real = own._database.write

        def write(work: Any, *given: Any, **named: Any) -> Any:
            if work is editions.point_to:
                assert all_claimed.wait(15)
            done = real(work, *given, **named)
            if work is editions.claim:
                claimed.add(named["writer"])
            if len(claimed) == 3:
                all_claimed.set()
            return done

        stand_in(own, "write", write)

    Neo4jStore(*database).close()
    all_at_once(write, 3)
    assert ask(database, "MATCH (s:MatcherStore) RETURN s.next_edition AS n") == [{"n": 1}]
    with Neo4jStore(*database) as reader:
        assert reader.read("small") == facts
    assert leftovers(database) == []


def test_a_claim_finds_that_the_draft_it_waited_for_is_finished(
    store: Neo4jStore, database: Account
) -> None:
    """The draft may be finished between any two looks of who waits; nothing is begun again."""
    store.write(full_facts())
    now = store._kept("small").edition
    same: dict[str, Any] = {
        "programme": "small",
        "rows": "of the same",
        "writer": "late",
        "lease_s": 20.0,
    }
    assert store._database.write(editions.claim, **same, waited_for=now) is None
    assert leftovers(database) == []
    begun = store._database.write(editions.claim, **same, waited_for=now - 1)
    assert begun is not None
    assert begun.mine


def test_a_reader_sees_one_version_whole_while_others_write(
    store: Neo4jStore, database: Account
) -> None:
    versions = [renamed(full_facts(), f"Version {number}") for number in range(3)]
    store.write(versions[0])
    done = threading.Event()

    def write() -> None:
        with Neo4jStore(*database) as own:
            for number in range(6):
                own.write(versions[number % 3])
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    reads = 0
    while not done.is_set() or not reads:
        assert store.read("small") in versions
        reads += 1
    writer.join()


@pytest.mark.parametrize(
    "question",
    [
        lambda store: store.read("small"),
        lambda store: store.counts("small"),
        lambda store: store.check(),
        lambda store: store.ask("small").default_as_of,
        lambda store: store.ask("small").search("alpha", as_of=OPENED),
    ],
    ids=["read", "counts", "check", "day", "search"],
)
def test_what_is_replaced_while_it_is_read_is_read_again(
    store: Neo4jStore, database: Account, question: Callable[[Neo4jStore], object]
) -> None:
    real, left = store._database.read, 6

    def read(work: Any, *given: Any, **named: Any) -> Any:
        nonlocal left
        if work not in {editions.kept, editions.programmes} and left:
            left -= 1
            with Neo4jStore(*database) as other:
                other.write(renamed(full_facts(), f"The last but {left}"))
        return real(work, *given, **named)

    stand_in(store, "read", read)
    answer = question(store)
    assert left == 0
    assert answer == question(store)
    assert store.read("small").programme.name == "The last but 0"


def test_a_deadlock_is_tried_again(store: Neo4jStore, database: Account) -> None:
    """Lock what the last step needs, in the other order, until somebody loses."""
    deadlocks = 0
    real = store._database.write

    def write(work: Any, *given: Any, **named: Any) -> Any:
        return real(contended if work is editions.point_to else work, *given, **named)

    def contended(tx: Any, *given: Any, **named: Any) -> None:
        nonlocal deadlocks
        tx.run("MATCH (d:Draft) SET d.touched = d.touched").consume()
        other = threading.Thread(target=contend)
        if not deadlocks:
            other.start()
            locked.wait(20)
        try:
            editions.point_to(tx, *given, **named)
        except Exception as error:
            deadlocks += "Deadlock" in str(getattr(error, "code", ""))
            raise

    locked = threading.Event()

    def contend() -> None:
        with driver(database) as connection, connection.session() as session:
            transaction = session.begin_transaction()
            try:
                transaction.run("MATCH (k:Kept) SET k.touched = 1").consume()
                locked.set()
                transaction.run("MATCH (d:Draft) SET d.touched = d.touched").consume()
                transaction.commit()
            except Exception:  # noqa: BLE001  (it lost instead)
                transaction.close()

    stand_in(store, "write", write)
    store.write(renamed(full_facts(), "Next"))
    assert locked.is_set()
    assert store.read("small").programme.name == "Next"
    assert store.check() == ()


# The connection


@pytest.fixture
def proxy(database: Account) -> Iterator[BoltProxy]:
    """A proxy in front of the server."""
    with BoltProxy(database[0].port) as between:
        yield between


def through(proxy: BoltProxy, account: Account, **options: Any) -> Neo4jStore:
    """Open the store through the proxy; the driver goes where a bolt address says."""
    address = replace(account[0], scheme="bolt", port=proxy.port)
    return Neo4jStore(address, account[1], **options)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_connection_cut_within_a_write_is_opened_again(
    database: Account, proxy: BoltProxy, share: float
) -> None:
    facts = full_facts()
    with through(proxy, database, batch_rows=20) as store:
        before = proxy._sent
        store.write(facts)
        proxy.cut_after = proxy._sent + int(share * (proxy._sent - before))
        store.write(renamed(facts, "Next"))
        assert proxy.cuts == 1
        assert store.read("small") == renamed(facts, "Next")
        assert store.check() == ()
    assert leftovers(database) == []


def test_a_commit_whose_acknowledgement_is_lost_counts_once(
    database: Account, proxy: BoltProxy
) -> None:
    with through(proxy, database, batch_rows=20) as store:
        store.write(full_facts())
        real, cut_at, sent = store._database.write, -1, 0

        def write(work: Any, *given: Any, **named: Any) -> Any:
            nonlocal sent
            proxy.cut_commits = int(sent == cut_at)
            sent += 1
            return real(work, *given, **named)

        stand_in(store, "write", write)
        store.write(renamed(full_facts(), "Undisturbed"))
        transactions = sent
        for cut_at in range(transactions):
            sent = 0
            facts = renamed(full_facts(), f"Write {cut_at}")
            store.write(facts)
            assert store.read("small") == facts
            assert store.check() == ()
    assert proxy.cuts == transactions > 5
    assert leftovers(database) == []


def test_a_commit_that_nobody_knows_of_is_not_called_undone(database: Account) -> None:
    tried: list[int] = []

    def lost(_tx: object) -> None:
        tried.append(1)
        message = "the connection went during COMMIT"
        raise exceptions.IncompleteCommit(message)

    with (
        Neo4jStore(*database) as store,
        pytest.raises(StoreUnavailableError, match="not known whether it did") as caught,
    ):
        store._database.write(lost)
    assert len(tried) > 1
    assert "nothing was changed" not in str(caught.value)


def test_a_server_that_goes_within_a_write_leaves_the_old_facts(
    database: Account, proxy: BoltProxy
) -> None:
    with through(proxy, database, batch_rows=20, retry_s=1.0) as store:
        store.write(full_facts())
        proxy.refuse, proxy.cut_after = True, proxy._sent + 3000
        with pytest.raises(StoreUnavailableError, match="nothing was changed"):
            store.write(renamed(full_facts(), "Next"))
        with pytest.raises(StoreUnavailableError):
            store.read("small")
        proxy.refuse = False
        assert store.read("small") == full_facts()
        store.write(renamed(full_facts(), "Next"))  # recovers by itself, and goes on
        assert store.read("small") == renamed(full_facts(), "Next")
    assert leftovers(database) == []
