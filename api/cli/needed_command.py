"""`matcher needed`, with its options and what it does."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.partner_commands import OrganisationArgument  # noqa: TC001  (the same)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)


def needed(
    context: typer.Context,
    organisation: OrganisationArgument,
    area: Annotated[str, typer.Option(help="Only this area: identifier, code or name.")] = "",
    pathway: Annotated[str, typer.Option(help="Only this pathway: key or name.")] = "",
    where: Annotated[
        str,
        typer.Option(help='Only "here" (where it works) or "next door".', metavar="WHERE"),
    ] = "",
    limit: Annotated[int, typer.Option("-n", "--limit", help="The most rows, 1 to 500.")] = 20,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Tell an organisation where it is needed.

    Area by area and pathway by pathway: the need, how much of it others could meet, what the
    organisation would add, and which likely primes it could approach. Nothing is solved for it; ask
    matcher why-not for one area's line-ups. docs/needed.md says how it is worked out.

    \b
    For example:
      matcher needed "St Giles Trust"
      matcher needed "Safer Places" --area Essex
      matcher needed Nacro --pathway accommodation --where here --format csv
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.telling_needed import tell_needed  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    tell_needed(
        state.facts(),
        state.output(chosen, output),
        organisation=organisation,
        area=area,
        pathway=pathway,
        where=where,
        limit=limit,
        as_of=as_of.date() if as_of else None,
    )
