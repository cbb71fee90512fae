"""GeoJSON and TopoJSON."""

from __future__ import annotations

from typing import Any

import pytest
from shapely import Polygon

from graph.maps.topology import Feature, ShapeError, features_of, points_of
from tests.graph.maps.drawing import CODES, collection, feature, square, squares, topology


def drawn(geometry: dict[str, Any], arcs: Any = None) -> Feature:
    return Feature(properties={}, layer="", geometry=geometry, arcs=arcs)


def test_both_forms_give_the_same_outlines() -> None:
    plain = [each.outline() for each in features_of(squares())]
    arcs = [each for each in features_of(topology()) if each.layer == "lad"]
    assert [each.properties["id"] for each in arcs] == list(CODES[:2])
    for one, other in zip(plain, arcs, strict=False):
        assert one.equals(other.outline())


def test_the_objects_of_a_topology_are_told_apart() -> None:
    (region,) = (each for each in features_of(topology()) if each.layer == "rgn")
    assert region.outline().equals(Polygon(square(-2.5)).union(Polygon(square(-2.0))))


def test_a_hole_and_a_height_are_read() -> None:
    hole = [(-2.4, 53.8, 7.0), (-2.4, 53.9, 7.0), (-2.3, 53.9, 7.0), (-2.4, 53.8, 7.0)]
    polygon = {"type": "Polygon", "coordinates": [square(-2.5), hole]}
    assert drawn(polygon).outline().area == pytest.approx(0.25 - 0.005)


def test_a_ring_that_is_open_is_closed_and_one_without_area_left_out() -> None:
    polygon = {"type": "MultiPolygon", "coordinates": [[square(0)[:-1]], [[(1, 1), (2, 2)]]]}
    assert drawn(polygon).outline().equals(Polygon(square(0)))


def test_an_identifier_of_a_feature_is_one_more_property() -> None:
    one = feature({"name": "A"}, square(0)) | {"id": 7}
    assert features_of(collection(one))[0].properties == {"id": 7, "name": "A"}


@pytest.mark.parametrize(
    "document",
    [[], "Topology", {}, {"type": "Feature"}, {"type": "FeatureCollection"}, {"type": "Topology"}],
)
def test_other_documents_are_refused(document: object) -> None:
    with pytest.raises(ShapeError):
        features_of(document)


def test_what_is_no_feature_is_left_out() -> None:
    assert features_of({"type": "FeatureCollection", "features": [1, None, "x"]}) == []
    odd = topology() | {"objects": {"a": 1, "b": {"geometries": [2]}, "c": {"geometries": {}}}}
    assert features_of(odd) == []


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ({"type": "Point", "coordinates": [0, 0]}, "it is a Point"),
        ({}, "it is a None"),
        ({"type": "Polygon"}, "no list of rings"),
        ({"type": "MultiPolygon", "coordinates": "x"}, "no list of polygons"),
        ({"type": "Polygon", "coordinates": [[[0], [1], [2]]]}, "not all pairs"),
        ({"type": "Polygon", "coordinates": [[["a", "b"]] * 4]}, "not all pairs"),
        ({"type": "Polygon", "coordinates": [[[1e999, 0]] * 4]}, "not all finite"),
        ({"type": "Polygon", "coordinates": [[[10**400, 0]] * 4]}, "not all pairs"),
        ({"type": "Polygon", "coordinates": [[None] * 4]}, "not all pairs"),
    ],
)
def test_what_is_no_area_is_told(geometry: dict[str, Any], told: str) -> None:
    with pytest.raises(ShapeError, match=told):
        drawn(geometry).outline()


@pytest.mark.parametrize("number", [3, -4, 0.5, None, "0"])
def test_an_arc_that_is_not_there_is_told(number: object) -> None:
    arcs = [points_of(square(0))] * 3
    with pytest.raises(ShapeError, match="and there are 3"):
        drawn({"type": "Polygon", "arcs": [[number]]}, arcs).outline()


def test_an_empty_outline_has_no_area() -> None:
    assert drawn({"type": "Polygon", "coordinates": []}).outline().is_empty
    assert drawn({"type": "Polygon", "arcs": [[]]}, []).outline().is_empty
