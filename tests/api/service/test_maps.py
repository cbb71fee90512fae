"""The shapes that maps of a programme are drawn of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api.service import maps
from api.service.maps import Maps
from api.service.service import Service
from graph.maps import coast as coasts
from graph.maps.boundaries import read_boundaries
from graph.maps.kept import boundaries_path, keep
from tests import builders as b
from tests.graph.maps.drawing import squares, write

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from graph.records.identifiers import PlaceCode


def service(**centres: tuple[float, float]) -> Service:
    codes = {"a": b.A, "b": b.B, "c": b.C}
    known: dict[PlaceCode, tuple[Any, Any]] = {codes[name]: at for name, at in centres.items()}

    def located(code: PlaceCode) -> dict[str, Any]:
        longitude, latitude = known.get(code, (None, None))
        return {"longitude": longitude, "latitude": latitude}

    places = tuple(replace(each, **located(each.code)) for each in b.small_facts().places)
    return Service(b.small_snapshot(places=places))


WHOLE = {"a": (-2.25, 54.0), "b": (-1.75, 54.0), "c": (-1.25, 54.0)}


def test_shapes_are_made_once_for_the_same_facts(tmp_path: Path) -> None:
    drawn = Maps(tmp_path)
    first = drawn.of(service(**WHOLE))
    assert drawn.of(service(**WHOLE)) is first
    assert drawn.of(service(a=(-2.0, 53.5))) is not first


def test_the_last_programmes_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maps, "_KEPT", 1)
    drawn = Maps(tmp_path)
    first = drawn.of(service(**WHOLE))
    drawn.of(service(a=(-2.0, 53.5)))
    assert drawn.of(service(**WHOLE)) is not first


def test_areas_without_a_place_that_is_known_are_not_drawn(tmp_path: Path) -> None:
    found = Maps(tmp_path).of(service(a=(-2.0, 53.5)))
    assert list(found.areas) == [str(b.COUNTY_1)]
    assert found.notes[-1] == "Not drawn, since it is not known where they are: Beeton, Ceeton."


def test_without_centres_a_sentence_says_so(tmp_path: Path) -> None:
    found = Maps(tmp_path).of(service())
    assert found.areas == {}
    assert found.notes[0].startswith("There is no map")


def test_without_a_coast_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coasts, "coast", lambda: None)
    found = Maps(tmp_path).of(service(**WHOLE))
    assert found.areas == {}
    assert found.notes == (
        "There is no coast to draw a map within: set the service up again (make setup).",
    )


def test_boundaries_that_lack_a_place_name_it(tmp_path: Path) -> None:
    some = service(**WHOLE)
    codes = (str(b.A), str(b.B))
    given = read_boundaries(
        [write(tmp_path / "some.json", squares(codes=codes))], some.snapshot.authorities
    )
    keep(boundaries_path(tmp_path, "small"), given)
    assert Maps(tmp_path).of(some).notes == ("Boundaries: some.json.", "Approximate: Ceeton.")


def test_of_many_names_the_first_are_told() -> None:
    assert maps._some([str(number) for number in range(9)]) == "0, 1, 2, 3, 4, 5 and 3 more"
