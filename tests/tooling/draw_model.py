"""Draw the property graph as a picture: ``python -m tests.tooling.draw_model FILE``.

The labels and relationships are those of `graph.stores.neo4j.property_graph`; a test compares the
file.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from html import escape
from itertools import count
from pathlib import Path

from graph.stores.neo4j.property_graph import LABELS, LINKS, TIES, UNIQUE

WIDTH, HEIGHT = 1240, 740
_BOX = (150, 44)
_AT = {
    "organisations": (560, 330),
    "collaborations": (960, 330),
    "pathways": (560, 110),
    "places": (330, 560),
    "areas": (960, 560),
    "cohorts": (200, 110),
    "cohort_shares": (200, 210),
    "aliases": (80, 275),
    "identifiers": (80, 330),
    "sizes": (80, 385),
    "interests": (830, 468),
    "flags": (370, 225),
    "accounts": (80, 440),
    "registrations": (80, 495),
    "prisons": (640, 680),
    "programmes": (960, 60),
    "sources": (1130, 60),
    "rules": (1130, 140),
}
_LOOP = 46


def arrows() -> dict[tuple[str, str], list[str]]:
    """Give the relationship types from each table to each table."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for tie in TIES.values():
        found[tie.start_table, tie.end_table].append(tie.type)
    for link in LINKS:
        start = link.start_table or link.table
        ends = (link.to, start) if link.inward else (start, link.to)
        found[ends].append(link.type)
    return dict(found)


def draw() -> str:
    """Give the picture as SVG."""
    parts = [_line(start, end, types) for (start, end), types in arrows().items()]
    parts += [_box(table) for table in LABELS]
    words = "Labels and relationships of the Neo4j store; docs/neo4j.md says the same as a table."
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
                ' aria-labelledby="title" font-family="Arial, sans-serif">'
            ),
            f'<title id="title">{escape(words)}</title>',
            (
                '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8"'
                ' markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z"'
                ' fill="#505a5f"/></marker></defs>'
            ),
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def _box(table: str) -> str:
    (x, y), (width, height) = _AT[table], _BOX
    key = UNIQUE.get(table, "")
    fill = "#1d70b8" if table in {"organisations", "collaborations"} else "#0b0c0c"
    return (
        f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}"'
        f' rx="6" fill="{fill}"/>'
        f'<text x="{x}" y="{y - (4 if key else -5)}" text-anchor="middle" fill="#ffffff"'
        f' font-size="16" font-weight="bold">{LABELS[table]}</text>'
        + (
            f'<text x="{x}" y="{y + 14}" text-anchor="middle" fill="#ffffff"'
            f' font-size="12">{key}</text>'
            if key
            else ""
        )
    )


def _line(start: str, end: str, types: list[str]) -> str:
    (x1, y1), (x2, y2) = _AT[start], _AT[end]
    if start == end:
        side = 1 if start == "pathways" else -1
        x, y, out = x1 + side * _BOX[0] / 2, y1, x1 + side * (_BOX[0] / 2 + _LOOP)
        path = f"M{x:g} {y - 12}C{out:g} {y - 30} {out:g} {y + 30} {x:g} {y + 12}"
        return _curve(path) + _words(out + side * 24, y, types)
    (ax, ay), (bx, by) = _edge(x1, y1, x2, y2), _edge(x2, y2, x1, y1)
    return _curve(f"M{ax:g} {ay:g}L{bx:g} {by:g}") + _words((ax + bx) / 2, (ay + by) / 2, types)


def _edge(x: float, y: float, towards_x: float, towards_y: float) -> tuple[float, float]:
    """Give where a line to another box leaves this one."""
    across, down = towards_x - x, towards_y - y
    share = min(
        (_BOX[0] / 2 + 3) / abs(across) if across else 1.0,
        (_BOX[1] / 2 + 3) / abs(down) if down else 1.0,
    )
    return round(x + across * share, 1), round(y + down * share, 1)


def _curve(path: str) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="#505a5f" stroke-width="1.5" marker-end="url(#tip)"/>'
    )


def _words(x: float, y: float, types: list[str]) -> str:
    """Write the types on white, one under another, in the middle of the line."""
    lines = []
    for number, type_ in zip(count(), types, strict=False):
        top = y + 15 * (number - (len(types) - 1) / 2)
        width = 7.6 * len(type_) + 8
        lines.append(
            f'<rect x="{x - width / 2:.1f}" y="{top - 8:.1f}" width="{width:.1f}" height="16"'
            ' fill="#ffffff"/>'
            f'<text x="{x:.1f}" y="{top + 4:.1f}" text-anchor="middle" font-size="12"'
            f' fill="#0b0c0c">{type_}</text>'
        )
    return "".join(lines)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(draw(), "utf-8")
