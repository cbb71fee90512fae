"""No cell brings an importer of a register down, and all rows are counted."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records.entries import Entry, Reject
from graph.sources import importer
from graph.sources.charity_commission import charity, several
from graph.sources.charity_commission.rows import NUMBER
from graph.sources.files import SourceFile
from graph.stores.entry_rows import entry, said
from tests.graph.sources.reading import context

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: dict[str, list[tuple[str, ...]]] = {
    "charity-commission": [
        charity.FIELDS,
        *((NUMBER, *part.needed, *part.more) for part in several.PARTS.values()),
    ],
    "companies-house": [
        (
            *("CompanyName", "CompanyNumber", "CompanyCategory", "CompanyStatus"),
            *("IncorporationDate", "RegAddress.PostCode", "SICCode.SicText_1"),
            *("PreviousName_1.CONDATE", "PreviousName_1.CompanyName", "DissolutionDate"),
        )
    ],
    "uk-cat": [
        (
            *("org_id", "name", "activities", "UKCAT", "objects", "income", "spending", "fye"),
            *("web", "postcode", "company_number", "date_registered", "active", "ICNPTSO"),
        ),
        ("org_id", "ukcat_code"),
    ],
}
TEXTS = st.sampled_from(
    [
        *("", "1000031", "GB-CHC-1000031", "01234567", "2019-03-31", "31/03/9999", "41536", "-5"),
        *("1e400", "nan", "True", "Essex", "=1+1", "\ud800", "\x00", "9" * 5000, "a@b.example"),
        *("Community Interest Company", "Country", "Inquiry report", "\\", '"', "SW1A 1AA"),
    ]
) | st.text(max_size=12)
CELLS = TEXTS | st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)


def _said(source: str, path: Path, content: bytes, options: dict[str, str]) -> list[Any]:
    path.write_bytes(content)
    file = SourceFile.look_over(path, progress=lambda *_: None)
    of = importer(source)
    return list(of.parts[of.part_of(file)](file, context(**options)))


def _check(found: list[Any], rows: int) -> None:
    assert sum(each.rows for each in found) == rows
    for each in found:
        if isinstance(each, Entry):
            text = said(each)
            text.encode()
            assert entry(each.key, each.row, each.rows, text) == each
        else:
            assert isinstance(each, Reject)
            f"{each.key} {each.field} {each.reason} {each.value}".encode()


@pytest.mark.parametrize(("source", "options"), [("charity-commission", {"removed": "all"})])
@settings(max_examples=40)
@given(data=st.data())
def test_no_json_cell_is_too_much(
    tmp_path_factory: pytest.TempPathFactory,
    source: str,
    options: dict[str, str],
    data: st.DataObject,
) -> None:
    fields = data.draw(st.sampled_from(FIELDS[source]))
    of_row = st.fixed_dictionaries(
        dict.fromkeys(fields, CELLS) | {NUMBER: st.just(1000031) | CELLS}
    )
    records = data.draw(st.lists(of_row, min_size=1, max_size=4))
    path = tmp_path_factory.mktemp("random") / "x.json"
    _check(_said(source, path, json.dumps(records).encode(), options), len(records))


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("charity-commission", {"removed": "all"}),
        ("companies-house", {"only": "all"}),
        ("uk-cat", {}),
    ],
)
@settings(max_examples=40)
@given(data=st.data())
def test_no_cell_of_a_table_is_too_much(
    tmp_path_factory: pytest.TempPathFactory,
    source: str,
    options: dict[str, str],
    data: st.DataObject,
) -> None:
    fields = data.draw(st.sampled_from(FIELDS[source]))
    of_row = st.lists(TEXTS, min_size=len(fields), max_size=len(fields))
    records = data.draw(st.lists(of_row, min_size=1, max_size=4))
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([fields, *records])
    path = tmp_path_factory.mktemp("random") / "x.csv"
    content = text.getvalue().replace("\r", "").replace("\0", "").encode("utf-8", "replace")
    _check(_said(source, path, content, options), len(records))


@pytest.mark.parametrize("source", list(FIELDS))
@settings(max_examples=40)
@given(content=st.binary(min_size=1, max_size=80) | st.text(min_size=1).map(str.encode))
def test_whatever_is_no_register_is_told(
    tmp_path_factory: pytest.TempPathFactory, source: str, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("random") / "x"
    with pytest.raises(SourceError):
        _said(source, path, content, {})
