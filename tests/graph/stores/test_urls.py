"""Addresses of servers and the passwords that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import StoreAccessError, StoreUrlError
from graph.stores import open_store
from graph.stores.passwords import FILE_VARIABLE, VARIABLE, store_password
from graph.stores.urls import Neo4jAddress, is_server, neo4j_address

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("neo4j://me@db:7777/graph", Neo4jAddress("neo4j", "me", "db", 7777, "graph")),
        ("neo4j://db", Neo4jAddress("neo4j", "neo4j", "db", 7687, "neo4j")),
        ("neo4j+s://a.b.example/", Neo4jAddress("neo4j+s", "neo4j", "a.b.example", 7687, "neo4j")),
        ("bolt+ssc://[::1]:1/x", Neo4jAddress("bolt+ssc", "neo4j", "::1", 1, "x")),
        ("neo4j://a%40b@db/d%20e", Neo4jAddress("neo4j", "a@b", "db", 7687, "d e")),
    ],
)
def test_an_address_is_read_and_written_back(url: str, address: Neo4jAddress) -> None:
    assert is_server(url)
    assert neo4j_address(url) == address
    assert neo4j_address(str(address)) == address


def test_the_servers_own_address_holds_neither_user_nor_database() -> None:
    assert neo4j_address("bolt+s://me@[::1]:1/x").server == "bolt+s://[::1]:1"


@pytest.mark.parametrize(
    "url",
    [
        "neo4j://",
        "neo4j:///neo4j",
        "neo4j://db:port/x",
        "neo4j://db:99999/x",
        "neo4j://db/a/b",
        "neo4j://db/x?y=z",
        "neo4j://db/x#y",
    ],
)
def test_a_malformed_address_says_which_forms_there_are(url: str) -> None:
    with pytest.raises(StoreUrlError, match="neo4j://user@host:7687/database"):
        open_store(url)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(StoreUrlError, match="must not contain a password") as caught:
        open_store("neo4j://me:secret@db/neo4j")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgres://me:a/secret@db/x", "sqlite://me:secret@a.db?x=secret"])
def test_a_foreign_address_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(StoreUrlError, match="not the address of a store") as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


def test_the_variable_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("of the file\r\n", "utf-8")
    from_file = {FILE_VARIABLE: str(tmp_path / "file")}
    assert store_password(from_file) == "of the file"
    assert store_password({VARIABLE: "of the variable", **from_file}) == "of the variable"


def test_there_may_be_no_password() -> None:
    assert store_password({}) is None
    assert store_password({VARIABLE: "", FILE_VARIABLE: ""}) is None


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe"])
def test_a_file_that_holds_no_password_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(StoreAccessError, match="file"):
        store_password({FILE_VARIABLE: str(tmp_path / "file")})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreAccessError, match="nowhere"):
        store_password({FILE_VARIABLE: str(tmp_path / "nowhere")})
