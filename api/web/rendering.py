"""Pages for people: templates filled in, with what every page shows around them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (a dataclass field)
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from api.formats.partner_words import brought_words, gain_words, main_parts
from api.formats.sentences import about_number, about_pounds, dated, opened, share_words
from api.formats.words import (
    Words,
    chance_words,
    date_words,
    fixed_words,
    month_words,
    number_words,
    pence_words,
    pounds_words,
    years_words,
)
from api.web.addresses import PROGRAMME, address_to, own_path, root_of, segment
from api.web.charts.palette import PALETTE
from api.web.parameters import ENOUGH

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.datastructures import QueryParams

NAVIGATION = (
    ("/areas", "Areas"),
    ("/providers", "For providers"),
    ("/organisations", "Organisations"),
    ("/network", "Network"),
    ("/market", "Market"),
    ("/gaps", "Gaps"),
    ("/fairness", "Fairness"),
)
"""What the head of every page leads to."""

FORM_NAMES = {
    "json": "JSON",
    "csv": "CSV",
    "xlsx": "Excel",
    "docx": "Word",
    "gexf": "GEXF",
    "graphml": "GraphML",
    "svg": "SVG",
    "toml": "TOML",
}


def anchor(source: str) -> str:
    """Name the place of a source on the page of sources.

    >>> anchor("D-CRS DATES/1")
    'source-D-CRS-DATES-1'
    """
    return "source-" + "".join(each if each.isalnum() else "-" for each in source)


_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters |= {
    "number": number_words,
    "percent": share_words,
    "date": date_words,
    "fixed": fixed_words,
    "segment": segment,
    "chance": lambda chance: chance_words(chance).replace(" %", "%"),
    "brought": brought_words,
    "gain": gain_words,
    "main_parts": main_parts,
    "zip": zip,
    "anchor": anchor,
    "pounds": pounds_words,
    "pence": pence_words,
    "month": month_words,
    "opened": opened,
    "dated": dated,
    "about_pounds": about_pounds,
    "about": about_number,
}
_environment.globals["hues"] = PALETTE
_environment.globals["years"] = years_words


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it is filled in with."""

    template: str
    values: Mapping[str, object] = field(default_factory=dict)


def render(
    request: Request, page: Page, *, status: int = 200, forms: tuple[str, ...] = ()
) -> HTMLResponse:
    """Fill a page in.

    Parameters
    ----------
    request : what asks for it
    page : its template and values
    status : the HTTP status of the answer
    forms : the endings of the other forms that this answer has; the foot of the page leads to them
    """
    scope, query = request.scope, asked_again(request.query_params)
    path = own_path(scope)
    service = request.state.service
    around = {
        "service": service,
        **({"words": Words(service.snapshot)} if service else {}),
        "root": root_of(scope),
        "named": {PROGRAMME: programme} if (programme := request.state.programme) else {},
        "to": partial(address_to, scope),
        "path": path,
        "query": query,
        "navigation": NAVIGATION,
        "forms": [(FORM_NAMES[each], address_to(scope, f"{path}.{each}", query)) for each in forms],
    }
    text = _environment.get_template(page.template).render({**around, **page.values})
    return HTMLResponse(text, status_code=status)


def text_of(template: str, values: Mapping[str, object]) -> str:
    """Fill in a template that is no page."""
    return _environment.get_template(template).render(values)


def asked_again(parameters: QueryParams) -> str:
    """Write the question of a request as a query again; every link adds the programme."""
    ours = {PROGRAMME, ENOUGH}
    return urlencode([pair for pair in parameters.multi_items() if pair[0] not in ours])
