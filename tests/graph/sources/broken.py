"""Records of a standard with anything at all in one of their places."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from graph.records.entries import Entry, Reject
from graph.stores.entry_rows import entry, said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path = tuple[str | int, ...]

ODD: tuple[Any, ...] = (
    *("", " ", "\0", "\ud800", "9999-12-31", "2015-02-30", "-5", "NaN", "1e999", "GB-CHC-0", "UKI"),
    *(-1, 10**400, 1e300, float("nan"), float("inf"), True, None, [], {}, [[]], [None], "x" * 300),
)
ANYTHING = st.one_of(
    st.sampled_from(ODD),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)


def paths(value: Any, above: Path = ()) -> Iterator[Path]:
    """Yield how each place within a record is reached, the record itself among them."""
    yield above
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in inside:
            yield from paths(each, (*above, key))


def with_another(record: Any, path: Path, value: Any) -> Any:
    """Give a copy of a record with another value in one place."""
    if not path:
        return value
    changed = copy.deepcopy(record)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


def without(record: Any, path: Path) -> Any:
    """Give a copy of a record that lacks one place."""
    changed = copy.deepcopy(record)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return changed


@st.composite
def broken(draw: st.DrawFn, record: Any) -> Any:
    """Give a record with anything at all in one or two of its places."""
    changed = record
    for _ in range(draw(st.integers(1, 2))):
        places = list(paths(changed))
        changed = with_another(changed, draw(st.sampled_from(places)), draw(ANYTHING))
    return changed


def rows_of(found: Sequence[Entry | Reject]) -> int:
    """Count the rows that entries and rejects stand for, and check that a store can keep all."""
    for each in found:
        if isinstance(each, Entry):
            kept = said(each)
            kept.encode()
            assert entry(each.key, each.row, each.rows, kept) == each
        else:
            f"{each.key}{each.field}{each.reason}{each.value}".encode()
    return sum(each.rows for each in found)
