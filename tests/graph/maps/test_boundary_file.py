"""Boundary files that people have, and broken ones."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from shapely import Polygon, transform

from graph.errors import SourceError
from graph.maps import boundary_file
from graph.maps.boundary_file import BoundaryFile, read_boundary_file
from graph.maps.projection import from_grid, to_km
from tests.graph.maps.drawing import (
    CODES,
    Ring,
    collection,
    feature,
    square,
    squares,
    topology,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = {code: (code,) for code in CODES}
FIRST = CODES[:1]


def on_map(ring: Ring) -> Polygon:
    return transform(Polygon(ring), to_km)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "boundaries.json"


def read(path: Path, document: object, **options: Any) -> BoundaryFile:
    return read_boundary_file(write(path, document), KNOWN, **options)


def refusal(path: Path, document: object, **options: Any) -> str:
    with pytest.raises(SourceError) as caught:
        read(path, document, **options)
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("key", ["LAD13CD", "LAD21CD", "gss", "code", "areacd"])
def test_the_property_with_the_codes_is_found(path: Path, key: str) -> None:
    found = read(path, squares(key))
    assert found.key == key
    assert found.outlines[FIRST].equals(on_map(square(-2.5)))


def test_a_topology_is_read_by_the_layer_that_has_most_of_the_codes(path: Path) -> None:
    found = read(path, topology())
    assert (found.key, found.unused) == ("id", 0)
    assert found.outlines[(CODES[1],)].equals(on_map(square(-2.0)))


def test_a_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "boundaries.geojson.gz"
    path.write_bytes(gzip.compress(json.dumps(squares()).encode()))
    found = read_boundary_file(path, KNOWN)
    assert (found.name, len(found.outlines)) == ("boundaries.geojson", 3)


def test_a_file_in_another_encoding_is_read(path: Path) -> None:
    path.write_text(json.dumps(squares()), encoding="utf-16")
    assert len(read_boundary_file(path, KNOWN).outlines) == 3


def test_the_property_that_is_named_counts(path: Path) -> None:
    document = squares("new")
    for each, old in zip(document["features"], (CODES[1], CODES[0]), strict=False):
        each["properties"]["old"] = old
    found = read(path, document, key="old")
    assert (found.key, found.unused) == ("old", 1)
    assert found.outlines[FIRST].equals(on_map(square(-2.0)))


def test_wrong_properties_are_told_with_those_that_there_are(path: Path) -> None:
    told = refusal(path, squares("name"), example="E07000001 (Place 1)")
    assert "such as E07000001 (Place 1)" in told
    assert "'name' (Place 1)" in told
    assert "--key" in told
    assert "the property 'LAD13CD' holds no code" in refusal(path, squares("LSOA"), key="LAD13CD")
    assert "these properties, with an example of each: none" in refusal(path, collection())


def test_parts_under_one_code_are_put_together(path: Path) -> None:
    two = (feature({"id": CODES[0]}, square(west)) for west in (-2.5, -2.0))
    found = read(path, collection(*two))
    assert found.outlines[FIRST].area == pytest.approx(
        on_map(square(-2.5)).area + on_map(square(-2.0)).area, rel=1e-6
    )


def test_places_that_nobody_asked_for_are_counted(path: Path) -> None:
    document = squares(codes=(*CODES, "S12000005"))
    assert read(path, document).unused == 1


def test_metres_of_the_national_grid_are_taken_for_what_they_are(path: Path) -> None:
    ring: Ring = [(400_000, 400_000), (450_000, 400_000), (450_000, 450_000), (400_000, 450_000)]
    outline = read(path, collection(feature({"id": CODES[0]}, ring))).outlines[FIRST]
    corners = to_km(from_grid(np.array(ring, dtype=np.float64)))
    assert outline.equals_exact(Polygon(corners), 1e-6)
    assert outline.area == pytest.approx(2500, rel=0.01)


@pytest.mark.parametrize(
    ("where", "ring"),
    [
        ("Web Mercator", [(-2e5, 7e6), (-1e5, 7e6), (-1e5, 71e5)]),
        ("latitude first", [(53.0, -2.0), (53.0, -1.0), (54.0, -1.0)]),
        ("France", square(2.0, 45.0)),
    ],
)
def test_other_coordinates_are_refused_and_the_right_ones_named(
    path: Path, where: str, ring: Ring
) -> None:
    told = refusal(path, collection(feature({"id": CODES[0]}, ring)))
    assert "EPSG:4326" in told, where


def test_an_outline_that_crosses_itself_is_repaired(path: Path) -> None:
    bow = [(-2.5, 53.75), (-2.0, 54.25), (-2.0, 53.75), (-2.5, 54.25)]
    found = read(path, collection(feature({"id": CODES[0]}, bow)))
    assert found.repaired == 1
    assert found.outlines[FIRST].is_valid
    assert found.outlines[FIRST].area == pytest.approx(on_map(square(-2.5)).area / 2, rel=0.01)


def test_all_outlines_that_cannot_be_read_are_told_together(path: Path) -> None:
    point = feature({"id": CODES[0]}) | {"geometry": {"type": "Point", "coordinates": [0, 54]}}
    line = feature({"id": CODES[1]}, [(0, 54), (1, 54), (0, 54), (0, 54)])
    nothing = feature({"id": CODES[2]}) | {"geometry": None}
    told = refusal(path, collection(point, line, nothing))
    assert "E07000001: it is a Point" in told
    assert "E07000002: its outline is empty" in told
    assert "E07000003: it is a None" in told


def test_of_many_mistakes_the_first_are_told(path: Path) -> None:
    known = {f"E{number}": (f"E{number}",) for number in range(20)}
    broken = collection(*(feature({"id": code}) for code in known))
    with pytest.raises(SourceError, match="and 12 more"):
        read_boundary_file(write(path, broken), known)


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", "PK", '{"type": "Topology"}', "\x00", "NaN"])
def test_what_is_no_boundary_file_is_refused(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="Nothing was changed"):
        read_boundary_file(path, KNOWN)


def test_a_file_nested_without_end_is_refused(path: Path) -> None:
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(SourceError):
        read_boundary_file(path, KNOWN)


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.json"):
        with pytest.raises(SourceError):
            read_boundary_file(path, KNOWN)


def test_a_file_that_unpacks_too_far_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_file, "LARGEST_BYTES", 1000)
    told = refusal(path, squares(codes=CODES * 3))
    assert "take generalised boundaries" in told


def test_an_outline_with_too_many_points_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boundary_file, "MOST_POINTS", 14)
    assert "more than 14 points" in refusal(path, squares())
