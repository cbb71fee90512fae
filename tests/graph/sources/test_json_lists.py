"""The items of a list in a JSON file, one by one."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources.files import SourceFile, Value
from graph.sources.json_lists import field_items, list_items
from graph.sources.json_values import DEEPEST

if TYPE_CHECKING:
    from pathlib import Path

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)


def items(text: str | bytes, *, chunk: int = 7, longest: int = 10_000) -> list[Any]:
    content = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    stream = cast("io.BufferedReader[io.RawIOBase]", io.BytesIO(content))
    return [item for item, _ in list_items(stream, "utf-8", chunk=chunk, longest=longest)]


@given(st.lists(VALUES, max_size=4), st.integers(1, 9), st.sampled_from([None, 2]))
def test_the_items_are_those_that_a_whole_reading_gives(
    values: list[Any], chunk: int, indent: int | None
) -> None:
    assert items(json.dumps(values, indent=indent), chunk=chunk) == values
    written = json.dumps(values, ensure_ascii=False, indent=indent)
    assert items(written.encode("utf-8", "replace"), chunk=chunk) == json.loads(
        written.encode("utf-8", "replace")
    )


@given(st.text('[]{},:"1e \\a\n', max_size=12), st.integers(1, 4))
def test_what_is_no_list_is_refused_just_where_a_whole_reading_refuses_it(
    text: str, chunk: int
) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        expected = None
    if isinstance(expected, list):
        assert items(text, chunk=chunk) == expected
    elif "][" not in "".join(text.split()):
        with pytest.raises(ValueError, match=r"\w"):
            items(text, chunk=chunk)


def test_lists_behind_each_other_are_read_one_after_another() -> None:
    assert items("[1, 2]\n[]\n [3]\n") == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no list"),
        ('{"a": 1}', "no list"),
        ("[1, 2", "cut off|no comma"),
        ('[{"a": "b', "cut off"),
        ("[1 2]", "no comma"),
        ("[1,]", "nothing stands behind a comma"),
        ("[1] x", "stands behind the end"),
        ("[NaN]", "no number"),
        ("[1e999]", "^1e999 is too large a number$"),
        (f"[{'9' * 5000}]", "^a number has thousands of digits$"),
        ("[" * 100_000, "too deep"),
        ('["' + "a" * 20_000 + '"]', "longer than 10,000"),
        ("[nul]", "no JSON"),
    ],
)
def test_a_damaged_list_is_told(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        items(text, chunk=4096)


def _file(path: Path, text: str) -> SourceFile:
    path.write_text(text, encoding="utf-8")
    return SourceFile.look_over(path, progress=lambda *_: None)


def test_an_item_that_no_store_can_keep_is_rejected_alone(tmp_path: Path) -> None:
    deep = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
    text = f'\ufeff[{{"a": 1}}, {deep}, "\\ud800", 2, tru]'
    found = _file(tmp_path / "a.json", text).json_items("item")
    assert next(found) == Value(number=1, value={"a": 1})
    for number, reason in ((2, "it is deeper than 40 levels"), (3, "it holds half of a letter")):
        reject = next(found)
        assert isinstance(reject, Reject)
        assert (reject.row, reject.reason) == (number, f"the item is no JSON: {reason}")
    assert next(found) == Value(number=4, value=2)
    with pytest.raises(SourceError, match=r"after item 4: "):
        next(found)


def inside(text: str, *, chunk: int = 7, longest: int = 10_000) -> list[Any]:
    stream = cast("io.BufferedReader[io.RawIOBase]", io.BytesIO(text.encode()))
    found = field_items(stream, "utf-8", "a", chunk=chunk, longest=longest)
    return [item for item, _ in found]


@given(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3), st.integers(1, 9))
def test_a_list_inside_an_object_is_found_wherever_it_stands(
    whole: dict[str, Any], chunk: int
) -> None:
    found = whole.get("a", [])
    assert inside(json.dumps(whole), chunk=chunk) == (found if isinstance(found, list) else [])


def test_what_stands_beside_the_list_is_read_over_in_small_parts() -> None:
    beside = json.dumps({"links": ["x" * 50] * 1000, "by": {"a": [9], "b": "y" * 90}})[1:-1]
    text = f'{{{beside}, "a": [1, 2], "z": 0}}\n[7]\n3 {{"a": [4]}}'
    assert inside(text, longest=100) == [1, 2, 4]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{"a": [1, 2', "cut off|no comma"),
        ('{"a": [1]', "no comma|cut off"),
        ('{"a": [1],}', "nothing stands behind a comma"),
        ('{"a" [1]}', "no colon"),
        ("{1: [1]}", "no text"),
        ('{"b": "' + "x" * 200, "longer than 100"),
        ('{"b": ' + "[" * 100_000, "too deep"),
        ('{"b": NaN}', "no number"),
    ],
)
def test_a_damaged_object_is_told(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        inside(text, chunk=4096, longest=100)


def test_values_one_behind_the_other_are_read_whole(tmp_path: Path) -> None:
    found = _file(tmp_path / "a.json", '{"a": [1]}{"b": 2}\n"\\ud800" 3').json_items("")
    first, second, third, fourth = found
    assert first == Value(number=1, value={"a": [1]})
    assert second == Value(number=2, value={"b": 2})
    assert isinstance(third, Reject)
    assert fourth == Value(number=4, value=3)
