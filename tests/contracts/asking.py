"""The small graphs and questions that the contract's examples are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from graph.questions import Filters, Layer, LinkKind, Node
from graph.records.identifiers import OrgId
from tests.builders import (
    member,
    org_id,
    organisation,
    project,
    small_facts,
)

if TYPE_CHECKING:
    from graph.questions import GraphQuestions, Neighbourhood
    from graph.stores import GraphStore


DAY = date(2013, 9, 19)
EVERY_LINK = frozenset(LinkKind)


def org(name: str) -> Node:
    return Node(Layer.ORGANISATION, org_id(name))


def work(id_: str) -> Node:
    return Node(Layer.COLLABORATION, id_)


def filters(*links: LinkKind, **fields: Any) -> Filters:
    chosen = frozenset(links) or frozenset({LinkKind.MEMBER_OF})
    return Filters(**{"as_of": DAY, "links": chosen, **fields})


def asked(store: GraphStore, **tables: Any) -> GraphQuestions:
    """Keep the small programme with these tables, and ask about it."""
    store.write(small_facts(**tables))
    return store.ask("small")


def chain(**tables: Any) -> dict[str, Any]:
    """Alpha - P - Beta - Q - Gamma: charity, private company, council."""
    return {
        "organisations": (
            organisation("Alpha"),
            organisation("Beta", "private-company"),
            organisation("Gamma", "local-authority"),
        ),
        "collaborations": (project("P"), project("Q")),
        "memberships": (
            member("P", "Alpha", "lead"),
            member("P", "Beta"),
            member("Q", "Beta", "lead"),
            member("Q", "Gamma", "subcontractor"),
        ),
        **tables,
    }


def distances(found: Neighbourhood) -> list[tuple[str, int]]:
    return [(str(each.node), each.distance) for each in found.nodes]


def said(found: Neighbourhood) -> list[str]:
    return [f"{link.start.key} {link.kind} {link.end.key}" for link in found.links]


ALPHA, BETA, GAMMA = (str(org_id(name)) for name in ("Alpha", "Beta", "Gamma"))


def names(*texts: str, **tables: Any) -> dict[str, Any]:
    """Organisations of these names, with numbers for identifiers, in the order of the names."""
    records = tuple(
        replace(organisation("x"), id=OrgId(f"ZZ-PMS-{number:03}"), name=text)
        for number, text in enumerate(texts, start=1)
    )
    return {"organisations": records, **tables}


def found(questions: GraphQuestions, text: str, **options: Any) -> list[tuple[str, str]]:
    matches = questions.search(text, **{"as_of": DAY, **options})
    return [(match.matched, match.quality.value) for match in matches]
