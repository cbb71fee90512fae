"""Where facts come from: every page, file and data set, each with an anchor that facts link to."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from fastapi import APIRouter, Request, Response

from api.formats.listed_rows import listed_rows
from api.formats.words import Words
from api.records.listed import SourceNote
from api.service.details import source_note
from api.web import examples, forms
from api.web.forms import Sheet
from api.web.problems import STORE_PROBLEMS, responses
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow, SettingsNow  # noqa: TC001  (FastAPI reads them while running)
from api.web.routes.readiness import offers_of
from matcher.readiness.support_records import SupportSource  # noqa: TC001  (the same)
from matcher.readiness.support_version import support_sources, support_version

router = APIRouter(tags=["sources"])

_COLUMNS = tuple(field.name for field in fields(SourceNote))
_SITE = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceList:
    """All sources of a programme's facts, by their identifiers, and those of support.

    Support is no fact of a programme, and has a version of its own.
    """

    programme: str
    data_version: str
    sources: tuple[SourceNote, ...]
    support_version: str
    support: tuple[SupportSource, ...]


@router.get(
    "/sources",
    operation_id="listSources",
    summary="List where facts come from",
    response_model=SourceList,
    responses={
        200: forms.also_csv(examples.response(examples.SOURCE_LIST)),
        **responses(*STORE_PROBLEMS),
    },
)
def list_sources(request: Request, service: ServiceNow, settings: SettingsNow) -> Response:
    """List all pages, files and data sets that facts were taken from, then those of support.

    CSV has the sources of facts.
    """
    facts = service.snapshot.facts
    offers, unread = offers_of(request, settings)
    found = SourceList(
        programme=facts.programme.id,
        data_version=service.snapshot.data_version,
        sources=tuple(map(source_note, facts.sources)),
        support_version=support_version(offers),
        support=support_sources(offers),
    )
    values = {"found": found, "unread": unread, "sites": sites, "words": Words(service.snapshot)}
    return forms.give(
        request,
        found,
        page=lambda: Page("sources.html", values),
        sheet=Sheet(_COLUMNS, lambda: listed_rows(found.sources)),
    )


def sites(address: str) -> list[tuple[str, str | None]]:
    """Split an address into its pages; each with a link, or None for what is on no site.

    >>> sites("gov.uk/a; docs/demand.md; javascript:alert(1)")
    [('gov.uk/a', 'https://gov.uk/a'), ('docs/demand.md', None), ('javascript:alert(1)', None)]
    """
    parts = [part.strip() for part in address.split(";") if part.strip()]
    return [(part, _link(part)) for part in parts]


def _link(part: str) -> str | None:
    found = _SITE.fullmatch(part)
    plain = part.startswith(("docs/", "../"))
    return None if found is None or plain else f"https://{found[1]}"
