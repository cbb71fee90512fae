"""`matcher partners`, with its options."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads the annotations)
from typing import Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)

OrganisationArgument = Annotated[
    str,
    typer.Argument(metavar="ORGANISATION", help="The one who asks, by identifier, name or alias."),
]


def partners(
    context: typer.Context,
    organisation: OrganisationArgument,
    area: Annotated[str, typer.Option(help="Work in this area: identifier, code or name.")] = "",
    pathway: Annotated[str, typer.Option(help="Work on this pathway: key or name.")] = "",
    direction: Annotated[
        str,
        typer.Option(
            help="What they would do: joins (you lead), leads, or partners for either.",
            metavar="DIRECTION",
        ),
    ] = "partners",
    kind: Annotated[str, typer.Option(help="Only this kind, such as charity.")] = "",
    vcse: Annotated[
        bool, typer.Option("--vcse", help="Only charities and social enterprises.")
    ] = False,
    delivers: Annotated[
        bool,
        typer.Option(
            "--delivers",
            help="Only those known to deliver the pathway; in the area, where you name one.",
        ),
    ] = False,
    in_area: Annotated[
        bool, typer.Option("--in-area", help="Only those known to work in the area.")
    ] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Only those it has not worked with yet.")
    ] = False,
    only: Annotated[
        str,
        typer.Option(
            metavar="GROUPING=GROUP",
            help=(
                "Only this group by sector, size, nation, region, for-women or for-minorities, "
                'such as nation=Wales or size="£1m to £10m".'
            ),
        ),
    ] = "",
    never: Annotated[
        list[str] | None,
        typer.Option(metavar="A,B,C", help="Never these, by identifier, name or alias."),
    ] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", help="The most to name, 1 to 100.")] = 10,
    variety: Annotated[
        float,
        typer.Option(
            help="What being just like one already named costs in log-odds, 0 (nothing) to 10."
        ),
    ] = 0.5,
    fair: Annotated[
        str,
        typer.Option(
            metavar="GROUPING",
            help=(
                "Give each group its share of the list: sector, size, nation, region, for-women or "
                "for-minorities. The answer says what that costs."
            ),
        ),
    ] = "",
    groups: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A table that says more of groups, such as women-led (docs/fairness.md).",
        ),
    ] = None,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Suggest who would work well with an organisation.

    Each has its chance of being in the next such work, the sum behind it, what both did before, and
    what each side would gain. Nobody named has been asked. docs/partners.md says how it is made.

    \b
    For example:
      matcher partners Shelter
      matcher partners "St Giles Trust" --area Essex --pathway accommodation -n 5
      matcher partners Sodexo --area Northumbria --direction joins --vcse
      matcher partners Sodexo --area Gwent --fair size
      matcher partners Serco --area Kent --pathway accommodation --delivers --new
      matcher partners Nacro --only "for-women=only for women"
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.partnering import suggest_partners  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    suggest_partners(
        state.facts(),
        state.output(chosen, output),
        organisation=organisation,
        area=area,
        pathway=pathway,
        direction=direction,
        kind=kind,
        vcse_only=vcse,
        delivers_only=delivers,
        in_area_only=in_area,
        new_only=new,
        only=only,
        never=tuple(never or ()),
        limit=limit,
        variety=variety,
        groups=groups,
        fair=fair,
        as_of=as_of.date() if as_of else None,
    )
