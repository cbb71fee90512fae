"""Which map an answer has: the contract areas, or the local authorities of one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.formats.area_codes import schemes_of
from api.web.addresses import address_to, segment
from api.web.maps import LINE, Picture, Spot, draw
from api.web.rendering import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.types import Scope

    from api.records.listed import AreaSummary
    from api.service.maps import MapShapes

COULD_BE_MET = "Share of the need that a line-up could meet, estimated"


def areas_map(scope: Scope, areas: Sequence[AreaSummary], shapes: MapShapes) -> Picture:
    """Draw the contract areas, each a link to its page, marked with the first of its codes."""
    scheme = next(iter(schemes_of(areas)), "")
    spots = [
        Spot(
            key=area.id,
            name=area.name,
            href=address_to(scope, f"/areas/{segment(area.id)}"),
            share=area.could_be_met,
            mark=area.codes.get(scheme, ""),
        )
        for area in areas
    ]
    marks = (f"The marks on the map are those of the column {scheme}.",) if scheme else ()
    title = f"Map of the {len(areas)} contract areas"
    return draw(spots, shapes, "areas", title=title, measure=COULD_BE_MET, notes=marks)


def authorities_map(
    shares: Mapping[str, float | None],
    names: Callable[[str], str],
    shapes: MapShapes,
    *,
    title: str,
    measure: str = COULD_BE_MET,
) -> Picture:
    """Draw local authorities, such as those of an area by what a line-up covers of their need.

    Each is marked with its number in the order of `shares`, for a table beside the map.

    Parameters
    ----------
    shares : in [0, 1], by the code of the authority; None where it is not known
    names : gives the name of a code
    shapes : the programme's
    title : what the map shows
    measure : what a share is a share of
    """
    spots = [
        Spot(key=code, name=names(code), share=share, mark=str(number))
        for number, (code, share) in enumerate(shares.items(), start=1)
    ]
    return draw(spots, shapes, "authorities", title=title, measure=measure)


def svg(picture: Picture) -> bytes:
    """Give a map as a file of its own, with its legend."""
    return text_of("map.svg", {"picture": picture, "line": LINE}).encode()
