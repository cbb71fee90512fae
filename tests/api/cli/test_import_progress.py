"""The bar that shows how far an import is."""

from __future__ import annotations

import io

from rich.console import Console

from api.cli.import_progress import import_progress


def test_a_terminal_shows_the_file_the_rows_and_a_bar() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100)
    with import_progress("[bold]register.zip", console) as progress:
        progress(1234, 0.5)
        progress(2468, 1.0)
    shown = screen.getvalue()
    assert "[bold]register.zip" in shown
    assert "2,468 rows" in shown


def test_nothing_is_shown_anywhere_else() -> None:
    screen = io.StringIO()
    with import_progress("register.zip", Console(file=screen)) as progress:
        progress(1234, 0.5)
    assert screen.getvalue() == ""
