"""What surrounds every answer: headers, request ids, log lines, ETags, HEAD."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from api.service.settings import Settings
from api.web.application import create_app
from api.web.envelope import SECURITY_HEADERS
from tests.api.client import Client
from tests.api.world import small_service

if TYPE_CHECKING:
    from api.service.service import Service

PATHS = [
    "/",
    "/areas",
    "/areas/1",
    "/areas/1.json",
    "/areas/1/lineups",
    "/organisations",
    "/organisations/Workwise",
    "/organisations/Workwise.csv",
    "/health/live",
    "/health/ready",
    "/openapi.json",
    "/static/style.css",
]
MISSING = ["/nowhere", "/areas/nowhere", "/areas/1/lineups?k=0"]


@pytest.mark.parametrize("path", [*PATHS, *MISSING])
def test_every_answer_has_its_headers(client: Client, service: Service, path: str) -> None:
    headers = client.get(path).headers
    for name, value in SECURITY_HEADERS.items():
        assert headers[name] == value
    assert headers["X-Data-Version"] == service.snapshot.data_version
    assert len(headers["X-Request-ID"]) == 32


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_as_get_does_but_without_a_body(client: Client, path: str) -> None:
    got, head = client.get(path), client.request("HEAD", path)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", [path for path in PATHS if "health" not in path])
def test_who_has_an_answer_already_gets_304(client: Client, path: str) -> None:
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": f'"other", W/{tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_policy_allows_only_our_own_scripts() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("offered", ["short", "x" * 65, "with space", "new\tline", "{json}-id"])
def test_takes_over_no_strange_request_id(client: Client, offered: str) -> None:
    taken = client.get("/health/live", headers={"X-Request-ID": offered}).headers["X-Request-ID"]
    assert taken != offered


def test_takes_over_a_well_formed_request_id(client: Client) -> None:
    answer = client.get("/health/live", headers={"X-Request-ID": "abc-123.DEF_4"})
    assert answer.headers["X-Request-ID"] == "abc-123.DEF_4"


def test_logs_a_json_line_for_each_request(capsys: pytest.CaptureFixture[str]) -> None:
    client = Client(create_app(Settings(store="sqlite://"), small_service()))
    client.get("/areas/nowhere?k=1", headers={"X-Request-ID": "request-42"})
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert entry["seconds"] >= 0
    expected = {"method": "GET", "path": "/areas/nowhere", "status": 404, "event": "request"}
    assert {**entry, **expected, "request_id": "request-42"} == entry


def test_cuts_endless_paths_in_the_log_and_in_the_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    client = Client(create_app(Settings(store="sqlite://"), small_service()))
    answer = client.get("/" + "x" * 5000)
    assert (answer.status_code, len(answer.json()["instance"])) == (404, 300)
    assert len(capsys.readouterr().err) < 1000


def test_logs_no_requests_when_only_errors_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(store="sqlite://", log_level="error")
    Client(create_app(settings, small_service())).get("/areas")
    assert capsys.readouterr().err == ""
