"""Write the table of docs/brief.md from what the fields of a brief say of themselves."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from matcher.brief.request import BRIEF_FIELDS

if TYPE_CHECKING:
    from matcher.brief.fields import RequestField

PAGE = Path(__file__).resolve().parents[2] / "docs" / "brief.md"
BEGIN, END = "<!-- fields: written by make brief -->\n", "<!-- end of fields -->\n"


def table() -> str:
    """Give the table, one row for each field in their order."""
    rows = "".join(_row(field) for field in BRIEF_FIELDS.values())
    return f"| field | default | takes | what it asks |\n|---|---|---|---|\n{rows}"


def _row(field: RequestField) -> str:
    sentence = f"{field.sentence} Only in a file or in Python." if field.expert else field.sentence
    default = field.default_words or ("must be given" if field.needed else "none")
    cells = f"`{field.name}`", default, field.span or _shape(field), sentence
    return f"| {' | '.join(cells)} |\n"


def _shape(field: RequestField) -> str:
    if field.is_list:
        return "a list of texts"
    return "a text" if str in (field.type, *getattr(field.type, "__args__", ())) else "a date"


def with_table(text: str) -> str:
    """Give the page with the table put between its marks."""
    before, rest = text.split(BEGIN)
    return before + BEGIN + table() + END + rest.split(END)[1]


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
    sys.stdout.write(f"Written: {PAGE}\n")
