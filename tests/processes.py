"""Which tests one process runs, where there are several: a file, or all that share a server.

A file stays in one process: what it makes once is made once. So do all files that share a browser
or a Neo4j server: each would start one of its own elsewhere. They begin first, since they wait
most; then come the files that take longest, so that no process ends alone with one.

pytest-xdist has marks for that. It passes them on by a private name of pytest's, which pytest 9.2
does not have any more, and then runs each file on its own without a word. Here the path says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pytest

SHARED: Mapping[str, tuple[str, ...]] = {
    "browser": ("tests/browser/", "tests/benchmarks/test_network_map.py"),
    "own_server": (
        "tests/api/web/test_neo4j_outage.py",
        "tests/graph/stores/neo4j/test_neo4j_kills.py",
        "tests/graph/stores/neo4j/test_neo4j_tls.py",
    ),
    "shared_server": (
        "tests/api/web/test_neo4j_answers.py",
        "tests/docs/test_neo4j_doc.py",
        "tests/graph/stores/neo4j/",
        "tests/graph/stores/test_released_neo4j.py",
        "tests/graph/test_later_facts.py",
    ),
}
"""Fixtures that one process has for all, and how the paths of their tests begin."""

LONGEST = (
    "tests/api/cli/test_cli_questions.py",
    "tests/api/cli/test_cli.py",
    "tests/matcher/engine/test_enumeration.py",
    "tests/matcher/engine/test_oracle.py",
    "tests/matcher/case/test_as_of.py",
    "tests/api/cli/test_cli_store.py",
    "tests/api/cli/test_cli_data.py",
    "tests/graph/packs/test_packs.py",
    "tests/api/cli/test_cli_opening.py",
    "tests/graph/stores/test_copying.py",
)
"""Files of half a minute or more, the longest first."""

_ORDER = (*SHARED, *LONGEST)


def unit_of(nodeid: str) -> str:
    """Name what one process runs whole with this test: what is shared, or the test's file."""
    path = nodeid.partition("::")[0]
    for fixture, beginnings in SHARED.items():
        if path.startswith(beginnings):
            return fixture
    return path


def turn_of(nodeid: str) -> int:
    """Give the place of a test's unit; tests of one place stay as they are, often shuffled."""
    unit = unit_of(nodeid)
    return _ORDER.index(unit) if unit in _ORDER else len(_ORDER)


def stray_fixture(item: pytest.Item) -> str:
    """Name what a test shares without its file being said to; a second process might make it."""
    used = SHARED.keys() & {*getattr(item, "fixturenames", ())}
    return ", ".join(sorted(used - {unit_of(item.nodeid)}))
