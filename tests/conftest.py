"""What holds for all tests: random examples are never judged by the clock; a Neo4j server.

Where tests run in several processes, those of one file stay in one of them: what a file makes once
is made once. The files that take longest begin first, so that no process ends alone with them.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from hypothesis import is_hypothesis_test, settings

from graph.packs import reading
from tests.builtin import read_once
from tests.neo4j_server.fixtures import (  # noqa: F401  (fixtures are found by name)
    database,
    empty_store,
    own_server,
    shared_server,
)

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
gc.set_threshold(20_000, 20, 10)  # Python's own 700 took a fifth of the time of some files


if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer
    from xdist.scheduler import LoadGroupScheduling

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
    "tests/graph/test_later_facts.py",
)
"""Files of half a minute or more, the longest first, after those with a server or a browser."""

MEASURED_SEEDS = 3

UNMEASURED = ("tests/browser/", "tests/docs/", "tests/fuzz/", "tests/tooling/")
"""Tests of whole pages, documents and tools: what these rest on has tests of its own."""


@pytest.fixture(scope="session", autouse=True)
def _built_in_read_once() -> Iterator[None]:
    """Read the pack of a built-in programme once, however many stores it fills."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "read_pack", read_once)
        yield


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep tests that share a server or a browser in one process; let the longest files begin.

    Measuring coverage slows every line down. So tests that go through the lines of others do not
    measure it: problems that are drawn at random, most of those by number, and `UNMEASURED`.
    """
    for item in items:
        if isinstance(item, pytest.Function) and _goes_where_others_do(item):
            item.add_marker(pytest.mark.no_cover)
        for server in {"shared_server", "own_server", "browser"} & {
            *getattr(item, "fixturenames", ())
        }:
            item.add_marker(pytest.mark.xdist_group(server))
    if hasattr(config, "workerinput"):  # one of several processes
        items.sort(key=_turn)


def _goes_where_others_do(item: pytest.Function) -> bool:
    """Whether a test tries random examples, a late seed, or a whole for the sake of its look."""
    spec = getattr(item, "callspec", None)
    seed = 0 if spec is None else spec.indices.get("seed", 0)
    is_random = is_hypothesis_test(item.obj)
    return is_random or seed >= MEASURED_SEEDS or item.nodeid.startswith(UNMEASURED)


def _turn(item: pytest.Item) -> int:
    """Give the place of a test's file; tests of one place stay as they are, often shuffled."""
    if item.get_closest_marker("xdist_group"):
        return -1
    path = item.nodeid.partition("::")[0]
    return LONGEST.index(path) if path in LONGEST else len(LONGEST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadGroupScheduling | None:
    """Give each process a whole file, or a whole group where tests are marked with one."""
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadGroupScheduling  # noqa: PLC0415  (in the main process only)

    class Files(LoadGroupScheduling):
        def _split_scope(self, nodeid: str) -> str:
            group: str = super()._split_scope(nodeid)
            return group.partition("::")[0]

    config.option.loadscopereorder = False  # most tests are not longest
    return Files(config, log)
