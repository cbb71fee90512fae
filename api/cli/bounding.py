"""What `matcher places boundaries` does: load boundaries, say what is loaded, remove them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.cli.output import note
from api.cli.session import open_service
from api.cli.tables.layout import Line
from api.formats.serialise import to_plain
from api.service.settings import boundaries_folder
from graph.maps.boundaries import listed, read_boundaries
from graph.maps.kept import boundaries_path, keep, kept_boundaries, remove

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from api.cli.output import Output
    from api.cli.state import FactsAddress
    from api.service.service import Service
    from graph.maps.boundaries import Boundaries


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Boundaries as they are loaded.

    `approximate` are the codes of local authorities that they do not have, or only as part of a
    later one; `repaired` and `unused` count outlines, and are None of what was loaded earlier.
    """

    programme: str
    files: tuple[str, ...]
    keys: tuple[str, ...]
    authorities: int
    approximate: tuple[str, ...]
    repaired: int | None
    unused: int | None
    attribution: str
    kept_in: str


COLUMNS = tuple(Loaded.__dataclass_fields__)


def load(
    facts: FactsAddress,
    files: Sequence[Path],
    output: Output,
    *,
    key: str | None,
    attribution: str,
) -> None:
    """Read boundaries, keep them, and say what they have."""
    service = open_service(facts)
    places = service.snapshot.authorities
    found = read_boundaries(files, places, key=key, attribution=attribution)
    path = _path(facts, service)
    keep(path, found)
    if missing := found.missing(places):
        note(f"Approximate, since the files do not have them: {listed(missing)}.")
    if not attribution:
        note("If their licence asks for an attribution, load them with --attribution TEXT.")
    _emit(_loaded(service, found, path, fresh=True), output)


def tell(facts: FactsAddress, output: Output) -> None:
    """Say which boundaries are loaded."""
    service = open_service(facts)
    path = _path(facts, service)
    found = kept_boundaries(path)
    if found is None:
        note("No boundaries are loaded: shapes are approximate. docs/maps.md says where some are.")
        return
    _emit(_loaded(service, found, path, fresh=False), output)


def remove_loaded(facts: FactsAddress) -> None:
    """Remove boundaries that were loaded."""
    removed = remove(_path(facts, open_service(facts)))
    note("Removed; shapes are approximate." if removed else "No boundaries were loaded.")


def _path(facts: FactsAddress, service: Service) -> Path:
    folder = boundaries_folder(os.environ.get("MATCHER_BOUNDARIES"), facts.store_url)
    return boundaries_path(folder, service.programme)


def _loaded(service: Service, found: Boundaries, path: Path, *, fresh: bool) -> Loaded:
    missing = (str(place.code) for place in found.missing(service.snapshot.authorities))
    return Loaded(
        programme=service.programme,
        files=found.files,
        keys=found.keys,
        authorities=len(found.outlines),
        approximate=(*missing, *found.divided),
        repaired=found.repaired if fresh else None,
        unused=found.unused if fresh else None,
        attribution=found.attribution,
        kept_in=str(path),
    )


def _emit(loaded: Loaded, output: Output) -> None:
    row = {**to_plain(loaded)}
    for name in ("files", "keys", "approximate"):
        row[name] = ";".join(row[name])

    def table() -> Iterator[RenderableType]:
        yield Line(
            f"{', '.join(loaded.files)}: {loaded.authorities:,} local authorities", bold=True
        )
        yield Line(
            f"by the property {', '.join(loaded.keys)}; {len(loaded.approximate):,} approximate"
        )
        if loaded.repaired:
            were = (
                "outline was broken and is"
                if loaded.repaired == 1
                else "outlines were broken and are"
            )
            yield Line(f"{loaded.repaired:,} {were} repaired")
        if loaded.unused:
            of = (
                "outline is of another place"
                if loaded.unused == 1
                else "outlines are of other places"
            )
            yield Line(f"{loaded.unused:,} {of}")
        yield Line(f"kept in {loaded.kept_in}")

    output.emit(loaded, columns=COLUMNS, rows=lambda: [row], table=table)
