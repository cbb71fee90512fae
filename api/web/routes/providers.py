"""The hub page for those who would like a part in a contract, and how they tell of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from api.formats.listed_rows import listed_rows
from api.formats.template_file import template_workbook
from api.web import forms
from api.web.forms import Sheet
from api.web.rendering import Page
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from graph.packs.statement_answers import Known
from graph.packs.statement_questions import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Link:
    """A page that the hub leads to, and what it tells."""

    address: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one subject."""

    key: str
    title: str
    links: Sequence[Link]
    about: str = ""


SECTIONS = (
    Section(
        "needed",
        "Where are you needed?",
        (
            Link("/statement", "Tell of yourself", "a spreadsheet that adds you, or more of you."),
            Link("/gaps", "Unmet needs", "which needs nobody known could meet, area by area."),
            Link("/areas", "Areas", "what each area needs, and its best line-ups."),
            Link("/network", "The network", "who works with whom."),
        ),
        "Your own page says where you would fill a gap, whom to approach, who would work well with "
        "you, and why you are not in an area's best line-up. Find yourself above.",
    ),
    Section(
        "ready",
        "Are you ready?",
        (
            Link("/readiness", "How ready are you?", "short questions, gates and a plan."),
            Link("/support", "Who helps?", "funds, training and advice, matched to your gaps."),
        ),
    ),
    Section(
        "offer",
        "Is an offer any good?",
        (
            Link(
                "/offer", "Weigh an offer", "what a sub-contract comes to in cash, month by month."
            ),
            Link("/terms", "Check the terms", "what the clauses mean, and what to ask for."),
            Link(
                "/investors",
                "What investors see",
                "how much cash a seat in a line-up would tie up, and when that is back.",
            ),
        ),
    ),
)
"""What the hub leads to. Where you are needed, and with whom you would work well, stands on your
organisation's own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementColumn:
    """What a column of the spreadsheet asks of an organisation."""

    column: str
    asks: str
    needed: bool
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that an organisation can tell of itself."""

    columns: tuple[StatementColumn, ...]


@router.get("/providers")
def providers(request: Request) -> Response:
    """Lead those who would like a part in a contract to what is here for them."""
    return forms.give_page(request, Page("providers.html", {"sections": SECTIONS}))


@router.get("/statement")
def statement(request: Request, service: ServiceNow) -> Response:
    """Say how an organisation tells of itself; `/statement.xlsx` is the spreadsheet to fill in."""
    asked = Statement(
        columns=tuple(
            StatementColumn(
                column=each.heading, asks=each.asks, needed=each.needed, example=each.example
            )
            for each in COLUMNS
        )
    )
    known = Known(service.snapshot.facts, datetime.now(tz=UTC).date())
    return forms.give(
        request,
        asked,
        page=lambda: Page("statement.html", {"asked": asked}),
        sheet=Sheet(("column", "asks", "needed", "example"), lambda: listed_rows(asked.columns)),
        files={"xlsx": lambda: template_workbook(known)},
    )
