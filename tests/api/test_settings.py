"""The settings, and opening the store early."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from api.application import create_app
from api.opening import Opening
from api.settings import Settings
from graph.errors import StoreDamagedError
from tests.api.world import small_service

if TYPE_CHECKING:
    from api.service import Service


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
    with pytest.raises(ValidationError):
        Settings(store="sqlite://", max_k=0, log_level="loud")  # type: ignore[arg-type]


@pytest.mark.parametrize("fails", [False, True])
def test_opens_the_store_when_the_server_starts(fails: bool) -> None:
    attempts, asked = [], threading.Event()

    def open_service() -> Service:
        attempts.append(1)
        asked.set()
        if fails:
            message = "damaged"
            raise StoreDamagedError(message)
        return small_service()

    app = create_app(Settings(store="sqlite://"))
    app.state.opening = Opening(open_service)

    async def run() -> None:
        async with app.router.lifespan_context(app):
            assert await asyncio.to_thread(asked.wait, 10)

    asyncio.run(run())
    assert len(attempts) == 1
