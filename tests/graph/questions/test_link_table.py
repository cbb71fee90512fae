"""The links in memory, where the contract does not reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graph.questions import Filters, Layer, LinkKind, Node
from graph.questions.link_table import LinkTable
from tests.builders import COUNTY_1, NATION, A, org_id, organisation, small_facts

DAY = Filters(as_of=date(2013, 9, 19), links=frozenset(LinkKind))


def test_a_programme_without_organisations_still_has_its_places() -> None:
    table = LinkTable(small_facts())
    assert table.expand([Node(Layer.PLACE, A)], filters=DAY) == [Node(Layer.PLACE, COUNTY_1)]


def test_a_place_is_no_part_of_itself_and_of_a_parent_named_twice_once() -> None:
    facts = small_facts()
    places = [
        replace(place, parents=(place.code, NATION, NATION)) if place.code == A else place
        for place in facts.places
    ]
    table = LinkTable(replace(facts, places=tuple(places)))
    (link,) = table.among([Node(Layer.PLACE, A), Node(Layer.PLACE, NATION)], filters=DAY)
    assert (link.start.key, link.end.key, link.facts) == (A, NATION, 1)


def test_an_area_whose_place_is_missing_covers_none() -> None:
    facts = small_facts(places=(), demand=())
    table = LinkTable(facts)
    assert table.expand([Node(Layer.AREA, "CPA1")], filters=DAY) == []


def test_names_are_given_only_of_nodes_that_exist() -> None:
    table = LinkTable(small_facts(organisations=(organisation("Alpha", known_from="2014"),)))
    alpha, nobody = (Node(Layer.ORGANISATION, org_id(name)) for name in ("Alpha", "Nobody"))
    assert table.named([alpha, nobody], as_of=date(2014, 12, 30)) == {}
    assert table.named([alpha, nobody], as_of=date(2014, 12, 31)) == {alpha: "Alpha"}
