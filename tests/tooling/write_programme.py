"""Write the tables of docs/programme.md from their descriptions; run by `make programme`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.packs.files import FILES, PROGRAMME
from graph.packs.values import values_of
from graph.records.tables import PROVENANCE, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.records.table import Column

PAGE = Path(__file__).resolve().parents[2] / "docs" / "programme.md"
BEGIN, END = "<!-- tables: written by `make programme` -->", "<!-- end of the tables -->"


def page(text: str) -> str:
    """Put the tables in their place in the page."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{tables()}\n{END}{tail}"


def tables() -> str:
    """Write a section for each file."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    programme = TABLES["programmes"]
    yield from _section(PROGRAMME, programme.words, programme.needed, programme.columns)
    origin = {column.heading for column in PROVENANCE}
    for file in FILES:
        own = [column for column in file.columns if column.heading not in origin]
        yield from _section(file.name, file.words, file.needed, own)


def _section(name: str, words: str, needed: str, columns: Iterable[Column]) -> Iterator[str]:
    need = f"**Needed**: {needed}." if needed else "May be left out."
    yield from (f"### {name}", "", f"{words} {need}", "")
    yield from _table(columns)
    yield ""


def _table(columns: Iterable[Column]) -> Iterator[str]:
    yield "| column | what it says | values | blank |"
    yield "|---|---|---|---|"
    for column in columns:
        blank = "may be" if column.blank else ""
        yield f"| `{column.heading}` | {column.words} | {values_of(column)} | {blank} |"


def origin_table() -> str:
    """Write the table of the columns that say where a row came from."""
    return "\n".join(_table(PROVENANCE))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
