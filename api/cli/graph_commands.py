"""`matcher search`, `matcher neighbours` and `matcher path`, with their options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import Day  # noqa: TC001  (typer reads the annotations)
from api.cli.state import FormatOption, OutputOption, State  # noqa: TC001  (the same)

if TYPE_CHECKING:
    from api.cli.exploring import Wishes

_NODE = (
    "An organisation by name, alias or identifier. Anything else has its kind in front: "
    "area:Essex, pathway:accommodation, place:..., collaboration:..."
)
NodeArgument = Annotated[str, typer.Argument(help=_NODE)]
LinksOption = Annotated[
    list[str] | None,
    typer.Option(
        "--links",
        help=(
            "The links to follow: member-of, can-deliver, works-in, part-of, covers, for, on, in, "
            "affiliated-to, or all. Put commas between several. Default: member-of."
        ),
        metavar="LINKS",
    ),
]
SectorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--sector", metavar="SECTORS", help="Only organisations of vcse, mutual, private or public."
    ),
]
RoleOption = Annotated[
    list[str] | None,
    typer.Option("--role", metavar="ROLES", help="Only memberships as lead, partner, ..."),
]
VerifiedOption = Annotated[
    bool, typer.Option("--verified", help="Only facts whose source was read.")
]


def search(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Words of a name, an alias or an identifier.")
    ],
    limit: Annotated[int, typer.Option(help="The most organisations to show.")] = 20,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Find organisations by name, however it is spelled.

    \b
    For example:
      matcher search "st gilse"
      matcher search nakro --limit 5 --format json
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.exploring import search_names  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    day = as_of.date() if as_of else None
    search_names(state.facts(), text, state.output(chosen, output), limit=limit, as_of=day)


def neighbours(
    context: typer.Context,
    name: NodeArgument,
    depth: Annotated[int, typer.Option(help="How many links to go, 0 to 6.")] = 2,
    links: LinksOption = None,
    sector: SectorOption = None,
    role: RoleOption = None,
    verified: VerifiedOption = False,
    limit: Annotated[int, typer.Option(help="The most to show.")] = 50,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show who and what is near an organisation.

    Near is what some links lead to. It can start from an area, a pathway or a place as well.

    \b
    For example:
      matcher neighbours Nacro --depth 2
      matcher neighbours "St Giles Trust" --links member-of,for --role lead,partner
      matcher neighbours area:Essex --links for,member-of --sector vcse --format csv
    """  # noqa: D301  (the same mark)
    from api.cli.exploring import show_neighbours  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    wishes = _wishes(links, sector, role, as_of, verified=verified)
    sink = state.output(chosen, output)
    show_neighbours(state.facts(), name, wishes, sink, depth=depth, limit=limit)


def path(
    context: typer.Context,
    first: NodeArgument,
    second: NodeArgument,
    links: LinksOption = None,
    sector: SectorOption = None,
    role: RoleOption = None,
    verified: VerifiedOption = False,
    longest: Annotated[int, typer.Option(help="The most links of it, 0 to 30.")] = 12,
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show the shortest way between two organisations.

    By default it leads through work done together.

    \b
    For example:
      matcher path Nacro "St Giles Trust"
      matcher path Nacro area:Essex --links all --verified
    """  # noqa: D301  (the same mark)
    from api.cli.exploring import show_path  # noqa: PLC0415  (help needs none of it)

    state: State = context.obj
    wishes = _wishes(links, sector, role, as_of, verified=verified)
    sink = state.output(chosen, output)
    show_path(state.facts(), (first, second), wishes, sink, longest=longest)


def _wishes(
    links: list[str] | None,
    sector: list[str] | None,
    role: list[str] | None,
    as_of: Day,
    *,
    verified: bool,
) -> Wishes:
    """Gather the filters as they were typed."""
    from api.cli.exploring import Wishes  # noqa: PLC0415  (help needs none of it)

    day = as_of.date() if as_of else None
    return Wishes(
        links=links or (), sectors=sector or (), roles=role or (), verified=verified, as_of=day
    )
