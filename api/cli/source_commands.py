"""`matcher import` and `matcher sources`: public registers come in, are listed, and go."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  (typer reads it while running)
from pathlib import Path  # noqa: TC003  (the same)
from typing import Annotated

import typer

from api.cli.state import Commands, FormatOption, OutputOption, State, about_a_programme
from graph.sources import IMPORTERS

sources_app = Commands(
    no_args_is_help=False,
    invoke_without_command=True,
    help=(
        "List what was imported, show what was rejected, take a source out.\n\n"
        "\b\nFor example:\n"
        "  matcher sources\n"
        "  matcher sources rejects charity-commission --output rejects.csv --format csv\n"
        "  matcher sources remove 360giving"
    ),
)

SourceArgument = Annotated[
    str, typer.Argument(metavar="SOURCE", help="Its name, as matcher sources lists it.")
]
PartArgument = Annotated[
    str | None,
    typer.Argument(metavar="PART", help="One of its files. Default: all of them."),
]


@about_a_programme
def import_files(
    context: typer.Context,
    source: Annotated[
        str,
        typer.Argument(
            metavar="SOURCE",
            help=f"Whose the files are: {', '.join(IMPORTERS)}. Without FILE: what it takes.",
        ),
    ],
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Files of the source, packed (zip, gzip) or not."),
    ] = None,
    published: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The day of the files' content. Default: what they say themselves.",
            show_default=False,
        ),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="What else the source needs to know. Again for more."
        ),
    ] = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Import files of a public register or table into a programme.

    What the source said before is replaced, and nothing else. A stop at any moment changes nothing:
    run the same again. docs/sources.md says where each source's files are found.

    \b
    For example:
      matcher import charity-commission
      matcher import charity-commission publicextract.charity*.zip
      matcher import 360giving grants.json --published 2026-10-01
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.importing import describe_source, import_all  # noqa: PLC0415

    state: State = context.obj
    if not files:
        describe_source(source, state.output(chosen, output))
        return
    day = published.date() if published else None
    import_all(state.facts(), source, files, day, option or [], state.output(chosen, output))


@about_a_programme
def template(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A name that ends in .xlsx or .csv.")
    ],
) -> None:
    """Write a spreadsheet for organisations to fill in.

    In it they tell of themselves. It offers the pathways, places and groups of people of the
    programme to pick from, and says what each column is for. It comes back with matcher import
    template FILE.

    Example: matcher template organisations.xlsx
    """
    from api.cli.template import write_template  # noqa: PLC0415

    state: State = context.obj
    write_template(state.facts(), file)


@sources_app.callback()
@about_a_programme
def list_sources(
    context: typer.Context, output: OutputOption = None, chosen: FormatOption = None
) -> None:
    """List what was imported: from where, when, how many rows."""
    if context.invoked_subcommand is not None:
        return
    from api.cli.held_sources import list_imports  # noqa: PLC0415

    state: State = context.obj
    list_imports(state.facts(), state.output(chosen, output))


@sources_app.command(no_args_is_help=True)
def rejects(
    context: typer.Context,
    source: SourceArgument,
    part: PartArgument = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List the rows of a source that were not taken, and why.

    Example: matcher sources rejects charity-commission --format csv --output rejects.csv
    """
    from api.cli.held_sources import list_rejects  # noqa: PLC0415

    state: State = context.obj
    list_rejects(state.facts(), source, part, state.output(chosen, output))


@sources_app.command(no_args_is_help=True)
def remove(
    context: typer.Context,
    source: SourceArgument,
    part: PartArgument = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Take out all that a source says, and nothing else.

    Example: matcher sources remove 360giving
    """
    from api.cli.held_sources import remove_source  # noqa: PLC0415

    state: State = context.obj
    remove_source(state.facts(), source, part, state.output(chosen, output))
