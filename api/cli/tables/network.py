"""Who is tied to whom, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.tables.layout import Grid, Line, spaced, titled_table
from api.formats.words import chance_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from api.formats.words import Words
    from matcher.questions.network_records import Network

_SHOWN = 30


def network_parts(found: Network, words: Words) -> Iterator[RenderableType]:
    """Show the way, the most central, the communities, and who links them."""
    yield Line(heading(found), bold=True)
    yield Line(
        f"Facts as of {found.as_of}, data version {found.data_version}. "
        f"{found.organisations:,} organisations are tied by {found.ties_in_all:,} ties in all."
    )
    for note in found.notes:
        yield Line(note)
    if found.path:
        yield Line(f"The shortest way: {' - '.join(map(words.organisation, found.path))}.")
    yield Line("")
    yield spaced(_nodes(found))
    if len(found.nodes) > _SHOWN:
        yield Line(f"{len(found.nodes) - _SHOWN} more: --format csv gives all.\n")
    if found.communities:
        yield spaced(_communities(found, words))
    if found.brokers:
        yield spaced(_brokers(found))


def heading(found: Network) -> str:
    """Say in a line what is shown."""
    count = len(found.nodes)
    shown = f"{count:,} organisation{'' if count == 1 else 's'}"
    if found.focus_name is None:
        return f"Who is tied to whom by shared work: {shown}"
    within = f"{found.depth} tie{'' if found.depth == 1 else 's'}"
    return f"The network of {found.focus_name} within {within}: {shown}"


def _nodes(found: Network) -> Grid:
    table = titled_table(
        "The most central",
        "Organisation",
        "Sector",
        right=("Community", "Partners", "Strength", "Centrality"),
        last="On shortest ways",
    )
    for node in found.nodes[:_SHOWN]:
        table.add_row(
            node.name,
            node.sector,
            "" if node.community is None else str(node.community),
            str(node.partners),
            f"{node.strength:z.2f}",
            f"{node.centrality:z.2f}",
            chance_words(node.betweenness) if node.betweenness else "none",
        )
    return table


def _communities(found: Network, words: Words) -> Grid:
    table = titled_table(
        "Communities: who works with each other more than with others",
        "Community",
        right=("Organisations", "Works"),
        last="Mostly",
    )
    for each in found.communities:
        mostly = [words.pathway(each.pathway)] if each.pathway else []
        mostly += [each.area] if each.area else []
        row = (f"{each.number}: {each.name}", str(each.organisations), str(each.works))
        table.add_row(*row, "; ".join(mostly))
    return table


def _brokers(found: Network) -> Grid:
    table = titled_table(
        "Brokers: who links others",
        "Organisation",
        right=("On shortest ways", "Cut off without it"),
        last="Links communities",
    )
    for each in found.brokers:
        linked = ", ".join(map(str, each.communities))
        table.add_row(each.name, chance_words(each.betweenness), str(each.cut_off), linked)
    return table
