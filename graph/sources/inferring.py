"""Inferring capabilities from what a programme's sources say, as one more source: ``texts``.

The newest inference takes the place of the one before, as any newer file of a source does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph.assembly.assemble import own_facts, who_is_who
from graph.records.entries import Import
from graph.records.model import LinkedIdentifier
from graph.sources.importing import BATCH, keep_said
from graph.sources.places import Level, PlaceNames
from graph.texts.inference import ORIGIN, TEXTS, Counts, infer
from graph.texts.joining import joining
from graph.texts.model_file import model_bytes
from graph.texts.places import NamedArea, PlacesInTexts, Size, towns

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.records.entries import Entry
    from graph.records.facts import Facts
    from graph.records.identifiers import PlaceCode
    from graph.records.model import Place
    from graph.stores.protocol import Holdings
    from graph.texts.joining import Joined
    from graph.texts.model import Model

_SIZES = {Level.REGION: Size.REGION, Level.COUNTRY: Size.COUNTRY}
Progress = Callable[[str, int], None]
"""Told what is being done, and how many of it are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """An inference that was begun and does not count yet; `undated` texts were not read."""

    held: Import
    counts: Counts
    undated: int


def infer_into(
    holdings: Holdings,
    facts: Facts,
    model: Model,
    *,
    threshold: float,
    progress: Progress = lambda *_: None,
) -> Inferred:
    """Read what sources say into the holdings, as an import that is begun but does not count yet.

    Parameters
    ----------
    holdings : what sources say, and where to
    facts : the programme's own, for its pathways, cohorts and places
    model : what tells how likely a text says what
    threshold : how likely a capability has to be, in (0, 1]
    progress : told what is being done, and how many of it are done

    Raises
    ------
    StoreError
        If the holdings cannot be read, or a batch cannot be kept.
    """
    counts = Counts()
    with joining() as joined:
        _gather(holdings, facts, joined, progress)
        said = f"{hashlib.sha256(model_bytes(model)).hexdigest()} {threshold}"
        begun = holdings.begin(
            Import(
                source=TEXTS,
                file=model.name,
                digest=hashlib.sha256(said.encode()).hexdigest(),
                origin=ORIGIN,
                begun=datetime.now(UTC),
            )
        )
        found = infer(
            joined.told(),
            model,
            facts,
            reader=places_in_texts(facts.places),
            threshold=threshold,
            counts=counts,
        )
        rows, entries, rejected = keep_said(
            holdings, begun.number, found, lambda _: progress("Reading texts", counts.read)
        )
        held = replace(begun, rows=rows, entries=entries, rejected=rejected)
        return Inferred(held=held, counts=counts, undated=joined.undated)


def _gather(holdings: Holdings, facts: Facts, joined: Joined, progress: Progress) -> None:
    """Bring together what sources say, by who is who as the facts have it."""
    before = [held.number for held in holdings.imports() if held.source == TEXTS]
    linked: list[LinkedIdentifier] = []

    def told() -> Iterator[Entry]:
        for done, (_, entry) in enumerate(holdings.entries(leaving_out=before)):
            linked.extend(each for each in entry.records if isinstance(each, LinkedIdentifier))
            if done % BATCH == 0:
                progress("Gathering texts", done)
            yield entry

    joined.add(told())
    own = own_facts(facts)
    joined.unite(who_is_who(own, linked, holdings.links(), holdings.decisions()))


def places_in_texts(places: Sequence[Place]) -> PlacesInTexts:
    """Give what finds a programme's places in texts, by the names of areas and of towns."""
    names = PlaceNames(places)

    def area(name: str, there: tuple[PlaceCode, ...], level: Level) -> NamedArea:
        return NamedArea(
            words=tuple(name.lower().split()),
            places=there,
            authorities=names.authorities(there),
            size=_SIZES.get(level, Size.LOCAL),
        )

    areas = [area(name, there, level) for name, level, there in names.areas()]
    for town, authority in towns():
        if there := names.named(authority, levels=(Level.AUTHORITY,)):
            areas.append(area(town, there, Level.AUTHORITY))
    return PlacesInTexts(areas)
