"""Errors: one shape for all of them, and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import pytest
from fastapi.exceptions import RequestValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from api.service.opening import Openings
from api.service.settings import Settings
from api.web import application
from api.web.application import create_app
from api.web.problems import KINDS, MEDIA_TYPE
from api.web.translating import as_problem
from graph.errors import (
    GraphError,
    StoreAccessError,
    StoreDamagedError,
    StoreForeignError,
    StoreUnavailableError,
    StoreVersionError,
)
from tests.api.client import Client
from tests.api.web.test_lineups import Recorder, client_of
from tests.api.world import small_service

if TYPE_CHECKING:
    from api.service.service import Service

MEMBERS = {"type", "title", "status", "detail", "instance", "request_id"}


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("GET", "/areas/Frist Conty", 404, "unknown-name"),
        ("GET", "/areas/Frist Conty/lineups", 404, "unknown-name"),
        ("GET", "/organisations/nobody", 404, "unknown-name"),
        ("GET", "/organisations?limit=x", 422, "request"),
        ("GET", "/areas/1?colour=red", 422, "request"),
        ("GET", "/areas/1/lineups?k=0", 422, "request"),
        ("GET", "/areas/2/lineups?lead=Latecomer", 422, "no-line-up"),
        ("GET", "/nowhere", 404, "not-found"),
        ("GET", "/static/nothing.css", 404, "not-found"),
        ("GET", "/problems/nothing", 404, "not-found"),
        ("DELETE", "/areas", 405, "method"),
        ("POST", "/areas/1/lineups", 405, "method"),
        ("PUT", "/", 405, "method"),
    ],
)
def test_every_error_is_problem_details(
    client: Client, method: str, path: str, status: int, slug: str
) -> None:
    answer = client.request(method, path, headers={"Accept": "application/json"})
    if path != "/":  # where people are, errors are pages
        assert answer.headers["Content-Type"] == MEDIA_TYPE
        body = answer.json()
        assert set(body) >= MEMBERS
        assert (body["status"], body["type"]) == (status, f"/problems/{slug}")
        assert unquote(body["instance"]) == path.split("?", maxsplit=1)[0]
        assert body["request_id"] == answer.headers["X-Request-ID"]
    assert answer.status_code == status


def test_says_which_field_the_framework_refused() -> None:
    mistake = {"loc": ("query", "limit"), "msg": "should be a number", "type": "int_parsing"}
    problem = as_problem(RequestValidationError([mistake]))
    assert problem.members["errors"] == [{"field": "limit", "message": "should be a number"}]


def test_passes_on_what_else_the_framework_refuses() -> None:
    problem = as_problem(HTTPException(400, "bad host", headers={"X-Why": "host"}))
    assert (problem.status, problem.detail, problem.headers) == (400, "bad host", {"X-Why": "host"})


@pytest.mark.parametrize(
    "path", ["/organisations", "/areas/1/lineups", "/areas/1/brief", "/areas/1"]
)
def test_counts_mistakes_past_the_first_dozen(client: Client, path: str) -> None:
    query = "&".join(f"p{number}=1" for number in range(8000))
    ask = client.page if path.endswith("brief") else client.get
    answer = ask(f"{path}?{query}")
    assert answer.status_code == 422
    assert len(answer.text) < 40_000
    if path.endswith("brief"):
        assert "And 7,988 more." in answer.text
    else:
        assert (len(answer.json()["errors"]), answer.json()["more"]) == (12, 7988)
        assert answer.json()["detail"].startswith("8,000 mistakes: p0, p1, ")
        assert answer.json()["detail"].endswith(", p11 and 7,988 more.")


def test_lists_a_dozen_mistakes_in_full(client: Client) -> None:
    query = "&".join(f"p{number}=1" for number in range(12))
    answer = client.get(f"/areas/1?{query}").json()
    assert (len(answer["errors"]), answer["more"]) == (12, 0)
    assert "more" not in answer["detail"]


def test_a_wrong_method_is_told_the_right_ones(client: Client) -> None:
    assert client.request("DELETE", "/areas").headers["Allow"] == "GET, HEAD"


def test_a_browser_gets_an_error_as_a_page(client: Client) -> None:
    answer = client.get("/areas/Frist County", headers={"Accept": "text/html,*/*"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'href="/areas/First%20County"' in answer.text


@given(text=st.text(min_size=1, max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_as_an_area_never_breaks_the_server(client: Client, text: str) -> None:
    name = quote(text.encode("utf-8", "surrogatepass"), safe="")
    for path in (f"/areas/{name}", f"/areas/{name}/lineups", f"/areas/{name}/brief"):
        assert client.get(path).status_code < 500


@given(
    field=st.sampled_from(["k", "max_members", "lead", "must", "as_of", "equity", "time_limit_s"]),
    text=st.text(max_size=300),
)
@settings(max_examples=60, deadline=None)
def test_any_text_in_a_brief_never_breaks_the_server(client: Client, field: str, text: str) -> None:
    for path in ("/areas/1/lineups", "/areas/1/brief", "/areas/1/brief/answer"):
        answer = client.get(path, params={field: text.encode("utf-8", "surrogatepass")})
        assert answer.status_code < 500


@given(
    field=st.sampled_from(["text", "kind", "pathway", "area", "as_of", "limit", "cursor"]),
    text=st.text(max_size=300),
)
@settings(max_examples=60, deadline=None)
def test_any_text_in_a_query_never_breaks_the_server(client: Client, field: str, text: str) -> None:
    answer = client.get(
        "/organisations", params={field: text.encode("utf-8", "surrogatepass"), "limit": "1"}
    )
    assert answer.status_code < 500


class _Broken:
    """Stands for a service whose facts are wrong in a way nobody foresaw."""

    def __init__(self, service: Service) -> None:
        self.snapshot, self.stale = service.snapshot, service.stale

    @property
    def directory(self) -> object:
        secret = "the password is swordfish"  # noqa: S105
        raise RuntimeError(secret)


def test_an_unforeseen_error_shows_no_traceback_and_is_logged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = _Broken(small_service())
    app = create_app(Settings(store="sqlite://"), broken)  # type: ignore[arg-type]
    answer = Client(app).get("/areas/1", headers={"X-Request-ID": "my-request-1"})
    assert (answer.status_code, answer.json()["type"]) == (500, "/problems/internal")
    assert answer.json()["request_id"] == "my-request-1"
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    assert "nosniff" in answer.headers["X-Content-Type-Options"]
    assert "swordfish" in capsys.readouterr().err


def test_an_unforeseen_error_has_a_page_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder()
    recorder.error = RuntimeError("the password is swordfish")
    client = client_of(recorder)
    answer = client.page("/areas/1/lineups")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    for words in ("Something went wrong on our side", "Request <code>", "All contract areas"):
        assert words in answer.text
    assert "swordfish" not in answer.text
    monkeypatch.setattr(application, "render", None)  # now pages themselves are broken
    plain = client.page("/areas/1/lineups")
    assert (plain.status_code, plain.json()["type"]) == (500, "/problems/internal")


def test_a_store_that_cannot_be_read_says_so_without_details_and_is_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    attempts = []

    def open_service(_programme: str | None) -> Service:
        attempts.append(1)
        if len(attempts) < 3:
            message = "/secret/place.db: the file is damaged"
            raise StoreDamagedError(message)
        return small_service()

    app = create_app(Settings(store="sqlite:////secret/place.db"))
    app.state.openings = Openings(open_service)
    client = Client(app)
    failed = client.get("/areas")
    assert (failed.status_code, failed.json()["type"]) == (503, "/problems/store")
    assert failed.headers["Retry-After"] == "5"
    assert "X-Data-Version" not in failed.headers
    assert "secret" not in failed.text
    assert "/secret/place.db" in capsys.readouterr().err
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 503
    assert client.get("/health/ready").status_code == 200
    assert client.get("/areas").headers["X-Data-Version"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_kind_of_error_has_a_page_at_its_type(client: Client, kind: type) -> None:
    page = client.get(f"/problems/{kind.slug}")  # type: ignore[attr-defined]
    assert page.status_code == 200
    assert kind.title in page.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(("retry_after_s", "header"), [(7.2, "8"), (30, "30"), (0, "1")])
def test_a_store_that_does_not_answer_says_when_to_try_again(
    retry_after_s: float, header: str
) -> None:
    secret = "graph.example.org:7687 does not answer"  # noqa: S105
    problem = as_problem(StoreUnavailableError(secret, retry_after_s=retry_after_s))
    assert (problem.slug, problem.status) == ("store-unavailable", 503)
    assert problem.headers == {"Retry-After": header}
    assert problem.detail.startswith(f"Nothing was changed. Try again after {header} second")
    assert "example.org" not in problem.detail


@pytest.mark.parametrize("kind", [StoreAccessError, StoreVersionError, StoreForeignError])
def test_a_store_that_cannot_be_read_gives_no_details(kind: type[GraphError]) -> None:
    problem = as_problem(kind("neo4j refuses user alice"))
    assert problem.slug == "store"
    assert "alice" not in problem.detail
