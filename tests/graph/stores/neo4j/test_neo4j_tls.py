"""TLS by the scheme of the address, against a real server that speaks nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import trustme

from graph.errors import StoreAccessError, StoreUnavailableError
from graph.stores import open_store
from graph.stores.neo4j.store import Neo4jStore
from graph.stores.passwords import VARIABLE
from graph.stores.urls import neo4j_address
from tests.contracts.store_contract import full_facts
from tests.neo4j_server.server import Neo4jServer, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Who signs the server's certificate; unknown to this machine."""
    return trustme.CA(key_type=trustme.KeyType.RSA)


@pytest.fixture(scope="module")
def server(
    authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Neo4jServer]:
    """A server with a certificate for the loopback address."""
    folder = tmp_path_factory.mktemp("certificate")
    signed = authority.issue_cert("127.0.0.1", key_type=trustme.KeyType.RSA)
    signed.private_key_pem.write_to_path(str(folder / "private.key"))
    for part in signed.cert_chain_pems:
        part.write_to_path(str(folder / "public.crt"), append=True)
    server = Neo4jServer(tmp_path_factory.mktemp("tls-neo4j"), brief=True, certificate=folder)
    address = neo4j_address(server.url.replace("neo4j", "neo4j+ssc", 1))
    with running(server):
        with Neo4jStore(address, server.password) as store:
            store.write(full_facts())
        yield server


@pytest.fixture
def address(server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The server's address without its scheme; the password stands in the environment."""
    monkeypatch.setenv(VARIABLE, server.password)
    return server.url.removeprefix("neo4j")


@pytest.fixture
def _trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signing authority is known to this machine."""
    authority.cert_pem.write_to_path(str(tmp_path / "authorities.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authorities.pem"))


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
@pytest.mark.usefixtures("_trusted")
def test_a_certificate_of_a_known_authority_is_taken(scheme: str, address: str) -> None:
    facts = replace(full_facts(), aliases=())
    with open_store(scheme + address) as store:
        store.write(facts)
        assert store.read("small") == facts


@pytest.mark.parametrize("scheme", ["neo4j+ssc", "bolt+ssc"])
def test_any_certificate_is_taken_if_the_scheme_says_so(scheme: str, address: str) -> None:
    with open_store(scheme + address) as store:
        assert store.programmes() == ("small",)


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_a_certificate_of_nobody_known_is_refused(scheme: str, address: str) -> None:
    with pytest.raises(StoreAccessError, match=r"certificate is not trusted.*SSL_CERT_FILE"):
        open_store(scheme + address)


@pytest.mark.parametrize("scheme", ["neo4j", "bolt"])
def test_a_server_that_wants_tls_is_not_asked_without(scheme: str, address: str) -> None:
    with pytest.raises(StoreUnavailableError, match="whether it wants TLS"):
        open_store(scheme + address)
