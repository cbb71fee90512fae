"""`matcher data`: a folder of tables goes into a store whole, or not at all."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from graph.packs.reading import read_pack
from graph.packs.starting import start_pack
from graph.stores import open_existing, shipped
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.builders import small_facts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    start_pack(tmp_path / "two-areas")
    return tmp_path / "two-areas"


@pytest.fixture
def own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Matcher:
    """Run the command on a store that does not exist yet."""
    return Matcher(sqlite_url(tmp_path / "own.db"), capsys)


def test_a_new_store_holds_what_was_loaded_and_nothing_else(own: Matcher, folder: Path) -> None:
    code, out, err = own("data", "load", str(folder))
    assert code == 0
    assert "nothing was held of it before" in " ".join(out.split())
    assert "matcher areas --programme two-areas" in err
    with open_existing(own.store) as store:
        assert store.programmes() == ("two-areas",)
        assert store.read("two-areas") == read_pack(folder)


def test_loading_again_replaces_the_programme_and_says_what_changed(
    own: Matcher, folder: Path
) -> None:
    own("data", "load", str(folder))
    assert "the facts are the same" in " ".join(own("data", "load", str(folder))[1].split())
    (folder / "memberships.csv").unlink()
    (folder / "collaborations.csv").unlink()
    loaded = json.loads(own("data", "load", str(folder), "-f", "json")[1])
    assert loaded["data_version"] != loaded["data_version_before"]
    assert (loaded["counts"]["memberships"], loaded["counts_before"]["memberships"]) == (0, 2)
    rows = csv.DictReader(io.StringIO(own("data", "load", str(folder), "-f", "csv")[1]))
    assert {row["table"]: row["rows"] for row in rows}["areas"] == "2"


def test_other_programmes_of_the_store_are_left_alone(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    SqliteStore.create(tmp_path / "own.db", small_facts()).close()
    matcher = Matcher(sqlite_url(tmp_path / "own.db"), capsys)
    assert matcher("data", "load", str(folder))[0] == 0
    with SqliteStore(tmp_path / "own.db") as store:
        assert store.programmes() == ("small", "two-areas")
        assert store.read("small") == small_facts()


def test_a_folder_with_mistakes_changes_nothing_and_lists_them_all(
    own: Matcher, folder: Path
) -> None:
    own("data", "load", str(folder))
    before = open_existing(own.store)
    version = before.data_version("two-areas")
    before.close()
    text = (folder / "areas.csv").read_text("utf-8")
    (folder / "areas.csv").write_text(
        text.replace("4000000", "much").replace("2000000", "little"), "utf-8"
    )
    code, out, err = own("data", "load", str(folder))
    assert (code, out) == (2, "")
    assert err.startswith(f"2 mistakes in {folder}:")
    assert "'much'" in err
    assert "'little'" in err
    assert "The store is as it was." in err
    with open_existing(own.store) as store:
        assert store.data_version("two-areas") == version


def test_a_built_in_programme_loads_by_its_name(own: Matcher) -> None:
    code, _, err = own("data", "load", "transforming-rehabilitation")
    assert code == 0
    assert "transforming-rehabilitation" in err
    assert "Essex" in own("areas")[1]


@pytest.mark.parametrize("named", ["nowhere", "./nowhere/"])
def test_a_folder_that_is_not_there_is_named(own: Matcher, named: str) -> None:
    code, _, err = own("data", "load", named)
    assert code == 2
    assert "nowhere: there is no such folder" in err


def test_a_store_that_an_earlier_product_filled_says_how_to_take_the_present_facts(
    own: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own("data", "load", "transforming-rehabilitation")
    held = json.loads(own("data", "list", "-f", "json")[1])[0]
    assert not held["superseded"]
    assert "earlier version" not in own("areas")[2]
    versions = tmp_path / "versions.csv"
    names = ("transforming-rehabilitation", "transforming-rehabilitation")
    lines = zip(names, (held["data_version"], "0000000000000000"), strict=True)
    versions.write_text("programme,data_version\n" + "\n".join(map(",".join, lines)))
    monkeypatch.setattr(shipped, "VERSIONS", versions)
    assert "matcher data load transforming-rehabilitation" in own("areas")[2]
    assert "yes, earlier facts" in own("data", "list")[1]


def test_what_a_store_holds_is_shown(own: Matcher, folder: Path) -> None:
    own("data", "load", str(folder))
    text = " ".join(own("data", "show")[1].split())
    assert "Two areas (an invented example) (two-areas)" in text
    assert "Facts count as of 2027-01-15" in text
    shown = json.loads(own("data", "show", "-f", "json")[1])
    assert shown["counts"] == read_pack(folder).counts()
    assert shown["programmes_held"] == ["two-areas"]
    own("data", "load", "transforming-rehabilitation")
    assert "The store also holds: two-areas." in " ".join(own("data", "show")[1].split())


def test_starting_says_what_to_do_next(own: Matcher, tmp_path: Path) -> None:
    code, out, err = own("data", "new", str(tmp_path / "new"))
    assert (code, out) == (0, "")
    assert f"matcher data check {tmp_path / 'new'}" in err
    code, _, err = own("data", "new", str(tmp_path / "new"))
    assert code == 2
    assert "is not empty" in err


def test_a_sound_folder_is_counted_and_said_to_be_sound(own: Matcher, folder: Path) -> None:
    code, out, err = own("data", "check", str(folder))
    assert code == 0
    assert "organisations" in out
    assert "sound" in err


def test_what_is_worth_a_look_is_told_and_is_no_mistake(own: Matcher, folder: Path) -> None:
    twin = "ZZ-PMS-twin,The Sample Homes Charity (invented),charity,,,SAMPLE,2026-12-01,estimate\n"
    with (folder / "organisations.csv").open("a", encoding="utf-8") as file:
        file.write(twin)
    code, out, err = own("data", "check", str(folder))
    assert code == 0
    assert "Worth a look:" in out
    assert "one of ZZ-PMS-sample-homes; a brief must name either" in " ".join(out.split())
    assert "The programme is sound. 1 of its rows is worth a look." in err
    (doubt,) = json.loads(own("data", "check", str(folder), "-f", "json")[1])["doubts"]
    assert "ZZ-PMS-twin" in doubt
    assert own("data", "load", str(folder))[0] == 0
