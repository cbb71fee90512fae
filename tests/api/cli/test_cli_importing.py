"""`matcher import` and `matcher sources`, with a source made for tests."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from graph import sources
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.graph.sources.example_source import HEADER, IMPORTER
from tests.matcher.market import market

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts
    from graph.sources.protocol import Context

ROWS = (
    "GB-CHC-1079327,Harbour,housing,Ayton,GB-COH-03861209,",
    "GB-COH-03861209,HARBOUR LIMITED,,,,",
    "GB-CHC-1234567,Pilot,work,Ayton,,",
)


class World:
    """A store of one's own with the small market, the command on it, and files of the source."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        facts = market().facts
        self.before = replace(facts, programmes=(replace(facts.programme, id=DEFAULT_PROGRAMME),))
        self.folder, self.path = folder, folder / "matcher.db"
        SqliteStore.create(self.path, self.before).close()
        self.matcher = Matcher(sqlite_url(self.path), capsys)

    def file(self, *rows: str, name: str = "example.csv") -> str:
        path = self.folder / name
        path.write_text("\n".join((HEADER, *rows)), "utf-8")
        return str(path)

    def imported(self, *rows: str, name: str = "example.csv") -> tuple[int, str, str]:
        return self.matcher("import", "example", self.file(*rows, name=name))

    def held(self) -> Facts:
        with SqliteStore(self.path) as store:
            assert store.check() == ()
            return store.read(DEFAULT_PROGRAMME)

    def new(self) -> list[str]:
        known = {row.id for row in self.before.organisations}
        return [row.id for row in self.held().organisations if row.id not in known]


@pytest.fixture
def world(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> World:
    monkeypatch.setattr(sources, "IMPORTERS", {"example": "tests.graph.sources.example_source"})
    monkeypatch.setattr("api.cli.held_sources.IMPORTERS", sources.IMPORTERS)
    return World(tmp_path, capsys)


def test_a_file_becomes_organisations_of_the_programme(world: World) -> None:
    code, out, _ = world.imported(*ROWS)
    assert code == 0
    assert "2 organisations from imported sources" in out
    assert "1 identifier is of an organisation that has another" in out
    assert world.new() == ["GB-CHC-1079327", "GB-CHC-1234567"]
    code, out, _ = world.matcher("organisation", "harbour limited")
    assert (code, "Harbour" in out) == (0, True)


def test_the_report_counts_what_went_in(world: World) -> None:
    path = world.file(*ROWS, "nonsense,Nobody,,,,")
    code, out, err = world.matcher("--format", "json", "import", "example", path)
    report = json.loads(out)
    (file,) = report["files"]
    assert (code, file["rows"], file["entries"], file["rejected"]) == (0, 4, 3, 1)
    assert "matcher sources rejects example" in err
    code, out, err = world.matcher("--format", "json", "sources", "rejects", "example")
    (reject,) = json.loads(out)
    assert (reject["row"], reject["field"], reject["value"]) == (5, "id", "nonsense")
    assert "3 rows of 4 were taken" in err


def test_importing_twice_changes_nothing(world: World) -> None:
    world.imported(*ROWS)
    first = world.held()
    code, out, _ = world.imported(*ROWS)
    assert (code, world.held()) == (0, first)
    assert "as before: the facts are the same" in out
    assert "Nothing was done: these files count already" in " ".join(out.split())


def reads_of_the_store(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note of which programmes a store's facts are read from now on."""
    reads: list[str] = []
    read = SqliteStore.read

    def noted(store: SqliteStore, programme: str) -> Facts:
        reads.append(programme)
        return read(store, programme)

    monkeypatch.setattr(SqliteStore, "read", noted)
    return reads


def fails(*_: object, **__: object) -> None:
    pytest.fail("facts were read or made anew")


def test_a_file_that_counts_already_is_only_looked_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = world.file(*ROWS)
    world.matcher("import", "example", path)
    monkeypatch.setattr("api.cli.held_sources.renew", fails)
    monkeypatch.setattr(SqliteStore, "read", fails)
    code, out, _ = world.matcher("--format", "json", "import", "example", path)
    report = json.loads(out)
    assert (code, report["unchanged"], report["organisations"]) == (0, True, None)
    assert [each["unchanged"] for each in report["files"]] == [True]
    code, _, err = world.matcher("import", "example", path, path)
    assert (code, "the same part" in err) == (2, True)


def test_a_file_whose_reading_depends_on_the_facts_makes_none_anew_either(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    depending = replace(IMPORTER, depends_on=lambda context: context.facts.programme.id)
    monkeypatch.setattr("tests.graph.sources.example_source.IMPORTER", depending)
    world.imported(*ROWS)
    first = world.held()
    monkeypatch.setattr("api.cli.held_sources.renew", fails)
    code, out, _ = world.imported(*ROWS)
    assert (code, world.held(), "Nothing was done" in out) == (0, first, True)


def test_a_file_whose_reading_depends_on_some_tables_needs_no_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def depends_on(context: Context) -> str:
        bodies = context.facts.organisations
        return str(sum(1 for each in bodies if not each.provenance.sources[0].startswith("IMPORT")))

    depending = replace(IMPORTER, depends_on=depends_on, looks_at=("places", "organisations"))
    monkeypatch.setattr("tests.graph.sources.example_source.IMPORTER", depending)
    world.imported(*ROWS)
    monkeypatch.setattr(SqliteStore, "read", fails)
    code, out, _ = world.imported(*ROWS)
    assert (code, "Nothing was done" in out) == (0, True)


def test_a_file_is_read_anew_by_another_state_of_the_program(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.imported(*ROWS)
    monkeypatch.setattr("graph.sources.importing._program", lambda: "the next release")
    code, out, _ = world.imported(*ROWS)
    assert (code, "Nothing was done" in out) == (0, False)
    assert "2 organisations from imported sources" in out


def test_a_newer_file_takes_the_place_of_the_older(world: World) -> None:
    world.imported(*ROWS)
    world.imported("GB-CHC-7654321,Anchor,housing,Ayton,,", name="newer.csv")
    assert world.new() == ["GB-CHC-7654321"]
    code, out, _ = world.matcher("--format", "json", "sources")
    (held,) = json.loads(out)
    assert (code, held["file"], held["rows"], held["licence"]) == (0, "newer.csv", 1, "CC0")


def test_what_a_file_takes_the_place_of_is_told(world: World) -> None:
    _, out, _ = world.imported(*ROWS)
    assert "took the place" not in out
    _, out, _ = world.imported("GB-CHC-7654321,Anchor,housing,Ayton,,", name="newer.csv")
    told = "newer.csv took the place of example.csv, which had 3 rows and counts no more."
    assert told in " ".join(out.split())
    path = world.file(*ROWS, name="third.csv")
    _, out, _ = world.matcher("--format", "json", "import", "example", path)
    (file,) = json.loads(out)["files"]
    assert (file["replaced"], file["replaced_rows"]) == ("newer.csv", 1)


def test_a_file_that_is_much_shorter_than_the_one_before_is_told(world: World) -> None:
    world.imported(*ROWS)
    _, out, _ = world.imported(*ROWS, "GB-CHC-7654321,Anchor,housing,Ayton,,", name="more.csv")
    assert "far fewer rows" not in out
    _, out, _ = world.imported(*ROWS, name="fewer.csv")
    told = "fewer.csv has far fewer rows than that. If it should not, it may be cut off."
    assert told in " ".join(out.split())


def test_a_file_that_ends_within_a_row_is_told(world: World) -> None:
    path = world.file(*ROWS)
    _, out, _ = world.imported(*ROWS[:2], ROWS[2].removesuffix(","), name="cut.csv")
    assert "cut.csv may be cut off: its last line is no whole one." in " ".join(out.split())
    _, out, _ = world.matcher("--format", "json", "import", "example", path)
    assert json.loads(out)["files"][0]["is_cut"] is False


def test_an_older_file_that_takes_the_place_of_a_newer_is_told(world: World) -> None:
    world.matcher("import", "example", world.file(*ROWS), "--published", "2020-01-01")
    older = world.file(*ROWS[:2], name="older.csv")
    _, out, _ = world.matcher("import", "example", older, "--published", "2019-12-31")
    assert "example.csv of 2020-01-01" in out
    assert "What it replaced was newer." in " ".join(out.split())


@pytest.mark.parametrize(("rows", "told"), [((), "has 0 rows"), (("?,x,,,,",), "row 2: ")])
def test_a_file_of_which_nothing_is_taken_puts_no_earlier_one_out(
    world: World, rows: tuple[str, ...], told: str
) -> None:
    world.imported(*ROWS)
    first = world.held()
    code, _, err = world.imported(*rows, name="cut.csv")
    assert (code, world.held()) == (2, first)
    assert told in err
    assert "matcher sources remove example" in err
    world.matcher("sources", "remove", "example")
    assert world.imported(*rows, name="cut.csv")[0] == 0


def test_several_files_of_a_source_stand_side_by_side_by_their_names(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = replace(IMPORTER, options={"set": "a name"})
    monkeypatch.setattr("tests.graph.sources.example_source.IMPORTER", named)
    world.imported(ROWS[0])
    code, out, _ = world.imported(ROWS[2], name="other.csv")
    assert (code, "To have both: import" in " ".join(out.split())) == (0, True)
    other = world.file(ROWS[0], name="example.csv")
    world.matcher("import", "example", other, "--option", "set=first")
    assert sorted(world.new()) == ["GB-CHC-1079327", "GB-CHC-1234567"]


def test_facts_without_a_day_are_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sources.IMPORTERS, "uk-cat", "graph.sources.uk_cat")
    path = world.folder / "sample.csv"
    path.write_bytes(b"org_id,name,activities,UKCAT,fye\nGB-CHC-1000031,Caf\xe9,Help,,2019-03\n")
    code, out, err = world.matcher("import", "uk-cat", str(path))
    told = " ".join(out.split())
    assert (code, "3 facts of sample.csv never count" in told) == (0, True)
    assert "sample.csv is not UTF-8. It was read as Windows-1252" in told
    assert "matcher sources rejects uk-cat" in err
    _, out, _ = world.matcher("--format", "json", "sources", "rejects", "uk-cat")
    assert {"income", "postcode"} < {row["field"] for row in json.loads(out)}
    _, out, _ = world.matcher("import", "uk-cat", str(path), "--published", "2020-01-01")
    assert "never count" not in out


def test_the_source_of_a_file_is_guessed_where_another_was_named(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sources.IMPORTERS, "uk-cat", "graph.sources.uk_cat")
    path = world.folder / "sample.csv"
    path.write_text("org_id,name,activities,UKCAT\nGB-CHC-1000031,Hope,Help,\n", "utf-8")
    code, _, err = world.matcher("import", "example", str(path))
    assert (code, "sample.csv looks like a file of uk-cat: matcher import uk-cat" in err) == (
        2,
        True,
    )
    code, _, err = world.matcher("import", "uk-cat", world.file(*ROWS))
    assert (code, "example.csv looks like a file of example" in err) == (2, True)


def test_a_source_can_be_taken_out_again(world: World) -> None:
    world.imported(*ROWS)
    code, out, _ = world.matcher("sources", "remove", "example")
    assert (code, world.held()) == (0, world.before)
    assert "All that example said is out" in out


def test_the_programme_can_be_loaded_anew_and_the_source_stays(world: World) -> None:
    world.matcher("data", "new", str(world.folder / "mine"))
    world.matcher("data", "load", str(world.folder / "mine"))
    named = ("--programme", "two-areas")
    does = "GB-CHC-1079327,Harbour,,,,"
    code, _, err = world.matcher("import", "example", world.file(does), *named)
    assert code == 0, err
    world.matcher("data", "load", str(world.folder / "mine"))
    code, out, _ = world.matcher("organisation", "Harbour", *named)
    assert (code, "Harbour" in out) == (0, True)


def test_two_files_of_one_part_are_refused(world: World) -> None:
    files = [world.file(row, name=f"{at}.csv") for at, row in enumerate(ROWS)]
    code, _, err = world.matcher("import", "example", *files)
    assert (code, world.held()) == (2, world.before)
    assert "0.csv and 1.csv are the same part" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("import", "nothing", "x"), "there is no source 'nothing'; there are: example"),
        (("import", "example", "missing.csv"), "there is no file missing.csv; check its name"),
        (("import", "example", "missing.csv"), "Nothing was imported."),
        (("import", "example", "x", "--option", "size=1"), "its options: colour=…"),
        (("sources", "rejects", "example"), "example was not imported; what was: nothing"),
        (("sources", "remove", "example", "names"), "example names was not imported"),
    ],
)
def test_what_cannot_be_done_says_what_can(
    world: World, arguments: tuple[str, ...], told: str
) -> None:
    code, _, err = world.matcher(*arguments)
    assert (code, world.held()) == (2, world.before)
    assert told in err


def test_a_file_of_another_source_changes_nothing(world: World) -> None:
    path = world.folder / "other.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    code, _, err = world.matcher("import", "example", str(path))
    assert (code, world.held()) == (2, world.before)
    assert "is no example" in err


def test_a_file_of_the_source_that_holds_nothing_is_passed_over(world: World) -> None:
    other = world.folder / "policies.csv"
    other.write_text("policies\n1\n", "utf-8")
    code, _, err = world.matcher("import", "example", world.file(*ROWS), str(other))
    assert (code, len(world.new())) == (0, 2)
    assert "Passed over:" in err
    code, _, err = world.matcher("import", "example", str(other))
    assert (code, "holds policies, which are not taken" in err) == (2, True)


def test_a_source_says_what_it_takes_and_gives(world: World) -> None:
    code, out, _ = world.matcher("import", "example")
    assert code == 0
    for words in ("Organisations of an example.", "CSV", "CC0", "--option", "colour=…"):
        assert words in out


def test_nothing_imported_says_what_could_be(world: World) -> None:
    code, out, err = world.matcher("sources")
    assert (code, "There are importers for: example" in out) == (0, True)
    assert "matcher import SOURCE" in err
