"""Tables of what was found in the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Line, plain_table
from api.formats.link_words import link_said
from api.formats.link_words import through as paths_through
from graph.questions import LinkKind, MatchQuality

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from rich.console import RenderableType

    from graph.questions import Filters, GraphPath, Link, Match, Neighbourhood

_SHOWN_BEFORE = 3
_TIERS = {
    MatchQuality.EXACT: "exactly",
    MatchQuality.WORDS: "all words",
    MatchQuality.BEGINNING: "its beginning",
    MatchQuality.SPELLING: "nearly",
}


def match_table(text: str, found: Sequence[Match], *, as_of: date) -> Iterator[RenderableType]:
    """Show organisations, the name that matched where it is not their own, and how well."""
    if not found:
        yield Line(f"No organisation public by {as_of} is called anything like {text!r}.")
        return
    yield _title(f"Called something like {text!r}, public by {as_of}")
    table = plain_table("Name", "Matches by", "How", "Identifier")
    for match in found:
        by = "" if match.matched == match.name else match.matched
        table.add_row(match.name, by, _TIERS[match.quality], match.organisation)
    yield table


def neighbour_table(
    found: Neighbourhood, *, depth: int, filters: Filters
) -> Iterator[RenderableType]:
    """Show every node with those one link nearer that it is linked to."""
    start, *others = found.nodes
    within = f"within {depth} {_links(depth)} as of {filters.as_of}"
    title = f"{start.name} ({start.node.key}): {within}"
    if not others:
        yield Line(f"{title}: nothing.{_more_kinds(filters)}")
        return
    yield _title(title)
    table = plain_table("Links", "Name", "What", "Through")
    through = paths_through(found)
    for each in others:
        before = _list(through[each.node])
        table.add_row(str(each.distance), each.name, each.node.layer.value, before)
    yield table
    if found.truncated:
        yield Line(f"There are more than these {len(found.nodes)}; --limit shows more.")


def path_table(
    found: GraphPath | None, *, longest: int, filters: Filters
) -> Iterator[RenderableType]:
    """Show the links of a path, one after the other."""
    if found is None:
        title = f"No path of at most {longest} {_links(longest)} as of {filters.as_of}."
        yield Line(f"{title}{_more_kinds(filters)}")
        return
    first, last = found.nodes[0], found.nodes[-1]
    length = f"{len(found.links)} {_links(len(found.links))}"
    yield _title(f"{first.name} to {last.name}: {length} as of {filters.as_of}")
    table = plain_table("From", "", "To", right=("Facts",), last="Public by")
    for before, link, after in zip(found.nodes, found.links, found.nodes[1:], strict=False):
        table.add_row(before.name, link_said(link, before), after.name, *_origin(link))
    if found.links:
        yield table


def _title(text: str) -> Line:
    """A title as wide as the terminal, which one of a narrow table would not be."""
    return Line(text, bold=True)


def _links(number: int) -> str:
    return "link" if number == 1 else "links"


def _more_kinds(filters: Filters) -> str:
    """Say how to follow more links, unless all are followed."""
    all_followed = filters.links == frozenset(LinkKind)
    return "" if all_followed else " --links all follows every kind of link."


def _list(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_BEFORE
    shown = "; ".join(names[:_SHOWN_BEFORE])
    return f"{shown} and {more} more" if more > 0 else shown


def _origin(link: Link) -> tuple[str, str]:
    return str(link.facts), "" if link.known_from is None else link.known_from.isoformat()
