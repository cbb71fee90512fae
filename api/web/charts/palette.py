"""The colours of charts; a test computes that they can be told apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours by what they are for: lines and texts, tick lines, bars and curves, a band."""

    ink: str
    grid: str
    fill: str
    band: str
    paper: str


PALETTE = Palette(ink="#0b0c0c", grid="#b1b4b6", fill="#1d70b8", band="#d3e3f3", paper="#ffffff")
