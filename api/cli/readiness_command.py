"""`matcher readiness`, with its options and what it does."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)
from api.cli.support_command import Tables  # noqa: TC001  (the same)


def readiness(
    context: typer.Context,
    organisation: Annotated[
        str,
        typer.Argument(
            metavar="[ORGANISATION]", help="Its identifier, name or alias.", show_default=False
        ),
    ] = "",
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Answers as a TOML file; --example prints one."),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An answer. Give it again for more."),
    ] = None,
    role: Annotated[
        str, typer.Option(help="The part wanted: lead, tier-2 or tier-3 (if not said).")
    ] = "",
    area: Annotated[str, typer.Option(help="The area of the contract. Default: all.")] = "",
    tables: Tables = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print a file of answers to fill in.")
    ] = False,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell an organisation how ready it is for a contract.

    The answer has a score by theme with its reasons, the gates that it would fail today by the
    rules of a search, and a plan. What facts know is filled in and marked; the rest is asked.

    \b
    For example:
      matcher readiness "St Giles Trust" --role lead --area Essex
      matcher readiness "St Giles Trust" --set reserves_months=2 --set insurance=partly
      matcher readiness --example > answers.toml
      matcher readiness --answers answers.toml --format json
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.assessing import assess, print_example  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    written = state.output(chosen, output)
    if example:
        print_example(written)
        return
    assess(
        state.facts(),
        written,
        file=answers,
        settings=tuple(settings or ()),
        tables=tuple(tables or ()),
        given={
            "organisation": organisation,
            "role": role,
            "area": area,
            "as_of": as_of.date() if as_of else None,
        },
    )
