"""The small service, its application and a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.application import create_app
from api.settings import Settings
from tests.api.client import Client
from tests.api.world import small_service

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.service import Service


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
