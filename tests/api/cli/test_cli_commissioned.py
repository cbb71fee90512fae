"""The second built-in programme at the command line: nothing is loaded first."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from graph.stores import BUILT_IN_PROGRAMMES
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.builders import small_facts
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from graph.records.facts import Facts

FIRST, SECOND = BUILT_IN_PROGRAMMES


@pytest.fixture(scope="module")
def second() -> Facts:
    return read_builtin(SECOND)


@pytest.fixture(scope="module")
def lacking(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with a small programme of its own; the first test adds to it."""
    path = tmp_path_factory.mktemp("lacking") / "own.db"
    SqliteStore.create(path, small_facts()).close()
    return sqlite_url(path)


@pytest.fixture
def own(lacking: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(lacking, capsys)


def test_a_region_has_line_ups_of_those_who_work_there(own: Matcher, second: Facts) -> None:
    code, out, _ = own("lineups", "North East", "--programme", SECOND, "-k", "1", "-f", "json")
    assert code == 0
    answer = json.loads(out)
    (line_up,) = answer["lineups"]
    area = next(area.id for area in second.areas if area.name == "North East")
    contracts = {contract.id for contract in second.collaborations if area in contract.areas}
    there = {m.organisation for m in second.memberships if m.collaboration in contracts}
    members = {member["id"] for member in line_up["members"]}
    assert len(members) >= 3
    assert members - {line_up["lead"]} <= there


def test_it_answers_about_who_worked_with_whom(own: Matcher) -> None:
    code, out, _ = own("neighbours", "Nacro", "--programme", SECOND)
    assert code == 0
    assert "Shelter" in out


def test_the_list_tells_what_is_in_the_store_and_what_comes_with_the_product(own: Matcher) -> None:
    own("data", "show", "--programme", SECOND)
    listed = {row["programme"]: row for row in json.loads(own("data", "list", "-f", "json")[1])}
    assert set(listed) == {FIRST, SECOND, "small"}
    assert (listed[FIRST]["held"], listed[FIRST]["data_version"]) == (False, None)
    assert listed[SECOND]["held"]
    assert not listed["small"]["built_in"]
    rows = list(csv.DictReader(io.StringIO(own("data", "list", "-f", "csv")[1])))
    assert [row["programme"] for row in rows] == [FIRST, SECOND, "small"]
    assert "when first named" in " ".join(own("data", "list", "-f", "table")[1].split())


def test_its_own_programme_still_needs_no_name(own: Matcher) -> None:
    own("data", "show", "--programme", SECOND)
    code, out, _ = own("data", "show", "-f", "json")
    assert code == 0
    assert json.loads(out)["programme"] == "small"


def test_it_can_be_checked_by_its_name(own: Matcher, second: Facts) -> None:
    code, out, _ = own("data", "check", SECOND, "-f", "json")
    assert code == 0
    assert json.loads(out)["counts"] == second.counts()


def test_the_backtest_is_not_of_this_programme(own: Matcher) -> None:
    code, out, err = own("backtest", "--programme", SECOND)
    assert (code, out) == (2, "")
    assert "no bid that won an area" in err
    assert "--programme transforming-rehabilitation" in err
