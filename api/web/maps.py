"""Maps as pictures that the server draws: every place a link, coloured by a share.

A picture carries its colours itself, in attributes, since the pages' policy lets no style into
them: the same picture stands in a page, in a file of its own, and on paper. Lines are dark and
fills light, so that an edge stands out from any fill by 3:1 and a text on it by 4.5:1 (a test
computes both).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from api.formats.words import percent_words
from api.web.sketches import sketch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from api.service.maps import MapShapes
    from api.web.sketches import Traced

LINE = "#0b0c0c"
SHADES = ("#f4f8fc", "#d3e3f3", "#b1cdea", "#8fb7e0", "#6da1d6", "#4a8ac9")
"""Fills of the classes, from the least share to the greatest."""
UNKNOWN = "#ffffff"
"""The fill where no share is known."""
_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place to draw: its name, its share if that is known, where its link leads if it is one.

    `mark` is a short text drawn in it, such as a number that a table beside the map has.
    """

    key: str
    name: str
    share: float | None
    href: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class of shares: the fill, and which shares have it, in words."""

    fill: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A place as it is drawn; `x` and `y` are the middle of its mark."""

    said: str
    href: str
    fill: str
    path: str
    mark: str
    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A map: its places, what their colours mean, and sentences about it.

    Without regions there is nothing to draw, and the notes say why.
    """

    title: str
    measure: str
    width: int
    height: int
    regions: tuple[Region, ...]
    classes: tuple[Class, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMap:
    """One of several maps of the same places: whose it is, in words, and the fill of each place."""

    said: str
    fills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Several maps of the same places on one scale; `paths` has each place's outline, once."""

    title: str
    measure: str
    width: int
    height: int
    paths: tuple[str, ...]
    maps: tuple[SmallMap, ...]
    classes: tuple[Class, ...]
    notes: tuple[str, ...]


def draw(
    spots: Sequence[Spot],
    shapes: MapShapes,
    layer: str,
    *,
    title: str,
    measure: str,
    notes: Iterable[str] = (),
) -> Picture:
    """Draw a map.

    Parameters
    ----------
    spots : the places; those without an outline are left out
    shapes : of the programme; their notes stand under the map
    layer : ``areas`` or ``authorities``
    title : what the map shows
    measure : what a share is a share of, to stand over the legend
    notes : further sentences about this map, if there is anything on it
    """
    traced = sketch(shapes, layer, tuple(spot.key for spot in spots))
    drawn = [spot for spot in spots if spot.key in traced.places]
    classes = Classes([spot.share for spot in drawn])
    return Picture(
        title=title,
        measure=measure,
        width=traced.width,
        height=traced.height,
        regions=tuple(_region(spot, traced.places[spot.key], classes) for spot in drawn),
        classes=classes.legend() if drawn else (),
        notes=(*(notes if drawn else ()), *shapes.notes),
    )


def draw_series(
    shares: Mapping[str, Mapping[str, float]],
    places: Sequence[str],
    shapes: MapShapes,
    *,
    said: Callable[[str, Mapping[str, float]], str],
    title: str,
    measure: str,
    otherwise: str,
) -> Series:
    """Draw a small map for each of several, such as the members of a line-up.

    Parameters
    ----------
    shares : by the key of each map, the shares of the places that have one in it
    places : the codes of all places; those without an outline are left out
    shapes : of the programme
    said : puts a map into words
    title, measure : what the maps show, and what a share is a share of
    otherwise : what it means that a place has none
    """
    traced = sketch(shapes, "authorities", tuple(places))
    drawn = [code for code in places if code in traced.places]
    classes = Classes(
        [each.get(code) for each in shares.values() for code in drawn], otherwise=otherwise
    )
    return Series(
        title=title,
        measure=measure,
        width=traced.width,
        height=traced.height,
        paths=tuple(traced.places[code].path for code in drawn),
        maps=tuple(
            SmallMap(
                said=said(key, each),
                fills=tuple(classes.fill(each.get(code)) for code in drawn),
            )
            for key, each in shares.items()
            if drawn
        ),
        classes=classes.legend() if drawn else (),
        notes=shapes.notes,
    )


def _region(spot: Spot, place: Traced, classes: Classes) -> Region:
    share = "not known" if spot.share is None else percent_words(spot.share)
    return Region(
        said=f"{spot.name}: {share}",
        href=spot.href,
        fill=classes.fill(spot.share),
        path=place.path,
        mark=spot.mark if place.has_room else "",
        x=place.x,
        y=place.y,
    )


class Classes:
    """At most six classes of equal width, with round ends, that hold all shares.

    >>> [each.words for each in Classes([0.70, 0.81, None]).legend()]
    ['70 to 72%', '72 to 74%', '74 to 76%', '76 to 78%', '78 to 80%', '80 to 82%', 'not known']
    """

    def __init__(self, shares: Iterable[float | None], *, otherwise: str = "not known") -> None:
        listed, self._otherwise = list(shares), otherwise
        known = [each for each in listed if each is not None]
        self._some_unknown = len(known) < len(listed)
        self._low, self._step, self._count = _round_classes(known)

    def fill(self, share: float | None) -> str:
        """Give the fill of a share; a share on the line between two classes is in the higher."""
        if share is None:
            return UNKNOWN
        # A tiny bit more, since 0.3 / 0.1 is just below 3.
        row = math.floor((share - self._low) / self._step + 1e-9)
        return self._fills()[min(max(row, 0), self._count - 1)]

    def legend(self) -> tuple[Class, ...]:
        """Say which shares have which fill."""
        ends = [self._low + self._step * row for row in range(self._count + 1)]
        said = [
            f"{percent_words(low).removesuffix('%')} to {percent_words(high)}"
            for low, high in pairwise(ends)
        ]
        classes = [
            Class(fill=fill, words=words) for fill, words in zip(self._fills(), said, strict=True)
        ]
        return (
            *classes,
            *([Class(fill=UNKNOWN, words=self._otherwise)] if self._some_unknown else []),
        )

    def _fills(self) -> tuple[str, ...]:
        """Few classes take fills that are far apart."""
        last = len(SHADES) - 1
        if self._count == 1:
            return SHADES[last // 2 :][:1]
        return tuple(SHADES[round(row * last / (self._count - 1))] for row in range(self._count))


def _round_classes(shares: Sequence[float]) -> tuple[float, float, int]:
    """Give the lowest end, the width and the number of classes."""
    if not shares:
        return 0.0, 1.0, 0
    low, high = min(shares), max(shares)
    for step in _STEPS:
        first = math.floor(low / step + 1e-9)
        past = max(math.ceil(high / step - 1e-9), first + 1)
        if past - first <= len(SHADES):
            return first * step, step, past - first
    return 0.0, _STEPS[-1], len(SHADES)
