"""`matcher data`: programmes of your own, from folders of tables, with their options."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads it while running)
from typing import Annotated

import typer

from api.cli.state import (
    FormatOption,
    OutputOption,
    State,
    about_a_programme,
)

data_app = typer.Typer(
    no_args_is_help=True,
    help="List, check, load and show programmes, also of your own.",
)


@data_app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            help=(
                "A folder of tables, or the name of a programme that comes with this. "
                "Default: Transforming Rehabilitation."
            ),
            show_default=False,
        ),
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Check a folder of tables. Nothing is stored.

    \b
    For example:
      matcher data check
      matcher data check my-programme/
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.programmes import check_data  # noqa: PLC0415

    state: State = context.obj
    check_data(folder, state.output(chosen, output))


@data_app.command(no_args_is_help=True)
def load(
    context: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(help="A folder of tables, or the name of a programme that comes with this."),
    ],
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Load a folder of tables into the store.

    The folder is checked first. All of it replaces what the store held of the same programme, or
    nothing changes. A store that does not exist is made, and then holds this programme alone.

    \b
    For example:
      matcher data load my-programme/
      matcher --store sqlite:///mine.db data load my-programme/
      matcher data load transforming-rehabilitation
    """  # noqa: D301
    from api.cli.programmes import load_data  # noqa: PLC0415

    state: State = context.obj
    load_data(folder, state.store_url(), state.output(chosen, output))


@data_app.command(no_args_is_help=True)
def new(
    folder: Annotated[Path, typer.Argument(help="A folder that does not exist yet, or is empty.")],
) -> None:
    """Write a small programme to start from.

    It is invented, it passes the check, and comments explain each file.

    \b
    For example:
      matcher data new my-programme/
      matcher data check my-programme/
    """  # noqa: D301
    from api.cli.programmes import start_data  # noqa: PLC0415

    start_data(folder)


@data_app.command("list")
def list_(
    context: typer.Context,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List the programmes that can be asked about.

    They are those in the store and those that come with this. One of these is put into the store
    when a command first names it.

    \b
    For example:
      matcher data list
      matcher lineups "North East" --programme commissioned-rehabilitative-services
    """  # noqa: D301
    from api.cli.programmes import list_data  # noqa: PLC0415

    state: State = context.obj
    list_data(state.store_url(), state.output(chosen, output))


@data_app.command()
@about_a_programme
def show(
    context: typer.Context,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show what the store holds of a programme.

    \b
    For example:
      matcher data show
      matcher data show --programme two-areas
    """  # noqa: D301
    from api.cli.programmes import show_data  # noqa: PLC0415

    state: State = context.obj
    show_data(state.facts(), state.output(chosen, output))
