"""How the server is set up: from arguments, or from variables that start with ``MATCHER_``."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import StoreUrlError
from graph.stores.urls import is_server, sqlite_path, sqlite_url
from matcher.engine.threads import THREADS

_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")


def default_store() -> str:
    """Give the address of the store in the user's data folder."""
    folder = Path(platformdirs.user_data_dir("partnership-matcher", appauthor=False))
    return sqlite_url(folder / "matcher.db")


def cache_folder(named: str | None) -> Path | None:
    """Give the folder for copies of remote stores: the one named, or the user's own for caches.

    >>> cache_folder("off")
    """
    if named and named.lower() == "off":
        return None
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_cache_dir("partnership-matcher", appauthor=False))


def boundaries_folder(named: str | None, store_url: str) -> Path:
    """Give the folder of boundary files: the one named, one beside the store's file, or the user's.

    >>> boundaries_folder(None, "sqlite:////data/matcher.db").as_posix()
    '/data/matcher.db.boundaries'
    """
    if named:
        return Path(named).expanduser()
    with suppress(StoreUrlError):  # opening the store tells of it
        if not is_server(store_url):
            path = sqlite_path(store_url)
            return path.with_name(f"{path.name}.boundaries")
    return Path(platformdirs.user_data_dir("partnership-matcher", appauthor=False)) / "boundaries"


class Settings(BaseSettings):
    """The settings of the server; each can be given as ``MATCHER_`` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix="MATCHER_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    store: str = Field(default_factory=default_store, description="address of the store")
    programme: str = Field(
        default="", description="the programme that needs no name, if the store holds several"
    )
    cache: str = Field(
        default="", description="folder for copies of remote stores, off for none; else the user's"
    )
    boundaries: str = Field(
        default="",
        description="folder of loaded boundaries; else beside the store's file, or the user's",
    )
    support: str = Field(
        default="", description="a table of support beside the built-in one, or a folder of such"
    )
    refresh_s: float = Field(
        default=5.0, ge=0, le=86_400, description="seconds between looks at the store; 0: never"
    )
    host: str = Field(default="127.0.0.1", description="address to listen at")
    port: int = Field(default=8013, ge=0, le=65535, description="port to listen at")
    prefix: str = Field(
        default="", description="path under which a proxy offers the service, such as /matcher"
    )
    allowed_hosts: str = Field(
        default="",
        description="names under which the service is reached, with commas; else by `host`",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1", description="proxies whose word on the client's address counts"
    )
    max_connections: int = Field(default=200, ge=1, description="open connections at most")
    header_timeout_s: float = Field(
        default=10.0, gt=0, le=600, description="seconds for a client to send a request's header"
    )
    idle_timeout_s: float = Field(
        default=5.0, gt=0, le=600, description="seconds that a connection stays without a request"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="the least serious log lines to write"
    )
    max_time_limit_s: float = Field(
        default=30.0, gt=0, le=3600, description="the longest search that a request may ask for"
    )
    max_country_s: float = Field(
        default=180.0, gt=0, le=3600, description="the longest search for all areas together"
    )
    max_k: int = Field(default=10, ge=1, le=20, description="the most line-ups of one request")
    max_members: int = Field(default=30, ge=1, le=50, description="the largest line-up to ask for")
    solver_threads: int = Field(
        default=THREADS, ge=1, le=64, description="searches at the same time"
    )
    max_waiting: int = Field(default=16, ge=1, description="searches that run or wait; more: 503")
    cached_answers: int = Field(default=256, ge=0, description="answers to keep in memory")

    @field_validator("prefix")
    @classmethod
    def _start_with_a_slash(cls, prefix: str) -> str:
        """Take `matcher/` for `/matcher`; refuse what would need escapes."""
        parts = [part for part in prefix.strip().split("/") if part]
        if not all(_PLAIN.fullmatch(part) for part in parts):
            message = "must be a path of letters, digits, '.', '_', '~' and '-', such as /matcher"
            raise ValueError(message)
        return "".join(f"/{part}" for part in parts)
