"""The Makefile's help and the repository's cleanliness."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.tooling.lock_digest import ROOT


def test_help_lists_every_public_target() -> None:
    make = shutil.which("make")
    assert make
    text = subprocess.run(
        [make, "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", "")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    listed = set(re.findall(r"make ([a-z0-9-]+)", text))
    assert listed == set(phony[1].split()), "each phony target needs a `## ` comment"


def tracked() -> list[str]:
    """List the files that git tracks; skip where there is no checkout."""
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    run = subprocess.run([git, "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def test_no_tracked_file_names_a_registry_or_a_home_folder() -> None:
    words = [
        "py" + "pi.org",
        "npm" + "js.",
        "files.python" + "hosted",
        "/ro" + "ot/",
        "/ho" + "me/",
    ]
    guilty = [
        name
        for name in tracked()
        if (ROOT / name).is_file()
        and any(word in (ROOT / name).read_text("utf-8", "ignore") for word in words)
    ]
    assert guilty == []


def test_no_tracked_file_is_large() -> None:
    limit = 1_000_000  # matcher/terms/likeness.npz, learnt from clauses, has 981,613
    large = [n for n in tracked() if (ROOT / n).is_file() and (ROOT / n).stat().st_size > limit]
    assert large == []
