"""What every store must answer. A store's test module subclasses this and gives `empty`.

The rules are told by examples that can be checked by hand; then random graphs and names are asked
about and compared with `tests.contracts.plain_answers`, which knows no index and no shortcut.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import ProgrammeMissingError, QuestionError, UnknownNodeError
from graph.kinds import MemberRole, Sector
from graph.packs import builtin, read_pack
from graph.questions import Filters, Layer, LinkKind, Node, Tier
from tests.builders import (
    COUNTY_1,
    COUNTY_2,
    OPENED,
    A,
    alias,
    capability,
    member,
    org_id,
    organisation,
    project,
    small_facts,
)
from tests.contracts.plain_answers import plain_neighbourhood, plain_path, plain_search

if TYPE_CHECKING:
    from graph.facts import Facts
    from graph.questions import GraphQuestions, Neighbourhood
    from graph.stores import GraphStore

ALL = frozenset(LinkKind)
RANDOM = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def org(name: str) -> Node:
    """The node of a made-up organisation."""
    return Node(Layer.ORGANISATION, str(org_id(name)))


def work(key: str) -> Node:
    """The node of a collaboration."""
    return Node(Layer.COLLABORATION, key)


def filters(**changes: Any) -> Filters:
    """Filters as of the day the competition opened."""
    return Filters(**{"as_of": OPENED, **changes})


def chain() -> Facts:
    """Alpha and Beta worked in P, Beta and Gamma in Q, Gamma and Delta in R; Omega is alone."""
    return small_facts(
        organisations=(
            organisation("Alpha"),
            organisation("Beta", kind="private-company"),
            organisation("Gamma"),
            organisation("Delta"),
            organisation("Omega"),
            organisation("Later", known_from="2014"),
            organisation("Undated", known_from=None),
        ),
        capabilities=(
            capability("Alpha", places=(A, COUNTY_1), confidence="memory-low"),
            capability("Alpha", places=(A,)),
            capability("Omega", pathway="work", places=(COUNTY_2,), known_from="2014"),
        ),
        collaborations=(
            project("P", areas=(COUNTY_1,), pathways=("housing",)),
            project("Q"),
            project("R", known_from="2013-06"),
            project("S", known_from="2014"),
        ),
        memberships=(
            member("P", "Alpha", "lead"),
            member("P", "Beta", confidence="memory-low"),
            member("Q", "Beta"),
            member("Q", "Gamma", "subcontractor"),
            member("Q", "Gamma", "partner", known_from="2011"),
            member("R", "Gamma"),
            member("R", "Delta", known_from="2013-12"),
            member("P", "Later"),
            member("P", "Undated"),
            member("S", "Omega"),
            member("S", "Alpha"),
        ),
    )


def shape(found: Neighbourhood) -> list[tuple[str, int]]:
    """The nodes and their distances."""
    return [(str(each.node), each.distance) for each in found.nodes]


class QuestionsContract:
    """Subclasses provide the fixture `empty`: a store that holds nothing."""

    @pytest.fixture
    def asked(self, empty: GraphStore) -> GraphQuestions:
        """The questions about `chain`."""
        empty.write(chain())
        return empty.ask("small")

    def test_a_programme_that_is_not_there_cannot_be_asked(self, empty: GraphStore) -> None:
        with pytest.raises(ProgrammeMissingError, match="'small'; it holds: none"):
            empty.ask("small")

    def test_partners_are_two_links_away(self, asked: GraphQuestions) -> None:
        found = asked.neighbourhood(org("Alpha"), depth=2, filters=filters())
        assert shape(found) == [
            (str(org("Alpha")), 0),
            ("collaboration:P", 1),
            (str(org("Beta")), 2),
        ]
        assert [each.name for each in found.nodes] == ["Alpha", "Project P", "Beta"]
        assert [(link.start, link.end) for link in found.links] == [
            (org("Alpha"), work("P")),
            (org("Beta"), work("P")),
        ]
        assert not found.truncated

    def test_depth_nought_gives_the_node_alone(self, asked: GraphQuestions) -> None:
        found = asked.neighbourhood(org("Alpha"), depth=0, filters=filters(links=ALL))
        assert shape(found) == [(str(org("Alpha")), 0)]
        assert found.links == ()

    def test_facts_of_one_kind_between_two_are_one_link(self, asked: GraphQuestions) -> None:
        found = asked.neighbourhood(org("Gamma"), depth=1, filters=filters())
        (link,) = (each for each in found.links if each.end == work("Q"))
        assert (link.facts, link.known_from) == (2, date(2011, 12, 31))

    def test_what_was_not_public_yet_does_not_exist(self, asked: GraphQuestions) -> None:
        early = asked.neighbourhood(org("Gamma"), depth=3, filters=filters(as_of=date(2013, 5, 31)))
        assert "collaboration:R" not in dict(shape(early))
        late = asked.neighbourhood(org("Alpha"), depth=2, filters=filters(as_of=date(2014, 12, 31)))
        assert {str(org("Later")), str(org("Omega"))} <= set(dict(shape(late)))
        assert str(org("Undated")) not in dict(shape(late))

    def test_every_kind_of_link_can_be_followed(self, asked: GraphQuestions) -> None:
        found = asked.neighbourhood(org("Alpha"), depth=2, filters=filters(links=ALL))
        said = {(link.kind, str(link.start), str(link.end), link.facts) for link in found.links}
        assert {
            (LinkKind.CAN_DELIVER, str(org("Alpha")), "pathway:housing", 2),
            (LinkKind.WORKS_IN, str(org("Alpha")), f"place:{A}", 2),
            (LinkKind.WORKS_IN, str(org("Alpha")), f"place:{COUNTY_1}", 1),
            (LinkKind.PART_OF, f"place:{A}", f"place:{COUNTY_1}", 1),
            (LinkKind.COVERS, f"area:{COUNTY_1}", f"place:{COUNTY_1}", 1),
            (LinkKind.FOR, "collaboration:P", f"area:{COUNTY_1}", 1),
            (LinkKind.ON, "collaboration:P", "pathway:housing", 1),
        } <= said
        days = {link.kind: link.known_from for link in found.links}
        assert days[LinkKind.PART_OF] is None
        assert days[LinkKind.FOR] == date(2012, 12, 31)

    def test_nodes_come_by_distance_then_layer_then_key(self, asked: GraphQuestions) -> None:
        found = asked.neighbourhood(Node(Layer.AREA, "CPA1"), depth=3, filters=filters(links=ALL))
        order = [(each.distance, each.node.order) for each in found.nodes]
        assert order == sorted(order)
        assert [link.order for link in found.links] == sorted(link.order for link in found.links)

    def test_only_organisations_of_the_sectors_are_visited(self, asked: GraphQuestions) -> None:
        vcse = filters(sectors=frozenset({Sector.VCSE}))
        assert str(org("Beta")) not in dict(
            shape(asked.neighbourhood(org("Alpha"), depth=4, filters=vcse))
        )
        from_private = asked.neighbourhood(org("Beta"), depth=2, filters=vcse)
        assert dict(shape(from_private))[str(org("Alpha"))] == 2

    def test_only_memberships_with_the_roles_count(self, asked: GraphQuestions) -> None:
        leads = filters(roles=frozenset({MemberRole.LEAD}))
        found = asked.neighbourhood(org("Alpha"), depth=2, filters=leads)
        assert shape(found) == [(str(org("Alpha")), 0), ("collaboration:P", 1)]

    def test_only_verified_facts_count_if_asked(self, asked: GraphQuestions) -> None:
        sure = filters(verified_only=True, links=ALL)
        found = asked.neighbourhood(org("Alpha"), depth=1, filters=sure)
        assert {(link.kind, link.facts) for link in found.links if link.start == org("Alpha")} == {
            (LinkKind.MEMBER_OF, 1),
            (LinkKind.CAN_DELIVER, 1),
            (LinkKind.WORKS_IN, 1),
        }
        assert (
            asked.shortest_path(org("Alpha"), org("Beta"), filters=filters(verified_only=True))
            is None
        )

    def test_what_is_left_out_is_said(self, asked: GraphQuestions) -> None:
        whole = asked.neighbourhood(org("Alpha"), depth=3, filters=filters(links=ALL))
        part = asked.neighbourhood(org("Alpha"), depth=3, filters=filters(links=ALL), limit=4)
        assert part.truncated
        assert part.nodes == whole.nodes[:4]
        kept = {each.node for each in part.nodes}
        assert part.links == tuple(
            link for link in whole.links if link.start in kept and link.end in kept
        )
        exact = asked.neighbourhood(
            org("Alpha"), depth=3, filters=filters(links=ALL), limit=len(whole.nodes)
        )
        assert exact == whole

    def test_a_path_goes_through_shared_work(self, asked: GraphQuestions) -> None:
        path = asked.shortest_path(org("Alpha"), org("Gamma"), filters=filters())
        assert path is not None
        assert [str(each.node) for each in path.nodes] == [
            str(org("Alpha")),
            "collaboration:P",
            str(org("Beta")),
            "collaboration:Q",
            str(org("Gamma")),
        ]
        assert [each.distance for each in path.nodes] == [0, 1, 2, 3, 4]
        assert [link.end for link in path.links] == [work("P"), work("P"), work("Q"), work("Q")]

    def test_there_is_no_path_to_who_stands_alone(self, asked: GraphQuestions) -> None:
        assert asked.shortest_path(org("Alpha"), org("Omega"), filters=filters()) is None

    def test_there_is_no_path_longer_than_allowed(self, asked: GraphQuestions) -> None:
        ends = org("Alpha"), org("Gamma")
        assert asked.shortest_path(*ends, filters=filters(), longest=3) is None
        assert asked.shortest_path(*ends, filters=filters(), longest=4) is not None

    def test_a_path_to_oneself_has_no_link(self, asked: GraphQuestions) -> None:
        path = asked.shortest_path(org("Alpha"), org("Alpha"), filters=filters(), longest=0)
        assert path is not None
        assert (len(path.nodes), path.links) == (1, ())

    def test_of_paths_as_short_the_first_in_order_is_given(self, empty: GraphStore) -> None:
        names = ("Start", "Way B", "Way A", "End")
        works = {"4": ("Start", "Way A"), "3": ("Way A", "End"), "1": ("Start", "Way B")}
        works |= {"2": ("Way B", "End"), "0": ("Start", "Way A")}
        empty.write(
            small_facts(
                organisations=tuple(map(organisation, names)),
                collaborations=tuple(project(key) for key in works),
                memberships=tuple(
                    member(key, name) for key, both in works.items() for name in both
                ),
            )
        )
        path = empty.ask("small").shortest_path(org("Start"), org("End"), filters=filters())
        assert path is not None
        assert [each.node for each in path.nodes[1:-1]] == [work("0"), org("Way A"), work("3")]

    @pytest.mark.parametrize(
        "node", [org("Nobody"), org("Later"), org("Undated"), work("S"), Node(Layer.AREA, "CPA77")]
    )
    def test_a_node_that_is_not_there_is_named(self, asked: GraphQuestions, node: Node) -> None:
        with pytest.raises(UnknownNodeError, match=node.key):
            asked.neighbourhood(node, depth=1, filters=filters())
        with pytest.raises(UnknownNodeError, match=node.key):
            asked.shortest_path(org("Alpha"), node, filters=filters())

    def test_a_question_out_of_range_is_refused(self, asked: GraphQuestions) -> None:
        for depth in (-1, 7):
            with pytest.raises(QuestionError, match="depth"):
                asked.neighbourhood(org("Alpha"), depth=depth, filters=filters())
        with pytest.raises(QuestionError, match="limit"):
            asked.neighbourhood(org("Alpha"), depth=1, filters=filters(), limit=0)
        with pytest.raises(QuestionError, match="longest"):
            asked.shortest_path(org("Alpha"), org("Beta"), filters=filters(), longest=99)

    def test_answers_are_of_what_the_store_holds_now(self, empty: GraphStore) -> None:
        empty.write(chain())
        asked = empty.ask("small")
        assert asked.neighbourhood(org("Alpha"), depth=1, filters=filters()).links
        empty.write(small_facts(organisations=(organisation("Alpha"), organisation("New"))))
        assert asked.neighbourhood(org("Alpha"), depth=1, filters=filters()).links == ()
        assert [match.name for match in asked.search("new", as_of=OPENED)] == ["New"]
        assert asked.search("gamma", as_of=OPENED) == ()

    # Search

    @pytest.fixture
    def named(self, empty: GraphStore) -> GraphQuestions:
        """The questions about organisations with names that people mistype."""
        names = (
            "Nacro",
            "St Giles Trust",
            "Women's Breakout",
            "Turning Point",
            "Turning Point Scotland",
            "Shelter",
            "Łódź House",
            "Trust",
            "The Trust for Trust",
            "C22",
            "Mind",
            "Rock & Roll",
        )
        empty.write(
            small_facts(
                organisations=(
                    *map(organisation, names),
                    organisation("Newcomer", known_from="2014"),
                ),
                aliases=(
                    alias("Nacro", "National Association for the Care"),
                    alias("Mind", "Trust"),
                ),
            )
        )
        return empty.ask("small")

    @pytest.mark.parametrize(
        ("text", "found", "tier"),
        [
            ("nacro", "Nacro", Tier.EXACT),
            ("NACRO!", "Nacro", Tier.EXACT),
            ("giles", "St Giles Trust", Tier.WORDS),
            ("trust st", "St Giles Trust", Tier.WORDS),
            ("womens breakout", "Women's Breakout", Tier.EXACT),
            ("women\u2019s", "Women's Breakout", Tier.WORDS),
            ("shel", "Shelter", Tier.BEGINNING),
            ("st gil", "St Giles Trust", Tier.BEGINNING),
            ("nakro", "Nacro", Tier.SPELLING),
            ("ncaro", "Nacro", Tier.SPELLING),
            ("turnnign pont", "Turning Point", Tier.SPELLING),
            ("lodz", "Łódź House", Tier.SPELLING),
            ("łódź", "Łódź House", Tier.WORDS),
            ("rock and roll", "Rock & Roll", Tier.EXACT),
            ("natoinal asociation", "Nacro", Tier.SPELLING),
            ("zz pms c22", "C22", Tier.EXACT),
        ],
    )
    def test_a_name_is_found_however_it_is_typed(
        self, named: GraphQuestions, text: str, found: str, tier: Tier
    ) -> None:
        first = named.search(text, as_of=OPENED)[0]
        assert (first.name, first.tier) == (found, tier)

    def test_better_tiers_come_first_then_shorter_names(self, named: GraphQuestions) -> None:
        found = named.search("trust", as_of=OPENED)
        assert [(match.name, match.matched, match.tier) for match in found] == [
            ("Mind", "Trust", Tier.EXACT),
            ("Trust", "Trust", Tier.EXACT),
            ("St Giles Trust", "St Giles Trust", Tier.WORDS),
            ("The Trust for Trust", "The Trust for Trust", Tier.WORDS),
        ]
        assert named.search("trust", as_of=OPENED, limit=3) == found[:3]

    @pytest.mark.parametrize(
        "text", ["mond", "c23", "newcomer", "zzzzzz", "turning pint scotlund x"]
    )
    def test_what_is_too_far_off_or_not_public_is_not_found(
        self, named: GraphQuestions, text: str
    ) -> None:
        found = [match.name for match in named.search(text, as_of=OPENED)]
        assert found == (["Mind"] if text == "mond" else [])

    def test_an_organisation_is_found_once_it_is_public(self, named: GraphQuestions) -> None:
        assert named.search("newcomer", as_of=date(2014, 12, 31))[0].name == "Newcomer"

    @pytest.mark.parametrize(
        "text",
        [
            'nacro" OR "trust',
            "name:nacro",
            "nacro* AND NOT trust",
            "NEAR(nacro trust)",
            "nacro~2^7",
            "{nacro} [a TO z]",
            "\\nacro\\",
            "nacro\x00",
            "_edition1",
            "/na.*/",
            "+nacro -trust && || !",
            "`) DETACH DELETE n //",
        ],
    )
    def test_nothing_typed_is_read_as_a_command(self, named: GraphQuestions, text: str) -> None:
        plain = [match.name for match in named.search("nacro", as_of=OPENED)]
        found = [match.name for match in named.search(text, as_of=OPENED)]
        assert found in (plain, [])
        assert [match.name for match in named.search("nacro", as_of=OPENED)] == plain

    @pytest.mark.parametrize("text", ["", " ", "and", "!?", "x" * 201, "a " * 13])
    def test_a_text_that_cannot_be_searched_is_refused(
        self, named: GraphQuestions, text: str
    ) -> None:
        with pytest.raises(QuestionError):
            named.search(text, as_of=OPENED)

    # Random graphs and names, and the real programme

    @RANDOM
    @given(data=st.data())
    def test_walks_are_those_of_a_plain_search(
        self, empty: GraphStore, data: st.DataObject
    ) -> None:
        facts = data.draw(graphs())
        empty.write(facts)
        asked = empty.ask("small")
        for _ in range(4):
            chosen = data.draw(any_filters())
            first, second = data.draw(st.tuples(*(st.sampled_from(_nodes(facts)),) * 2))
            depth, limit = data.draw(st.integers(0, 4)), data.draw(st.sampled_from([2, 5, 500]))
            assert asked.neighbourhood(
                first, depth=depth, filters=chosen, limit=limit
            ) == plain_neighbourhood(facts, first, depth=depth, filters=chosen, limit=limit)
            longest = data.draw(st.integers(0, 8))
            assert asked.shortest_path(
                first, second, filters=chosen, longest=longest
            ) == plain_path(facts, first, second, filters=chosen, longest=longest)

    @RANDOM
    @given(data=st.data())
    def test_searches_find_what_comparing_all_names_finds(
        self, empty: GraphStore, data: st.DataObject
    ) -> None:
        names = data.draw(st.lists(any_name(), min_size=1, max_size=8))
        facts = small_facts(
            organisations=tuple(
                organisation(
                    f"Org {number}", known_from=data.draw(st.sampled_from(["2000", "2014"]))
                )
                for number in range(3)
            ),
            aliases=tuple(alias(f"Org {number % 3}", name) for number, name in enumerate(names)),
        )
        empty.write(facts)
        asked = empty.ask("small")
        for _ in range(6):
            text = data.draw(any_name().filter(_is_searchable))
            limit = data.draw(st.sampled_from([1, 2, 20]))
            assert asked.search(text, as_of=OPENED, limit=limit) == plain_search(
                facts, text, as_of=OPENED, limit=limit
            )

    def test_the_real_programme_is_answered_alike(self, empty: GraphStore) -> None:
        facts = read_pack(builtin())
        empty.write(facts)
        asked = empty.ask(facts.programme.id)
        known = [o for o in facts.organisations if o.provenance.is_known_by(OPENED)]
        starts = [Node(Layer.ORGANISATION, str(o.id)) for o in known[::40]]
        for start in starts:
            for chosen in (filters(), filters(links=ALL, sectors=frozenset({Sector.VCSE}))):
                assert asked.neighbourhood(
                    start, depth=2, filters=chosen, limit=200
                ) == plain_neighbourhood(facts, start, depth=2, filters=chosen, limit=200)
            assert asked.shortest_path(start, starts[0], filters=filters()) == plain_path(
                facts, start, starts[0], filters=filters(), longest=12
            )
        for text in ("trust", "nakro", "womens centre", "st gi", "probation", "a"):
            assert asked.search(text, as_of=OPENED) == plain_search(
                facts, text, as_of=OPENED, limit=20
            )


def _nodes(facts: Facts) -> list[Node]:
    """The nodes that exist on the day."""
    found = [
        Node(Layer.ORGANISATION, str(row.id))
        for row in facts.organisations
        if row.provenance.is_known_by(OPENED)
    ]
    found += [Node(Layer.PATHWAY, row.key) for row in facts.pathways]
    return found + [Node(Layer.PLACE, str(row.code)) for row in facts.places]


@st.composite
def graphs(draw: st.DrawFn) -> Facts:
    """A few organisations that worked together, some of it public in time."""
    names = [f"Org {number}" for number in range(draw(st.integers(1, 5)))]
    works = [f"W{number}" for number in range(draw(st.integers(0, 4)))]
    days = st.sampled_from(["2010", "2012-05", "2014", None])
    kinds = st.sampled_from(["charity", "private-company"])
    who, what = st.sampled_from(names), st.sampled_from(["housing", "work", "centre"])
    where = st.lists(st.sampled_from([A, COUNTY_1, COUNTY_2]), max_size=3).map(tuple)
    roles, sure = (
        st.sampled_from(["lead", "partner", "funder"]),
        st.sampled_from(["memory-low", "verified-official"]),
    )
    areas = st.lists(st.sampled_from([COUNTY_1, COUNTY_2]), max_size=2).map(tuple)
    pathways = st.lists(what, max_size=2).map(tuple)
    return small_facts(
        organisations=tuple(
            organisation(name, draw(kinds), known_from=draw(days) if number else "2000")
            for number, name in enumerate(names)
        ),
        capabilities=tuple(
            capability(
                draw(who),
                draw(what),
                places=draw(where),
                known_from=draw(days),
                confidence=draw(sure),
            )
            for _ in range(draw(st.integers(0, 4)))
        ),
        collaborations=tuple(
            project(key, areas=draw(areas), pathways=draw(pathways), known_from=draw(days))
            for key in works
        ),
        memberships=tuple(
            member(
                draw(st.sampled_from(works)),
                draw(who),
                draw(roles),
                known_from=draw(days),
                confidence=draw(sure),
            )
            for _ in range(draw(st.integers(0, 8)) if works else 0)
        ),
    )


def any_filters() -> st.SearchStrategy[Filters]:
    """Any filters as of the day."""
    return st.builds(
        filters,
        links=st.sets(st.sampled_from(LinkKind)).map(frozenset) | st.just(ALL),
        sectors=st.sampled_from([frozenset(), frozenset({Sector.VCSE})]),
        roles=st.sampled_from([frozenset(), frozenset({MemberRole.LEAD, MemberRole.FUNDER})]),
        verified_only=st.booleans(),
    )


def any_name() -> st.SearchStrategy[str]:
    """Names of words that are near each other, and of odd letters."""
    words = st.sampled_from(
        [
            "nacro",
            "nakro",
            "nacor",
            "women",
            "womens",
            "turning",
            "turnnig",
            "trust",
            "st",
            "s",
            "c22",
        ]
    )
    odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)
    return st.lists(words | odd, min_size=1, max_size=3).map(" ".join)


def _is_searchable(text: str) -> bool:
    from graph.questions.words import words  # noqa: PLC0415

    return 0 < len(words(text)) <= 12
