"""Opening a page, and waiting while the server still searches for its answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

_LOOK_MS = 50
_THERE = "!document.title.startsWith('Searching')"
"""True of a page that does not wait any more; its answer may come before it is shown."""


def arrive(page: Page, address: str) -> int:
    """Open an address; give the status of the answer, once it is there.

    A page that waits for a search asks again by itself; asking besides would come in its way.
    """
    statuses: list[int] = []

    def answered(response: Response) -> None:
        if response.request.is_navigation_request():
            statuses.append(response.status)

    page.on("response", answered)
    page.goto(address)
    while statuses[-1] == HTTPStatus.ACCEPTED:
        page.wait_for_timeout(_LOOK_MS)
    page.wait_for_function(_THERE)
    page.remove_listener("response", answered)
    page.wait_for_load_state()
    return statuses[-1]
