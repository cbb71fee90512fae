"""`matcher gaps`, with its options."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)


def gaps(
    context: typer.Context,
    area: Annotated[str, typer.Option(help="Only this area: identifier, code or name.")] = "",
    pathway: Annotated[str, typer.Option(help="Only this pathway: key or name.")] = "",
    cohort: Annotated[str, typer.Option(help="Only this group of people: key or name.")] = "",
    level: Annotated[
        str,
        typer.Option(
            metavar="LEVEL",
            help="A row for each area or authority. Default: authorities of one area, else areas.",
        ),
    ] = "",
    cohorts: Annotated[
        bool, typer.Option("--cohorts", help="A row for each group of people by itself.")
    ] = False,
    limit: Annotated[int, typer.Option("-n", "--limit", help="The most rows, up to 20000.")] = 100,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """List the needs that nobody known could meet.

    The most unmet come first. No line-up is chosen: it is what all known organisations could meet
    together (docs/gaps.md).

    \b
    For example:
      matcher gaps -n 20
      matcher gaps --area Wales --pathway attitudes --cohorts
      matcher gaps --level authority --cohorts -n 20000 --format csv > gaps.csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.showing_gaps import show_gaps  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    show_gaps(
        state.facts(),
        state.output(chosen, output),
        area=area,
        pathway=pathway,
        cohort=cohort,
        level=level,
        cohorts=cohorts,
        limit=limit,
        as_of=as_of.date() if as_of else None,
    )
