"""`matcher portfolio`, `matcher national` and `matcher market`, with their options."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Asked, takes_brief
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (typer reads the annotations)

NATIONAL_SECONDS = 180.0
"""All areas together need longer than one."""


@takes_brief()
def portfolio(
    context: typer.Context,
    asked: Asked,
    areas: Annotated[
        list[str] | None, typer.Argument(metavar="AREA...", help="The areas to choose from.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Ask for every area.")] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Choose the areas that one lead should bid for.

    The line-ups share their members: nobody gets more than it can do in all of them.

    \b
    For example:
      matcher portfolio --lead Sodexo Essex Northumbria
      matcher portfolio --lead Interserve --all
    """  # noqa: D301
    if everywhere == bool(areas):
        message = "Name areas, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.analysing import plan_portfolio  # noqa: PLC0415

    state: State = context.obj
    plan_portfolio(state.facts(), asked, tuple(areas or ()), state.output(chosen, output))


@takes_brief(time_limit_s=NATIONAL_SECONDS)
def national(
    context: typer.Context,
    asked: Asked,
    areas: Annotated[
        list[str] | None,
        typer.Argument(metavar="AREA...", help="The areas. Default: all.", show_default=False),
    ] = None,
    free: Annotated[
        float,
        typer.Option(
            help=(
                "The share of each body's estimated capacity that its other contracts leave free. "
                "No fact says what it is."
            ),
            metavar="SHARE",
        ),
    ] = 1.0,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Recommend one line-up for each area, all together.

    Nobody's capacity counts twice, and no lead holds more than its share of the market and its
    money allow. The answer says what sharing costs each area, and who is left out. The search
    ends once the plan is within 0.2% of the best, or when its time is over.

    \b
    For example:
      matcher national
      matcher national Essex Kent Hampshire --time-limit 20
      matcher national --free 0.25
    """  # noqa: D301
    from api.cli.analysing import plan_nation  # noqa: PLC0415

    state: State = context.obj
    plan_nation(state.facts(), asked, tuple(areas or ()), free, state.output(chosen, output))


@takes_brief()
def market(
    context: typer.Context,
    asked: Asked,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show every area's best line-up at once.

    Each area is solved for itself, so the answer also shows which organisations are in demand in
    several areas, and how often their capacity is counted. `matcher national` counts it once.

    Example: matcher market --format csv
    """
    from api.cli.analysing import show_market  # noqa: PLC0415

    state: State = context.obj
    show_market(state.facts(), asked, state.output(chosen, output))
