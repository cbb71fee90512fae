"""What the cards of evaluations say of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.cli.evaluating_cards import version_of

if TYPE_CHECKING:
    from pathlib import Path


def test_other_content_is_another_version(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("one")
    first = version_of(path)
    path.write_text("other")
    assert len(first) == 16
    assert version_of(path) != first
