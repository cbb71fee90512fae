"""The forms of one answer: a page, JSON, CSV, files. All of them show the same record.

The ending of the address names the form; without one, the Accept header chooses among those that
the answer has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence  # noqa: TC003  (dataclass fields)
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from api.formats.serialise import to_csv
from api.web.addresses import FORMS, own_path
from api.web.negotiation import media_weight
from api.web.parameters import ENOUGH
from api.web.problems import NotFoundProblem
from api.web.rendering import Page, render
from api.web.representations import PlainJson

if TYPE_CHECKING:
    from fastapi import Request

    from api.formats.serialise import Row
    from api.service.questions import Question
    from api.service.service import Service
    from api.web.searches import Searches

_PAGE = "html"
_MEDIA_TYPES = {_PAGE: "text/html", **{each: FORMS[each].split(";")[0] for each in FORMS}}
PATIENCE_S = 1.5
"""How long a page waits for its search, in seconds, before it says how far that is."""
_NONE: Mapping[str, Callable[[], bytes]] = {}
_SHOWN_IN_PLACE = {"json", "svg"}
"""Forms that a browser shows; the others it keeps, so they get a name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An answer as rows with named columns; the rows are made when they are wanted."""

    columns: Sequence[str]
    rows: Callable[[], Iterable[Row]]


def give(
    request: Request,
    record: object,
    *,
    page: Callable[[], Page] | None = None,
    sheet: Sheet | None = None,
    files: Mapping[str, Callable[[], bytes]] = _NONE,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Give an answer in the form that is asked for.

    Parameters
    ----------
    request : what asks
    record : the answer, given as JSON
    page : the answer for people
    sheet : the answer as CSV
    files : further forms by their ending (`api.web.addresses.FORMS`), made when wanted
    headers : of the answer, whatever its form

    Raises
    ------
    NotFoundProblem
        If the address asks for a form that this answer has not.
    """
    makers: dict[str, Callable[[], Response]] = {"json": lambda: PlainJson(record)}
    if page is not None:
        makers[_PAGE] = lambda: render(request, page(), forms=_others(makers))
    if sheet is not None:
        makers["csv"] = lambda: _file("csv", to_csv(sheet.columns, sheet.rows()).encode(), request)
    makers |= {each: partial(_made, each, request, files[each]) for each in files}
    response = makers[_chosen(request, list(makers))]()
    response.headers.update({**(headers or {}), "Vary": "Accept"})
    return response


def _others(offered: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in offered if each != _PAGE)


def also_csv(described: dict[str, Any]) -> dict[str, Any]:
    """Add CSV to what OpenAPI says of an answer."""
    content = {**described["content"], _MEDIA_TYPES["csv"]: {"schema": {"type": "string"}}}
    return {**described, "content": content}


def give_page(request: Request, page: Page) -> Response:
    """Give what is for people only, whatever the client prefers.

    Raises
    ------
    NotFoundProblem
        If the address asks for another form.
    """
    _chosen(request, [_PAGE])
    return render(request, page)


def on_problem(request: Request, page: Callable[[Any], Page]) -> None:
    """Say which page shows a problem of this request, such as its form with the mistakes.

    Parameters
    ----------
    request : what asks
    page : makes the page from the `api.web.problems.Problem`
    """
    request.state.page_of_problem = page


async def searched(request: Request, service: Service, question: Question) -> Any:  # noqa: ANN401
    """Give the answer to a question that takes a search; see `api.web.searches.Searches.ask`.

    Who waits for a page is told after `PATIENCE_S` how far the search is.
    """
    searches: Searches = request.app.state.searches
    return await searches.ask(
        request,
        service,
        question,
        patience_s=PATIENCE_S if page_wanted(request) else None,
        enough=ENOUGH in request.query_params,
    )


def wants_page(request: Request) -> bool:
    """Whether a problem is better told by a page than by JSON."""
    if request.state.form == "json":
        return False
    first = _PAGE if own_path(request.scope) == "/" else "json"
    offered = sorted(("json", _PAGE), key=lambda each: each != first)
    return _preferred(request, offered) == _PAGE


def page_wanted(request: Request) -> bool:
    """Whether the client gets a page where there are all forms."""
    return request.state.form is None and wants_page(request)


def _chosen(request: Request, offered: list[str]) -> str:
    asked = request.state.form
    if asked is None:
        if own_path(request.scope) == "/" and _PAGE in offered:
            offered = [_PAGE, *(each for each in offered if each != _PAGE)]
        return _preferred(request, offered)
    if asked not in offered:
        endings = ", ".join(f".{each}" for each in _others(offered))
        there = f"it has: {endings}" if endings else "it is only a page"
        message = f"This address has no form .{asked}; {there}."
        raise NotFoundProblem(message)
    return str(asked)


def _preferred(request: Request, offered: Sequence[str]) -> str:
    """Choose by the Accept header; of equally welcome forms the first."""
    accept = ", ".join(request.headers.getlist("Accept"))
    weights = [media_weight(accept, _MEDIA_TYPES[each]) for each in offered]
    welcome = [weight if weight[0] else (0.0, 0) for weight in weights]
    return offered[welcome.index(max(welcome))]


def _made(ending: str, request: Request, content: Callable[[], bytes]) -> Response:
    return _file(ending, content(), request)


def _file(ending: str, content: bytes, request: Request) -> Response:
    response = Response(content, media_type=FORMS[ending])
    if ending not in _SHOWN_IN_PLACE:
        name = _file_name(own_path(request.scope), ending)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _file_name(path: str, ending: str) -> str:
    """Name a file after its address, in letters that every system takes.

    >>> _file_name("/areas/CPA19/lineups", "docx"), _file_name("/areas/A & B", "csv")
    ('areas-CPA19-lineups.docx', 'areas-A---B.csv')
    """
    plain = "".join(each if each.isascii() and each.isalnum() else "-" for each in path.strip("/"))
    return f"{plain.strip('-')[:80]}.{ending}"
