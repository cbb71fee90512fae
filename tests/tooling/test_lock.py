"""The lock agrees with pyproject.toml and records no addresses."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.tooling.lock_digest import ROOT, digest, recorded

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.lock", "requirements-uv.lock")


def test_the_lock_was_made_from_these_dependencies() -> None:
    lock = ROOT / "requirements.lock"
    assert recorded(lock) == digest(), "pyproject.toml has changed: run `make lock`"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    packages = re.findall(r"^[a-z0-9][^\n]*==", text, re.MULTILINE)
    assert packages
    assert len(packages) <= text.count("--hash=sha256:")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text


@pytest.mark.parametrize(("folder", "package"), [("axe", "axe-core"), ("types", "typescript")])
def test_the_locks_of_what_checks_our_pages_have_hashes_and_no_address(
    folder: str, package: str
) -> None:
    lock = json.loads((ROOT / "tests" / folder / "package-lock.json").read_text("utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert f"node_modules/{package}" in packages
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_a_lock_without_a_digest_does_not_agree(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("numpy==2.0\n", "utf-8")
    assert recorded(lock) == ""
