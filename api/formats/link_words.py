"""What links of the graph say, from either end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.questions import LinkKind

if TYPE_CHECKING:
    from graph.questions import Link, Neighbourhood, Node, Reached

_SAID = {
    LinkKind.MEMBER_OF: ("is a member of", "has as a member"),
    LinkKind.CAN_DELIVER: ("can deliver", "can be delivered by"),
    LinkKind.WORKS_IN: ("works in", "is a place of work of"),
    LinkKind.PART_OF: ("is part of", "contains"),
    LinkKind.COVERS: ("covers", "is covered by"),
    LinkKind.FOR: ("is for", "is the area of"),
    LinkKind.ON: ("is on", "is the subject of"),
    LinkKind.IN: ("is in", "is the place of"),
    LinkKind.AFFILIATED_TO: ("is affiliated to", "is affiliated to"),
}
"""What a link says from its start to its end, and back."""


def link_said(link: Link, before: Reached) -> str:
    """Say a link as seen from one of its ends."""
    forth, back = _SAID[link.kind]
    return forth if link.start == before.node else back


def through(found: Neighbourhood) -> dict[Node, list[str]]:
    """Give the names of the nodes one link nearer that each is linked to, in order."""
    named = {each.node: each for each in found.nodes}
    nearer: dict[Node, set[Node]] = {node: set() for node in named}
    for link in found.links:
        near, far = sorted((link.start, link.end), key=lambda node: named[node].distance)
        if named[near].distance < named[far].distance:
            nearer[far].add(near)
    return {
        node: [named[each].name for each in sorted(before, key=lambda each: each.order)]
        for node, before in nearer.items()
    }
