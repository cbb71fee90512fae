"""What the routes need, as named dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from api.service.service import Service
from api.service.settings import Settings
from api.web.asking import LONGEST_TEXT
from api.web.searches import Searches
from matcher.errors import UnknownNameError

if TYPE_CHECKING:
    from api.service.opening import Opening


def _service(request: Request) -> Service:
    """Give the request's service; open the store if nobody did, in a thread of its own."""
    if request.state.service is None:
        request.state.service = cast("Opening", request.app.state.opening).service()
    return cast("Service", request.state.service)


async def _settings(request: Request) -> Settings:
    return cast("Settings", request.app.state.settings)


async def _searches(request: Request) -> Searches:
    return cast("Searches", request.app.state.searches)


ServiceNow = Annotated[Service, Depends(_service)]
SettingsNow = Annotated[Settings, Depends(_settings)]
SearchesNow = Annotated[Searches, Depends(_searches)]


def find_area(service: Service, text: str) -> int:
    """Give the index of an area by identifier, CPA number, Delius code or name.

    Raises
    ------
    UnknownNameError
        With the nearest names, if there is none.
    """
    return service.directory.area(_short_enough("area", text))


def find_organisation(service: Service, text: str) -> int:
    """Give the index of an organisation by identifier, name or alias.

    Raises
    ------
    UnknownNameError
        With the nearest names, if there is none.
    """
    return service.directory.organisation(_short_enough("organisation", text))


def _short_enough(kind: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnknownNameError(kind, f"{text[:LONGEST_TEXT]}…", ())
    return text
