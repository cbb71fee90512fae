"""Which form of an answer a client gets: ETags, compression, pages or JSON."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from api.web.negotiation import encoding_weight, media_weight

if TYPE_CHECKING:
    import httpx

    from tests.api.client import Client

PAGE = "/areas/1/lineups"


def raw(client: Client, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """Ask for a path; unlike httpx itself, take compression only where the headers say so."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.request(method, path, headers={"Accept-Encoding": "identity", **named})


@pytest.mark.parametrize("path", [PAGE, "/areas/1", "/openapi.json", "/static/style.css"])
def test_long_answers_are_compressed_for_who_takes_it(client: Client, path: str) -> None:
    plain, packed = raw(client, path), raw(client, path, Accept_Encoding="gzip")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 2
    assert packed.content == plain.content  # httpx has unpacked it
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_short_answers_are_not_compressed(client: Client) -> None:
    answer = raw(client, "/health/live", Accept_Encoding="gzip")
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("wish", ["gzip;q=0", "br", "identity", "*;q=0", "gzip;q=0.0, *"])
def test_nobody_gets_compression_who_refuses_it(client: Client, wish: str) -> None:
    assert "Content-Encoding" not in raw(client, PAGE, Accept_Encoding=wish).headers


@pytest.mark.parametrize("wish", ["GZIP", "br, gzip;q=0.1", "*", "deflate;q=0.5, *;q=0.1"])
def test_a_wish_for_gzip_may_be_written_in_many_ways(client: Client, wish: str) -> None:
    assert raw(client, PAGE, Accept_Encoding=wish).headers["Content-Encoding"] == "gzip"


def test_equal_answers_are_equal_compressed(client: Client) -> None:
    bodies = set()
    for _ in range(2):
        answer = raw(client, PAGE, Accept_Encoding="gzip")
        bodies.add((answer.headers["ETag"], answer.headers["Content-Length"]))
    assert len(bodies) == 1
    assert gzip.compress(b"same", mtime=0) == gzip.compress(b"same", mtime=0)


def test_an_etag_names_one_form_of_an_answer(client: Client) -> None:
    plain = raw(client, PAGE).headers["ETag"]
    packed = raw(client, PAGE, Accept_Encoding="gzip").headers["ETag"]
    assert plain != packed
    assert raw(client, PAGE, If_None_Match=packed).status_code == 200
    assert raw(client, PAGE, Accept_Encoding="gzip", If_None_Match=plain).status_code == 200
    again = raw(client, PAGE, Accept_Encoding="gzip", If_None_Match=packed)
    assert (again.status_code, again.headers["ETag"]) == (304, packed)
    assert "Accept-Encoding" in again.headers["Vary"]
    assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("wish", ["identity", "gzip"])
@pytest.mark.parametrize("path", [PAGE, "/static/style.css"])
def test_head_tells_what_get_would(client: Client, path: str, wish: str) -> None:
    got = raw(client, path, Accept_Encoding=wish)
    head = raw(client, path, "HEAD", Accept_Encoding=wish)
    assert head.content == b""
    for name in ("ETag", "Vary", "Content-Encoding", "Content-Length", "Content-Type"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"a,b", {tag}', 304),
        ('W/"a" , W/{tag},"c"', 304),
        ("*", 304),
        (" * ", 304),
        ('"*"', 200),
        ('"other"', 200),
        ("", 200),
        ("{bare}", 200),
        ('"{bare}x"', 200),
    ],
)
def test_if_none_match_is_a_list_of_tags_or_a_star(client: Client, known: str, status: int) -> None:
    tag = raw(client, "/areas").headers["ETag"]
    value = known.format(tag=tag, bare=tag.strip('"'))
    assert raw(client, "/areas", If_None_Match=value).status_code == status


def test_if_none_match_may_come_in_several_lines(client: Client) -> None:
    tag = raw(client, "/areas").headers["ETag"]
    lines = [("Accept-Encoding", "identity"), ("If-None-Match", '"a"'), ("If-None-Match", tag)]
    assert client.request("GET", "/areas", headers=lines).status_code == 304


def test_a_star_gives_no_304_for_what_is_not_there(client: Client) -> None:
    assert raw(client, "/areas/nowhere", If_None_Match="*").status_code == 404


def test_files_answer_by_the_same_rules(client: Client) -> None:
    path = "/static/style.css"
    tag = raw(client, path).headers["ETag"]
    assert raw(client, path, If_None_Match=f'"a", W/{tag}').status_code == 304
    since = "Fri, 01 Jan 2100 00:00:00 GMT"
    assert raw(client, path, If_None_Match='"a"', If_Modified_Since=since).status_code == 200


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("text/html, */*", True),
        ("text/*", True),
        ("text/html;q=0.9, application/json;q=0.1", True),
        ("TEXT/HTML", True),
        ("text/html;q=0.5, application/json", False),
        ("application/json, text/html;q=0", False),
        ("text/html;q=0", False),
        ("text/html;q=0, */*", False),
        ("application/json, text/html", False),
        ("*/*", False),
        ("", False),
        ("application/*, text/html;q=0.3", False),
    ],
)
def test_who_prefers_a_page_gets_errors_as_pages(client: Client, accept: str, page: bool) -> None:
    answer = client.get("/areas/nowhere", headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html") == page
    assert "Accept" in answer.headers["Vary"].split(", ")


@pytest.mark.parametrize(
    ("accept", "weight"),
    [("a/b;q=0.25", 0.25), ("*/*;q=0.1, a/*;q=0.2", 0.2), ("x/y", 0.0), ("a/b;q=much", 1.0)],
)
def test_the_most_exact_range_decides(accept: str, weight: float) -> None:
    assert media_weight(accept, "a/b")[0] == weight


def test_a_coding_that_is_not_named_is_not_taken() -> None:
    assert encoding_weight("", "gzip") == 0
    assert encoding_weight("br;q=1.0, deflate", "gzip") == 0
