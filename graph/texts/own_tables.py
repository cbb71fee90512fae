"""The tables beside this module: keywords, labels, sentences; all written for this project."""

from __future__ import annotations

import csv
from importlib.resources import files


def own_table(name: str) -> list[dict[str, str]]:
    """Read one of them: its rows, by heading."""
    text = (files("graph.texts") / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
