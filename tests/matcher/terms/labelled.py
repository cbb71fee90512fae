"""The clauses that were labelled by hand, and which half each belongs to."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

CLAUSES = Path(__file__).with_name("clauses")
Half = Literal["development", "set aside"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One clause and the severity expected of each kind; ``None`` where readers could differ."""

    id: str
    half: Half
    expected: str
    others: dict[str, str | None]
    clause: str
    why: str

    @property
    def kind(self) -> str:
        """The kind whose file it stands in, or ``other``."""
        return self.id.rsplit("-", 1)[0]

    def severity_of(self, kind: str) -> str | None:
        """What a reader would say about one kind: a severity, ``none``, or ``None`` for either."""
        if kind == self.kind:
            return self.expected
        return self.others.get(kind, "none")


def half_of(clause_id: str) -> Half:
    """Which half an id belongs to, by its hash."""
    first = hashlib.sha256(f"terms checked {clause_id}".encode()).digest()[0]
    return "set aside" if first % 2 else "development"


@cache
def labelled() -> tuple[Labelled, ...]:
    """Give all labelled clauses, file by file."""
    return tuple(
        _labelled(row)
        for path in sorted(CLAUSES.glob("*.csv"))
        for row in csv.DictReader(path.read_text().splitlines(keepends=True))
    )


def _labelled(row: dict[str, str]) -> Labelled:
    others = dict(part.split(":") for part in row["also"].split())
    return Labelled(
        id=row["id"],
        half=cast("Half", row["half"]),
        expected=row["expected"],
        others={kind: None if said == "?" else said for kind, said in others.items()},
        clause=row["clause"],
        why=row["why"],
    )
