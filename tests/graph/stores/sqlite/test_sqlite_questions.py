"""Questions answered from SQLite: the contract, and what is the file's own."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import StoreDamagedError, StoreWriteError
from graph.questions import Filters, Layer, Node
from graph.records.words import RULE, words
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.search_tables import index_names
from graph.stores.sqlite.store import SqliteStore
from graph.stores.tokens import token
from tests.builders import alias, capability, org_id, organisation, small_facts
from tests.contracts.questions_contract import QuestionsContract
from tests.graph.stores.released import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.stores import GraphStore


class TestSqliteQuestions(QuestionsContract):
    """SQLite passes the contract."""

    @pytest.fixture
    def empty(self, tmp_path: Path) -> Iterator[GraphStore]:
        with SqliteStore.create(tmp_path / "empty.db") as store:
            yield store


DAY = date(2013, 9, 19)
FIRST_VERSION = stores.HERE / "sqlite-1.db.gz"


def names_of(store: SqliteStore, text: str) -> list[str]:
    return [match.name for match in store.ask("small").search(text, as_of=DAY)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with two organisations."""
    facts = small_facts(
        organisations=(organisation("Nacro"), organisation("T\u0177 Gobaith", known_from="2012")),
        aliases=(alias("Nacro", "Resettlement _1"),),
    )
    SqliteStore.create(tmp_path / "small.db", facts).close()
    return tmp_path / "small.db"


def changed(path: Path, *statements: str) -> None:
    """Change a file behind the store's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_store_of_the_first_version_can_be_searched_once_it_was_opened(tmp_path: Path) -> None:
    path = stores.unpack(FIRST_VERSION, tmp_path)
    for _ in ("opened for the first time", "and again"):
        with SqliteStore(path) as store:
            found = store.ask(DEFAULT_PROGRAMME).search("betta", as_of=DAY)
            assert [match.name for match in found] == ["Beta"]
            assert store.check() == ()


def test_a_store_of_the_first_version_with_a_wrong_date_is_damaged(tmp_path: Path) -> None:
    path = stores.unpack(FIRST_VERSION, tmp_path)
    changed(path, "UPDATE organisations SET known_from = 'last year' WHERE position = 0")
    before = path.read_bytes()
    for _ in ("opened for the first time", "and again"):
        with pytest.raises(StoreDamagedError, match=r"is damaged.*'last year' is not a date"):
            SqliteStore(path)
    assert path.read_bytes() == before


def as_older_rule(path: Path) -> None:
    """Turn a file into one whose index was made when the words of a name were others."""
    changed(
        path,
        "UPDATE searched_rule SET number = 1",
        "INSERT INTO searched_name_words (searched_name_words) VALUES ('delete-all')",
        "UPDATE searched_names SET id = id + 1000",
    )


def test_an_index_of_an_older_rule_is_made_again_when_the_store_is_opened(path: Path) -> None:
    as_older_rule(path)
    with SqliteStore(path) as store:
        assert names_of(store, "the nacro ltd") == ["Nacro"]
        assert store.check() == ()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT number FROM searched_rule").fetchall() == [(RULE,)]


def test_a_write_makes_an_index_of_an_older_rule_again_for_all_programmes(path: Path) -> None:
    with SqliteStore(path) as store:
        other = store.read("small")
        as_older_rule(path)
        store.write(replace(other, programmes=(replace(other.programme, id="other"),)))
        assert names_of(store, "the nacro ltd") == ["Nacro"]
        assert store.check() == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ("UPDATE searched_names SET name = 'Forged' WHERE name = 'Nacro'", "searched_names"),
        ("UPDATE searched_names SET known_day = 1", "searched_names"),
        ("DELETE FROM searched_programmes", "searched_names"),
        ("DELETE FROM searched_words WHERE word = 'nacro'", "searched_words"),
        (
            "INSERT INTO searched_name_words (searched_name_words) VALUES ('delete-all')",
            "searched_name_words",
        ),
        (
            "INSERT INTO searched_word_spellings (rowid, spellings) VALUES (0, 'more')",
            "searched_word_spellings",
        ),
    ],
)
def test_check_notices_an_index_that_is_not_that_of_the_names(
    path: Path, change: str, problem: str
) -> None:
    with SqliteStore(path) as store:
        assert store.check() == ()
    changed(path, change)
    with SqliteStore(path) as store:
        assert problem in {each.split(":")[0] for each in store.check()}


def test_a_store_that_may_only_be_read_can_be_checked_and_asked(path: Path) -> None:
    changed(path, "PRAGMA journal_mode = DELETE")
    with SqliteStore(path) as store:
        store._connection.close()
        store._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
        assert store.check() == ()
        assert names_of(store, "nakro") == ["Nacro"]


def test_a_damaged_index_is_an_error_that_names_the_file(path: Path) -> None:
    changed(path, "UPDATE searched_name_words_data SET block = x'00' WHERE id > 10")
    with SqliteStore(path) as store, pytest.raises(StoreDamagedError, match=r"small\.db"):
        names_of(store, "nacro")


def test_a_write_that_fails_leaves_the_index_as_it_was(path: Path) -> None:
    with SqliteStore(path) as store:
        pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        more = tuple(organisation(f"Omega {number}") for number in range(2000))
        with pytest.raises(StoreWriteError, match="nothing was changed"):
            store.write(small_facts(organisations=more))
        assert names_of(store, "nacro") == ["Nacro"]
        assert names_of(store, "omega") == []
        assert store.check() == ()


def test_several_threads_may_ask_at_once(path: Path) -> None:
    with SqliteStore(path) as store, ThreadPoolExecutor(4) as pool:
        questions = store.ask("small")
        found = list(pool.map(lambda _: questions.search("nakro", as_of=DAY), range(40)))
    assert {matches[0].name for matches in found} == {"Nacro"}


def test_links_are_laid_out_once_for_many_questions(path: Path) -> None:
    with SqliteStore(path) as store:
        questions = store.ask("small")
        node = Node(Layer.ORGANISATION, org_id("Nacro"))
        wanted = Filters(as_of=DAY)
        first = questions.neighbourhood(node, depth=1, filters=wanted)
        changed(path, "DELETE FROM organisations")
        assert questions.neighbourhood(node, depth=1, filters=wanted) == first


@given(
    names=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=12), max_size=6),
    beginning=st.integers(1, 4),
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_full_text_search_splits_any_text_as_we_do(
    path: Path, names: list[str], beginning: int
) -> None:
    """Every word finds its name, whole or begun, whatever alphabet it is of."""
    own = [organisation(f"Own {number}") for number in range(len(names))]
    facts = small_facts(
        organisations=tuple(replace(each, name=name) for each, name in zip(own, names, strict=True))
    )
    with SqliteStore(path) as store:
        store.write(facts)
        assert store.check() == ()
        for each in facts.organisations:
            for word in words(each.name):
                for typed in (word, word[:beginning]):
                    if words(typed) == (typed,):
                        matches = store.ask("small").search(typed, as_of=DAY, limit=100)
                        assert each.id in {match.organisation for match in matches}


def test_words_are_written_in_ascii_and_beginnings_stay_beginnings() -> None:
    assert token("nacro") == "nacro"
    assert token("\u0142\u00f3d\u017a") == "_000142_0000f3d_00017a"
    assert token("a_b") == "a_00005fb"
    assert token("\u0142\u00f3d\u017a").startswith(token("\u0142\u00f3"))


def test_the_index_is_made_anew_only_where_a_name_changed(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def counted(connection: sqlite3.Connection, *programmes: str) -> None:
        made.extend(programmes)
        index_names(connection, *programmes)

    monkeypatch.setattr("graph.stores.sqlite.store.index_names", counted)
    with SqliteStore(path) as store:
        facts = store.read("small")
        store.write(replace(facts, capabilities=(capability("Nacro"),)))
        assert made == []
        other = replace(facts.aliases[0], name="Other")
        for changed in (
            replace(facts, aliases=(other,)),
            replace(facts, organisations=facts.organisations[::-1]),
            replace(facts, organisations=(organisation("Nacro"), facts.organisations[1])),
        ):
            made.clear()
            store.write(changed)
            store.write(changed)
            assert made == ["small"]
            assert store.check() == ()
