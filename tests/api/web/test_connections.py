"""Connections of a real server on loopback: how many, and how long they may wait."""

from __future__ import annotations

import errno
import json
import logging
import socket
import threading
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

import pytest

from api.service.service import Service
from api.web import connections, overlong
from api.web.connections import Server, listen, room_for
from api.web.logs import make_logger, server_lines
from tests.api.running import LIVE, received, running, wait_until
from tests.api.world import small_service

if TYPE_CHECKING:
    from matcher.answer.records import Answer
    from matcher.brief.request import Brief

HALF = b"GET /health/live HTTP/1.1\r\nHost: loc"


def test_idle_clients_keep_nobody_out_when_all_connections_are_theirs() -> None:
    with running(max_connections=20, header_timeout_s=600) as served, ExitStack() as open_ones:
        idle = [open_ones.enter_context(served.connect()) for _ in range(40)]
        for client in idle:
            with suppress(ConnectionError):
                client.sendall(HALF)
        for _ in range(3):
            assert served.ask().startswith(b"HTTP/1.1 200 OK")
        assert len(served.server.server_state.connections) <= 20
        gone = [received(client) for client in idle[:18]]  # the first to come waited longest
        assert set(gone) == {b""}


@pytest.mark.parametrize("start", [b"", HALF[:2], HALF])
def test_a_client_that_never_finishes_its_header_is_sent_away(start: bytes) -> None:
    with running(header_timeout_s=0.2, idle_timeout_s=600) as served, served.connect() as client:
        client.sendall(start)
        assert received(client).startswith(b"HTTP/1.1 408 ")
        wait_until(lambda: not served.server.server_state.connections)


def test_bytes_now_and_then_give_no_more_time() -> None:
    with running(header_timeout_s=0.3) as served, served.connect() as client:
        client.settimeout(0.02)
        answer = b""
        for sent in range(2000):
            with suppress(ConnectionError):
                client.sendall(b"GET / HTTP/1.1\r\nX-Slow: " if sent == 0 else b"x")
            try:
                answer = client.recv(999)
            except TimeoutError:
                continue
            break
        assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_second_request_has_a_time_limit_too() -> None:
    with running(header_timeout_s=0.3, idle_timeout_s=600) as served, served.connect() as client:
        client.sendall(LIVE)
        assert client.recv(65536).startswith(b"HTTP/1.1 200 OK")
        client.sendall(HALF)
        assert b"HTTP/1.1 408 " in received(client)


def test_a_connection_without_a_request_is_closed() -> None:
    with running(header_timeout_s=600, idle_timeout_s=0.2) as served, served.connect() as client:
        client.sendall(LIVE)
        assert received(client).count(b"HTTP/1.1 ") == 1


def test_requests_one_after_the_other_share_a_connection() -> None:
    with running() as served, served.connect() as client:
        client.sendall(LIVE * 3 + LIVE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert received(client).count(b"HTTP/1.1 200 OK") == 4


def test_a_client_that_reads_nothing_is_let_go() -> None:
    with running(header_timeout_s=0.2, idle_timeout_s=0.1) as served, served.connect() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        page = LIVE.replace(b"/health/live", b"/openapi.json")
        wait_until(lambda: served.server.server_state.connections)
        with suppress(ConnectionError):
            client.sendall(page * 200)  # answers of some megabytes
        wait_until(lambda: not served.server.server_state.connections)


class Waiting(Service):
    """A service whose searches wait until told."""

    def __init__(self) -> None:
        super().__init__(small_service().snapshot)
        self.searching, self.may_go_on = threading.Semaphore(0), threading.Event()

    def recommend(self, brief: Brief, **options: Any) -> Answer:
        self.searching.release()
        assert self.may_go_on.wait(20)
        return super().recommend(brief, **options)


def test_who_waits_for_a_search_keeps_its_connection() -> None:
    service = Waiting()
    with (
        running(service, max_connections=2, header_timeout_s=1.0) as served,
        ExitStack() as open_ones,
    ):
        clients = []
        for number in (1, 2):
            clients.append(open_ones.enter_context(served.connect()))
            path = f"/areas/1/lineups?k={number}".encode()
            clients[-1].sendall(LIVE.replace(b"/health/live", path))
            assert service.searching.acquire(timeout=20)
        assert served.ask().startswith(b"HTTP/1.1 503 ")  # nobody's place is free
        time.sleep(1.2)  # longer than a header may take
        service.may_go_on.set()
        for client in clients:
            assert client.recv(65536).startswith(b"HTTP/1.1 200 OK")


def test_no_descriptors_left_is_said_once_and_is_over_by_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(connections, "_RETRY_S", 0.01)
    tries, accept = [], Server._accepted

    async def starved(server: Server, listener: socket.socket) -> socket.socket:
        tries.append(1)
        if len(tries) < 6:
            raise OSError(errno.EMFILE, "Too many open files")
        return await accept(server, listener)

    monkeypatch.setattr(Server, "_accepted", starved)
    with running(log_level="info") as served:
        assert served.ask().startswith(b"HTTP/1.1 200 OK")
    lines = [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()]
    assert lines == ["no connections accepted", "connections accepted again", "request"]
    assert len(tries) >= 6


def test_leaves_descriptors_for_its_own_files() -> None:
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, limits[1]))
        assert (room_for(1000), room_for(20)) == (192, 20)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_the_servers_own_lines_are_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    logger = make_logger("info")
    with server_lines(logger, "info"), running() as served:
        assert served.ask(b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    said = {(line["logger"], line["level"], line["event"]) for line in lines}
    assert ("uvicorn.error", "warning", "Invalid HTTP request received.") in said
    assert ("uvicorn.error", "info", "Application startup complete.") in said


def test_a_servers_surprise_is_logged_with_its_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with server_lines(make_logger("info"), "info"):
        try:
            raise ValueError("swordfish")  # noqa: EM101, TRY301
        except ValueError:
            logging.getLogger("asyncio").exception("Task failed: %s", 7)
    (line,) = capsys.readouterr().err.splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["level"]) == ("Task failed: 7", "error")
    assert entry["exception"][0]["exc_value"] == "swordfish"
    logging.getLogger("asyncio").debug("the handlers are gone again")
    assert capsys.readouterr().err == ""


def test_listens_at_one_port_for_every_address_of_a_host() -> None:
    listeners = listen("localhost", 0)
    try:
        assert len({listener.getsockname()[1] for listener in listeners}) == 1
        port = listeners[0].getsockname()[1]
        with pytest.raises(OSError, match="in use"):
            listen("localhost", port)
    finally:
        for listener in listeners:
            listener.close()


def too_long(count: int, *, header: bytes = b"", accept: bytes = b"text/html") -> bytes:
    start = b"GET /?" + (b"x" * count if not header else b"")
    cookie = header + b"x" * count if header else b"X-Short: 1"
    return b"%s HTTP/1.1\r\nHost: localhost\r\n%s\r\nAccept: %s\r\n\r\n" % (start, cookie, accept)


@pytest.mark.parametrize("count", [400_000, 10_000_000])
def test_an_address_that_is_too_long_has_a_page_that_says_so(count: int) -> None:
    with running() as served:
        answer = served.ask(too_long(count))
        assert answer.startswith(b"HTTP/1.1 414 ")
        assert b"Content-Security-Policy".lower() in answer.lower()
        assert b"<h1>The server refused the request</h1>" in answer
        assert b"The address is too long to be read." in answer
        assert served.ask().startswith(b"HTTP/1.1 200 OK")


def test_headers_that_are_too_long_have_their_own_status() -> None:
    with running() as served:
        answer = served.ask(too_long(400_000, header=b"Cookie: "))
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"The headers are too long to be read." in answer


def test_a_program_gets_the_details_of_the_problem() -> None:
    with running() as served:
        answer = served.ask(too_long(400_000, accept=b"application/json"))
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == 414


def test_a_request_without_end_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlong, "LONGEST_BYTES", 500_000)
    with running() as served, served.connect() as client:
        with suppress(ConnectionError):
            client.sendall(b"GET /?" + b"x" * 5_000_000)
        assert received(client) == b""


def test_a_request_that_is_too_long_and_slow_is_sent_away() -> None:
    with running(header_timeout_s=0.3) as served, served.connect() as client:
        client.sendall(b"GET /?" + b"x" * 400_000)
        assert received(client).startswith(b"HTTP/1.1 408 ")
        assert served.ask().startswith(b"HTTP/1.1 200 OK")
