"""Tie the lock to pyproject.toml: the lock's first line holds a digest of the dependency tables.

Run by `make lock` with ``--write``; the test suite checks that they agree, without any network.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "# dependencies of pyproject.toml: "


def digest() -> str:
    """Hash what the lock was resolved from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    keys = ("requires-python", "dependencies", "optional-dependencies")
    tables = {key: project[key] for key in keys}
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()[:16]


def recorded(lock: Path) -> str:
    """Read the digest that the lock was made for; empty where there is none."""
    first = lock.read_text("utf-8").partition("\n")[0]
    return first.removeprefix(PREFIX) if first.startswith(PREFIX) else ""


def write(lock: Path) -> None:
    """Put the digest in the lock's first line."""
    lines = [line for line in lock.read_text("utf-8").splitlines() if not line.startswith(PREFIX)]
    lock.write_text("\n".join([PREFIX + digest(), *lines]) + "\n", "utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write(ROOT / "requirements.lock")
