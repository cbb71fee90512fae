"""Every importer withstands small files with wrong bytes, cells and values."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.sources import IMPORTERS
from tests.fuzz.property import check, seeds

if TYPE_CHECKING:
    from collections.abc import Callable

    Draw = Callable[[st.SearchStrategy[Any]], Any]

ODD = st.sampled_from(
    ["", " ", "\0", "\ud800", "9999-12-31", "0000-00-00", "31/12/9999", "1e999", "-1", "NaN",
     "٣", "E99999999", "GB-CHC-1", "=1+1", "x" * 5000, "a,b", '"', "\\", "☃" * 300, "İ"]
)  # fmt: skip
ODD_VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | ODD | st.just([]) | st.just({}) | st.just([None]) | st.just([[]]) | st.just({"": {}})
    | st.just(10**30) | st.just(1e300)
)  # fmt: skip


@pytest.mark.parametrize("source", IMPORTERS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_importer_withstands_wrong_bytes(source: str, data: st.DataObject) -> None:
    name, content = data.draw(st.sampled_from(seeds(source)))
    changed = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed)))
        gone = data.draw(st.integers(0, 30))
        changed[at : at + gone] = data.draw(st.binary(max_size=8))
    check(source, name, bytes(changed))


@pytest.mark.parametrize("source", IMPORTERS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_an_importer_withstands_wrong_values(source: str, data: st.DataObject) -> None:
    name, content = data.draw(st.sampled_from(seeds(source)))
    text = content.decode("utf-8-sig")
    for _ in range(data.draw(st.integers(1, 4))):
        if text.lstrip().startswith(("{", "[")):
            text = _wrong_json(data.draw, text)
        else:
            text = _wrong_table(data.draw, text)
    check(source, name, text.encode("utf-8", "surrogatepass"))


def _wrong_json(draw: Draw, text: str) -> str:
    """Put an odd value somewhere."""
    whole = json.loads(text.splitlines()[0] if text.startswith("{") else text)
    at, parts = whole, []
    while isinstance(at, (dict, list)) and at:
        key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        parts.append((at, key))
        at = at[key]
    if parts:
        holder, key = draw(st.sampled_from(parts))
        holder[key] = draw(ODD_VALUES)
    return json.dumps(whole) + "\n"


def _wrong_table(draw: Draw, text: str) -> str:
    """Put an odd cell somewhere below the header, or leave one out."""
    delimiter = "\t" if "\t" in text.splitlines()[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    row = draw(st.sampled_from(rows[1:] or rows))
    at = draw(st.integers(0, max(len(row) - 1, 0)))
    row[at : at + 1] = draw(st.just([]) | ODD.map(lambda cell: [cell]))
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quotechar='"', escapechar="\\").writerows(rows)
    return out.getvalue()
