"""Reading a text with an importer, as `matcher import` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.records.entries import Entry, Reject
from graph.records.provenance import PartialDate
from graph.sources import importer
from graph.sources.files import SourceFile
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from tests.builders import small_facts

if TYPE_CHECKING:
    from pathlib import Path


def context(published: str = "2020-05-01", **options: str) -> Context:
    """What an importer needs to know of the small programme; a blank day is not known."""
    facts = small_facts()
    return Context(
        facts=facts,
        places=PlaceNames(facts.places),
        published=PartialDate(published) if published else None,
        options=options,
    )


def read(
    source: str, path: Path, content: str | bytes | None = None, /, **options: str
) -> tuple[list[Entry], list[Reject]]:
    """Give the entries and the rejects of a file, which has the content afterwards."""
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    file = SourceFile.look_over(path, progress=lambda *_: None)
    of = importer(source)
    said = list(of.parts[of.part_of(file)](file, context(**options)))
    entries = [each for each in said if isinstance(each, Entry)]
    return entries, [each for each in said if isinstance(each, Reject)]
