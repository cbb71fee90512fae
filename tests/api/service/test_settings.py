"""The settings, and opening the store early."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from api.service.settings import Settings, cache_folder
from api.web.application import create_app
from api.web.asking import brief_fields
from api.web.parameters import BRIEF_PARAMETERS
from graph.errors import StoreDamagedError
from graph.stores import open_store
from graph.stores.urls import sqlite_url

if TYPE_CHECKING:
    from graph.stores import GraphStore


def test_settings_come_from_variables_with_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_STORE", "sqlite:///mine.db")
    monkeypatch.setenv("MATCHER_MAX_K", "4")
    settings = Settings()
    assert (settings.store, settings.max_k, settings.host) == ("sqlite:///mine.db", 4, "127.0.0.1")


def test_arguments_go_before_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_PORT", "1")
    assert Settings(port=2).port == 2


def test_the_default_store_is_a_file_in_the_users_data_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MATCHER_STORE", raising=False)
    assert Settings().store.startswith("sqlite:////")
    assert Settings().store.endswith(".db")


def test_refuses_settings_that_make_no_sense() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(max_k=0, port=70_000, log_level="loud")  # type: ignore[arg-type]
    wrong = {str(mistake["loc"][0]) for mistake in caught.value.errors()}
    assert wrong == {"max_k", "port", "log_level"}


@pytest.mark.parametrize("fails", [False, True])
def test_opens_the_store_when_the_server_starts(fails: bool, tmp_path: Path) -> None:
    url, attempts, asked = sqlite_url(tmp_path / "store.db"), [], threading.Event()

    def opener(url: str) -> GraphStore:
        attempts.append(url)
        asked.set()
        if fails:
            message = "damaged"
            raise StoreDamagedError(message)
        return open_store(url)

    app = create_app(Settings(store=url, refresh_s=0, log_level="error"), opener=opener)

    async def run() -> None:
        async with app.router.lifespan_context(app):
            assert await asyncio.to_thread(asked.wait, 10)

    asyncio.run(run())
    assert attempts == [url]


@pytest.mark.parametrize(
    ("named", "folder"),
    [("off", None), ("OFF", None), ("/var/copies", "/var/copies"), ("~/c", str(Path.home() / "c"))],
)
def test_copies_are_kept_where_the_setting_says(named: str, folder: str | None) -> None:
    assert cache_folder(named) == (None if folder is None else Path(folder))


@pytest.mark.parametrize("named", [None, ""])
def test_copies_are_kept_in_the_users_folder_for_caches(named: str | None) -> None:
    folder = cache_folder(named)
    assert folder
    assert folder.is_absolute()
    assert folder.name == "partnership-matcher"


def test_a_blank_variable_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_MAX_K", "")
    monkeypatch.setenv("MATCHER_PORT", "")
    assert (Settings().max_k, Settings().port) == (10, 8013)


def test_a_server_as_it_comes_asks_for_the_same_line_ups_as_the_command() -> None:
    """A cap below the brief's own default made the pages' line-ups smaller than the command's."""
    fields = brief_fields(Settings())
    for name in ("k", "max_members"):
        assert fields[name].default == BRIEF_PARAMETERS[name].default
