"""Boundaries of a programme's places, put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from shapely import area, coverage_is_valid, union_all

from graph.errors import SourceError
from graph.maps.boundaries import Boundaries, known_codes, listed, read_boundaries
from tests.graph.maps.drawing import (
    CODES,
    authority,
    collection,
    feature,
    square,
    squares,
    three,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

SUFFOLK_COASTAL, WAVENEY, EAST_SUFFOLK = "E07000205", "E07000206", "E07000244"


def read(folder: Path, places: list[Any], *documents: object, **options: Any) -> Boundaries:
    paths = [write(folder / f"{number}.json", each) for number, each in enumerate(documents)]
    return read_boundaries(paths, places, **options)


def test_several_files_make_one_map_and_the_first_counts(tmp_path: Path) -> None:
    west = collection(feature({"LAD13CD": CODES[0]}, square(-2.5)))
    rest = squares("id", (*CODES,))
    rest["features"][0] = feature({"id": CODES[0]}, square(-3.5))
    found = read(tmp_path, three(), west, rest)
    assert (found.files, found.keys) == (("0.json", "1.json"), ("LAD13CD", "id"))
    assert found.missing(three()) == ()
    assert union_all(list(found.outlines.values())).geom_type == "Polygon"  # side by side


def test_fewer_than_half_of_the_places_are_refused_and_the_rest_listed(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, three(), squares(codes=CODES[:1]))
    assert "1 of the programme's 3" in str(caught.value)
    assert "Place 2 (E07000002), Place 3 (E07000003)" in str(caught.value)
    found = read(tmp_path, three(), squares(codes=CODES[:2]))
    assert [place.code for place in found.missing(three())] == [CODES[2]]


def test_a_code_that_was_renewed_stands_for_the_same_place(tmp_path: Path) -> None:
    for had, given in (("E07000240", "E07000100"), ("W06000023", "W06000023")):
        found = read(tmp_path, [authority(had, -2.25)], squares(codes=(given,)))
        assert list(found.outlines) == [had]


def test_a_later_authority_is_divided_among_those_that_it_was_made_of(tmp_path: Path) -> None:
    places = [authority(SUFFOLK_COASTAL, -2.4), authority(WAVENEY, -2.1)]
    found = read(tmp_path, places, squares(codes=(EAST_SUFFOLK,)))
    west, east = (found.outlines[code] for code in (SUFFOLK_COASTAL, WAVENEY))
    assert set(found.divided) == {SUFFOLK_COASTAL, WAVENEY}
    assert west.area == pytest.approx(east.area, rel=0.01)
    assert west.centroid.x < east.centroid.x


def test_an_outline_of_its_own_counts_before_one_that_is_divided(tmp_path: Path) -> None:
    places = [authority(SUFFOLK_COASTAL, -2.4), authority(WAVENEY, -2.1)]
    found = read(tmp_path, places, squares(codes=(EAST_SUFFOLK, WAVENEY)))
    assert found.divided == (SUFFOLK_COASTAL,)
    assert found.outlines[WAVENEY].bounds[0] > found.outlines[SUFFOLK_COASTAL].bounds[0]


def test_nothing_is_divided_where_a_centre_is_unknown(tmp_path: Path) -> None:
    places = [authority(SUFFOLK_COASTAL, -2.4), authority(WAVENEY, None), *three()]
    found = read(tmp_path, places, squares(codes=(EAST_SUFFOLK, *CODES)))
    assert set(found.outlines) == set(CODES)


def test_outlines_that_overlap_are_laid_side_by_side(tmp_path: Path) -> None:
    two = [feature({"id": code}, square(-2.5 + 0.45 * row)) for row, code in enumerate(CODES[:2])]
    found = list(read(tmp_path, three(), collection(*two)).outlines.values())
    assert coverage_is_valid(found)
    assert sum(area(found)) == pytest.approx(union_all(found).area)


def test_an_authority_smaller_than_a_bend_is_kept(tmp_path: Path) -> None:
    tiny = feature({"id": CODES[0]}, square(-2.5, side=0.0005))
    large = feature({"id": CODES[1]}, square(-2.0))
    found = read(tmp_path, three(), collection(tiny, large))
    assert 0 < found.outlines[CODES[0]].area < 0.01


def test_codes_stand_for_places_of_the_programme_only() -> None:
    assert known_codes(three()) == {code: (code,) for code in CODES}
    assert known_codes([authority(WAVENEY, 0)])[EAST_SUFFOLK] == (WAVENEY,)


def test_of_many_places_the_first_are_named() -> None:
    many = [authority(f"E0700000{number}", 0) for number in range(10)]
    assert listed(many).endswith("Place 7 (E07000007) and 2 more")
