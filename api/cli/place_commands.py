"""`matcher places`: what maps draw places by."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads it while running)
from typing import Annotated

import typer

from api.cli.state import (
    Commands,
    FormatOption,
    OutputOption,
    State,
)

places_app = Commands(no_args_is_help=True, help="Draw maps by real boundaries.")


@places_app.callback()
def places() -> None:
    """Keep the group a group while it has one command."""


@places_app.command()
def boundaries(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="FILE...", help="GeoJSON or TopoJSON, packed or not. Without: what is loaded."
        ),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The property that holds the codes, such as LAD13CD. Default: found out.",
            show_default=False,
        ),
    ] = None,
    attribution: Annotated[
        str, typer.Option(metavar="TEXT", help="What their licence asks maps to say of them.")
    ] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Go back to approximate shapes.")
    ] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Load the boundaries of local authorities, for maps.

    Without them shapes are approximate. Files are keyed by the codes of the Office for National
    Statistics, such as E07000071. They may be of any year since 2013, and several make one map.
    docs/maps.md says where to find some.

    \b
    For example:
      matcher places boundaries lad13.geojson
      matcher places boundaries england.json wales.json --key LAD13CD
      matcher places boundaries --remove
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    if remove and files:
        message = "Name files to load, or ask to --remove what is loaded."
        raise typer.BadParameter(message)
    from api.cli.bounding import load, remove_loaded, tell  # noqa: PLC0415

    state: State = context.obj
    if remove:
        remove_loaded(state.facts())
    elif files:
        load(state.facts(), files, state.output(chosen, output), key=key, attribution=attribution)
    else:
        tell(state.facts(), state.output(chosen, output))
