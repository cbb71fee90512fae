"""What must hold of every importer, whatever bytes a file has."""

from __future__ import annotations

import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.packs.reading import builtin, read_pack
from graph.records.entries import Entry
from graph.records.provenance import PartialDate
from graph.sources import importer
from graph.sources.files import SourceFile
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores import entry_rows
from tests.benchmarks.register.__main__ import write_register
from tests.graph.sources import test_moj_interventions as moj
from tests.graph.sources import test_ocds as ocds
from tests.graph.sources import test_threesixty_giving as giving
from tests.graph.sources import test_uk_cat as uk_cat
from tests.graph.sources.test_companies_house import COMPANY, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONSORTIA = (
    "project,organisation,role,start,end,place,topic\n"
    "P1,Alpha,lead,2013-01-01,2014-01-01,Essex,housing\nP1,Beta,partner,,,,\n"
)
_MOST_ENTRIES = 100_000


@cache
def context(source: str) -> Context:
    """What an importer needs to know."""
    name = "commissioned-rehabilitative-services"
    facts = read_pack(builtin(name)) if source == "moj-interventions" else read_pack(builtin())
    return Context(
        facts=facts, places=PlaceNames(facts.places), published=PartialDate("2020-05-01")
    )


@cache
def seeds(source: str) -> tuple[tuple[str, bytes], ...]:
    """Small files that the importer reads, each with its name."""
    lines = {
        "360giving": ("grants.json", json.dumps({"grants": [giving.GRANT]})),
        "ocds": ("releases.json", json.dumps({"releases": [ocds.RELEASE]})),
        "moj-interventions": ("contracts.jsonl", json.dumps(moj.CONTRACT) + "\n"),
        "companies-house": ("BasicCompanyData-2020-05-01.csv", table(COMPANY, COMPANY)),
        "uk-cat": ("x.csv", uk_cat.HEADER + uk_cat.ROW),
        "consortia": ("x.csv", _CONSORTIA),
    }
    if source in lines:
        name, text = lines[source]
        return ((name, text.encode()),)
    return tuple(_generated(source))


def _generated(source: str) -> Iterator[tuple[str, bytes]]:
    """Give what the generator of registers writes that the importer takes."""
    with tempfile.TemporaryDirectory() as folder:
        write_register(Path(folder), organisations=3)
        for path in sorted(Path(folder).rglob("*.*")):
            content = path.read_bytes()
            try:
                importer(source).part_of(_look(path))
            except SourceError:
                continue
            if content.startswith(b"PK"):
                (member,) = zipfile.ZipFile(path).namelist()
                yield member, zipfile.ZipFile(path).read(member)
            else:
                yield path.name, content


def check(source: str, name: str, content: bytes) -> None:
    """Read a file; nothing but a `SourceError` may be raised, and every entry can be kept.

    Raises
    ------
    AssertionError
        If what comes out is not what went in.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        of, within = importer(source), context(source)
        try:
            file = _look(path)
            part = of.part_of(file)
            of.published_in(file)
            for number, each in enumerate(of.parts[part](file, within)):
                assert each.rows >= (1 if isinstance(each, Entry) else 0), each
                assert number < _MOST_ENTRIES
                if isinstance(each, Entry):
                    _check_entry(each)
                else:
                    f"{each.key}{each.field}{each.reason}{each.value}".encode()
        except SourceError:
            return


def _check_entry(entry: Entry) -> None:
    text = entry_rows.said(entry)
    text.encode()
    entry.key.encode()
    assert entry_rows.entry(entry.key, entry.row, entry.rows, text) == entry


def _look(path: Path) -> SourceFile:
    return SourceFile.look_over(path, progress=lambda *_: None)
