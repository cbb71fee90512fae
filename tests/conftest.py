"""What holds for all tests: random examples are never judged by the clock; a Neo4j server."""

from __future__ import annotations

import gc
import os
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
from tests.processes import stray_fixture, turn_of, unit_of

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
gc.set_threshold(20_000, 20, 10)  # Python's own 700 took a fifth of the time of some files


if TYPE_CHECKING:
    from collections.abc import Iterator

    from xdist.remote import Producer
    from xdist.scheduler import LoadScopeScheduling

MEASURED_SEEDS = 3

UNMEASURED = ("tests/browser/", "tests/docs/", "tests/fuzz/", "tests/tooling/")
"""Tests of whole pages, documents and tools: what these rest on has tests of its own."""


@pytest.fixture(scope="session", autouse=True)
def _built_in_read_once() -> Iterator[None]:
    """Read the pack of a built-in programme once, however many stores it fills."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "read_pack", read_once)
        yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Say which tests measure coverage; in one of several processes, let the longest begin.

    Measuring coverage slows every line down. So tests that go through the lines of others do not
    measure it: problems that are drawn at random, most of those by number, and `UNMEASURED`.
    """
    for item in items:
        if isinstance(item, pytest.Function) and _goes_where_others_do(item):
            item.add_marker(pytest.mark.no_cover)
    if hasattr(config, "workerinput"):  # one of several processes
        items.sort(key=lambda item: turn_of(item.nodeid))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Fail a test whose server or browser a second process might start."""
    if stray := stray_fixture(item):
        pytest.fail(f"it uses {stray}: name its file in tests/processes.py", pytrace=False)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Start one process more than can run at once: tests wait for servers, browsers and kills."""
    return (os.cpu_count() or 1) + 1


def _goes_where_others_do(item: pytest.Function) -> bool:
    """Whether a test tries random examples, a late seed, or a whole for the sake of its look."""
    spec = getattr(item, "callspec", None)
    seed = 0 if spec is None else spec.indices.get("seed", 0)
    is_random = is_hypothesis_test(item.obj)
    return is_random or seed >= MEASURED_SEEDS or item.nodeid.startswith(UNMEASURED)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Give each process a whole unit at a time."""
    if config.getoption("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415  (in the main process only)

    class Units(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return unit_of(nodeid)

    config.option.loadscopereorder = False  # most tests are not longest
    return Units(config, log)
