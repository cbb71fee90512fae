"""The page of an offer: its answer first, then pictures with tables, then the form."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.formats.sentences import dated
from api.formats.words import percent_words, pounds_words
from api.web.offer_asking import BESIDE, MOST_COMPARED, compared_query
from api.web.offer_charts import cash_chart, driver_chart, flow_chart
from api.web.offer_form import field_labels, form_parts
from api.web.rendering import Page
from matcher.offers.fields import Kind
from matcher.offers.from_line_up import SHARE_FIELDS
from matcher.offers.reading import read_texts, texts_of
from matcher.offers.records import Offer
from matcher.offers.verdict import Answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from api.records.offers import AssessedOffer
    from api.web.offer_asking import AskedOffer
    from api.web.problems import Problem
    from matcher.offers.comparing import ComparedFigure, Comparison
    from matcher.offers.verdict import Term

_QUESTION = "Is this offer any good?"


def offer_page(asked: AskedOffer, found: AssessedOffer) -> Page:
    """Show an offer and what it comes to."""
    said, texts = found.assessment, texts_of(asked.offer)
    parts = form_parts(texts, asked.start)
    return Page(
        "offer.html",
        {
            "asked": asked,
            "found": found,
            "said": said,
            "base": said.base_case,
            "is_safe": said.verdict.answer is Answer.SAFE,
            "tried": {each.key: _tried(asked, each) for each in said.verdict.terms},
            "problem": None,
            "labels": field_labels(),
            "parts": parts,
            "shown": {field.name: field.value for part in parts for field in part.fields},
            "hidden": _hidden(asked),
            "cash": cash_chart(asked.offer, said.simulation),
            "flows": flow_chart(said.base_case),
            "drivers": driver_chart(said),
            "is_example": not asked.texts,
            "heading": _heading(asked),
        },
    )


def mistakes_page(
    typed: Mapping[str, str], start: Offer, hidden: Sequence[tuple[str, str]], problem: Problem
) -> Page:
    """Show the form of an offer with what is wrong with it."""
    problem = in_labels(problem)
    shown = {name: text for name, text in typed.items() if name not in SHARE_FIELDS}
    values = {
        "asked": None,
        "found": None,
        "heading": _QUESTION,
        "problem": problem,
        "labels": field_labels(),
        "parts": form_parts(shown, start, problem=problem),
        "hidden": hidden,
    }
    return Page("offer.html", values)


def in_labels(problem: Problem) -> Problem:
    """Call fields in what is said of others as the form does, and write days as people do."""
    labels = field_labels()

    def said(message: str) -> str:
        return dated(
            _KEY.sub(lambda key: f"“{labels[key[0]]}”" if key[0] in labels else key[0], message)
        )

    errors = problem.members.get("errors")
    if not isinstance(errors, list):
        return problem
    told = copy(problem)
    told.members = {
        **problem.members,
        "errors": [{**each, "message": said(each["message"])} for each in errors],
    }
    return told


_KEY = re.compile(r"\b(?:starts|[a-z]+[0-9]?(?:_[a-z]+)+)\b")


def _heading(asked: AskedOffer) -> str:
    """Call an offer by its title, if somebody gave it one."""
    if not asked.texts:
        return _QUESTION
    return "Your offer" if asked.offer.title == Offer().title else asked.offer.title


def _tried(asked: AskedOffer, term: Term) -> str:
    """Write the address of the offer with a term changed; empty where that changes nothing."""
    if not term.changes:
        return ""
    return replace(asked, offer=read_texts(term.changes, start=asked.offer)).whole_query


def _hidden(asked: AskedOffer) -> list[tuple[str, str]]:
    """What the form passes on without showing it."""
    return hidden_of(asked.texts, asked.beside)


def hidden_of(texts: Mapping[str, str], beside: Sequence[str]) -> list[tuple[str, str]]:
    """Give the parameters that no field of the form is for."""
    own = [(name, text) for name, text in texts.items() if name in SHARE_FIELDS]
    return [*own, *(("beside", each) for each in beside)]


def comparison_page(offers: Sequence[AskedOffer], found: Comparison | None) -> Page:
    """Show offers side by side, or ask for more of them."""
    rows = () if found is None else found.figures
    return _comparison(
        offers,
        found=found,
        rows=[(row.title, _cells(row)) for row in rows],
        problem=None,
    )


def comparison_mistakes_page(queries: Sequence[str], problem: Problem) -> Page:
    """Ask for the offers anew, with what is wrong with them."""
    return Page(
        "offers.html",
        {"found": None, "rows": (), "columns": (), "problem": problem, "kept": queries, "room": 1},
    )


def _comparison(
    offers: Sequence[AskedOffer],
    *,
    found: Comparison | None,
    rows: Sequence[tuple[str, Sequence[tuple[str, bool]]]],
    problem: Problem | None,
) -> Page:
    columns = [
        {
            "title": each.offer.title,
            "number": place + 1,
            "change": replace(each, beside=_others(offers, place)).whole_query,
            "without": compared_query(offers, without=place),
        }
        for place, each in enumerate(offers)
    ]
    values = {
        "found": found,
        "rows": rows,
        "columns": columns,
        "problem": problem,
        "kept": [each.query for each in offers],
        "room": MOST_COMPARED - len(offers),
        "another": urlencode([(BESIDE, each.query) for each in offers]),
    }
    return Page("offers.html", values)


def _others(offers: Sequence[AskedOffer], place: int) -> tuple[str, ...]:
    return tuple(each.query for row, each in enumerate(offers) if row != place)


def _cells(row: ComparedFigure) -> list[tuple[str, bool]]:
    """Write each value in words, and whether it is the best."""
    return [(_figure(row.kind, value), place in row.best) for place, value in enumerate(row.values)]


def _figure(kind: Kind, value: Decimal | float | None) -> str:
    if value is None:
        return "none"
    if kind is Kind.MONEY:
        return pounds_words(Decimal(value))
    return percent_words(float(value))
