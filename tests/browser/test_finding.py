"""Where the tests find a browser, and what they say where there is none."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.browser import install
from tests.browser.finding import NAMES, NEEDED, NoBrowserError, found

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("MATCHER_TEST_BROWSER", raising=False)
    return tmp_path


def program(folder: Path, name: str) -> str:
    path = folder / name
    path.write_text("#!/bin/sh\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_one_that_is_named_comes_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    mine = program(folder, "mine")
    monkeypatch.setenv("MATCHER_TEST_BROWSER", mine)
    assert found() == mine


def test_a_name_of_nothing_is_a_mistake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(folder, "chromium")
    monkeypatch.setenv("MATCHER_TEST_BROWSER", "mine")
    with pytest.raises(NoBrowserError, match="MATCHER_TEST_BROWSER names 'mine'"):
        found()


def test_any_of_the_known_names_will_do_in_this_order(folder: Path) -> None:
    assert found() is None
    for name in reversed(NAMES):
        assert found() != program(folder, name)
        assert found() == str(folder / name)


def test_nothing_is_installed_where_one_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(folder, "chromium")
    monkeypatch.setattr(subprocess, "run", None)
    install.install()


@pytest.mark.parametrize(
    ("user", "steps"),
    [(0, ["apt-get update", "apt-get install", "playwright"]), (1000, ["playwright"])],
)
def test_one_sentence_says_what_to_install_where_nothing_could_be(
    folder: Path, monkeypatch: pytest.MonkeyPatch, user: int, steps: list[str]
) -> None:
    tried: list[str] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        tried.append(" ".join(command))
        failed = "playwright" in command
        return subprocess.CompletedProcess(command, int(failed))

    program(folder, "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: user)
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(SystemExit) as ended:
        install.install()
    assert ended.value.code == NEEDED
    assert [step in told for step, told in zip(steps, tried, strict=True)] == [True] * len(steps)


def test_debians_package_is_enough_for_root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if "install" in command:
            program(folder, "chromium")
        return subprocess.CompletedProcess(command, 0)

    program(folder, "apt-get")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(subprocess, "run", run)
    install.install()
    assert found() == str(folder / "chromium")
