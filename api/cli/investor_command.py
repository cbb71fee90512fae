"""`matcher investors`, with its options and what it does."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Asked, takes_brief
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (typer reads the annotations)


@takes_brief()
def investors(
    context: typer.Context,
    asked: Asked,
    areas: Annotated[
        list[str] | None, typer.Argument(metavar="AREA...", help="The areas to look at.")
    ] = None,
    everywhere: Annotated[bool, typer.Option("--all", help="Look at every area.")] = False,
    sector: Annotated[str, typer.Option(help="Only vcse, mutual, private or public.")] = "",
    role: Annotated[str, typer.Option(help="Only tier-2 or tier-3.")] = "",
    pathway: Annotated[str, typer.Option(help="Only work on this pathway.")] = "",
    least: Annotated[
        float | None, typer.Option(help="The least that is needed, in pounds.")
    ] = None,
    most: Annotated[float | None, typer.Option(help="The most that is needed.")] = None,
    back_months: Annotated[
        int | None, typer.Option(help="The most months until it has come back.")
    ] = None,
    payment_days: Annotated[int, typer.Option(help="Assumed days until an invoice is paid.")] = 30,
    surplus: Annotated[
        float, typer.Option(help="Assumed surplus, as a part of the contract's income.")
    ] = 0.05,
    limit: Annotated[int, typer.Option("-n", "--limit", help="The most seats to name.")] = 100,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell investors who needs working capital.

    For each seat in the best line-up of an area: how much it would tie up, and when that is back.
    Amounts rest on assumptions, which are listed. Nobody named has been asked.

    \b
    For example:
      matcher investors Essex
      matcher investors Essex Kent --sector vcse --role tier-3 --most 20000
      matcher investors --all --payment-days 60 --format csv
    """  # noqa: D301
    if everywhere == bool(areas):
        message = "Name areas, or ask for --all of them."
        raise typer.BadParameter(message)
    from api.cli.showing_investors import show_investors  # noqa: PLC0415

    state: State = context.obj
    show_investors(
        state.facts(),
        asked,
        tuple(areas or ()),
        state.output(chosen, output),
        sector=sector,
        role=role,
        pathway=pathway,
        least_gbp=least,
        most_gbp=most,
        back_months=back_months,
        payment_days=payment_days,
        surplus_share=surplus,
        limit=limit,
    )
