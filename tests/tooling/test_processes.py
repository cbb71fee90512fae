"""Tests that share a server or a browser are run by one process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.processes import LONGEST, SHARED, stray_fixture, turn_of, unit_of
from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence


class Item:
    """A test, as far as it matters here."""

    def __init__(self, nodeid: str, fixturenames: Sequence[str]) -> None:
        self.nodeid, self.fixturenames = nodeid, fixturenames


BROWSER = "tests/browser/test_journeys.py::test_a[mouse-chromium]"
KILLS = "tests/graph/stores/neo4j/test_neo4j_kills.py::test_b"


@pytest.mark.parametrize(
    ("nodeid", "unit"),
    [
        (BROWSER, "browser"),
        (KILLS, "own_server"),
        ("tests/graph/stores/neo4j/test_neo4j.py::TestNeo4j::test_c[x::y]", "shared_server"),
        ("tests/graph/test_tables.py::test_d", "tests/graph/test_tables.py"),
    ],
)
def test_a_process_runs_a_file_or_all_that_share_a_server(nodeid: str, unit: str) -> None:
    assert unit_of(nodeid) == unit


def test_what_waits_begins_before_the_longest_and_these_before_the_others() -> None:
    turns = [turn_of(nodeid) for nodeid in (BROWSER, *LONGEST, "tests/graph/test_tables.py")]
    assert turns == sorted(turns)
    assert len({*turns}) == len(turns)


@pytest.mark.parametrize("path", [*LONGEST, *(path for each in SHARED.values() for path in each)])
def test_every_path_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize(
    ("nodeid", "fixtures", "stray"),
    [
        (BROWSER, ["page", "browser"], ""),
        (KILLS, ["own_server"], ""),
        (KILLS, ["own_server", "shared_server"], "shared_server"),
        ("tests/graph/test_tables.py::test_d", ["browser", "tmp_path"], "browser"),
    ],
)
def test_a_server_that_a_second_process_would_start_is_named(
    nodeid: str, fixtures: list[str], stray: str
) -> None:
    assert stray_fixture(Item(nodeid, fixtures)) == stray  # type: ignore[arg-type]
