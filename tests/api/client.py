"""A client that asks an application in this process, one event loop a request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from fastapi import FastAPI


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


class Client:
    """Asks an application; an exception that leaves the application fails the test."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.request("GET", path, **more)

    def page(self, path: str, **more: Any) -> httpx.Response:
        """Ask as a browser does."""
        return self.request("GET", path, **{"headers": BROWSER, **more})

    def request(self, method: str, path: str, **more: Any) -> httpx.Response:
        return asyncio.run(self.send(method, path, **more))

    async def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(app=self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
            return await http.request(method, path, **more)
