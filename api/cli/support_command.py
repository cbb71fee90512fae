"""`matcher support`, with its options and what it does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)

Tables = Annotated[
    list[Path] | None,
    typer.Option(
        "--table",
        metavar="FILE",
        envvar="MATCHER_SUPPORT",
        help="A table of more support, or a folder of such. Give it again for more.",
        show_default=False,
    ),
]


def support(
    context: typer.Context,
    organisation: Annotated[
        str,
        typer.Argument(
            metavar="[ORGANISATION]", help="Its identifier, name or alias.", show_default=False
        ),
    ] = "",
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Answers to the self-assessment, as a TOML file."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An answer. Give it again for more."),
    ] = None,
    theme: Annotated[str, typer.Option(help="Only what helps with this theme.")] = "",
    open_only: Annotated[
        bool, typer.Option("--open", help="Only what is open on the day.")
    ] = False,
    tables: Tables = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print a table of support to fill in.")
    ] = False,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell an organisation who helps it to become ready.

    Support is matched to its gaps. Each has its rules, told as met, not met or not known; its
    dates, so that what has expired is marked; and its source. Add today's with --table.

    \b
    For example:
      matcher support "St Giles Trust" --set contract_value_gbp=200000 --set contract_years=7
      matcher support Innovo --open
      matcher support "Safer Places" --as-of 2019-06-01 --set investment=yes
      matcher support --example > support.csv
      matcher support Nacro --table support.csv --as-of 2026-12-01
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.assessing import print_example_table, tell_support  # noqa: PLC0415

    state: State = context.obj
    written = state.output(chosen, output)
    if example:
        print_example_table(written)
        return
    tell_support(
        state.facts(),
        written,
        file=answers,
        settings=tuple(settings or ()),
        tables=tuple(tables or ()),
        given={
            "organisation": organisation,
            "theme": theme,
            "only": "open" if open_only else "",
            "as_of": as_of.date() if as_of else None,
        },
    )
