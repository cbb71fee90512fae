"""`matcher organisation`: show one, add one that is missing, withdraw it; with their options."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (typer reads it while running)
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

from api.cli.options import Day  # noqa: TC001  (typer reads it while running)
from api.cli.state import Commands, FormatOption, OutputOption, State

if TYPE_CHECKING:
    from typing import Any

_SHOW = "show"


class _NamedOrCommand(TyperGroup):
    """Takes whatever is none of its commands for an organisation to show."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer's own)
        """Put ``show`` in front of a name."""
        known = {*self.commands, *ctx.help_option_names}
        return super().parse_args(ctx, args if not args or args[0] in known else [_SHOW, *args])


organisation_app = Commands(
    cls=_NamedOrCommand,
    no_args_is_help=True,
    subcommand_metavar="ORGANISATION | add [FILE] | withdraw ORGANISATION | confirm | refuse",
    help=(
        "Show an organisation, add one that is missing, or answer what was inferred of it.\n\n"
        "\b\nFor example:\n"
        '  matcher organisation "St Giles Trust"\n'
        "  matcher organisation add\n"
        "  matcher organisation withdraw GB-CHC-1234567\n"
        "  matcher organisation confirm GB-CHC-1234567 accommodation"
    ),
)


@organisation_app.command(_SHOW)
def show(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its identifier, name or alias.")
    ],
    as_of: Day = None,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Show what is known of one organisation.

    Each fact has its source, the day by which it was public, and how sure it is. The word show may
    be left out, unless the organisation is called like a command.

    \b
    For example:
      matcher organisation "St Giles Trust"
      matcher organisation show add
    """  # noqa: D301  (the help's mark for lines that stay as they are)
    from api.cli.listing import show_organisation  # noqa: PLC0415

    state: State = context.obj
    day = as_of.date() if as_of else None
    show_organisation(state.facts(), name, day, state.output(chosen, output))


@organisation_app.command("add")
def add(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE",
            help="A TOML file with the answers. Without one, the questions are asked here.",
            show_default=False,
        ),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Print a file with every key, explained.")
    ] = False,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Add what an organisation says of itself.

    The program asks the questions of matcher template, or reads the answers from a file. It offers
    organisations of similar names, so that nobody is there twice; one that is here already may tell
    of itself too, and a later statement takes the place of its earlier one. All of the answers are
    kept, or nothing: as the organisation's own statement, unchecked, which counts from the day on
    which it was made. The program then says how to ask where the organisation is needed.

    \b
    For example:
      matcher organisation add
      matcher organisation add --example --output harbour.toml
      matcher organisation add harbour.toml
    """  # noqa: D301
    from api.cli.adding import add_by_form, add_from_file, print_example  # noqa: PLC0415

    state: State = context.obj
    where = state.output(chosen, output)
    if example:
        print_example(where)
    elif file is None:
        add_by_form(state.facts(), where)
    else:
        add_from_file(state.facts(), file, where)


@organisation_app.command(no_args_is_help=True)
def withdraw(
    context: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="ORGANISATION", help="Its identifier, name or alias.")
    ],
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Withdraw what an organisation says of itself.

    Only what was added goes. What others tell of the organisation stays. To change a statement, add
    it again.

    Example: matcher organisation withdraw GB-CHC-1234567
    """
    from api.cli.adding import withdraw as take_out  # noqa: PLC0415

    state: State = context.obj
    take_out(state.facts(), name, state.output(chosen, output))


PathwayArgument = Annotated[
    str, typer.Argument(metavar="PATHWAY", help="The key or name of a pathway or service.")
]
NameArgument = Annotated[
    str, typer.Argument(metavar="ORGANISATION", help="Its identifier, name or alias.")
]


@organisation_app.command(no_args_is_help=True)
def confirm(
    context: typer.Context,
    name: NameArgument,
    pathway: PathwayArgument,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Confirm what was inferred of an organisation.

    From today it counts as the organisation's own statement.

    Example: matcher organisation confirm GB-CHC-1234567 accommodation
    """
    from api.cli.inferring import answer_inferred  # noqa: PLC0415

    state: State = context.obj
    where = state.output(chosen, output)
    answer_inferred(state.facts(), name, pathway, yes=True, output=where)


@organisation_app.command(no_args_is_help=True)
def refuse(
    context: typer.Context,
    name: NameArgument,
    pathway: PathwayArgument,
    output: OutputOption = None,
    chosen: FormatOption = None,
) -> None:
    """Refuse what was inferred of an organisation.

    It does not do this, and no later matcher infer brings it back.

    Example: matcher organisation refuse GB-CHC-1234567 accommodation
    """
    from api.cli.inferring import answer_inferred  # noqa: PLC0415

    state: State = context.obj
    where = state.output(chosen, output)
    answer_inferred(state.facts(), name, pathway, yes=False, output=where)
