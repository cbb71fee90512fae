"""A server that is killed while somebody writes: what it acknowledged is there, whole."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from graph.stores.neo4j.store import Neo4jStore
from tests.neo4j_server.fixtures import account_of, wipe

if TYPE_CHECKING:
    from tests.neo4j_server.fixtures import Account
    from tests.neo4j_server.server import Neo4jServer


@pytest.fixture
def own(own_server: Neo4jServer) -> Account:
    """The account of the server that may be stopped and killed; empty."""
    wipe(account_of(own_server))
    return account_of(own_server)


WRITING = """
import sys
from dataclasses import replace
from graph.errors import StoreUnavailableError
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.urls import neo4j_address
from tests.builders import alias, capability, organisation, small_facts
names = [f"Organisation {number}" for number in range(250)]
facts = small_facts(
    organisations=tuple(organisation(name) for name in names),
    aliases=tuple(alias(name, f"{name} Limited") for name in names),
    capabilities=tuple(capability(name) for name in names),
)
with Neo4jStore(neo4j_address(sys.argv[1]), sys.argv[2], batch_rows=50, retry_s=0.1) as store:
    print("open", flush=True)
    for round in range(int(sys.argv[3]), 100000):
        programme = replace(facts.programme, name=f"round {round}")
        try:
            store.write(replace(facts, programmes=(programme,)))
        except StoreUnavailableError:
            break
        print(round, flush=True)
"""


def killed_rounds(server: Neo4jServer, account: Account, delays: list[float]) -> None:
    """Kill the server while a process writes; what it acknowledged must be there, whole."""
    last = -1
    for number, delay in enumerate(delays):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITING, str(account[0]), account[1], str(last + 1)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout
        assert child.stdout.readline() == "open\n"
        acknowledged = [] if number else [int(child.stdout.readline())]
        time.sleep(delay)
        server.kill()
        acknowledged += [int(line) for line in child.stdout.read().split()]
        assert child.wait() == 0
        child.stdout.close()
        server.start()
        with Neo4jStore(*account, lease_s=0) as store:
            last = max([last, *acknowledged])
            name = store.read("small").programme.name
            assert int(name.removeprefix("round ")) >= last
            if number % 5 == 4 or number == len(delays) - 1:  # takes long on a cold server
                assert store.check() == ()


def test_a_killed_server_loses_nothing_acknowledged(own_server: Neo4jServer, own: Account) -> None:
    """At the first write, and within one after some; the long tests kill it fifty times."""
    killed_rounds(own_server, own, [0.1, 2.0])


@pytest.mark.long
def test_fifty_kills_of_the_server_lose_nothing_acknowledged(
    own_server: Neo4jServer, own: Account
) -> None:
    rng = np.random.default_rng(0)
    killed_rounds(own_server, own, [0.1, *rng.uniform(0.1, 6.0, 49).tolist()])
