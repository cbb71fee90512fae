"""A generated table of consortia: 200 organisations in two circles, over six years."""

from __future__ import annotations

import csv
import gzip
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.evaluation.consortium_history import Collected

if TYPE_CHECKING:
    from pathlib import Path

    from matcher.affinity.history import History

ORGANISATIONS, PROJECTS = 200, 420
HEADINGS = ("Grant", "Body", "Part", "Began", "Land", "Sort", "About")


@cache
def rows() -> tuple[tuple[str, ...], ...]:
    """Rows of the table: projects take members of one circle, the early numbers more often."""
    draw = np.random.default_rng(7)
    chance = 1.0 / (3.0 + np.arange(ORGANISATIONS // 2))
    found = []
    for project in range(PROJECTS):
        circle = project % 2
        size = int(draw.integers(1, 8))
        members = (
            2 * draw.choice(len(chance), size, replace=False, p=chance / chance.sum()) + circle
        )
        if size > 3 and draw.random() < 0.1:
            members[-1] += 1 - 2 * circle
        began = f"{2001 + project * 6 // PROJECTS}-0{1 + project % 9}-15"
        for place, who in enumerate(dict.fromkeys(members.tolist())):
            part = "coordinator" if place == 0 else "participant"
            land = ("NA", "FR")[circle]
            found.append((f"P{project}", f"O{who}", part, began, land, f"S{who % 3}", f"T{circle}"))
    return tuple(found)


def history() -> History:
    """The same as a history; days are those of the years 2001 to 2006."""
    collected = Collected()
    for project, who, part, began, land, sort, about in rows():
        day = int(np.datetime64(began).astype(int)) + 719163
        collected.take(who, project, leads=part == "coordinator", day=day)
        collected.tell(who, Subject.PLACE, land, day=day)
        collected.tell(who, Subject.KIND, sort, day=day)
        collected.topic(project, about)
    return collected.history()


def written(path: Path) -> Path:
    """Write the table into a packed file."""
    with gzip.open(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(rows())
    return path
