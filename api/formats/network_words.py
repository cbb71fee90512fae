"""What a network says, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from api.formats.network_rows import works_in_words
from graph.records.kinds import Sector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.formats.words import Words
    from matcher.questions.network_records import Network

SECTORS = {
    Sector.VCSE.value: "VCSE",
    Sector.MUTUAL.value: "Mutual",
    Sector.PRIVATE.value: "Private",
    Sector.PUBLIC.value: "Public",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a way: two organisations, and the works that both delivered."""

    first: str
    second: str
    works: str


def steps(found: Network) -> Iterator[Step]:
    """Tell the way from one end to the other."""
    names = {node.id: node.name for node in found.nodes}
    works = {frozenset((tie.first, tie.second)): tie.works for tie in found.ties}
    for first, second in pairwise(found.path or ()):
        shared = works_in_words(works[frozenset((first, second))])
        yield Step(first=names[first], second=names[second], works=shared)


def filter_words(found: Network, words: Words) -> str:
    """Say which work counts, as the end of a sentence has it; empty for all."""
    said = []
    if found.kind:
        said.append(f"of the kind {found.kind.replace('-', ' ')}")
    if found.area:
        said.append(f"in {found.area.name}")
    if found.pathway:
        said.append(f"on {words.pathway(found.pathway)}")
    if found.sector:
        said.append(f"between those of the {SECTORS[found.sector]} sector")
    if found.first_year or found.last_year:
        said.append(_years(found.first_year, found.last_year))
    if found.min_strength:
        said.append(f"with ties of at least {found.min_strength:g}")
    return f", {', '.join(said)}" if said else ""


def _years(first: int | None, last: int | None) -> str:
    if first and last:
        return f"in {first}" if first == last else f"from {first} to {last}"
    return f"since {first}" if first else f"until {last}"
