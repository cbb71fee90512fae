"""`matcher network`."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.network_rows import NODE_COLUMNS, TIE_COLUMNS
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from matcher.questions.network_records import Network
from tests.api.command import Matcher
from tests.builders import COUNTY_1, member, organisation, project, small_facts

if TYPE_CHECKING:
    from pathlib import Path

    from graph.records.facts import Facts


def facts(*ties: tuple[str, str]) -> Facts:
    """Everybody named has done a work with another, for housing in the first county."""
    names = dict.fromkeys(name for tie in ties for name in tie)
    works = [f"P{number}" for number in range(len(ties))]
    made = small_facts(
        organisations=tuple(map(organisation, [*names, "Alone"])),
        collaborations=tuple(
            replace(project(work, areas=(COUNTY_1,), pathways=("housing",)), name="=Day centre")
            for work in works
        ),
        memberships=tuple(
            member(work, name) for work, tie in zip(works, ties, strict=True) for name in tie
        ),
    )
    return replace(made, programmes=(replace(made.programme, id=DEFAULT_PROGRAMME),))


@pytest.fixture(scope="module")
def network_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("network") / "matcher.db"
    chain = (("Alpha", "Beta"), ("Beta", "Gamma"), ("Alpha", "Beta"))
    star = tuple(("Hub", f"Ray {number}") for number in range(32))
    SqliteStore.create(path, facts(*chain, *star)).close()
    return sqlite_url(path)


@pytest.fixture
def ask(network_store: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(network_store, capsys)


def flat(text: str) -> str:
    return " ".join(text.split())


def rows(ask: Matcher, *arguments: str) -> list[dict[str, str]]:
    code, out, err = ask("--format", "csv", "network", *arguments)
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out, newline="")))


def test_a_network_shows_who_is_central_what_communities_there_are_and_who_links(
    ask: Matcher,
) -> None:
    code, out, err = ask("network")
    assert (code, err) == (0, "")
    text = flat(out)
    assert "Who is tied to whom by shared work: 36 organisations" in text
    assert "36 organisations are tied by 34 ties in all." in text
    assert "6 more: --format csv gives all." in text
    assert "1: Hub, Ray 0 and 31 more 33 32 Housing; First County" in text
    assert "Beta 0.2 % 1 2" in text


def test_an_ego_network_shows_the_way_to_another(ask: Matcher) -> None:
    text = flat(ask("network", "--focus", "Alpha", "--to", "Gamma")[1])
    assert "The network of Alpha within 1 tie: 3 organisations" in text
    assert "The shortest way: Alpha - Beta - Gamma." in text


def test_one_whom_nothing_ties_is_said_to_be_alone(ask: Matcher) -> None:
    text = flat(ask("network", "--focus", "Alone", "--depth", "2")[1])
    assert "The network of Alone within 2 ties: 1 organisation " in text
    assert "No work that counts here ties Alone to anybody." in text
    assert "Communities" not in text


def test_as_json_it_has_the_documented_fields(ask: Matcher) -> None:
    code, out, _ = ask("--format", "json", "network", "--focus", "Beta")
    assert code == 0
    assert list(json.loads(out)) == [field.name for field in fields(Network)]


def test_as_csv_it_has_a_row_for_each_organisation_or_each_tie(ask: Matcher) -> None:
    nodes = rows(ask, "--focus", "Beta")
    assert list(nodes[0]) == list(NODE_COLUMNS)
    assert [(row["name"], row["community_name"]) for row in nodes] == [
        ("Beta", "Beta, Alpha and 1 more"),
        ("Alpha", "Beta, Alpha and 1 more"),
        ("Gamma", "Beta, Alpha and 1 more"),
    ]
    ties = rows(ask, "--focus", "Beta", "--ties")
    assert list(ties[0]) == list(TIE_COLUMNS)
    assert [(row["shared_works"], row["works"]) for row in ties] == [
        ("2", "'=Day centre (2)"),
        ("1", "'=Day centre"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--focus", "Betta"), "focus: No organisation is called 'Betta'. Did you mean: Beta"),
        (("--kind", "gift"), "kind: No kind is called 'gift'. Did you mean: "),
        (("--to", "Beta"), "focus: a way to an organisation needs another"),
        (("--limit", "5001"), "limit: 5001 is not between 1 and 5000"),
    ],
)
def test_mistakes_say_what_is_wrong(ask: Matcher, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = ask("network", *arguments)
    assert (code, out) == (2, "")
    assert said in flat(err)


def found(ask: Matcher, *arguments: str) -> Any:
    return json.loads(ask("--format", "json", "network", *arguments)[1])


def test_filters_reach_the_question(ask: Matcher) -> None:
    asked = found(ask, "--area", "First", "--pathway", "housing", "--first-year", "2011")
    assert (asked["area"]["id"], asked["pathway"], asked["first_year"]) == ("CPA1", "housing", 2011)
    assert found(ask, "--min-strength", "1.5")["organisations"] == 2
    assert found(ask, "--as-of", "1999-01-01")["nodes"] == []
