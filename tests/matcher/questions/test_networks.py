"""Who is tied to whom by shared work."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from graph.networks import centrality
from matcher.brief.names import Directory
from matcher.questions import networks
from matcher.questions.network_records import Network, NetworkQuery, NetworkQueryError
from matcher.questions.networks import Kept, NetworkSearch
from tests.builders import COUNTY_1, member, org_id, organisation, project, small_snapshot

NAMES = ("Hub", "Alpha", "Beta", "Gamma", "Delta", "Far", "Pair One", "Pair Two", "Alone")
WORKS = {
    "P1": ("Hub", "Alpha"),
    "P2": ("Hub", "Beta"),
    "P3": ("Hub", "Gamma"),
    "P4": ("Gamma", "Delta"),
    "P5": ("Delta", "Far"),
    "P6": ("Alpha", "Beta"),
    "P7": ("Hub", "Alpha"),
    "Q": ("Pair One", "Pair Two"),
}


@cache
def search() -> NetworkSearch:
    """A hub with Alpha and Beta, a chain to Far, a pair, and one whom nothing ties."""
    kinds = {"Gamma": "private-company", "Pair Two": "local-authority"}
    snapshot = small_snapshot(
        organisations=tuple(organisation(name, kinds.get(name, "charity")) for name in NAMES),
        collaborations=tuple(
            project(
                name,
                "pilot" if name == "Q" else "contract",
                start="2009" if name == "P7" else "2010",
                areas=(COUNTY_1,) if name in {"P1", "P2"} else (),
                pathways=("housing",) if name in {"P1", "P6"} else (),
            )
            for name in WORKS
        ),
        memberships=tuple(member(name, who) for name, both in WORKS.items() for who in both),
    )
    return NetworkSearch(snapshot, Directory(snapshot))


def find(**asked: Any) -> Network:
    return search().find(NetworkQuery(**asked))


def names(found: Network) -> list[str]:
    return [node.name for node in found.nodes]


def test_without_a_focus_all_who_are_tied_are_shown_the_most_central_first() -> None:
    found = find()
    assert names(found)[0] == "Hub"
    assert set(names(found)) == set(NAMES) - {"Alone"}
    assert (found.organisations, found.ties_in_all) == (8, 7)
    centralities = [node.centrality for node in found.nodes]
    assert centralities == sorted(centralities, reverse=True)
    assert sum(centralities) / len(centralities) == pytest.approx(1.0, abs=1e-3)


def test_a_node_says_who_it_is_and_how_it_is_tied() -> None:
    hub = find().nodes[0]
    assert (hub.id, hub.kind, hub.sector) == (str(org_id("Hub")), "charity", "vcse")
    assert (hub.partners, hub.distance) == (3, None)
    assert hub.betweenness == pytest.approx((2 * 3 + 0) / (7 * 6 / 2), abs=1e-4)


def test_a_tie_names_its_works_and_its_years() -> None:
    (tie,) = (tie for tie in find().ties if {tie.first_name, tie.second_name} == {"Hub", "Alpha"})
    assert tie.works == ("Project P1", "Project P7")
    assert (tie.first_year, tie.last_year) == (2009, 2012)


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, {"Hub", "Gamma", "Alpha", "Beta"}),
        (2, {"Hub", "Gamma", "Alpha", "Beta", "Delta"}),
        (3, {"Hub", "Gamma", "Alpha", "Beta", "Delta", "Far"}),
    ],
)
def test_an_ego_network_goes_so_many_ties_far(depth: int, expected: set[str]) -> None:
    found = find(focus="hub", depth=depth)
    assert set(names(found)) == expected
    assert found.focus_name == "Hub"
    distances = {node.name: node.distance for node in found.nodes}
    assert (distances["Hub"], distances["Gamma"]) == (0, 1)
    (hub,) = (node for node in found.nodes if node.distance == 0)
    assert (hub.x, hub.y) == (0.0, 0.0)


def test_what_is_worked_out_does_not_depend_on_what_is_shown() -> None:
    whole, ego = find(), find(focus="Delta")
    by_name = {node.name: node for node in whole.nodes}
    for node in ego.nodes:
        same = by_name[node.name]
        assert (node.centrality, node.betweenness, node.community, node.partners) == (
            *(same.centrality, same.betweenness, same.community, same.partners),
        )


def test_the_way_between_two_is_shown_though_it_is_longer_than_the_depth() -> None:
    found = find(focus="Alpha", to="Far", limit=2)
    way = [str(org_id(name)) for name in ("Alpha", "Hub", "Gamma", "Delta", "Far")]
    assert list(found.path or ()) == way
    assert set(names(found)) == {"Alpha", "Hub", "Gamma", "Delta", "Far"}


def test_that_there_is_no_way_is_said() -> None:
    found = find(focus="Alpha", to="Pair One")
    assert found.path == ()
    assert found.notes == ("No way of shared work leads to Pair One.",)
    assert find(focus="Alpha").path is None


def test_one_whom_nothing_ties_is_shown_alone() -> None:
    found = find(focus="Alone", to="Hub")
    assert names(found) == ["Alone"]
    assert found.nodes[0].community is None
    assert (found.path, found.ties, found.communities, found.brokers) == ((), (), (), ())
    assert found.notes[0] == "No work that counts here ties Alone to anybody."


def test_a_limit_keeps_the_most_central_and_says_how_many_are_left_out() -> None:
    found = find(limit=3)
    assert names(found) == names(find())[:3]
    assert found.notes == ("5 more are not shown: a limit of 3 keeps the most central.",)
    near = find(focus="Hub", depth=3, limit=4)
    assert set(names(near)) == {"Hub", "Gamma", "Alpha", "Beta"}
    assert "keeps the nearest and then the most central" in near.notes[0]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"area": "First County"}, {"Hub", "Alpha", "Beta"}),
        ({"pathway": "housing"}, {"Hub", "Alpha", "Beta"}),
        ({"area": "CPA1", "pathway": "Housing"}, {"Hub", "Alpha"}),
        ({"kind": "pilot"}, {"Pair One", "Pair Two"}),
        ({"sector": "private", "focus": "Delta"}, {"Delta", "Gamma"}),
        ({"sector": "vcse"}, {"Hub", "Alpha", "Beta", "Delta", "Far"}),
        ({"last_year": 2009}, {"Hub", "Alpha"}),
        ({"min_strength": 1.5}, {"Hub", "Alpha"}),
        ({"as_of": date(1999, 1, 1)}, set()),
    ],
)
def test_filters_choose_which_work_ties(asked: dict[str, Any], expected: set[str]) -> None:
    assert set(names(find(**asked))) == expected


def test_the_answer_says_how_the_question_was_understood() -> None:
    found = find(area="First", pathway="Housing", sector="VCSE", kind="Contract", first_year=2008)
    assert found.area is not None
    assert (found.area.id, found.pathway, found.sector, found.kind) == (
        *("CPA1", "housing", "vcse", "contract"),
    )
    assert (found.first_year, found.as_of) == (2008, "2013-09-19")


def test_communities_are_named_by_their_most_central_and_say_what_they_do() -> None:
    communities = {each.name: each for each in find().communities}
    pair = communities["Pair One and Pair Two"]
    assert (pair.organisations, pair.shown, pair.works, pair.pathway, pair.area) == (
        *(2, 2, 1, None, None),
    )
    (hubs,) = (each for name, each in communities.items() if name.startswith("Hub, Alpha"))
    assert (hubs.pathway, hubs.area) == ("housing", "First County")
    assert hubs.name == "Hub, Alpha and 1 more"


def test_a_broker_says_whom_it_links_and_who_would_be_cut_off() -> None:
    hub = find().brokers[0]
    assert hub.name == "Hub"
    assert hub.cut_off == 2
    assert len(hub.communities) == 2
    assert "Far" not in {each.name for each in find().brokers}


def test_shares_that_are_estimated_are_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "EXACT_UP_TO", 5)
    (note,) = find(last_year=2030).notes
    assert note.endswith(f"from the ways that start at {centrality.SAMPLED} organisations.")


def test_all_mistakes_are_told_at_once() -> None:
    asked: dict[str, Any] = {
        "to": "Nobody",
        "depth": 9,
        "limit": 0,
        "area": "Nowhere",
        "kind": "gift",
        "sector": "third",
        "first_year": 2012,
        "last_year": 2010,
        "min_strength": float("nan"),
    }
    with pytest.raises(NetworkQueryError) as caught:
        find(**asked)
    fields = [mistake.field for mistake in caught.value.mistakes]
    assert sorted(fields) == sorted([*asked.keys() - {"first_year"}, "focus"])
    assert "a way to an organisation needs another" in str(caught.value)


@pytest.mark.parametrize("year", [0, 10_000])
def test_a_year_is_one_of_the_calendar(year: int) -> None:
    with pytest.raises(NetworkQueryError, match="is no year from 1 to 9999"):
        find(first_year=year)


def test_the_same_question_is_answered_once() -> None:
    assert find(limit=4) is find(limit=4)


def test_what_was_made_longest_ago_is_made_again() -> None:
    kept: Kept[int, object] = Kept(most=2)
    first, second = kept.get(1, object), kept.get(2, object)
    assert kept.get(1, object) is first
    kept.get(3, object)
    assert kept.get(1, object) is first
    assert kept.get(2, object) is not second
