"""`matcher network`, with its options."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)


def network(
    context: typer.Context,
    focus: Annotated[
        str, typer.Option(help="Whose network: name, alias or identifier. Default: all.")
    ] = "",
    depth: Annotated[int, typer.Option(help="How many ties to go from it, 1 to 4.")] = 1,
    to: Annotated[str, typer.Option(help="Show the shortest way from there to this one.")] = "",
    area: Annotated[str, typer.Option(help="Only work for this area.")] = "",
    pathway: Annotated[str, typer.Option(help="Only work on this pathway.")] = "",
    kind: Annotated[
        str, typer.Option(help="Only work of this kind, such as contract, grant or tr-bid.")
    ] = "",
    sector: Annotated[
        str, typer.Option(help="Only organisations of vcse, mutual, private or public.")
    ] = "",
    first_year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Only work that went on then or later.")
    ] = None,
    last_year: Annotated[
        int | None, typer.Option(metavar="YEAR", help="Only work that went on then or before.")
    ] = None,
    min_strength: Annotated[float, typer.Option(help="Only ties at least so strong.")] = 0.0,
    limit: Annotated[
        int, typer.Option("-n", "--limit", help="The most organisations to show, up to 5000.")
    ] = 300,
    ties: Annotated[
        bool, typer.Option("--ties", help="As CSV, a row for each tie, not each organisation.")
    ] = False,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show who is tied to whom by shared work.

    Who is central, which communities there are, and who links them. docs/network.md says how that
    is worked out.

    \b
    For example:
      matcher network --as-of 2020-01-01
      matcher network --focus Nacro --depth 2
      matcher network --focus Nacro --to Serco --as-of 2020-01-01
      matcher network --area Essex --kind contract --ties --format csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.showing_network import show_network  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    show_network(
        state.facts(),
        state.output(chosen, output),
        ties=ties,
        focus=focus,
        depth=depth,
        to=to,
        area=area,
        pathway=pathway,
        kind=kind,
        sector=sector,
        first_year=first_year,
        last_year=last_year,
        min_strength=min_strength,
        limit=limit,
        as_of=as_of.date() if as_of else None,
    )
