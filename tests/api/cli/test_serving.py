"""`matcher serve`: where it listens, and what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from api.web.connections import Server, listen

if TYPE_CHECKING:
    import pytest

    from tests.api.command import Matcher


def test_says_that_a_port_is_taken(small_matcher: Matcher) -> None:
    (listener,) = listen("127.0.0.1", 0)
    with listener:
        port = str(listener.getsockname()[1])
        code, out, err = small_matcher("serve", "--port", port)
    assert (code, out) == (2, "")
    assert f"127.0.0.1:{port} cannot be listened at: Address already in use." in err
    assert "Choose another --port." in err


def test_says_the_address_with_the_port_and_the_prefix(
    small_matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(server: Server) -> None:
        for listener in server._listeners:
            listener.close()

    monkeypatch.setattr(Server, "run", run)
    monkeypatch.setenv("MATCHER_PREFIX", "matcher")
    code, _, err = small_matcher("serve", "--host", "::1", "--port", "0")
    assert code == 0
    assert re.search(r"at http://\[::1\]:[1-9]\d+/matcher/$", err, re.MULTILINE)
