"""Tables lose nothing: whatever the width, each cell can be read back."""

from __future__ import annotations

import io
import re

from hypothesis import given
from hypothesis import strategies as st

from api.cli.output import plain_console
from api.cli.tables.layout import Column, Grid, Line, titled_table

WORDS = st.text("abcdefgh £", max_size=60)
CELLS = st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4)


def drawn(part: object, width: int) -> str:
    file = io.StringIO()
    plain_console(file, width=width).print(part)
    return file.getvalue()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(CELLS, st.integers(20, 200))
def test_every_cell_can_be_read_back_from_its_column(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    """Each column is cut out by its width, or each block is read by the names before the texts."""
    grid = Grid([Column("First"), Column("Second", right=True), Column("Third")])
    for row in rows:
        grid.add_row(*row)
    widths = grid._widths(rows, width)
    out = drawn(grid, width)
    assert all(len(line) <= width for line in out.splitlines())
    if widths is None:
        names = ("First", "Second", "Third")
        texts = [f"{name}: {cell}" for row in rows for name, cell in zip(names, row, strict=True)]
        kept = [text for text in texts if text.split(": ", 1)[1]]
        assert squeezed(out) == squeezed("".join(kept))
        return
    start = 0
    for index, (name, room) in enumerate(zip(("First", "Second", "Third"), widths, strict=True)):
        column = "".join(line[start : start + room] for line in out.splitlines())
        assert squeezed(column) == squeezed(name + "".join(row[index] for row in rows))
        start += room + 2


def test_a_table_that_fits_has_its_columns_as_wide_as_their_texts() -> None:
    table = titled_table("Areas", "Name", right=("People",))
    table.add_row("Essex", "1,000")
    assert drawn(table, 80) == "Areas\nName   People\nEssex   1,000\n"


def test_a_table_without_room_for_its_columns_becomes_blocks() -> None:
    table = titled_table("", "Name", "Kind", right=("Needs\na year",), last="Identifier")
    table.add_row("Homes", "housing-association", "120", "GB-CHC-1234567890")
    expected = (
        "Name: Homes\nKind: housing-association\nNeeds a year: 120\nIdentifier: GB-CHC-1234567890"
    )
    assert drawn(table, 40).strip() == expected


def test_figures_are_not_broken_before_words_are() -> None:
    table = titled_table("", "Name", right=("Value a year",))
    table.add_row("one two three four five", "£1,234,567.00")
    assert "£1,234,567.00" in drawn(table, 24)


def test_a_line_is_as_it_is_but_for_what_would_be_obeyed() -> None:
    assert (
        drawn(Line("[red]a[/] :house:\n\x1b[1m", bold=True), 80) == "[red]a[/] :house:\n\\x1b[1m\n"
    )


def test_a_table_without_rows_shows_its_columns() -> None:
    assert drawn(titled_table("", "Name", "Kind"), 80).split() == ["Name", "Kind"]
