"""Questions about the graph on the command line."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from api.cli.tables.graph import neighbour_table
from api.formats.serialise import LINK_COLUMNS, MATCH_COLUMNS
from graph.questions import (
    Filters,
    GraphPath,
    Layer,
    Link,
    LinkKind,
    Match,
    Neighbourhood,
    Node,
    Reached,
)
from graph.stores import DEFAULT_PROGRAMME
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.command import Matcher
from tests.builders import (
    COUNTY_1,
    A,
    alias,
    capability,
    member,
    organisation,
    project,
    small_facts,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def graph_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Alpha Trust - P - Beta - Q - Gamma, all made up, in the built-in programme's place."""
    facts = small_facts(
        organisations=(
            organisation("Alpha Trust"),
            organisation("Beta", "private-company"),
            organisation("Gamma", "local-authority"),
            organisation("Alone"),
        ),
        aliases=(
            alias("Gamma", "County of Gamma"),
            alias("Gamma", "The Works"),
            alias("Beta", "The Works"),
        ),
        capabilities=(capability("Alpha Trust", "housing", places=(A,), known_from="2012-05"),),
        collaborations=(
            project("P", areas=(COUNTY_1,)),
            replace(project("Q"), name="=Q[bold]"),
            replace(project("S"), name="Shared name"),
            replace(project("T"), name="Shared name"),
        ),
        memberships=(
            member("P", "Alpha Trust", "lead"),
            member("P", "Beta", known_from="2013-10"),
            member("P", "Beta", known_from="2012-02", confidence="memory-low"),
            member("Q", "Beta"),
            member("Q", "Gamma"),
        ),
    )
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    path: Path = tmp_path_factory.mktemp("graph") / "matcher.db"
    SqliteStore.create(path, replace(facts, programmes=(programme,))).close()
    return sqlite_url(path)


@pytest.fixture
def ask(graph_store: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    return Matcher(graph_store, capsys)


def read(ask: Matcher, *arguments: str) -> Any:
    code, out, err = ask("--format", "json", *arguments)
    assert (code, err) == (0, "")
    return json.loads(out)


def rows(ask: Matcher, *arguments: str) -> list[dict[str, str]]:
    code, out, err = ask("--format", "csv", *arguments)
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out, newline="")))


def keys(found: Any) -> list[str]:
    return [each["node"]["key"].removeprefix("ZZ-PMS-") for each in found["nodes"]]


def test_a_name_is_found_though_it_is_spelled_wrong(ask: Matcher) -> None:
    code, out, err = ask("search", "county gama")
    assert (code, err) == (0, "")
    assert "Called something like 'county gama', public by 2013-09-19" in out
    assert "Gamma  County of Gamma  nearly  ZZ-PMS-gamma" in out


def test_a_search_for_nothing_known_says_so(ask: Matcher) -> None:
    code, out, _ = ask("search", "zzzz")
    assert code == 0
    assert "No organisation public by 2013-09-19 is called anything like 'zzzz'." in out
    assert read(ask, "search", "zzzz") == []
    assert rows(ask, "search", "zzzz") == []


def test_a_search_has_the_documented_shape(ask: Matcher) -> None:
    found = read(ask, "search", "alpha", "--limit", "1")
    expected = {
        "organisation": "ZZ-PMS-alpha-trust",
        "name": "Alpha Trust",
        "matched": "Alpha Trust",
        "quality": "words",
    }
    assert found == [expected]
    assert list(found[0]) == [field.name for field in fields(Match)] == list(MATCH_COLUMNS)
    assert rows(ask, "search", "alpha") == [expected]


def test_a_search_as_of_a_day_finds_those_public_by_then(ask: Matcher) -> None:
    assert len(read(ask, "search", "beta")) == 1
    assert read(ask, "search", "beta", "--as-of", "1999-12-31") == []


def test_neighbours_are_shown_with_what_leads_to_them(ask: Matcher) -> None:
    code, out, err = ask("neighbours", "Alpha Trust", "--depth", "3")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "Alpha Trust (ZZ-PMS-alpha-trust): within 3 links as of 2013-09-19"
    assert lines[2:] == [
        "1 Project P collaboration Alpha Trust",
        "2 Beta organisation Project P",
        "3 =Q[bold] collaboration Beta",
    ]


def test_one_link_is_not_called_links(ask: Matcher) -> None:
    assert "within 1 link as of" in ask("neighbours", "Beta", "--depth", "1")[1]
    assert "at most 1 link as of" in ask("path", "Beta", "Gamma", "--longest", "1")[1]


def test_neighbours_have_the_documented_shape(ask: Matcher) -> None:
    found = read(ask, "neighbours", "Alpha Trust")
    assert list(found) == [field.name for field in fields(Neighbourhood)]
    assert list(found["nodes"][0]) == [field.name for field in fields(Reached)]
    assert list(found["links"][0]) == [field.name for field in fields(Link)]
    assert found["links"][1] == {
        "kind": "member-of",
        "start": {"layer": "organisation", "key": "ZZ-PMS-beta"},
        "end": {"layer": "collaboration", "key": "P"},
        "facts": 1,
        "known_from": "2012-02-29",
    }
    assert found["truncated"] is False


def test_neighbours_as_csv_have_a_row_for_each_link(ask: Matcher) -> None:
    found = rows(ask, "neighbours", "Beta", "--depth", "1")
    assert list(found[0]) == list(LINK_COLUMNS)
    assert [row["end_name"] for row in found] == ["Project P", "'=Q[bold]"]
    assert {row["start_distance"] + row["end_distance"] for row in found} == {"01"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--depth", "1"), ["alpha-trust", "P"]),
        (("--depth", "6"), ["alpha-trust", "P", "beta", "Q", "gamma"]),
        (("--depth", "6", "--sector", "vcse,public"), ["alpha-trust", "P"]),
        (("--sector", "VCSE", "--sector", "private"), ["alpha-trust", "P", "beta"]),
        (("--depth", "6", "--role", "lead"), ["alpha-trust", "P"]),
        (("--depth", "6", "--verified"), ["alpha-trust", "P"]),
        (("--verified", "--as-of", "2013-10-31"), ["alpha-trust", "P", "beta"]),
        (("--limit", "2"), ["alpha-trust", "P"]),
        (("--depth", "1", "--links", "can-deliver,works-in"), ["alpha-trust", "housing", A]),
        (("--depth", "1", "--links", "for", "--links", "can-deliver"), ["alpha-trust", "housing"]),
        (("--depth", "1", "--links", "all"), ["alpha-trust", "P", "housing", A]),
    ],
)  # fmt: skip
def test_options_choose_what_is_followed(
    ask: Matcher, options: tuple[str, ...], expected: list[str]
) -> None:
    assert keys(read(ask, "neighbours", "Alpha Trust", *options)) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("alpha trust", "alpha-trust"),
        ("organisation:County of Gamma", "gamma"),
        ("ZZ-PMS-beta", "beta"),
        ("area:First County", "CPA1"),
        ("area:1", "CPA1"),
        ("place:CPA1", "CPA1"),
        ("place: ayton", A),
        ("pathway:Housing", "housing"),
        ("collaboration:Project P", "P"),
        ("collaboration:T", "T"),
    ],
)
def test_any_node_can_be_named(ask: Matcher, name: str, key: str) -> None:
    assert keys(read(ask, "neighbours", name, "--depth", "0")) == [key]


def test_a_list_that_was_cut_off_says_how_to_see_more(ask: Matcher) -> None:
    out = ask("neighbours", "Alpha Trust", "--depth", "6", "--limit", "3")[1]
    assert "There are more than these 3; --limit shows more." in out
    assert "There are more" not in ask("neighbours", "Alpha Trust", "--depth", "6")[1]


def test_of_many_that_lead_to_one_the_first_are_named_and_the_others_counted() -> None:
    who = Node(Layer.ORGANISATION, "X")
    works = [Node(Layer.COLLABORATION, key) for key in "EDCBA"]
    centre = Node(Layer.AREA, "CPA1")
    found = Neighbourhood(
        nodes=(
            Reached(centre, "First County", 0),
            *(Reached(work, f"Work {work.key}", 1) for work in works),
            Reached(who, "Busy", 2),
        ),
        links=(
            *(Link(LinkKind.MEMBER_OF, who, work, 1, None) for work in works),
            *(Link(LinkKind.FOR, work, centre, 1, None) for work in works),
        ),
        truncated=False,
    )
    written = io.StringIO()
    console = Console(file=written, width=100)
    filters = Filters(as_of=date(2013, 9, 19))
    for part in neighbour_table(found, depth=2, filters=filters):
        console.print(part)
    assert "Busy    organisation   Work A; Work B; Work C and 2 more" in written.getvalue()


def test_a_node_without_links_says_so(ask: Matcher) -> None:
    code, out, _ = ask("neighbours", "Alone")
    assert code == 0
    assert "nothing. --links all follows every kind" in " ".join(out.split())
    assert "follows every kind" not in ask("neighbours", "Alone", "--links", "all")[1]
    assert rows(ask, "neighbours", "Alone") == []


def test_a_path_is_told_step_by_step(ask: Matcher) -> None:
    code, out, err = ask("path", "Gamma", "alpha trust")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert lines[0] == "Gamma to Alpha Trust: 4 links as of 2013-09-19"
    assert lines[2:] == [
        "Gamma is a member of =Q[bold] 1 2012-12-31",
        "=Q[bold] has as a member Beta 1 2012-12-31",
        "Beta is a member of Project P 1 2012-02-29",
        "Project P has as a member Alpha Trust 1 2012-12-31",
    ]
    out = ask("path", "place:The nation", "area:1", "--links", "all")[1]
    assert "The nation to First County: 2 links" in out
    assert "contains" in out
    assert "is covered by" in out


def test_a_path_has_the_documented_shape(ask: Matcher) -> None:
    found = read(ask, "path", "Gamma", "alpha trust")
    assert list(found) == [field.name for field in fields(GraphPath)]
    assert keys(found) == ["gamma", "Q", "beta", "P", "alpha-trust"]
    walked = rows(ask, "path", "Gamma", "alpha trust")
    assert list(walked[0]) == list(LINK_COLUMNS)
    assert [row["start"] for row in walked] == [
        "ZZ-PMS-gamma",
        "ZZ-PMS-beta",
        "ZZ-PMS-beta",
        "ZZ-PMS-alpha-trust",
    ]


def test_the_path_to_itself_and_a_missing_one_are_told(ask: Matcher) -> None:
    assert "Beta to Beta: 0 links" in ask("path", "Beta", "Beta")[1]
    code, out, _ = ask("path", "Gamma", "Alpha Trust", "--longest", "3")
    assert code == 0
    assert "No path of at most 3 links as of 2013-09-19." in out
    assert read(ask, "path", "Gamma", "Alone") is None
    assert rows(ask, "path", "Gamma", "Alone") == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("search", "and"), "'and' contains no word to search for"),
        (("search", "a" * 300), "300 characters; search for 200 at most"),
        (("search", "a", "--limit", "0"), "limit: 0 is not between 1 and"),
        (("neighbours", "Alfa Trust"), "Did you mean: Alpha Trust"),
        (("neighbours", "First County"), "put in front what it is: collaboration:, pathway:"),
        (("neighbours", "the works"), "More than one organisation is called 'the works'"),
        (("neighbours", "area:Nowhere"), "No area is called 'Nowhere'"),
        (("neighbours", "pathway:hosing"), "Did you mean: Housing (housing)"),
        (
            ("neighbours", "collaboration:shared name"),
            "Shared name (S); Shared name (T). Use the full name or the identifier.",
        ),
        (("neighbours", "Beta", "--depth", "7"), "depth: 7 is not between 0 and 6"),
        (("neighbours", "Beta", "--as-of", "1999-01-01"), "as of 1999-01-01"),
        (("path", "Beta", "Gamma", "--longest", "31"), "longest: 31 is not between 0 and 30"),
        (("path", "Beta", "Gama"), "Did you mean: Gamma"),
        (("neighbours", "Beta", "--sector", "charity"), "'charity' is none of vcse, mutual"),
    ],
)
def test_what_cannot_be_asked_is_said_with_what_to_do(
    ask: Matcher, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = ask(*arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_all_wrong_words_are_named_at_once(ask: Matcher) -> None:
    err = ask("path", "Beta", "Gamma", "--links", "x,for", "--role", "boss", "--sector", "y")[2]
    assert err.startswith("3 mistakes in the query")
    assert "links: 'x' is none of member-of" in err
    assert "role: 'boss' is none of lead" in err


def test_the_built_in_programme_can_be_asked_about(matcher: Matcher) -> None:
    assert "St Giles Trust" in matcher("search", "st gilse")[1]
    assert "HMP Peterborough" in " ".join(matcher("neighbours", "St Giles Trust")[1].split())
    assert "4 links" in matcher("path", "St Giles Trust", "Serco")[1]
