"""What the codes of a class and the places of a text are worth, on the tagged charities."""

from __future__ import annotations

import csv
from math import cos, hypot, radians
from typing import TYPE_CHECKING

from graph.packs.reading import builtin, read_pack
from graph.sources.inferring import places_in_texts
from graph.sources.places import PlaceNames
from graph.texts.codes import no_service
from graph.texts.labelled import tagged_charities
from graph.texts.labels import labels
from graph.texts.training import folds_of
from tests.tooling.texts.measures import HELD_OUT, THRESHOLD, by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.texts.model import Model

_KM_OF_A_DEGREE = 111.0
_FEW = 40
"""Authorities; what names more names a region or a country, and is near to everything."""
DISTANCES_KM = (10, 25, 40)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def with_and_without_codes(tags: Path, model: Model) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield for the charities to work with and those held out: told and right, without and with.

    All pathways with tags count together.
    """
    examples = tagged_charities(tags)
    silenced = [no_service([("icnptso", row["ICNPTSO"].split(";"))]) for row in _rows(tags)]
    chances = by(model, examples)
    held_out = folds_of(examples, HELD_OUT) == 0
    for name, part in (("to work with", False), ("held out", True)):
        told = right = told_with = right_with = 0
        for number, example in enumerate(examples):
            if bool(held_out[number]) != part:
                continue
            for column, label in enumerate(labels()):
                says = example.says.get(label.key)
                likely = chances[number, column] >= THRESHOLD
                if label.kind != "pathway" or says is None or not likely:
                    continue
                told, right = told + 1, right + says
                if not silenced[number]:
                    told_with, right_with = told_with + 1, right_with + says
        yield name, told, right, told_with, right_with


def distances_km(tags: Path, outcodes: Path) -> list[float]:
    """Give how far each charity's postcode district is from the nearest authority of its text.

    Both are points, the middle of a district and of an authority.
    """
    places = read_pack(builtin()).places
    names, reader = PlaceNames(places), places_in_texts(places)
    middles = {place.code: (place.latitude, place.longitude) for place in places}
    districts = {row["postcode"]: row for row in _rows(outcodes)}
    found = []
    for row in _rows(tags):
        district = districts.get((row["postcode"].split() or [""])[0].upper())
        named = reader.named_in("\n".join((row["activities"], row["objects"])))
        authorities = names.authorities(named.places)
        if district is None or not 0 < len(authorities) <= _FEW:
            continue
        here = float(district["latitude"]), float(district["longitude"])
        there = [middle for code, middle in middles.items() if code in authorities]
        found.append(
            min(_km(here, (north, east)) for north, east in there if north is not None and east)
        )
    return found


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    east = (one[1] - other[1]) * cos(radians(one[0]))
    return _KM_OF_A_DEGREE * hypot(one[0] - other[0], east)
