"""Boundaries that are kept in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from graph.errors import FolderError, SourceError
from graph.maps.boundaries import Boundaries, read_boundaries
from graph.maps.kept import boundaries_path, keep, kept_boundaries, remove, stamp_of
from tests.graph.maps.drawing import CODES, squares, three, write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def given(tmp_path: Path) -> Boundaries:
    return read_boundaries([write(tmp_path / "lad.json", squares())], three())


def test_what_is_kept_is_read_again(tmp_path: Path, given: Boundaries) -> None:
    path = boundaries_path(tmp_path / "new" / "folder", "a-programme")
    keep(path, given)
    found = kept_boundaries(path)
    assert found is not None
    assert (found.files, found.keys) == (("lad.json",), ("LAD13CD",))
    assert list(found.outlines) == list(CODES)
    for code in CODES:
        apart = found.outlines[code].symmetric_difference(given.outlines[code])
        assert apart.area < 1e-3 * given.outlines[code].area


def test_what_is_kept_again_takes_the_place_of_the_first(tmp_path: Path, given: Boundaries) -> None:
    path = boundaries_path(tmp_path / "kept", "a-programme")
    keep(path, given)
    before = stamp_of(path)
    keep(path, given)
    assert stamp_of(path) != before
    assert [each.name for each in path.parent.iterdir()] == [path.name]  # no draft is left


def test_what_is_removed_is_gone(tmp_path: Path, given: Boundaries) -> None:
    path = boundaries_path(tmp_path, "a-programme")
    assert stamp_of(path) is None
    assert kept_boundaries(path) is None
    keep(path, given)
    assert remove(path) is True
    assert remove(path) is False
    assert kept_boundaries(path) is None


def test_a_programme_never_names_another_folder(tmp_path: Path) -> None:
    assert boundaries_path(tmp_path, "../../etc/passwd").parent == tmp_path


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        "[" * 100_000,
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection", "matcher_boundaries": 1, "features": []}',
        '{"matcher_boundaries": {"files": [], "keys": [], "divided": []}}',
    ],
)
def test_a_damaged_file_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="load the boundaries again"):
        kept_boundaries(path)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, given: Boundaries) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderError, match="nothing was changed"):
        keep(tmp_path / "file" / "a.geojson", given)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.geojson").mkdir()
    with pytest.raises(FolderError, match="nothing was changed"):
        keep(tmp_path / "full" / "a.geojson", given)
    with pytest.raises(FolderError, match="cannot be removed"):
        remove(tmp_path / "full" / "a.geojson")
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["a.geojson"]
