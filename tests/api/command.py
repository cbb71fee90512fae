"""The command, run in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli import run

if TYPE_CHECKING:
    import pytest


class Matcher:
    """Runs commands and gives exit code, output and messages."""

    def __init__(self, store: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.capsys = store, capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = run(["--store", self.store, *arguments])
        out, err = self.capsys.readouterr()
        return code, out, err
