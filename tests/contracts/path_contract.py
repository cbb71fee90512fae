"""How two nodes are linked, in every store alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from graph.questions import LinkKind, Node
from graph.records.kinds import MemberRole, Sector
from tests.builders import (
    COUNTY_1,
    A,
    B,
    capability,
    member,
    org_id,
    organisation,
    project,
)
from tests.contracts.asking import (
    ALPHA,
    BETA,
    GAMMA,
    asked,
    chain,
    filters,
    org,
    work,
)

if TYPE_CHECKING:
    from graph.questions import GraphQuestions
    from graph.stores import GraphStore


class PathContract:
    """How two nodes are linked."""

    def keys(self, questions: GraphQuestions, first: Node, second: Node, **fields: Any) -> Any:
        longest = fields.pop("longest", 12)
        path = questions.shortest_path(first, second, filters=filters(**fields), longest=longest)
        return path and [each.node.key for each in path.nodes]

    def test_a_path_has_its_nodes_in_order_and_the_link_of_each_step(
        self, empty: GraphStore
    ) -> None:
        path = asked(empty, **chain()).shortest_path(org("Gamma"), org("Alpha"), filters=filters())
        assert path is not None
        assert [(each.name, each.distance) for each in path.nodes] == [
            ("Gamma", 0),
            ("Project Q", 1),
            ("Beta", 2),
            ("Project P", 3),
            ("Alpha", 4),
        ]
        assert [(link.start.key, link.end.key) for link in path.links] == [
            (GAMMA, "Q"),
            (BETA, "Q"),
            (BETA, "P"),
            (ALPHA, "P"),
        ]
        assert {link.known_from for link in path.links} == {date(2012, 12, 31)}

    def test_the_path_from_a_node_to_itself_has_no_link(self, empty: GraphStore) -> None:
        path = asked(empty, **chain()).shortest_path(
            org("Alpha"), org("Alpha"), filters=filters(), longest=0
        )
        assert path is not None
        assert [each.node for each in path.nodes] == [org("Alpha")]
        assert path.links == ()

    def test_there_is_none_longer_than_asked_for(self, empty: GraphStore) -> None:
        questions = asked(empty, **chain())
        ends = org("Alpha"), org("Gamma")
        assert self.keys(questions, *ends, longest=3) is None
        assert len(self.keys(questions, *ends, longest=4)) == 5
        assert self.keys(questions, *ends, roles=frozenset({MemberRole.LEAD})) is None
        assert self.keys(questions, *ends, longest=0) is None

    def test_of_several_shortest_paths_the_first_in_order_is_taken(self, empty: GraphStore) -> None:
        """The first step decides, then the second: P before Q, though Q leads to Beta."""
        names = ("Alpha", "Beta", "Gamma", "Omega")
        pairs = [("Q", "Alpha"), ("Q", "Beta"), ("R", "Beta"), ("R", "Omega")]
        pairs += [("P", "Alpha"), ("P", "Gamma"), ("S", "Gamma"), ("S", "Omega")]
        questions = asked(
            empty,
            organisations=tuple(map(organisation, names)),
            collaborations=tuple(map(project, "QRPS")),
            memberships=tuple(member(*pair) for pair in pairs),
        )
        omega = str(org_id("Omega"))
        assert self.keys(questions, org("Alpha"), org("Omega")) == [ALPHA, "P", GAMMA, "S", omega]
        assert self.keys(questions, org("Omega"), org("Alpha")) == [omega, "R", BETA, "Q", ALPHA]

    def test_both_ends_may_be_of_any_sector_but_none_between_them(self, empty: GraphStore) -> None:
        questions = asked(empty, **chain())
        alpha, beta, gamma = org("Alpha"), org("Beta"), org("Gamma")
        none = {"sectors": frozenset({Sector.MUTUAL})}
        assert self.keys(questions, alpha, beta, **none) == [ALPHA, "P", BETA]
        assert self.keys(questions, beta, alpha, **none) == [BETA, "P", ALPHA]
        assert self.keys(questions, alpha, work("P"), longest=1, **none) == [ALPHA, "P"]
        assert self.keys(questions, work("P"), alpha, longest=1, **none) == ["P", ALPHA]
        assert self.keys(questions, alpha, gamma, **none) is None
        private = {"sectors": frozenset({Sector.PRIVATE})}
        assert len(self.keys(questions, alpha, gamma, **private)) == 5

    def test_a_path_goes_through_all_kinds_of_links_that_are_followed(
        self, empty: GraphStore
    ) -> None:
        tables = chain(
            memberships=(),
            capabilities=(capability("Alpha", places=(A,)), capability("Gamma", places=(B,))),
        )
        questions = asked(empty, **tables)
        path = questions.shortest_path(
            org("Alpha"), org("Gamma"), filters=filters(LinkKind.WORKS_IN, LinkKind.PART_OF)
        )
        assert path is not None
        assert [each.node.key for each in path.nodes] == [ALPHA, A, COUNTY_1, B, GAMMA]
        assert [link.kind.value for link in path.links] == [
            "works-in",
            "part-of",
            "part-of",
            "works-in",
        ]
