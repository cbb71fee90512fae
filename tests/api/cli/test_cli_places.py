"""`matcher places boundaries`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.builtin import read_builtin
from tests.graph.maps.drawing import collection, feature, square, squares, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher

CODES = tuple(str(place.code) for place in read_builtin().places if place.kind.value == "authority")


def country(codes: tuple[str, ...]) -> dict[str, Any]:
    """Draw a square for each code, in rows of twenty from Cornwall on."""
    places = ((code, row % 20, row // 20) for row, code in enumerate(codes))
    return collection(
        *(
            feature({"LAD13CD": code}, square(-5 + 0.3 * x, 50 + 0.3 * y, side=0.3))
            for code, x, y in places
        )
    )


def test_boundaries_are_loaded_told_and_removed(matcher: Matcher, tmp_path: Path) -> None:
    file = write(tmp_path / "lad.json", country(CODES[:300]))
    code, out, err = matcher("places", "boundaries", str(file), "--attribution", "Crown copyright")
    assert code == 0
    assert "300 local authorities" in out
    assert "Approximate, since the files do not have them" in err
    code, out, _ = matcher("-f", "json", "places", "boundaries")
    told = json.loads(out)
    assert (told["files"], told["keys"], told["attribution"]) == (
        ["lad.json"],
        ["LAD13CD"],
        "Crown copyright",
    )
    assert len(told["approximate"]) == 48
    assert matcher("-f", "csv", "places", "boundaries")[1].startswith("programme,files,keys")
    assert "Removed" in matcher("places", "boundaries", "--remove")[2]
    assert "No boundaries were loaded" in matcher("places", "boundaries", "--remove")[2]
    assert "No boundaries are loaded" in matcher("places", "boundaries")[2]


def test_bad_files_change_nothing_and_say_what_to_do(matcher: Matcher, tmp_path: Path) -> None:
    wrong = write(tmp_path / "wrong.json", squares("LSOA", codes=("E01000001",)))
    code, _, err = matcher("places", "boundaries", str(wrong))
    assert (code, "'LSOA' (E01000001)" in err, "--key" in err) == (2, True, True)
    few = write(tmp_path / "few.json", squares(codes=CODES[:3]))
    code, _, err = matcher("places", "boundaries", str(few))
    assert (code, "fewer than half" in err) == (2, True)
    assert "No boundaries are loaded" in matcher("places", "boundaries")[2]


def test_files_and_their_removal_contradict_each_other(matcher: Matcher, tmp_path: Path) -> None:
    code, _, err = matcher("places", "boundaries", str(tmp_path / "a.json"), "--remove")
    assert (code, "--remove" in err) == (2, True)


def test_what_is_broken_or_elsewhere_is_counted(matcher: Matcher, tmp_path: Path) -> None:
    document = country((*CODES, "S12000005"))
    bow = [(-5.0, 50.0), (-4.7, 50.3), (-4.7, 50.0), (-5.0, 50.3), (-5.0, 50.0)]
    document["features"][0]["geometry"]["coordinates"] = [bow]
    _, out, err = matcher("places", "boundaries", str(write(tmp_path / "lad.json", document)))
    assert "1 outline was broken and is repaired" in out
    assert "1 outline is of another place" in out
    assert "--attribution" in err
    matcher("places", "boundaries", "--remove")
