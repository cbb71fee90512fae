"""What is installed: one name, whole, and it works."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.tooling.lock_digest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the unpacked wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def run(installed: Path, *arguments: str) -> str:
    """What a Python process prints that finds the installed package first."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "HOME": str(installed.parent)},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_it_claims_one_name(installed: Path) -> None:
    names = {path.name for path in installed.iterdir() if path.suffix != ".dist-info"}
    assert names == {"partnership_matcher"}


def test_everything_that_is_read_while_running_is_inside(installed: Path) -> None:
    inside = installed / "partnership_matcher"
    kept = ("graph/programmes", "api/web/templates", "api/web/static")
    for folder in kept:
        expected = {p.name for p in (ROOT / folder).rglob("*.*") if "__pycache__" not in p.parts}
        assert expected <= {p.name for p in (inside / folder).rglob("*.*")}
    assert (inside / "py.typed").is_file()
    for made in ("style.css", "packages/sigma.js", "packages/graphology.js"):  # not committed
        assert (inside / "api" / "web" / "static" / made).is_file()
    assert (inside / "graph" / "maps" / "coast.json").is_file()
    assert not (inside / "api" / "web" / "front").exists()
    assert not list(inside.rglob("test_*.py"))


def test_the_command_answers(installed: Path) -> None:
    store = f"sqlite:///{installed.parent / 'store.db'}"
    text = run(installed, "-m", "partnership_matcher", "--store", store, "-f", "csv", "areas")
    assert "Essex" in text


def test_the_library_is_the_installed_one(installed: Path) -> None:
    code = (
        "from partnership_matcher import Problem, solve, score\n"
        "import api, graph, matcher\n"
        "print(api.__file__, graph.__file__, matcher.__file__, Problem.__module__)"
    )
    *files, module = run(installed, "-c", code).split()
    assert all(file.startswith(str(installed / "partnership_matcher")) for file in files)
    assert module == "matcher.problem.model"


def test_the_public_names_are_those_of_the_matcher() -> None:
    import matcher  # noqa: PLC0415
    import partnership_matcher  # noqa: PLC0415

    assert set(partnership_matcher.__all__) == {*matcher.__all__, "main"}
    assert partnership_matcher.solve is matcher.solve
    with pytest.raises(AttributeError, match="nothing"):
        _ = partnership_matcher.nothing


def test_the_changelog_is_ready_for_the_version_of_the_package() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    headings = [
        line.removeprefix("## ")
        for line in (ROOT / "CHANGELOG.md").read_text("utf-8").splitlines()
        if line.startswith("## ")
    ]
    assert headings[0] == "Unreleased"
    assert headings[1].split(" ")[0] == version


def test_the_hooks_before_a_commit_are_the_checks_of_make() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert "repo: local" in hooks
    assert "://" not in hooks
    for command in ("ruff check", "ruff format --check", "mypy", "lint-imports", "nbstripout"):
        assert f".venv/bin/{command}" in hooks
        assert f"$(BIN)/{command}" in (ROOT / "Makefile").read_text("utf-8")
