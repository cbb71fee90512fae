"""The Neo4j store: the contract, against a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.stores.neo4j.store import Neo4jStore
from tests.contracts.holdings_contract import HoldingsContract
from tests.contracts.questions_contract import QuestionsContract
from tests.contracts.store_contract import StoreContract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.stores import GraphStore
    from tests.neo4j_server.fixtures import Account


class TestNeo4j(StoreContract, QuestionsContract, HoldingsContract):
    """Neo4j passes the contracts."""

    @pytest.fixture
    def empty(self, empty_store: Account) -> Iterator[GraphStore]:
        with Neo4jStore(*empty_store) as store:
            yield store
