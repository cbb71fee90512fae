"""The small service, its application and a client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from api.service.settings import Settings
from api.web import forms
from api.web.application import create_app
from graph.stores import DEFAULT_PROGRAMME, saved
from graph.stores.sqlite.store import SqliteStore
from graph.stores.urls import sqlite_url
from tests.api.client import Client
from tests.api.command import Matcher
from tests.api.world import small_service
from tests.matcher.market import market

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi import FastAPI

    from api.service.service import Service
    from graph.snapshot.snapshot import Snapshot
    from graph.stores.protocol import GraphStore

read_snapshot = saved.snapshot_of
SNAPSHOTS: dict[str | None, Snapshot] = {}


@pytest.fixture(scope="session", autouse=True)
def _patient_pages() -> Iterator[None]:
    """Let pages wait for their search, however busy the machine is."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(forms, "PATIENCE_S", 600.0)
        yield


@pytest.fixture(scope="session")
def service() -> Service:
    return small_service()


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(store="sqlite:////nowhere/at/all.db", log_level="error")


@pytest.fixture(scope="session")
def app(settings: Settings, service: Service) -> FastAPI:
    return create_app(settings, service)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Client:
    return Client(app)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the built-in programme."""
    return sqlite_url(tmp_path_factory.mktemp("store") / "matcher.db")


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with a small made-up market in the built-in programme's place."""
    facts = market().facts
    programme = replace(facts.programme, id=DEFAULT_PROGRAMME)
    path = tmp_path_factory.mktemp("small") / "matcher.db"
    SqliteStore.create(path, replace(facts, programmes=(programme,))).close()
    return sqlite_url(path)


@pytest.fixture
def small_matcher(small_store: str, capsys: pytest.CaptureFixture[str]) -> Matcher:
    """Run the command in this process, on the small market."""
    return Matcher(small_store, capsys)


@pytest.fixture
def matcher(
    store: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Matcher:
    """Run the command in this process; the same facts of the store are read once for all."""
    monkeypatch.setattr(saved, "snapshot_of", kept_snapshot)
    return Matcher(store, capsys)


def kept_snapshot(store: GraphStore, programme: str, *, folder: Path | None) -> Snapshot:
    """Give the snapshot of the facts in this version, as it was made for an earlier command."""
    version = store.data_version(programme)
    if version not in SNAPSHOTS:
        SNAPSHOTS[version] = read_snapshot(store, programme, folder=folder)
    return SNAPSHOTS[version]
