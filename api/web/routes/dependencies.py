"""What the routes need, as named dependencies; nothing is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Path, Query, Request

from api.service.maps import Maps
from api.service.service import Service
from api.service.settings import Settings
from api.web.parameters import LONGEST_TEXT

if TYPE_CHECKING:
    from api.service.opening import Openings


_PROGRAMME = (
    "Identifier of a programme, where the store holds several. Blank: the only one, or the one "
    "that the server was set up with."
)


def _service(
    request: Request,
    programme: Annotated[str | None, Query(max_length=LONGEST_TEXT, description=_PROGRAMME)] = None,
) -> Service:
    """Give the request's service; open the store if nobody did, in a thread of its own."""
    if request.state.service is None:
        openings = cast("Openings", request.app.state.openings)
        request.state.service = openings.service(programme)
    return cast("Service", request.state.service)


async def _settings(request: Request) -> Settings:
    return cast("Settings", request.app.state.settings)


async def _maps(request: Request) -> Maps:
    return cast("Maps", request.app.state.maps)


NameInPath = Annotated[str, Path(json_schema_extra={"minLength": 1, "maxLength": LONGEST_TEXT})]
"""A name in the address; a longer one is nobody's, and answered so."""
MapsNow = Annotated[Maps, Depends(_maps)]
ServiceNow = Annotated[Service, Depends(_service)]
SettingsNow = Annotated[Settings, Depends(_settings)]
