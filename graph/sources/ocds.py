"""Contract awards in the Open Contracting Data Standard (https://standard.open-contracting.org).

Release packages, record packages, and releases line by line. A process has one entry: each award in
it is a collaboration of its buyer and its suppliers. It counts from the day of the release that
said so; the day of the award itself is earlier, but was not public yet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.records.model import Source
from graph.sources.fields import public_day_of
from graph.sources.json_forms import begins_as_json, is_line_by_line, values
from graph.sources.ocds_awards import SOURCE
from graph.sources.ocds_process import Process
from graph.sources.ocds_releases import by_process, releases_of
from graph.sources.parts import AnyPart
from graph.sources.protocol import SET, SET_WORDS, Context, Importer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.records.entries import Entry
    from graph.records.provenance import PartialDate
    from graph.sources.files import SourceFile, Value

_LIST = re.compile(r'"(releases|records)"\s*:\s*\[')
_OCID = re.compile(r'"ocid"\s*:\s*"(ocds-[a-z0-9]{6})?')
_PUBLISHED = re.compile(r'"publishedDate"\s*:\s*"([^"]{4,40})"')


def _part_of(file: SourceFile) -> str:
    """Tell contracts from others, and whose they are; several publishers' have no name."""
    if not begins_as_json(file) or not _OCID.search(file.start):
        message = (
            f"{file.path} does not begin with releases of the Open Contracting Data Standard "
            '(objects with an "ocid"); grants in the 360Giving standard are read by `360giving`'
        )
        raise SourceError(message)
    publishers = set(_OCID.findall(file.start))
    return publishers.pop() if len(publishers) == 1 else ""


def _published_in(file: SourceFile) -> PartialDate | None:
    """Give the day on which the package was published, if it is one package alone."""
    if is_line_by_line(file):
        return None
    found = _PUBLISHED.search(file.start)
    return public_day_of(found[1]) if found else None


def _values(file: SourceFile) -> Iterator[Value | Reject]:
    """Yield what the file holds: releases, records, or packages of them."""
    found, first = _LIST.search(file.start), _OCID.search(file.start)
    is_package = found and first and found.start() < first.start()
    yield from values(file, f"{found[1]}.item" if found and is_package else "")


def _read(file: SourceFile, context: Context) -> Iterator[Entry | Reject]:
    """Yield an entry for each process, once all releases are read."""
    releases = (
        release
        for value in _values(file)
        for release in ([value] if isinstance(value, Reject) else releases_of(value))
    )
    for found in by_process(releases):
        if isinstance(found, Reject):
            yield found
            continue
        ocid, its = found
        process = Process(ocid, context.places)
        for release in its:
            process.take_in(release, context.published)
        yield from process.result()


IMPORTER = Importer(
    name="ocds",
    words="Contract awards, with buyer, suppliers, value, dates, regions and what was bought (CPV)",
    formats="release packages, record packages or releases line by line, such as releases.jsonl",
    origin=Source(
        id=SOURCE,
        title="Contract awards in the Open Contracting Data Standard",
        address="https://www.find-tender.service.gov.uk; https://www.contractsfinder.service.gov.uk",
        kind="notices",
        published=None,
        licence="OGL v3",
    ),
    options={SET: f"{SET_WORDS}, such as a month: set=2025-03"},
    parts=AnyPart(_read),
    part_of=_part_of,
    published_in=_published_in,
)
