"""Which facts came with the product, so that a store that holds earlier ones is known."""

from __future__ import annotations

import csv
from pathlib import Path

VERSIONS = Path(__file__).parents[1] / "programmes" / "versions.csv"
"""Programme and data version of all that ever came with the product, the newest last."""


def is_superseded(programme: str, data_version: str) -> bool:
    """Say whether a store's programme is, unchanged, what an earlier product came with.

    What somebody changed or added to is theirs, and never called old.
    """
    *earlier, present = shipped_versions(programme) or ("",)
    return data_version in earlier and data_version != present


def shipped_versions(programme: str) -> tuple[str, ...]:
    """Give the data versions in which a programme came with the product, the newest last."""
    with VERSIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(row["data_version"] for row in rows if row["programme"] == programme)
