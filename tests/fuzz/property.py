"""What must hold of every importer, whatever bytes a file has."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import SourceError
from graph.records.entries import Entry, Reject
from graph.records.provenance import PartialDate
from graph.sources import importer
from graph.sources.fields import Fields
from graph.sources.files import Row, SourceFile, Value
from graph.sources.ocds_releases import releases_of
from graph.sources.places import PlaceNames
from graph.sources.protocol import Context
from graph.stores import entry_rows
from tests.benchmarks.register.__main__ import write_register
from tests.builtin import read_builtin
from tests.graph.sources import test_moj_interventions as moj
from tests.graph.sources import test_ocds as ocds
from tests.graph.sources import test_template as template
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
    facts = read_builtin(name) if source == "moj-interventions" else read_builtin()
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
        "template": ("x.csv", _statements()),
    }
    if source in lines:
        name, text = lines[source]
        return ((name, text.encode()),)
    return tuple(_generated(source))


def _statements() -> str:
    """Write a sheet of statements that says something in every column."""
    text = io.StringIO()
    writer = csv.DictWriter(text, template.HEADINGS, restval="")
    writer.writeheader()
    writer.writerows((template.FULL, template.HARBOUR | {"Name": "Quay", "Identifier": ""}))
    return text.getvalue()


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

    Each row that the file gives is in an entry or in a reject, and in one alone.

    Raises
    ------
    AssertionError
        If what comes out is not what went in.
    """
    counting, given = _counting()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        of, within = importer(source), context(source)
        try:
            file = counting.look_over(path, progress=lambda *_: None)
            part = of.part_of(file)
            of.published_in(file)
            rows = 0
            for number, each in enumerate(of.parts[part](file, within)):
                rows += each.rows
                assert each.rows >= (1 if isinstance(each, Entry) else 0), each
                assert number < _MOST_ENTRIES
                if isinstance(each, Entry):
                    _check_entry(each)
                else:
                    f"{each.key}{each.field}{each.reason}{each.value}".encode()
            assert rows == sum(given) or _goes_on(content), (rows, given)
        except SourceError:
            return


def _counting() -> tuple[type[SourceFile], list[int]]:
    """Give a kind of file that counts the rows that it gives to an importer, and the counts."""
    given: list[int] = []

    def counted(rows: Iterator[Any]) -> Iterator[Any]:
        at = len(given)
        given.append(0)
        for row in rows:
            given[at] += row.rows if isinstance(row, Reject) else _rows(row)
            yield row

    class Counting(SourceFile):
        def table(self, *, delimiter: str = ",", quoted: bool = True) -> Iterator[Row | Reject]:
            return counted(super().table(delimiter=delimiter, quoted=quoted))

        def json_lines(self) -> Iterator[Value | Reject]:
            return counted(super().json_lines())

        def json_items(self, prefix: str) -> Iterator[Value | Reject]:
            return counted(super().json_items(prefix))

    return Counting, given


def _rows(row: Row | Value) -> int:
    """Count a row; a package of OCDS counts as its releases do."""
    if isinstance(row, Row):
        return 1
    return sum(1 for each in releases_of(row) if isinstance(each, Fields) or each.rows)


def _goes_on(content: bytes) -> bool:
    """Whether lines of the Commission's text go on in others, which nobody can count from here."""
    return b"\t" in content


def _check_entry(entry: Entry) -> None:
    text = entry_rows.said(entry)
    text.encode()
    entry.key.encode()
    assert entry_rows.entry(entry.key, entry.row, entry.rows, text) == entry


def _look(path: Path) -> SourceFile:
    return SourceFile.look_over(path, progress=lambda *_: None)
