"""What is near a node, in every store alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from graph.errors import QuestionError, UnknownNodeError
from graph.questions import Layer, LinkKind, Node
from graph.records.kinds import MemberRole, Sector
from tests.builders import (
    COUNTY_1,
    NATION,
    A,
    B,
    affiliation,
    capability,
    member,
    organisation,
    project,
)
from tests.contracts.asking import (
    ALPHA,
    BETA,
    DAY,
    EVERY_LINK,
    GAMMA,
    asked,
    chain,
    distances,
    filters,
    org,
    said,
    work,
)

if TYPE_CHECKING:
    from graph.questions import Neighbourhood
    from graph.stores import GraphStore


class NeighbourhoodContract:
    """What is near a node."""

    def test_the_node_itself_is_found_at_distance_nought(self, empty: GraphStore) -> None:
        found = asked(empty, **chain()).neighbourhood(org("Alpha"), depth=0, filters=filters())
        assert distances(found) == [(f"organisation:{ALPHA}", 0)]
        assert found.nodes[0].name == "Alpha"
        assert found.links == ()
        assert not found.truncated

    def test_nodes_come_with_name_and_distance_and_the_links_among_them(
        self, empty: GraphStore
    ) -> None:
        questions = asked(empty, **chain())
        found = questions.neighbourhood(org("Alpha"), depth=2, filters=filters())
        assert [(each.node, each.name, each.distance) for each in found.nodes] == [
            (org("Alpha"), "Alpha", 0),
            (work("P"), "Project P", 1),
            (org("Beta"), "Beta", 2),
        ]
        assert said(found) == [f"{ALPHA} member-of P", f"{BETA} member-of P"]
        assert len(questions.neighbourhood(org("Alpha"), depth=6, filters=filters()).nodes) == 5

    def test_links_between_nodes_of_the_last_level_are_there(self, empty: GraphStore) -> None:
        tables = chain(
            collaborations=(project("P", pathways=("housing",)), project("Q")),
            capabilities=(capability("Alpha", "housing", places=()),),
        )
        found = asked(empty, **tables).neighbourhood(
            Node(Layer.PATHWAY, "housing"),
            depth=1,
            filters=filters(LinkKind.MEMBER_OF, LinkKind.CAN_DELIVER, LinkKind.ON),
        )
        assert distances(found) == [
            ("pathway:housing", 0),
            (f"organisation:{ALPHA}", 1),
            ("collaboration:P", 1),
        ]
        assert said(found) == [
            f"{ALPHA} member-of P",
            f"{ALPHA} can-deliver housing",
            "P on housing",
        ]

    def test_nodes_at_one_distance_come_by_layer_then_by_key(self, empty: GraphStore) -> None:
        one = replace(project("P", areas=(COUNTY_1,), pathways=("work", "housing")), places=(A,))
        tables = chain(collaborations=(project("Q"), one))
        found = asked(empty, **tables).neighbourhood(
            work("P"), depth=1, filters=filters(*EVERY_LINK)
        )
        assert distances(found)[1:] == [
            (f"organisation:{ALPHA}", 1),
            (f"organisation:{BETA}", 1),
            ("pathway:housing", 1),
            ("pathway:work", 1),
            (f"place:{A}", 1),
            ("area:CPA1", 1),
        ]
        assert said(found) == [
            f"{ALPHA} member-of P",
            f"{BETA} member-of P",
            "P for CPA1",
            "P on housing",
            "P on work",
            f"P in {A}",
        ]

    def test_too_many_nodes_are_cut_off_at_the_limit_and_said_to_be(
        self, empty: GraphStore
    ) -> None:
        questions = asked(empty, **chain())

        def nearest(limit: int) -> Neighbourhood:
            return questions.neighbourhood(org("Beta"), depth=2, filters=filters(), limit=limit)

        assert not nearest(5).truncated
        assert nearest(4).truncated
        assert distances(nearest(4)) == distances(nearest(5))[:4]
        assert said(nearest(2)) == [f"{BETA} member-of P"]
        assert nearest(1).links == ()

    def test_only_links_of_the_kinds_asked_for_are_followed(self, empty: GraphStore) -> None:
        tables = chain(capabilities=(capability("Alpha", "housing", places=(A, B)),))
        questions = asked(empty, **tables)
        for kind, reached in (
            (LinkKind.MEMBER_OF, ["collaboration:P"]),
            (LinkKind.CAN_DELIVER, ["pathway:housing"]),
            (LinkKind.WORKS_IN, [f"place:{A}", f"place:{B}"]),
            (LinkKind.PART_OF, []),
        ):
            found = questions.neighbourhood(org("Alpha"), depth=1, filters=filters(kind))
            assert [name for name, _ in distances(found)[1:]] == reached

    def test_places_are_part_of_others_and_areas_cover_their_own(self, empty: GraphStore) -> None:
        found = asked(empty).neighbourhood(
            Node(Layer.AREA, "CPA1"), depth=2, filters=filters(LinkKind.PART_OF, LinkKind.COVERS)
        )
        assert distances(found) == [
            ("area:CPA1", 0),
            ("place:CPA1", 1),
            (f"place:{A}", 2),
            (f"place:{B}", 2),
            (f"place:{NATION}", 2),
        ]
        assert said(found) == [
            f"CPA1 part-of {NATION}",
            f"{A} part-of CPA1",
            f"{B} part-of CPA1",
            "CPA1 covers CPA1",
        ]
        assert {(link.facts, link.known_from) for link in found.links} == {(1, None)}

    def test_parallel_facts_are_one_link_with_their_number_and_first_day(
        self, empty: GraphStore
    ) -> None:
        tables = chain(
            memberships=(
                member("P", "Alpha", "lead", known_from="2012"),
                member("P", "Alpha", "partner", known_from="2010-02"),
                member("P", "Alpha", "funder", known_from="2013-10"),
                member("P", "Alpha", "host", known_from=None),
            ),
            capabilities=(
                capability("Alpha", "housing", places=(A,), known_from="2011"),
                capability("Alpha", "work", places=(A, A), known_from="2009-05-04"),
            ),
        )
        questions = asked(empty, **tables)

        def links(**fields: Any) -> list[tuple[str, int, date | None]]:
            wanted = filters(LinkKind.MEMBER_OF, LinkKind.CAN_DELIVER, LinkKind.WORKS_IN, **fields)
            found = questions.neighbourhood(org("Alpha"), depth=1, filters=wanted).links
            return [(link.end.key, link.facts, link.known_from) for link in found]

        assert links() == [
            ("P", 2, date(2010, 2, 28)),
            ("housing", 1, date(2011, 12, 31)),
            ("work", 1, date(2009, 5, 4)),
            (A, 2, date(2009, 5, 4)),
        ]
        assert links(roles=frozenset({MemberRole.LEAD}))[0] == ("P", 1, date(2012, 12, 31))
        assert links(as_of=date(2013, 10, 31))[0] == ("P", 3, date(2010, 2, 28))

    def test_the_links_of_a_collaboration_have_its_day(self, empty: GraphStore) -> None:
        one = project("P", areas=(COUNTY_1,), pathways=("work",), known_from="2011-06")
        found = asked(empty, **chain(collaborations=(one, project("Q")))).neighbourhood(
            work("P"), depth=1, filters=filters(LinkKind.FOR, LinkKind.ON)
        )
        assert {link.known_from for link in found.links} == {date(2011, 6, 30)}

    def test_affiliations_lead_from_organisation_to_organisation(self, empty: GraphStore) -> None:
        ties = (
            affiliation("Gamma", "Beta", "shareholder", known_from="2012-05"),
            affiliation("Gamma", "Beta", "member", known_from="2011-03"),
            affiliation("Beta", "Alpha", confidence="memory-high"),
            affiliation("Alpha", "Gamma", known_from="2014"),
        )
        questions = asked(empty, **chain(affiliations=ties))
        own = filters(LinkKind.AFFILIATED_TO)
        found = questions.neighbourhood(org("Beta"), depth=1, filters=own)
        assert said(found) == [f"{BETA} affiliated-to {ALPHA}", f"{GAMMA} affiliated-to {BETA}"]
        assert (found.links[1].facts, found.links[1].known_from) == (2, date(2011, 3, 31))
        read = filters(LinkKind.AFFILIATED_TO, verified_only=True, roles=frozenset(MemberRole))
        found = questions.neighbourhood(org("Beta"), depth=2, filters=read)
        assert said(found) == [f"{GAMMA} affiliated-to {BETA}"]

    @pytest.mark.parametrize(
        ("day", "counts"), [(date(2013, 9, 29), False), (date(2013, 9, 30), True)]
    )
    @pytest.mark.parametrize("late", ["membership", "organisation", "collaboration"])
    def test_a_membership_counts_when_all_of_it_is_public(
        self, empty: GraphStore, late: str, day: date, *, counts: bool
    ) -> None:
        known = {late: "2013-09"}
        questions = asked(
            empty,
            organisations=(
                organisation("Alpha"),
                organisation("Beta", known_from=known.get("organisation", "2000")),
            ),
            collaborations=(project("P", known_from=known.get("collaboration", "2012")),),
            memberships=(
                member("P", "Alpha"),
                member("P", "Beta", known_from=known.get("membership", "2012")),
            ),
        )
        found = questions.neighbourhood(org("Alpha"), depth=2, filters=filters(as_of=day))
        assert (org("Beta") in {each.node for each in found.nodes}) is counts

    def test_what_nobody_can_date_does_not_exist(self, empty: GraphStore) -> None:
        tables = chain(
            collaborations=(project("P"), project("Q", known_from=None)),
            capabilities=(capability("Beta", known_from=None),),
        )
        found = asked(empty, **tables).neighbourhood(
            org("Beta"), depth=1, filters=filters(*EVERY_LINK, as_of=date(2999, 1, 1))
        )
        assert distances(found)[1:] == [("collaboration:P", 1)]

    def test_only_organisations_of_the_sectors_are_visited_and_the_start(
        self, empty: GraphStore
    ) -> None:
        questions = asked(empty, **chain())

        def reached(start: str, *sectors: Sector) -> list[str]:
            wanted = filters(sectors=frozenset(sectors))
            found = questions.neighbourhood(org(start), depth=6, filters=wanted)
            return [each.node.key for each in found.nodes]

        assert reached("Alpha", Sector.VCSE, Sector.PUBLIC) == [ALPHA, "P"]
        assert reached("Beta", Sector.VCSE, Sector.PUBLIC) == [BETA, "P", "Q", ALPHA, GAMMA]
        assert reached("Beta", Sector.PUBLIC) == [BETA, "P", "Q", GAMMA]
        found = questions.neighbourhood(
            org("Beta"), depth=2, filters=filters(sectors=frozenset({Sector.VCSE}))
        )
        assert said(found) == [
            f"{ALPHA} member-of P",
            f"{BETA} member-of P",
            f"{BETA} member-of Q",
        ]

    def test_only_memberships_of_the_roles_count(self, empty: GraphStore) -> None:
        wanted = filters(LinkKind.MEMBER_OF, LinkKind.ON, roles=frozenset({MemberRole.LEAD}))
        tables = chain(collaborations=(project("P", pathways=("work",)), project("Q")))
        found = asked(empty, **tables).neighbourhood(org("Alpha"), depth=6, filters=wanted)
        assert [each.node.key for each in found.nodes] == [ALPHA, "P", "work"]

    def test_facts_can_be_limited_to_those_for_which_a_source_was_read(
        self, empty: GraphStore
    ) -> None:
        tables = chain(
            collaborations=(
                project("P", confidence="memory-low", pathways=("work",)),
                project("Q"),
            ),
            memberships=(
                member("P", "Alpha", confidence="verified-official"),
                member("P", "Beta", confidence="memory-high"),
            ),
            capabilities=(
                capability("Alpha", "housing", places=(A,), confidence="estimate"),
                capability("Alpha", "work", places=(B,), confidence="verified-secondary"),
            ),
        )
        found = asked(empty, **tables).neighbourhood(
            org("Alpha"),
            depth=2,
            filters=filters(
                LinkKind.MEMBER_OF,
                LinkKind.CAN_DELIVER,
                LinkKind.WORKS_IN,
                LinkKind.ON,
                verified_only=True,
            ),
        )
        assert [each.node.key for each in found.nodes] == [ALPHA, "P", "work", B]
        assert "P on work" in said(found)

    @pytest.mark.parametrize(
        ("node", "day"),
        [
            (Node(Layer.ORGANISATION, "ZZ-PMS-nobody"), DAY),
            (Node(Layer.COLLABORATION, ALPHA), DAY),
            (Node(Layer.AREA, A), DAY),
            (org("Alpha"), date(2000, 12, 30)),
            (work("P"), date(2012, 12, 30)),
        ],
    )
    def test_a_node_that_does_not_exist_on_the_day_is_named(
        self, empty: GraphStore, node: Node, day: date
    ) -> None:
        questions, wanted = asked(empty, **chain()), filters(as_of=day)
        message = f"no {node.layer} {node.key!r} as of {day}"
        with pytest.raises(UnknownNodeError, match=message):
            questions.neighbourhood(node, depth=1, filters=wanted)
        with pytest.raises(UnknownNodeError, match=message):
            questions.shortest_path(Node(Layer.AREA, "CPA1"), node, filters=wanted)

    def test_numbers_out_of_range_are_refused(self, empty: GraphStore) -> None:
        questions = asked(empty, **chain())
        for depth, limit, message in (
            (-1, 5, "depth: -1 is not between 0 and 6"),
            (7, 5, "depth: 7 is not between 0 and 6"),
            (1, 0, "limit: 0 is not between 1 and 100,000"),
        ):
            with pytest.raises(QuestionError, match=message):
                questions.neighbourhood(org("Alpha"), depth=depth, filters=filters(), limit=limit)
        for longest in (-1, 31):
            with pytest.raises(QuestionError, match=f"longest: {longest} is not between 0 and 30"):
                questions.shortest_path(
                    org("Alpha"), org("Beta"), filters=filters(), longest=longest
                )
