"""The clauses that were labelled by hand, and which half each belongs to."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

HERE = Path(__file__).parent
Half = Literal["development", "set aside"]
Author = Literal[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
]
FOLDERS: Mapping[Author, Path] = {
    author: HERE / ("clauses" if author == "first" else f"{author}_author")
    for author in get_args(Author)
}
"""The first author wrote the rules too; the others had not seen them."""
MEASURING: tuple[Author, ...] = ("sixth", "seventh")
"""Whose halves set aside measure what was learned."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One clause and the severity expected of each kind; ``None`` where readers could differ.

    Its kind is the one whose file it stands in, or ``other``.
    """

    id: str
    kind: str
    half: Half
    expected: str
    others: dict[str, str | None]
    clause: str
    why: str

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
def labelled(author: Author = "first") -> tuple[Labelled, ...]:
    """Give all clauses that one author wrote, file by file."""
    return tuple(
        _labelled(row, kind=path.stem)
        for path in sorted(FOLDERS[author].glob("*.csv"))
        for row in csv.DictReader(path.read_text().splitlines(keepends=True))
    )


def _labelled(row: dict[str, str], *, kind: str) -> Labelled:
    others = dict(part.split(":") for part in row["also"].split())
    return Labelled(
        id=row["id"],
        kind=kind,
        half=cast("Half", row["half"]),
        expected=row["expected"],
        others={kind: None if said == "?" else said for kind, said in others.items()},
        clause=row["clause"],
        why=row["why"],
    )
