"""The terms of a sub-contract, checked. Nothing that is sent is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.formats.terms_document import terms_document
from api.formats.terms_rows import TERMS_COLUMNS, cited, severity_words, summary_words, terms_rows
from api.records.terms import ReadTerms, TermsHelp
from api.service.terms import read_terms, read_words, terms_help
from api.web import examples, forms, terms_examples
from api.web.document_upload import DOCUMENT, WORDS, Sent, sent_document
from api.web.forms import Sheet
from api.web.problems import (
    BusyProblem,
    Problem,
    RequestProblem,
    TooLargeProblem,
    UnreadableProblem,
    UnsupportedProblem,
    responses,
)
from api.web.rendering import Page, render
from matcher.terms.records import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter(tags=["terms"])

CONFIDENTIAL = {"Cache-Control": "private, no-store"}
"""A contract may be secret: nobody on the way keeps an answer."""
_LABELS = {DOCUMENT: "A file", WORDS: "Words to paste"}
_HEADINGS = {
    Severity.RED: "Do not sign before this is changed",
    Severity.AMBER: "Ask for better",
    Severity.NOTE: "Nothing hurtful found here",
}
_SENDS = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        DOCUMENT: {"type": "string", "format": "binary"},
                        WORDS: {"type": "string"},
                    },
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.get(
    "/terms",
    operation_id="explainTerms",
    summary="What a check of terms looks for",
    response_model=TermsHelp,
    responses={200: examples.response(terms_examples.HELP)},
)
def explain_terms(request: Request) -> Response:
    """Say which terms of a sub-contract are looked for, and what to ask for instead."""
    found = terms_help()
    return forms.give(request, found, page=lambda: _page({"problem": None}))


@router.post(
    "/terms",
    operation_id="checkTerms",
    summary="Check the terms of a sub-contract",
    response_model=ReadTerms,
    responses={
        200: forms.also_csv(examples.response(terms_examples.CHECKED)),
        **responses(
            TooLargeProblem, UnsupportedProblem, UnreadableProblem, RequestProblem, BusyProblem
        ),
    },
    openapi_extra=_SENDS,
)
async def check_terms(request: Request) -> Response:
    """Read a contract, and say clause by clause what a small charity must look at.

    Send a Word file (`.docx`), a PDF with text or plain text, as a form or as the body. **This is
    no legal advice.** What is sent stays in memory and is forgotten with the answer. As CSV with
    `Accept: text/csv`, as Word at `/terms.docx`.
    """
    forms.on_problem(request, lambda problem: _page({"problem": problem}))
    sent = await sent_document(request)
    found = await run_in_threadpool(_read, sent)
    return await run_in_threadpool(_give, request, found)


def _read(sent: Sent) -> ReadTerms:
    return read_words(sent.words) if sent.words else read_terms(sent.content)


def _give(request: Request, found: ReadTerms) -> Response:
    if forms.page_wanted(request):  # without links to other forms: what was sent is forgotten
        page = render(request, Page("terms.html", {**_shown(), "found": found, "problem": None}))
        page.headers.update({**CONFIDENTIAL, "Vary": "Accept"})
        return page
    return forms.give(
        request,
        found,
        sheet=Sheet(TERMS_COLUMNS, lambda: terms_rows(found)),
        files={"docx": lambda: terms_document(found)},
        headers=CONFIDENTIAL,
    )


def _page(values: Mapping[str, Problem | None]) -> Page:
    return Page("terms.html", {**_shown(), "found": None, **values})


def _shown() -> dict[str, object]:
    return {
        "help": terms_help(),
        "labels": _LABELS,
        "headings": _HEADINGS,
        "severities": tuple(Severity),
        "severity_words": severity_words,
        "summary": summary_words,
        "cited": cited,
    }
