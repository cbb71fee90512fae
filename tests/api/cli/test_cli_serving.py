"""`matcher serve` is set up by options and variables, and says which of them is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from api.cli import compiling, run, serving
from api.cli.destination import CommandError
from api.cli.serving import read_settings
from matcher.engine import warming

if TYPE_CHECKING:
    from api.cli.state import FactsAddress


def started(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> tuple[str, int]:
    """The address at which the command would serve."""
    settings: list[Any] = []

    def serve(facts: FactsAddress, host: str | None, port: int | None) -> None:
        settings.append(read_settings(store=facts.store_url, host=host, port=port))

    monkeypatch.setattr(serving, "serve", serve)
    assert run(["serve", *arguments]) == 0
    return settings[0].host, settings[0].port


def test_the_server_listens_where_the_variables_say(monkeypatch: pytest.MonkeyPatch) -> None:
    assert started(monkeypatch) == ("127.0.0.1", 8013)
    monkeypatch.setenv("MATCHER_HOST", "::1")
    monkeypatch.setenv("MATCHER_PORT", "0")
    assert started(monkeypatch) == ("::1", 0)


def test_options_go_before_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATCHER_HOST", "::1")
    monkeypatch.setenv("MATCHER_PORT", "0")
    assert started(monkeypatch, "--host", "localhost", "--port", "99") == ("localhost", 99)


def test_every_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MATCHER_MAX_K", "abc")
    monkeypatch.setenv("MATCHER_PORT", "99999")
    assert run(["--store", "sqlite://", "serve"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in said] == ["MATCHER_PORT", "MATCHER_MAX_K"]
    assert "valid integer" in said[1]


def test_a_wrong_option_is_named_as_an_option() -> None:
    with pytest.raises(CommandError, match=r"^--port: "):
        read_settings(port=-1)


def test_compiling_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def slow(say: Any) -> None:
        for done in range(4):
            say(done, 3)

    monkeypatch.setattr(warming, "ready", slow)
    compiling.make_ready()
    assert capsys.readouterr().err == f"{compiling.ONCE}\n"
    monkeypatch.setattr(warming, "ready", lambda _say: None)
    compiling.make_ready()
    assert capsys.readouterr().err == ""
