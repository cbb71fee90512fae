"""`matcher fairness`, with its options."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (the same)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)


def fairness(
    context: typer.Context,
    area: Annotated[str, typer.Option(help="Work in this area: identifier, code or name.")] = "",
    pathway: Annotated[str, typer.Option(help="Work on this pathway: key or name.")] = "",
    direction: Annotated[
        str,
        typer.Option(
            help="What partners would do: joins (those who may lead ask), leads, or partners.",
            metavar="DIRECTION",
        ),
    ] = "partners",
    by: Annotated[
        str,
        typer.Option(
            metavar="GROUPING",
            help=(
                "Only this one: sector, size, nation, region, for-women, for-minorities, women-led "
                "or minority-led, or a column of --groups."
            ),
        ),
    ] = "",
    limit: Annotated[
        int, typer.Option("-n", "--limit", help="How many partners a list names, 1 to 100.")
    ] = 10,
    variety: Annotated[
        float, typer.Option(help="What likeness costs in each list, as for partners.")
    ] = 0.5,
    fair: Annotated[
        str, typer.Option(metavar="GROUPING", help="Look at lists of fair shares by this one.")
    ] = "",
    line_ups: Annotated[
        bool,
        typer.Option("--line-ups", help="Look at the members of the best line-ups instead."),
    ] = False,
    groups: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A table that says more of groups, such as women-led (docs/fairness.md).",
        ),
    ] = None,
    lists: Annotated[
        int, typer.Option(help="So many lists at most, 1 to 1000; of more, some are drawn.")
    ] = 300,
    seed: Annotated[int, typer.Option(help="Of that draw, and of the intervals.")] = 0,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Compare each group's exposure with what it could do.

    For everybody's lists of suggested partners, or for line-ups. docs/fairness.md says what is
    measured and how to read it.

    \b
    For example:
      matcher fairness
      matcher fairness --area Essex --direction joins -n 5
      matcher fairness --fair size --by size
      matcher fairness --line-ups --format csv > fairness.csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.showing_fairness import show_fairness  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    show_fairness(
        state.facts(),
        state.output(chosen, output),
        groups=groups,
        line_ups=line_ups,
        area=area,
        pathway=pathway,
        direction=direction,
        by=by,
        limit=limit,
        variety=variety,
        fair=fair,
        lists=lists,
        seed=seed,
        as_of=as_of.date() if as_of else None,
    )
